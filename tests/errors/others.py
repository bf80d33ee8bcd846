"""More mistakes, as `cases` has them: what was opened twice, methods as arguments, groups, warnings of SQLAlchemy's."""

OTHERS = {
    "a connection awaited and opened": (
        "engine:\nasync with await engine.connect() as connection:\n    pass",
        ["leave the `await` out, `async with engine.connect() as"],
    ),
    "a connection opened twice": (
        "engine:\nconnection = await engine.connect()\nasync with connection:\n    pass",
        ["`connection` is a connection that is open already"],
    ),
    "an option as text": (
        "return await session.scalar(select(Order).options(joinedload('user')))",
        ["was given the string 'user'", "`joinedload(Order.user)`"],
    ),
    "a part of a stream": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\n"
        "result = await session.stream(select(Book.title, Book.price))\n"
        "async for row in result.partitions(5):\n    return row.title",
        ["`result.partitions(5)` gives lists of rows, and `row` is such a list"],
    ),
    "a part of a stream unpacked": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\n"
        "result = await session.stream(select(Book.title, Book.price, Book.stock))\n"
        "async for title, price in result.partitions(5):\n    return title",
        ["gives lists of rows"],
    ),
    "a text for an object": (
        "order = Order(user='ana')\nsession.add(order)",
        ["Order.user, set at `user='ana'` in line", "the User itself", "`user_id=user.id`"],
    ),
    "a relationship among the values": (
        "await session.execute(insert(Order).values(user=User(email='a', full_name='A')))",
        ["`user` is a relationship of Order", "give the key, `user_id=…`, or make an object"],
    ),
    "a relationship in a row": (
        "await session.execute(insert(Order), [{'user': User(email='a', full_name='A')}])",
        ["`user` is a relationship of Order"],
    ),
    "a list among the values": (
        "await session.execute(insert(Order).values(user_id=1, lines=[OrderLine(quantity=1)]))",
        ["`lines` is a relationship of Order", "make an object, `Order(lines=…)`"],
    ),
    "a method for an argument": (
        "async with session.begin(nested=True):\n    pass",
        ["`begin()` takes no `nested`", "`session.begin_nested()`"],
    ),
    "an argument of a query": (
        "return await session.scalar(select(Book.title, limit=1))",
        ["`select(Book.title).limit(1)`"],
    ),
    "an argument of before": (
        "from httpx import AsyncClient\nasync with AsyncClient(app=None, base_url='http://test'):\n    pass",
        ["`AsyncClient` takes no `app`", "ASGITransport(app=app)"],
    ),
    "wait for a coroutine that is cancelled": (
        "async def one():\n    pass\ntask = one()\ntask.cancel()",
        ["`task` is a coroutine", "`asyncio.create_task(…)`"],
    ),
    "a coroutine in a thread": (
        "async def one():\n    return 1\nreturn (await asyncio.to_thread(one)) + 1",
        ["`one` is an `async def`", "`await one()`"],
    ),
    "a coroutine reckoned with": (
        "queue = asyncio.Queue()\nawait queue.put(1)\nreturn queue.get() + 1",
        ["`queue.get()` gave a coroutine"],
    ),
    "a session asked for a condition": (
        "return await session.where(Book.id == 1)",
        ["`where(…)` belongs to a query, `select(Model).where(…)`"],
    ),
    "a class deleted": ("await session.delete(Book)", ["was given the class Book", "delete(Book).where(…)"]),
    "a value for a table": ("await session.execute(update(Book, stock=1))", ["`update(Book).values(stock=1)`"]),
    "values of no name": ("await session.execute(update(Book).values('stock', 1))", ["does not say which column"]),
    "a text and a number": (
        "book = Book(isbn='1', title='A', price='5', stock=1)\nreturn book.price + 1",
        ["`+`", "str", "int"],
    ),
    "a dict of an object": (
        "book = Book(isbn='1', title='A', price=5, stock=1)\nreturn dict(book)",
        ["`book` is one Book", "id, isbn, title, price, stock"],
    ),
    "an object dumped": (
        "book = Book(isbn='1', title='A', price=5, stock=1)\nreturn book.model_dump()",
        ["is what a schema of Pydantic's can", "BookOut.model_validate(book)"],
    ),
    "objects of a connection": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\nconnection = await session.connection()\n"
        "await session.flush()\nreturn (await connection.scalars(select(Book))).first().title",
        ["`connection` is a connection, which knows no objects", "ask a session"],
    ),
    "an engine closed": ("engine:\nawait engine.close()", ["`await engine.dispose()`"]),
    "an engine inspected": (
        "engine:\nfrom sqlalchemy import inspect\nreturn inspect(engine).get_table_names()",
        ["`inspect(engine)` asks the database by plain code", "run_sync"],
    ),
    "None set": (
        "book = await session.scalar(select(Book).where(Book.isbn == 'none'))\nbook.title = 'A'",
        ["`book` is None"],
    ),
    "a list set": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\n"
        "books = (await session.scalars(select(Book))).all()\nbooks.price = 3",
        ["`books` is a list, and `price` belongs to each Book"],
    ),
    "a message of an HTTPException": (
        "from fastapi import HTTPException\nraise HTTPException(404, message='no')",
        ["takes no `message`", "detail=…"],
    ),
    "a schema added": (
        "class New(BaseModel):\n    title: str\nsession.add(New(title='A'))",
        ["A New is a schema of Pydantic's", "`Model(**….model_dump())`"],
    ),
    "a schema for a model": (
        "class New(BaseModel):\n    title: str\nnew = New(title='A')\nsession.add(Book(new))",
        ["`Book(**new.model_dump())`"],
    ),
    "a field that a schema has not": (
        "class New(BaseModel):\n    title: str\nnew = New(title='A')\nnew.stock = 5",
        ["a schema's, which has no `stock`", "it has title"],
    ),
    "an object in a column": (
        "user = User(email='a', full_name='A')\nsession.add(user)\nawait session.flush()\n"
        "session.add(Order(user_id=user))\nawait session.flush()",
        ["A User was given where a column wants", "`user.id`"],
    ),
    "a list of keys": ("User(email='a', full_name='A', orders=[1, 2])", ["User.orders, set at", "`[Order(…)]`"]),
    "a text caught": ("try:\n    raise ValueError\nexcept 'ValueError':\n    pass", ["is no class of exceptions"]),
    "the most of nothing": (
        "return max(await session.scalars(select(Book.price).where(Book.isbn == 'none')))",
        ["`max()` was given nothing", "func.max"],
    ),
    "None in a text": (
        "price = await session.scalar(select(Book.price).where(Book.isbn == 'none'))\nreturn f'{price:.2f}'",
        ["`price` is None"],
    ),
    "an awaitable attribute": (
        "user = User(email='a', full_name='A')\nfor order in user.awaitable_attrs.orders:\n    pass",
        ["`user.awaitable_attrs.orders` gave a coroutine"],
    ),
    "a plain function awaited": (
        "def price(isbn):\n    return 5\nreturn await price('1')",
        ["`price` is a plain function", "`await asyncio.to_thread(price, '1')`"],
    ),
    "too few for run_sync": (
        "engine:\ndef make(connection, names):\n    return names\n"
        "async with engine.connect() as connection:\n    await connection.run_sync(make)",
        ["`connection.run_sync()` calls `make` by its own means", "`connection.run_sync(make, …)`"],
    ),
    "two errors in a group": (
        "async def one():\n    return select(Book).first()\n"
        "async def other():\n    raise ValueError('far')\n"
        "async with asyncio.TaskGroup() as group:\n    group.create_task(one())\n    group.create_task(other())",
        ["only describes a statement", "Raised beside it: ValueError at ex00_start_here.py:", "far"],
    ),
    "a password in an error": (
        "from configparser import ConfigParser\nconfig = ConfigParser()\nconfig['alembic'] = {}\n"
        "config.set('alembic', 'url', 'postgresql://ana:a%40b@shop/books')",
        ["'postgresql://ana:***@shop/books'"],
    ),
}

