"""More mistakes, as `cases` has them: tasks, models, SQL as text, names that belong elsewhere."""

MAPPED = (  # without annotations, which SQLAlchemy looks up at the head of a file
    "from sqlalchemy import Column, ForeignKey, Integer, String\n"
    "from sqlalchemy.orm import DeclarativeBase, configure_mappers, relationship\n"
    "class Base(DeclarativeBase):\n    pass\n"
    "class Shelf(Base):\n    __tablename__ = 'shelves'\n    id = Column(Integer, primary_key=True)\n"
)
COPY = MAPPED + "class Copy(Base):\n    __tablename__ = 'copies'\n    id = Column(Integer, primary_key=True)\n"
SHOWN = "class Shown(BaseModel):\n    title: str\nbook = await session.scalar(select(Book))\n"
SLIPS = {
    # -- what is synchronous, what has only the name
    "a synchronous engine disposed of": (
        "from sqlalchemy import create_engine\nengine = create_engine('sqlite://')\nawait engine.dispose()",
        ["`engine` was made by `create_engine`"],
    ),
    "a synchronous engine's twin": (
        "from sqlalchemy import create_engine\nengine = create_engine('sqlite://')\nreturn engine.sync_engine",
        ["`engine` was made by `create_engine`"],
    ),
    "a synchronous session": (
        "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n"
        "old = Session(create_engine('sqlite://'))\nreturn await old.commit()",
        ["`old` is a synchronous session", "async_sessionmaker"],
    ),
    "another select": (
        "from select import select\nreturn await session.scalar(select(Book.title))",
        ["`select` is that of the module `select`", "`from sqlalchemy import select`"],
    ),
    "a module for its function": (
        "import inspect\nbook = await session.scalar(select(Book))\nreturn inspect(book).session",
        ["`inspect` is that of the module `inspect`", "`from sqlalchemy import inspect`"],
    ),
    "the length of what scalars gives": (
        "return len(await session.scalars(select(Book)))",
        ["`await session.scalars(select(Book))` is a result", "func.count()"],
    ),
    "get with its arguments swapped": (
        "return await session.get(1, Book)",
        ["`session.get(1, Book)` has the key first", "`session.get(Book, 1)`"],
    ),
    "an attribute of a coroutine set": (
        "book = session.get(Book, 1)\nbook.title = 'A'",
        ["`session.get(Book, 1)` in line", "an `await` is missing"],
    ),
    "one value of a row": (
        "rows = await session.execute(select(Book.price, Book.title))\nprice = rows.scalars().first()\n"
        "return price.title",
        ["the first of the columns that were asked for"],
    ),
    "pairs of one column": (
        "return dict((await session.scalars(select(Book.title, Book.price))).all())",
        ["gives the first column of each row alone"],
    ),
    "a key that a dict has not": (
        "return {'sqlite': 1, 'postgres': 2}[str(session.get_bind().dialect.name) + 'ql']",
        ["There is no key", "which has 'sqlite', 'postgres'"],
    ),
    "excluded of the generic insert": (
        "statement = insert(Book)\nreturn statement.excluded.stock",
        ["`excluded` belongs to the database's own"],
    ),
    "an option of what is not selected": (
        "options = [joinedload(OrderLine.book)]\nreturn (await session.scalars(select(Order).options(*options))).all()",
        ["`selectinload(Order.lines).joinedload(OrderLine.book)`"],
    ),
    "several values for in_": (
        "return (await session.scalars(select(Book).where(Book.id.in_(1, 2, 3)))).all()",
        ["`in_()` wants a list", "`in_([…])`"],
    ),
    # -- None, lists, other kinds
    "None reckoned with": (
        "return (await session.scalar(select(func.sum(Book.price)).where(Book.isbn == 'none'))) + 1",
        ["`await session.scalar(", "is None: a query that finds no row", "func.coalesce"],
    ),
    "None by place": (
        "row = (await session.execute(select(Book.title).where(Book.isbn == 'none'))).first()\nreturn row[0]",
        ["`row` is None"],
    ),
    "int of None": (
        "return int(await session.scalar(select(Book.price).where(Book.isbn == 'none')))",
        ["is None: a query that finds no row"],
    ),
    "None compared": (
        "stock = await session.scalar(select(Book.stock).where(Book.isbn == 'none'))\nreturn stock > 0",
        ["`stock` is None"],
    ),
    "a list by a name": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\n"
        "books = (await session.scalars(select(Book))).all()\nreturn books['title']",
        ["`books` is a list, and `'title'` belongs to each Book"],
    ),
    "a key as text": (
        "return sorted((await session.scalars(select(Book.title))).all() or ['a'], key='title')",
        ["`key=` of `sorted()` wants a function", "lambda each: each.title"],
    ),
    "a list awaited": (
        "return await [session.get(Book, number) for number in (1, 2)]",
        ["`await` waits for one", "`[await … for … in …]`"],
    ),
    "a task of a value": (
        "async with asyncio.TaskGroup() as group:\n    group.create_task(print('x'))",
        ["`group.create_task()` waits for what an `async def` gives", "`print('x')` is, or holds, a plain value"],
    ),
    "objects for rows": (
        "books = [Book(isbn='1', title='A', price=1, stock=1)]\nawait session.execute(insert(Book), books)",
        ["`books` holds objects", "`session.add_all(books)`"],
    ),
    "tuples for rows": (
        "await session.execute(insert(Book), [('1', 'A', 1, 1)])",
        ["holds tuples", "{'isbn': …, 'title': …}"],
    ),
    "a method without self": (
        "class Shop:\n    def find(isbn):\n        return isbn\nreturn Shop().find('1')",
        ["`def find(isbn)` has no parameter for it", "put `self` first"],
    ),
    "a transaction awaited": (
        "await session.rollback()\nasync with await session.begin():\n    pass",
        ["leave the `await` out, `async with session.begin() as"],
    ),
    # -- more than fits, and what others call
    "many keys": (
        "keys = [*range(300_000)]\nquery = text('SELECT title FROM books WHERE id IN :keys')\n"
        "from sqlalchemy import bindparam\n"
        "return (await session.execute(query.bindparams(bindparam('keys', expanding=True)), {'keys': keys})).all()",
        ["The statement has 300,000 parameters"],
    ),
    "a result too early": (
        "async def one():\n    await asyncio.sleep(0)\n    return 1\n"
        "async with asyncio.TaskGroup() as group:\n    task = group.create_task(one())\n    return task.result()",
        ["`task.result()` was asked before the task had ended", "after the block"],
    ),
    "a name of the file given a value": (
        "select = select(Book.title)\nreturn await session.scalar(select)",
        ["greeting() gives a value to `select`", "another name"],
    ),
    "an exit without its arguments": (
        "class Shop:\n    async def __aenter__(self):\n        return self\n"
        "    async def __aexit__(self):\n        pass\n"
        "async with Shop():\n    pass",
        ["A block calls `", "with three values", "`__aexit__(self, *error)`"],
    ),
    "a percent in a configuration": (
        "from configparser import ConfigParser\nconfig = ConfigParser()\nconfig['alembic'] = {'url': ''}\n"
        "config.set('alembic', 'url', 'postgresql://ana:a%40b@shop/books')",
        ["goes through `configparser`", "double it"],
    ),
    "not null on rows": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\nawait session.flush()\n"
        "await session.execute(text('ALTER TABLE books ADD COLUMN shelf VARCHAR(9) NOT NULL'))",
        ["have no value for `shelf`", "`server_default=…`"],
    ),
    "a condition by in, and a key": (
        "isbns = ['1']\nfound = await session.scalars(select(Book).where(Book.isbn in isbns))\n"
        "books = {book.isbn: book for book in found}\n"
        "return books['1'].title",
        ["There is no key '1' in `books`", "`Book.isbn in isbns` is decided by Python"],
    ),
    "a text for json": (
        MAPPED + "from sqlalchemy import JSON, Column, insert as into\n"
        "class Note(Base):\n    __tablename__ = 'notes'\n    id = Column(Integer, primary_key=True)\n"
        "    what = Column(JSON)\n"
        "await session.execute(into(Note), {'what': datetime(2026, 1, 1)})",
        ["JSON has no form for a datetime"],
    ),
    "a foreign key that is none": (
        COPY + "    shelf_id = Column(Integer)\n    shelf = relationship(Shelf)\nconfigure_mappers()",
        ["give a column of `copies` (`shelf_id`)", 'ForeignKey("shelves.id")'],
    ),
    # -- tasks, threads, functions that others call
    "gather not awaited": (
        "async def title(i):\n    return (await session.get(Book, i)).title\n"
        "titles = asyncio.gather(*[title(i) for i in (1, 2)])\nreturn list(titles)[0]",
        ["`titles` is a future", "`await titles`"],
    ),
    "gather of a list": (
        "async def number(i):\n    return i\nreturn await asyncio.gather([number(i) for i in (1, 2)])",
        ["`await asyncio.gather(*[number(i) for i in (1, 2)])`"],
    ),
    "a task of a function": (
        "async def title(i):\n    return i\nasync with asyncio.TaskGroup() as group:\n    group.create_task(title, 1)",
        ["the coroutine that a call of `title` gives", "`group.create_task(title(1))`"],
    ),
    "a thread for what was called": (
        "def price(isbn):\n    return 5\nreturn await asyncio.to_thread(price('1'))",
        ["`price('1')` is called on the spot", "`asyncio.to_thread(price, '1')`"],
    ),
    "wait for coroutines": (
        "async def number(i):\n    return i\ndone, _ = await asyncio.wait([number(1)])\nreturn done",
        ["`asyncio.wait()` waits for tasks", "asyncio.gather"],
    ),
    "a helper not awaited, stored": (
        "async def price():\n    return 5\nsession.add(Book(isbn='1', title='A', price=price(), stock=1))\n"
        "await session.flush()",
        ["price() gave a coroutine", "an `await` is missing"],
    ),
    "a row awaited": (
        "result = await session.execute(select(Book))\nreturn await result.fetchone()",
        ["leave the `await` out"],
    ),
    "an argument too few": (
        "return select(Book).where(Book.price.between(1))",
        ["between(1)` gives too few values", "`cright`"],
    ),
    "an argument of no name": (
        "def price(book, currency):\n    return 5\nreturn price(book=1, curency='x', currency='y')",
        ["gives `curency`", "it takes `book`, `currency`"],
    ),
    "a number and a text": (
        "book = await session.scalar(select(Book))\nbook.price = book.price + '1'",
        ["no `+` between int and str"],
    ),
    "a query that only exists": (
        "return await session.scalar(select(Book).exists())",
        ["`.exists()` makes a condition", "select(query.exists())"],
    ),
    "objects for keys": (
        "books = (await session.scalars(select(Book))).all()\n"
        "return await session.scalar(select(OrderLine).where(OrderLine.book_id.in_(books)))",
        ["`books` holds objects", "[each.id for each in books]"],
    ),
    "a name that is no column, in a dict": (
        "session.add(Book(**{'isbn': '1', 'name': 'A'}))",
        ["Book has no attribute `name`", "it has id, isbn"],
    ),
    "a text beside columns": ("return select(Book.id, 'title')", ["select(Book.id, 'title')"]),
    "no time left": ("async with asyncio.timeout(0.01):\n    await asyncio.sleep(1)", ["`asyncio.timeout(0.01)`"]),
    "a type that is nothing": ("def price(isbn: Isbn):\n    return 5\nreturn price('1')", ["`Isbn`"]),
    "a plain loop over a generator": (
        "async def rows():\n    yield 1\nreturn [row for row in rows()]",
        ["`async for … in rows()`"],
    ),
    "a method as a block": (
        "make_session:\nasync with make_session.begin as session:\n    return 1",
        ["`make_session.begin` is a method that was not called"],
    ),
    # -- rows
    "the first of two columns": (
        "book = await session.scalar(select(Book.id, Book.title))\nreturn book.title",
        ["a plain int, the first of the columns", "the row"],
    ),
    "a result by place": (
        "result = await session.execute(select(Book))\nreturn result[0]",
        ["`result` is a result", "`result.first()`"],
    ),
    "a method of a result not called": (
        "result = await session.execute(select(Book))\nreturn result.scalars.all()",
        ["`result.scalars` is a function that was not called", "`result.scalars().all`"],
    ),
    "a dict of objects": (
        "books = (await session.scalars(select(Book))).all()\nreturn dict(books)",
        ["wants two values for each entry"],
    ),
    "a dict's keys unpacked": (
        "lines = {'1000000001': 1}\nfor isbn, copies in lines:\n    return isbn",
        ["gives its keys alone", "in lines.items()`"],
    ),
    # -- names that belong elsewhere
    "an object that saves itself": (
        "book = await session.scalar(select(Book))\nawait book.save()",
        ["what other libraries let a class or an object do", "`await session.commit()`"],
    ),
    "a class that finds": (
        "return await Book.get_or_none(isbn='1')",
        ["Book has no such method", "session.get(Book, key)"],
    ),
    "a URL as text": (
        "engine:\nreturn str(engine.url).set(drivername='sqlite')",
        ["is a URL as plain text", "make_url("],
    ),
    "the engine of a factory": ("make_session:\nreturn make_session.bind.pool", ['make_session.kw["bind"]']),
    "a name from another module": (
        "from sqlalchemy.ext.asyncio import create_engine\nreturn create_engine",
        ["`create_engine` is not in `sqlalchemy.ext.asyncio`", "`create_async_engine` is the one"],
    ),
    "a name misspelt": (
        "sesion_maker = 1\nreturn await sesion.scalar(select(Book.title))",
        ["Nothing is called `sesion` here", "did you mean `"],
    ),
    "a value on some ways only": (
        "if await session.scalar(select(Book.id).where(Book.id == 0)):\n    title = 'x'\nreturn title",
        ["`title` gets its value only on some of the ways"],
    ),
    # -- queries
    "a function of Python over a sum": (
        "return await session.scalar(select(sum(Book.price * Book.stock)))",
        ["Python's `sum()`", "`func.sum(…)`"],
    ),
    "brackets around comparisons": (
        "return await session.scalar(select(Book.title).where(Book.isbn == '1' & Book.stock > 0))",
        ["`&` binds more tightly", "brackets around each comparison"],
    ),
    "a path with dots": (
        "return await session.scalar(select(User).options(selectinload(User.orders.lines)))",
        ["`User.orders` is a relationship", "selectinload(User.orders).selectinload(Order.…)"],
    ),
    "an option that does not link": (
        "return await session.scalar(select(Order).options(selectinload(Order.lines).joinedload(Order.user)))",
        ["`Order.lines` leads to OrderLine", "`Order.user` is no attribute of OrderLine"],
    ),
    "a condition in filter_by": (
        "return await session.scalar(select(Book.title).filter_by(Book.isbn == '1'))",
        ["`where(Book.isbn == '1')`"],
    ),
    "conditions inside update": (
        "await session.execute(update(Book, Book.isbn == '1'))",
        ["`update(Book).where(…)`"],
    ),
    # -- what the database says
    "a list for one parameter": (
        "return await session.scalar(text('SELECT title FROM books WHERE id IN :ids'), {'ids': (1, 2)})",
        ["`IN` was given (1, 2) for one", "expanding=True"],
    ),
    "a column of two tables": (
        "return await session.scalar(text('SELECT id FROM orders JOIN order_lines ON true'))",
        ["More than one of the joined tables has a column `id`"],
    ),
    "a word of SQL's own": (
        "return await session.scalar(text('SELECT count(*) FROM order'))",
        ["`order` is a word of SQL's own", "`orders`"],
    ),
    "VACUUM in a transaction": (
        "await session.scalar(select(Book))\nawait session.execute(update(Book).values(stock=1))\n"
        "await session.execute(text('VACUUM'))",
        ["`VACUUM` cannot run inside a transaction", "AUTOCOMMIT"],
    ),
    "a column misspelt in text": (
        "return await session.scalar(text('SELECT titel FROM books'))",
        ["has a column `titel`", "check the spelling"],
    ),
    # -- objects
    "an object of a closed session": (
        "make_session:\nasync with make_session() as first:\n    book = Book(isbn='1', title='A', price=1, stock=1)\n"
        "    first.add(book)\n    await first.commit()\nasync with make_session() as second:\n"
        "    await second.refresh(book)",
        ["This Book does not belong to this session"],
    ),
    "a row that is gone": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nawait session.flush()\n"
        "await session.execute(text(\"DELETE FROM books WHERE isbn = '1'\"))\nbook.price = 2\nawait session.flush()",
        ["is no longer there"],
    ),
    "names as one text": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nawait session.flush()\n"
        "await session.refresh(book, 'title')",
        ["`['title']`"],
    ),
    # -- models
    "no primary key": (
        MAPPED + "class Copy(Base):\n    __tablename__ = 'copies'\n    number = Column(Integer)",
        ["Copy has no primary key"],
    ),
    "a type of Python's for a column": (
        MAPPED + "class Copy(Base):\n    __tablename__ = 'copies'\n    id = Column(int, primary_key=True)",
        ["`int` is a type of Python's", "`Integer`"],
    ),
    "a foreign key that names the class": (
        COPY + "    shelf_id = Column(ForeignKey('Shelf.id'))\nreturn Base.metadata.sorted_tables",
        ["`copies.shelf_id` names `Shelf.id`", "__tablename__"],
    ),
    "a relationship without a foreign key": (
        COPY + "    shelf = relationship(Shelf)\nconfigure_mappers()",
        ['ForeignKey("shelves.id")', "Copy.shelf has nothing to go by"],
    ),
    "a class of no name": (
        COPY + "    shelf = relationship('Shelves')\nconfigure_mappers()",
        ["leads to a class `Shelves`"],
    ),
    "an orphan on the wrong side": (
        COPY + "    shelf_id = Column(ForeignKey('shelves.id'))\n"
        "    shelf = relationship(Shelf, cascade='all, delete-orphan')\nconfigure_mappers()",
        ["`delete-orphan` stands at Copy.shelf", "at the list of Shelf"],
    ),
    # -- services
    "an object where keywords are wanted": (
        SHOWN + "return Shown(**book)",
        ["`book` is an object of the database", "`Shown.model_validate(book)`"],
    ),
    "a schema where keywords are wanted": (
        SHOWN + "new = Shown(title='A')\nreturn Book(**new)",
        ["`new` is an object of a schema", "`Book(**new.model_dump())`"],
    ),
    "a schema by position": (SHOWN + "return Shown(book)", ["by name only", "`Shown.model_validate(book)`"]),
    "from_orm": (SHOWN + "return Shown.from_orm(book)", ["`from_orm()` is Pydantic 1's", "from_attributes=True"]),
    "a schema's field misspelt": (SHOWN + "return Shown(title='A').titel", ["which has no `titel`", "it has title"]),
    "a schema by name": (SHOWN + "new = Shown(title='A')\nreturn new['title']", ["and no dict", "`new.title`"]),
    "a state that was not set": (
        "from fastapi import FastAPI\napp = FastAPI()\napp.state.make_session = 1\nreturn app.state.sessions",
        ["Nobody has put a `sessions` into `app.state`", "make_session"],
    ),
    "a lifespan that was called": (
        "from contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n@asynccontextmanager\n"
        "async def lifespan(app):\n    yield\nFastAPI(lifespan=lifespan())",
        ["calls the lifespan", "`lifespan=lifespan`"],
    ),
}
SLIPS_ON_SQLITE = {
    "an alteration": (
        "await session.execute(text('ALTER TABLE books ALTER COLUMN title SET NOT NULL'))",
        ["SQLite knows no `ALTER COLUMN`", "op.batch_alter_table"],
    ),
    "a constraint of PostgreSQL's": (
        "from sqlalchemy.dialects.sqlite import insert as into\n"
        "return into(Book).on_conflict_do_update(constraint='books_isbn', set_={'stock': 1})",
        ["`constraint=` is PostgreSQL's alone", "`index_elements=[…]`"],
    ),
    "a text for a UUID": (
        MAPPED + "from sqlalchemy import Uuid, insert as into\n"
        "class Key(Base):\n    __tablename__ = 'keys'\n    id = Column(Uuid, primary_key=True)\n"
        "await session.execute(into(Key), {'id': '7b075870-48c1-40b3-b97e-054b0b1d63d9'})",
        ["The column is of type `Uuid`", "a value of type str"],
    ),
}
SLIPS_ON_POSTGRES = {
    "values of many rows": (
        "rows = [dict(isbn=str(i), title='A', price=1, stock=1) for i in range(9_000)]\n"
        "await session.execute(insert(Book).values(rows))",
        ["made one statement with 36,000 parameters", "`await session.execute(insert(…), rows)`"],
    ),
    "a text for a key": (
        "isbn = '1'\nreturn await session.get(Book, isbn)",
        ["`session.get(Book, isbn)` looks for the primary key, `id`", "Book.isbn == isbn"],
    ),
    "what came second": (
        "make_session:\nasync with make_session() as one, make_session() as two:\n"
        "    await one.connection(), await two.connection()\n"
        "    await asyncio.gather(one.execute(text('SELECT nonsense')), two.execute(text('SELECT pg_sleep(9)')))",
        ["first was ProgrammingError", "has a column `nonsense`"],
    ),
    "a text too long": (
        "session.add(Book(isbn='1' * 30, title='A', price=1, stock=1))\nawait session.flush()",
        ["longer than its column takes, 20 characters"],
    ),
    "a number too large": (
        "session.add(Book(isbn='1', title='A', price=9_999_999_999, stock=1))\nawait session.flush()",
        ["larger than its column takes", "`BigInteger`"],
    ),
    "a text in double quotes": (
        "return await session.scalar(text('SELECT title FROM books WHERE isbn = \"1000\"'))",
        ["Double quotes are for names", "as a parameter"],
    ),
    "an offset below zero": (
        "return await session.scalar(select(Book.title).limit(1).offset(-3))",
        ["a number below zero", "(page - 1) * size"],
    ),
    "a lock of an aggregate": (
        "return await session.scalar(select(func.sum(Book.stock)).with_for_update())",
        ["`FOR UPDATE` locks rows"],
    ),
    "a lock across an outer join": (
        "return await session.scalar(select(Order).options(joinedload(Order.user)).with_for_update())",
        [".with_for_update(of=Order)"],
    ),
}
