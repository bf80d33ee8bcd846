"""Mistakes that raise nothing, as `cases` has them: a check finds a wrong answer, and the cause is told beside it."""

ONE = "return (await session.scalars(query)).first()"
QUIET = {
    # -- decided by Python
    "is for a column": (
        "return await session.scalar(select(Book.title).where(Book.isbn is not None).limit(0))",
        ["`Book.isbn is not None` is decided by Python", "`Book.isbn.is_not(None)`"],
    ),
    "is for equals": (
        "title = 'x'\nreturn await session.scalar(select(Book.title).where(Book.title is title))",
        ["`Book.title is title` is decided by Python", "write `Book.title == title`"],
    ),
    "in a list": (
        "isbns = ['1', '2']\nreturn await session.scalar(select(Book.title).where(Book.isbn in isbns))",
        ["`Book.isbn in isbns` is decided by Python", "`Book.isbn.in_(isbns)`"],
    ),
    "not before a comparison": (
        "query = select(Book.title).where(not Book.isbn == '1').limit(0)\nreturn await session.scalar(query)",
        ["is decided by Python", "`not_(Book.isbn == '1')`"],
    ),
    "and between equals": (
        "query = select(Book.title).where(Book.isbn == '1' and Book.stock == 2)\n" + ONE,
        ["is decided by Python", "`and_(Book.isbn == '1', Book.stock == 2)`"],
    ),
    # -- statements
    "a condition that nobody keeps": (
        "query = select(Book.title)\nquery.where(Book.isbn == '1')\nawait session.execute(query)",
        ["`query.where(Book.isbn == '1')` changes nothing", "`query = query.where(Book.isbn == '1')`"],
    ),
    "a second column left out": (
        "return (await session.scalars(select(Book.price, Book.title).limit(1))).first()",
        ["`session.scalars()` gives the first column alone", "here `Book.price`"],
    ),
    "nothing joined": (
        "from sqlalchemy.orm import contains_eager\n"
        "query = select(Order).options(contains_eager(Order.user))\nreturn (await session.scalars(query)).first()",
        ["`contains_eager(Order.user)` fills in what a join brings", "`.join(Order.user)`"],
    ),
    # -- rows
    "a row for a value": (
        "return (await session.execute(select(Book.title).order_by(Book.title.desc()))).first()",
        ["`greeting()` returned a row", "with one str in it", "`await session.scalar(…)`"],
    ),
    "rows for values": (
        "return (await session.execute(select(Book.title))).all()",
        ["`greeting()` returned rows", "`(await session.scalars(…)).all()`"],
    ),
    "a result taken twice": (
        "found = await session.scalars(select(Book.price))\ntotal = sum(found)\nreturn total / (1 + len(list(found)))",
        ["`found` is the result of `session.scalars(select(Book.price))`", "which gives its rows once"],
    ),
    # -- objects, sessions, transactions
    "never committed": (
        "make_session:\nasync with make_session() as session:\n"
        "    session.add(Book(isbn='1', title='A', price=1, stock=1))\n    await session.flush()",
        ["The INSERT of ex00_start_here.py:", "was never committed", "`async with make_session() as session`"],
    ),
    "reckoned in Python": (
        "book = await session.scalar(select(Book))\nbook.stock -= 1",
        ["`book.stock` is read, reckoned with in Python", "`.values(stock=…)`"],
    ),
    "the caller's transaction": (
        "from sqlalchemy.ext.asyncio import AsyncSession\nasync def store(session: AsyncSession):\n"
        "    async with session.begin():\n        pass\nawait store(session)",
        ["`session.begin()` commits when its block ends", "`async with session.begin_nested()`"],
    ),
    "a session out of its block": (
        "make_session:\nasync def opened():\n    async with make_session() as session:\n        return session\n"
        "session = await opened()\nreturn None",
        ["`return session` leaves the block `async with make_session() as session`", "`yield session`"],
    ),
    "a text for a key": (
        "async def found(isbn: str):\n    return await session.get(Book, 0) and session.get(Book, isbn)\n"
        "return await found('1')",
        [
            "`session.get(Book, isbn)` looks for the primary key, `id`",
            "`await session.scalar(select(Book).where(Book.isbn == isbn))`",
        ],
    ),
}

QUIET_ON_SQLITE = {
    "a sum beside a column": (
        "total = func.sum(Book.price)\nquery = select(Book.title, total).limit(0)\n"
        "return (await session.execute(query)).first()",
        ["`select(Book.title, total)` has `total`", "`.group_by(Book.title)`"],
    ),
}