OTHERS_ON_SQLITE = {
    "ILIKE in text": (
        "return await session.scalar(text(\"SELECT title FROM books WHERE title ILIKE 'a%'\"))",
        ["`ILIKE` is a word of PostgreSQL", "`Book.title.ilike(…)`"],
    ),
    "FOR UPDATE in text": (
        "return await session.scalar(text('SELECT title FROM books FOR UPDATE'))",
        ["`FOR UPDATE` is a word of PostgreSQL", "with_for_update()"],
    ),
    "a function of PostgreSQL's in text": (
        "return await session.scalar(text(\"SELECT split_part(title, ' ', 1) FROM books\"))",
        ["SQLite has no function `split_part`", "instr(…)"],
    ),
}

WARNED = {
    "every row with every other": (
        "rows = (await session.execute(select(User.email, Order.id).order_by(User.email))).all()\nreturn len(rows)",
        ["The SELECT names orders and users", "meets every row of the other"],
    ),
}
"""What SQLAlchemy only warns of."""

OTHERS_ON_POSTGRES = {
    "a PRAGMA of a listener": (
        "engine:\nfrom sqlalchemy import event\nshop = create_async_engine(engine.url)\n"
        "@event.listens_for(shop.sync_engine, 'connect')\ndef on(connection, record):\n"
        "    connection.cursor().execute('PRAGMA foreign_keys = ON')\n"
        "async with shop.connect():\n    pass",
        ["`PRAGMA` is a statement of SQLite's"],
    ),
    "a double rounded to places": (
        "return await session.scalar(select(func.round(Book.price * 1.5 / 100.0, 2)))",
        ["none as `round(double precision, integer)`", "`cast(…, Numeric)`"],
    ),
    "the small letters of a number": (
        "return await session.scalar(select(func.lower(Book.price)))",
        ["none as `lower(integer)`", "`cast(…, String)`"],
    ),
    "a function of SQLite's in text": (
        "return await session.scalar(text(\"SELECT instr(title, 'a') FROM books\"))",
        ["PostgreSQL has no function `instr`", "strpos"],
    ),
    "a bare column in a conflict": (
        "from sqlalchemy.dialects.postgresql import insert as into\nstatement = into(Book)\n"
        "statement = statement.on_conflict_do_update(index_elements=['isbn'], set_={'stock': text('stock + 1')})\n"
        "await session.execute(statement, [{'isbn': '1', 'title': 'A', 'price': 1, 'stock': 1}])",
        ["In `DO UPDATE` a bare `stock`", "`Book.stock + statement.excluded.stock`"],
    ),
}
