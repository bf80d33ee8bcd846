"""Mistakes by somebody who had seen neither clues nor checks, and their brothers: raised, quiet, and in a source."""

BOOK = "session.add(Book(isbn='1', title='A', price=1, stock=1))\nawait session.flush()\n"

STRANGERS = {
    # -- await, and blocks
    "a plain method awaited": (
        "await session.add(Book(isbn='1', title='A', price=1, stock=1))",
        ["`session.add(Book(isbn='1', title='A', price=1, stock=1))` gives a plain value", "asks the database nothing"],
    ),
    "a result's method awaited": (
        "result = await session.execute(select(func.count(Book.id)))\nreturn await result.scalar()",
        ["`result.scalar()` gives a plain value", "`result` has its rows already", "leave the `await` out"],
    ),
    "an engine made for a block": (
        "make_session:\nasync with create_async_engine('sqlite+aiosqlite://') as here:\n    return here",
        ["`here = create_async_engine('sqlite+aiosqlite://')`", "`await here.dispose()` in its `finally:`"],
    ),
    # -- names
    "a parameter that hides a function": (
        "async def found(text):\n    return await session.scalar(text('SELECT 1'))\nreturn await found('a')",
        ["In found() the name `text` is a parameter", "hides SQLAlchemy's `text()`", "import text as sql_text"],
    ),
    "a value that hides a function": (
        "sum = await session.scalar(select(func.count(Book.id)))\nreturn sum([1, 2])",
        ["`sum` is a value of its own, of type int", "hides Python's `sum()`", "another name"],
    ),
    "a number called": ("total = 3\nreturn total()", ["`total` is a value, and no function"]),
    "pages of Flask's": (
        "page, size = 1, 2\nreturn select(Book).order_by(Book.id).paginate(page=page, per_page=size)",
        ["Flask-SQLAlchemy's own", "`.limit(size).offset((page - 1) * size)`"],
    ),
    "SET of SQL's": (
        "await session.execute(update(Book).set(stock=1))",
        ["`set()` is none of a statement's methods", "`.values(stock=1)`"],
    ),
    "a builder of another library's": ("return select(Book).orderBy(Book.title)", ["`.order_by(Book.title)`"]),
    "loading as others have it": ("return select(User).include(User.orders)", ["`.options(selectinload(…))`"]),
    "a method of a statement misspelt": ("return select(Book).wehre(Book.id == 1)", ["`.where(…)` is one"]),
    # -- results
    "a result closed by its first row": (
        "result = await session.scalars(select(Book))\nif result.first() is not None:\n    return result.one()",
        ["`result.first()` in line", "closed the result", "in the place of `result.one()`"],
    ),
    "values by position, in the order of the class": (
        "email, full_name = 'a', 'b'\nreturn User(email, full_name)",
        ["`User(email=email, full_name=full_name)`"],
    ),
    # -- queries
    "a default by or": (
        "return await session.scalar(select((func.sum(Book.price) or 0).label('total')))",
        ["let the database put 0 for NULL", "`func.coalesce(func.sum(Book.price), 0)`"],
    ),
    "sorted by what a loader joined": (
        "query = select(Order).options(joinedload(Order.user)).order_by(User.email)\n"
        "return await session.scalar(query)",
        ["`users` only under a name of its own", "`.join(Order.user)`, and `contains_eager(Order.user)`"],
    ),
    "placeholders of psycopg's": (
        "await session.execute(text('DELETE FROM books WHERE isbn = %(isbn)s'), {'isbn': '1'})",
        ["`%(isbn)s` is no parameter in `text()`", "`:isbn` is one"],
    ),
    "placeholders without a name": (
        "await session.execute(text('DELETE FROM books WHERE isbn = %s'), {'isbn': '1'})",
        ["`%s` is no parameter in `text()`", "`:name` is one"],
    ),
    "braces for a parameter": (
        "await session.execute(text('DELETE FROM books WHERE isbn = {isbn}'), {'isbn': '1'})",
        ["`{isbn}` is no parameter", "`:isbn` is one"],
    ),
    # -- what only the database found
    "the ISBN for a key": (
        "isbn = '1000'\nuser = User(email='a', full_name='A')\nsession.add(Order(user=user, lines=[]))\n"
        "await session.flush()\nsession.add(OrderLine(order_id=1, book_id=isbn, quantity=1, price=1))\n"
        "await session.flush()",
        ["`book_id` holds the `id` of a Book, and `isbn` is its `isbn`", "`.returning(Book.id)`"],
    ),
    "an error of the driver's caught": (
        "import sqlite3\n" + BOOK + "session.add(Book(isbn='1', title='B', price=1, stock=1))\n"
        "try:\n    await session.flush()\nexcept sqlite3.IntegrityError:\n    return None",
        ["`sqlite3.IntegrityError` is the driver's own", "`from sqlalchemy.exc import IntegrityError`"],
    ),
    "an error of asyncpg's caught": (
        "import asyncpg\n" + BOOK + "session.add(Book(isbn='1', title='B', price=1, stock=1))\n"
        "try:\n    await session.flush()\nexcept asyncpg.exceptions.UniqueViolationError:\n    return None",
        ["is the driver's own", "`except IntegrityError`"],
    ),
    "a try around add": (
        "from sqlalchemy.exc import IntegrityError\n" + BOOK + "book = Book(isbn='1', title='B', price=1, stock=1)\n"
        "try:\n    session.add(book)\nexcept IntegrityError:\n    return None\nawait session.commit()",
        ["`session.add(book)` sends nothing", "`await session.flush()` behind it, inside the `try`"],
    ),
    "a session of several tasks": (
        "async def one(key):\n    return await session.get(Book, key)\n"
        "return await asyncio.gather(*[one(key) for key in range(5)])",
        ["Two tasks used one session", "do it one after another"],
    ),
    # -- services
    "an answer as Flask has it": (
        "from fastapi import FastAPI\nfrom httpx import ASGITransport, AsyncClient\n"
        "class Shown(BaseModel):\n    title: str\napp = FastAPI()\n"
        "@app.get('/', response_model=Shown)\nasync def book():\n    return {'error': 'no such book'}, 404\n"
        "transport = ASGITransport(app=app)\n"
        "async with AsyncClient(transport=transport, base_url='http://test') as client:\n"
        "    return (await client.get('/')).json()",
        ["is Flask's way to give a status", "`raise HTTPException(404, …)`"],
    ),
}
STRANGERS_ON_POSTGRES = {
    "a key as SQLite keeps it": (
        "result = await session.execute(insert(User).values(email='a', full_name='A'))\nreturn result.lastrowid",
        ["asyncpg has none", "`result.inserted_primary_key`"],
    ),
    "an expression in quotes": (
        "await session.execute(update(Book).values(stock='stock - 1'))",
        ["`stock - 1` in quotes is a text", "`Book.stock - 1`"],
    ),
    "the end of a slice": (
        "page, size = 3, 2\nquery = select(Book).order_by(Book.id).slice((page - 1) * size, size)\n"
        "return await session.scalar(query)",
        ["is where to stop", "`.offset((page - 1) * size).limit(size)`"],
    ),
}

