"""Mistakes that only PostgreSQL refuses, as `cases` has them: its types, its queries, its conflicts and names."""

STRICT = {
    "str for int": (
        "return await session.scalar(select(Book).where(Book.id == '1'))",
        ["no operator `=` for integer and character varying"],
    ),
    "str for a time": (
        "return (await session.scalars(select(Order).where(Order.created_at > '2024-01-01'))).all()",
        ["timestamp with time zone and character varying", "`datetime`"],
    ),
    "sequence behind": (
        "await session.execute(insert(Book).values(id=7001, isbn='a', title='x', price=1, stock=1))\n"
        "await session.execute(text(\"SELECT setval('books_id_seq', 7000)\"))\n"
        "session.add(Book(isbn='b', title='x', price=1, stock=1))\n"
        "await session.commit()",
        ["rows were stored with keys of their own", "setval("],
    ),
    "numeric and float": (
        "from decimal import Decimal\n"
        "total = (await session.execute(select(func.avg(Book.price)))).scalar()\n"
        "return total * 1.19",
        ["Decimal", "`float(…)`"],
    ),
    "like on int": (
        "return (await session.scalars(select(Book).where(Book.price.like('1%')))).all()",
        ["LIKE compares texts", "type integer"],
    ),
    "order by with distinct": (
        "return (await session.execute(select(Book.title).distinct().order_by(Book.price))).all()",
        ["orders only by what is selected"],
    ),
    "distinct on": (
        "return (await session.execute(select(Book).distinct(Book.price).order_by(Book.title))).all()",
        ["the order must begin with that column"],
    ),
    "array of strings for int": (
        "return (await session.execute(text('SELECT id FROM books WHERE id = ANY(:ids)'), {'ids': ['1','2']})).all()",
        ["The elements of `['1', '2']`", "int(each)"],
    ),
    "ANY of scalar": (
        "return (await session.execute(text('SELECT id FROM books WHERE id = ANY(:ids)'), {'ids': 1})).all()",
        ["the single value `1`", "`[1]`"],
    ),
    "json text": (
        "return (await session.execute(text(\"SELECT CAST(:j AS jsonb) -> 'a'\"), {'j': {'a': 1}})).scalar()",
        ["is a dict", "json.dumps"],
    ),
    "bad json": (
        "return (await session.execute(text(\"SELECT '{a: 1}'::jsonb\"))).scalar()",
        ["cannot be read as json"],
    ),
    "camel case": (
        "return (await session.execute(text('SELECT fullName FROM users'))).all()",
        ["a column `fullname`", "has full_name"],
    ),
    "user table": (
        "return (await session.execute(text('SELECT email FROM user'))).all()",
        ["`user` is a word of SQL's own"],
    ),
    "sqlite strftime": (
        "return (await session.execute(select(func.strftime('%Y', Order.created_at)))).all()",
        ["no function `strftime`", "to_char"],
    ),
    "insert or ignore": (
        "await session.execute(text(\"INSERT OR IGNORE INTO books (isbn, title, price, stock) VALUES ('1','a',1,1)\"))",
        ["`INSERT OR …` is SQLite's own"],
    ),
    "on conflict no constraint": (
        "from sqlalchemy.dialects.postgresql import insert as pg\n"
        "await session.execute(pg(Book).values(isbn='1', title='a', price=1, "
        "stock=1).on_conflict_do_update(index_elements=['title'], set_={'price': 2}))",
        ["columns that no unique constraint holds"],
    ),
    "on conflict constraint name": (
        "from sqlalchemy.dialects.postgresql import insert as pg\n"
        "await session.execute(pg(Book).values(isbn='1', title='a', price=1, "
        "stock=1).on_conflict_do_nothing(constraint='books_isbn_unique'))",
        ["no constraint `books_isbn_unique`", "index_elements"],
    ),
    "on conflict twice": (
        "from sqlalchemy.dialects.postgresql import insert as pg\n"
        "s = pg(Book).values([dict(isbn='q', title='a', price=1, stock=1)]*2)\n"
        "await session.execute(s.on_conflict_do_update(index_elements=['isbn'], set_={'price': "
        "s.excluded.price}))",
        ["have the same key"],
    ),
    "several commands": (
        "await session.execute(text('SELECT 1; SELECT 2'))",
        ["One `execute()` sends one statement"],
    ),
    "sum of text": (
        "return await session.scalar(select(func.sum(Book.title)))",
        ["`sum` takes numbers"],
    ),
    "integer for boolean": (
        "return (await session.scalars(select(Book).where(text('stock')))).all()",
        ["`Book.stock > 0`"],
    ),
    "divide by zero": (
        "return await session.scalar(select(func.sum(Book.price) / 0))",
        ["`func.nullif(…, 0)`"],
    ),
    "cast of a word": (
        "from sqlalchemy import cast, Integer\nreturn (await session.scalars(select(cast(Book.title, Integer)))).all()",
        ["cannot be read as integer"],
    ),
    "union of two types": (
        "from sqlalchemy import union\n"
        "return (await session.execute(union(select(Book.id), select(Book.title)))).all()",
        ["a UNION"],
    ),
    "alias in where": (
        "return (await session.execute(text('SELECT price * 2 AS twice FROM books WHERE twice > 10'))).all()",
        ["`twice` is a name that the SELECT itself gives"],
    ),
    "concat with plus": (
        "return (await session.execute(text(\"SELECT title + '!' FROM books\"))).all()",
        ["`||`"],
    ),
    "dollar one": (
        "return (await session.execute(text('SELECT id FROM books WHERE id = $1'), {'id': 1})).all()",
        ["`:name`"],
    ),
    "timezone name": (
        "await session.execute(text(\"SET TIME ZONE 'Europe/Nowhere'\"))",
        ["Europe/Nowhere"],
    ),
    "null byte": (
        "session.add(Book(isbn='x', title='a\\x00b', price=1, stock=1))\nawait session.commit()",
        ["\\x00"],
    ),
    "window in where": (
        "return (await session.execute(select(Book.id).where(func.row_number().over(order_by=Book.id) < 3))).all()",
        ["after WHERE", "subquery"],
    ),
}