STRANGERS_QUIET_ON_SQLITE = {
    "distinct with columns": (
        "query = select(Book).distinct(Book.title).order_by(Book.title)\n"
        "return (await session.scalars(query.limit(0))).first()",
        ["DISTINCT ON, which PostgreSQL alone knows", "func.row_number()"],
    ),
}

STRANGERS_IN_SOURCE = {
    # -- expressions
    "a parameter compared with itself": (
        "async def asked(session, email: str):\n    return await session.scalar(select(User).where(email == email))",
        ["`email == email` compares what Python has", "`User.email == email`"],
    ),
    "a parameter for a column": (
        "async def asked(session, stock: int):\n    query = select(Book)\n"
        "    return await session.scalar(query.where(stock > 0))",
        ["`stock > 0`", "`Book.stock > 0`"],
    ),
    "a column compared with itself": (
        "return await session.scalar(select(User).where(User.email == User.email))",
        ["is the same for every row", "`User.email == email`"],
    ),
    "an expression in quotes": (
        "await session.execute(update(Book).values(stock='stock - 1'))",
        ["is a text for the column `stock`", "`Book.stock - 1`"],
    ),
    "an expression in a formatted text": (
        "await session.execute(update(Book).values({'stock': f'stock - {size}'}))",
        ["`stock - {size}` in quotes"],
    ),
    "a fraction for a whole number": (
        "await session.execute(update(Book).values(price=(Book.price * (100 + size) + 50) / 100))",
        ["`/` keeps the fraction", "`(Book.price * (100 + size) + 50) // 100`"],
    ),
    "excluded alone": (
        '"""The stock of its row on top of its own."""\nstatement = postgresql.insert(Book)\n'
        "return statement.on_conflict_do_update(set_={'stock': statement.excluded.stock})",
        ["takes the place of the `stock`", "`Book.stock + statement.excluded.stock`"],
    ),
    "the end of a slice": (
        "start = (page - 1) * size\nreturn await session.scalars(select(Book).order_by(Book.id).slice(start, size))",
        ["`slice(start, size)` is where to stop", "`.offset(start).limit(size)`"],
    ),
    # -- objects and sessions
    "a result for an object": (
        "user = await session.execute(select(User))\nif user is None:\n    raise LookupError\nuser.full_name = text",
        ["`user` is the result of `session.execute(…)`", "`user = (await session.execute(…)).scalar_one_or_none()`"],
    ),
    "a result that is asked whether it is there": (
        "books = await session.scalars(select(Book))\nif not books:\n    raise LookupError",
        ["never None", ".one_or_none()"],
    ),
    "another column compared with a key": (
        "isbn = text\nreturn await session.scalar(select(OrderLine).where(OrderLine.book_id == isbn))",
        ["`book_id` holds the `id` of a Book"],
    ),
    "another column set as a key": (
        "line = await session.get(OrderLine, 1)\nline.book_id = book.isbn",
        ["and `book.isbn` is its `isbn`"],
    ),
    "flushed after the commit": (
        "async with make_session() as session:\n    user = await session.scalar(select(User))\n"
        "    await session.commit()\n    user.full_name = text\n    await session.flush()",
        ["taken back when the session closes", "before `commit()`"],
    ),
    "one session for a task": (
        "def asked(engine):\n    factory = async_sessionmaker(engine, expire_on_commit=False)\n"
        "    return async_scoped_session(factory, scopefunc=current_task)",
        ["one and the same session", "`factory` itself"],
    ),
    "a commit in a savepoint": (
        "async with session.begin_nested():\n    session.add(Book())\n    await session.commit()",
        ["ends the whole transaction", "commit once"],
    ),
    "a commit in a loop": (
        '"""Add them all, and commit once at the end."""\nfor key in keys:\n    session.add(Book(id=key))\n'
        "    await session.commit()",
        ["inside of `for key in keys`", "one commit after the loop"],
    ),
    "options of get": (
        "return await session.get(Order, page, options=[joinedload(Order.user)])",
        ["just as it is", "`await session.scalar(select(Order).where(Order.id == page).options(…))`"],
    ),
    "tasks of a function on one session": (
        "found = []\nasync def one(key):\n    return await session.get(Book, key)\n"
        "return await asyncio.gather(*(one(key) for key in keys))",
        ["the one session `session`", "one after another"],
    ),
    # -- services
    "one session for all": (
        "async def asked(app, engine):\n    Session = async_sessionmaker(engine, expire_on_commit=False)\n"
        "    app.state.make_session = Session()",
        ["one session, for all requests", "`app.state.make_session = Session`"],
    ),
    "an object of another session": (
        "async def asked(request: Request):\n    async with request.app.state.make_session() as session:\n"
        "        user = await session.scalar(select(User))\n    return user",
        ["a session of asked()'s own", "`session: RequestSession`"],
    ),
    "an exception for a value": (
        "user = await session.get(User, page)\nif user is None:\n    return HTTPException(404)\nreturn user",
        ["hands the exception on as a value", "`raise HTTPException(404)`"],
    ),
    "every error turned into one": (
        '"""When the database refuses, raise ImportStopped.  Any other exception goes on as it is."""\n'
        "try:\n    await session.commit()\nexcept Exception as error:\n    raise ImportStopped(1) from error",
        ["turns whatever is raised there into ImportStopped", "catch `DBAPIError` alone"],
    ),
    # -- engines
    "a listener of a coroutine": (
        "@event.listens_for(engine.sync_engine, 'connect')\nasync def on(connection, record):\n    pass\nreturn on",
        ["a coroutine that nobody awaits", "`def on(…)`"],
    ),
    "a coroutine that listens": (
        "made = 1\nasync def on(connection, record):\n    pass\nevent.listen(engine.sync_engine, 'connect', on)",
        ["`on` is an `async def`"],
    ),
    "replaced wherever it stands": (
        "def asked(url: str):\n    name = url.split('://')[0]\n    return url.replace(name, 'sqlite+aiosqlite')",
        ["the password", "`url.replace(name, 'sqlite+aiosqlite', 1)`"],
    ),
}
