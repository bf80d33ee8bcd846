"""Mistakes that stand in the source and raise nothing: lines of a function, and the words that are told of them.

A text that begins with a definition is a file, of which `asked` or a class is told; any other is the body of
`async def asked(session: AsyncSession, engine: AsyncEngine, keys: list[int], text: str, page: int, size: int)`.
"""

SOURCES = {
    # -- rows
    "a sum of nothing": (
        "return await session.scalar(select(func.sum(Book.price)).where(Book.stock > 9))",
        ["`func.coalesce(func.sum(Book.price), 0)`"],
    ),
    "a limit of joined rows": (
        "query = select(User).join(User.orders).order_by(User.email).limit(size)\nreturn await session.scalars(query)",
        ["`limit()` counts these", "selectinload(User.orders)"],
    ),
    "an inner join for a loader": (
        "query = select(User).join(User.orders).options(contains_eager(User.orders))\nreturn query",
        ["leaves out each User that has no orders", "`.outerjoin(User.orders)`"],
    ),
    "a statement not sent": (
        "update(Book).where(Book.id == 1).values(stock=1)\nawait session.commit()",
        ["is only made, and never sent", "`await session.execute(update(Book)"],
    ),
    "a limit without an order": ("return await session.scalars(select(Book).limit(size))", ["without an order"]),
    "the first page left out": (
        "return await session.scalars(select(Book).order_by(Book.id).limit(size).offset(page * size))",
        ["`(page - 1) * size`"],
    ),
    "cents by a float": (
        "await session.execute(update(Book).values(price=Book.price * (1 + size / 100)))",
        ["reckons with `size / 100`", "not exact"],
    ),
    "a value in the SQL": (
        "return await session.scalar(text(f\"SELECT id FROM books WHERE title = '{text}'\"))",
        ["`text` is written into the SQL itself"],
    ),
    "the rowcount of a SELECT": (
        "result = await session.execute(select(Book))\nreturn result.rowcount",
        ["for a SELECT it says nothing"],
    ),
    "the rows of IN": (
        "found = await session.scalars(select(Book).where(Book.id.in_(keys)))\nreturn list(found)",
        ["in any order", "`[found.get(key) for key in keys]`"],
    ),
    # -- values
    "a pattern": (
        "return await session.scalars(select(Book).where(Book.title.ilike('%' + text + '%')))",
        ["each `%` and `_`", "`Book.title.contains(text, autoescape=True)`"],
    ),
    "a pattern that is the whole": (
        "return await session.scalar(select(User).where(User.email.ilike(text)))",
        ["`User.email == text`"],
    ),
    "an id before the flush": (
        "user = User(email=text, full_name=text)\nsession.add(user)\nreturn user.id",
        ["it is None", "`await session.flush()` before `user.id` is read"],
    ),
    "zero for none": (
        "left = await session.scalar(update(Book).values(stock=Book.stock - 1).returning(Book.stock))\n"
        "if not left:\n    raise LookupError\nreturn left",
        ["`not left` takes 0 for nothing", "`left is None`"],
    ),
    # -- sessions and objects
    "a commit for the caller": (
        '"""Add a user.  The caller commits."""\nsession.add(User(email=text, full_name=text))\nawait session.commit()',
        ["`session.commit()` keeps all", "the caller's to end"],
    ),
    "a rollback for the caller": (
        '"""The caller decides about the transaction."""\nawait session.rollback()',
        ["takes back all", "begin_nested()"],
    ),
    "merged for nothing": (
        "user = User(id=1)\nawait session.merge(user)\nreturn user",
        ["leaves `user` outside", "`user = await session.merge(user)`"],
    ),
    "never added": (
        "user = User(email=text, full_name=text)\nawait session.flush()\nreturn user.email",
        ["`user` is a new User, and no session was given it"],
    ),
    "a factory that expires": (
        "def asked(engine):\n    return async_sessionmaker(engine)",
        ["`async_sessionmaker(engine, expire_on_commit=False)`"],
    ),
    "changed outside": (
        "async with make_session() as session:\n    user = await session.get(User, 1)\nuser.full_name = text",
        ["set after the block `make_session()`", "inside the block"],
    ),
    "changed after the commit": (
        "async with make_session() as session:\n    user = await session.scalar(select(User))\n"
        "    await session.commit()\n    user.full_name = text",
        ["`user.full_name` is set after the last commit"],
    ),
    "an attribute of no column": (
        "user = await session.get(User, 1)\nuser.name = text\nawait session.commit()",
        ["User has no column of that name", "id, email, full_name"],
    ),
    # -- revisions
    "a default that stays": (
        'def asked(op):\n    """The column has no default afterwards."""\n'
        "    op.add_column('users', Column('country', String(2), server_default='PT'))",
        ["`server_default='PT'` stays in the table"],
    ),
    "values dropped": (
        "def asked(op):\n    op.add_column('books', Column('name', String(9)))\n    op.drop_column('books', 'title')",
        ["drops the values with the column", "new_column_name"],
    ),
    # -- engines
    "a URL as text": (
        "url = make_url(text).set(drivername='sqlite')\nreturn str(url)",
        ["`str(url)` shows `***`", "`url.render_as_string(hide_password=False)`"],
    ),
    "a URL in a text": ("return f'{engine.url}?x=1'", ["shows `***`"]),
    "a pool that overflows": ("return create_async_engine(text, pool_size=size)", ["`max_overflow=0`"]),
    "each statement committed": (
        "return create_async_engine(text, isolation_level='AUTOCOMMIT')",
        ["committed at once"],
    ),
    "the caller's engine": ("await engine.dispose()", ["belongs to whoever made `engine`"]),
    "the first connection alone": (
        "@event.listens_for(engine.sync_engine, 'first_connect')\ndef on(connection, record):\n    pass\nreturn on",
        ["is heard for the first connection only"],
    ),
    # -- Python
    "a parameter that nobody uses": (
        "async def asked(session: AsyncSession, limit: int) -> list[str]:\n    return [*await session.scalars(q)]",
        ["`limit` is a parameter of asked(), and no line of it looks at that"],
    ),
    "a return in a loop": (
        "for key in keys:\n    book = await session.get(Book, key)\n    return book",
        ["there is no second round"],
    ),
    "nothing returned": (
        "async def asked(session: AsyncSession) -> int:\n    await session.scalar(select(Book.id))",
        ["says that it returns int, and has no `return`"],
    ),
    "swallowed": (
        "try:\n    await session.commit()\nexcept Exception as error:\n    print(error)",
        ["`except Exception` ends whatever was raised there"],
    ),
    "suppressed": ("with suppress(Exception):\n    await session.commit()", ["`suppress(Exception)` ends"]),
    "an exit that hides": (
        "class asked:\n    async def __aexit__(self, *error):\n        return True",
        ["`__aexit__` returns True"],
    ),
    "a return in a finally": ("try:\n    await session.commit()\nfinally:\n    return 1", ["drops whatever exception"]),
    "compared for nothing": ("user.full_name == text", ["only compares", "`user.full_name = text` with one sign"]),
    "named for nothing": ("session.commit", ["its `()` is missing"]),
    "a lifespan that nobody uses": (
        "def asked():\n    @asynccontextmanager\n    async def lifespan(app):\n        yield\n    return FastAPI()",
        ["`lifespan` is defined, and nothing ever uses it", "`FastAPI(lifespan=lifespan)`"],
    ),
    "after the yield": (
        "@asynccontextmanager\nasync def asked(url):\n    yield url\n    await url.close()",
        ["`await url.close()` after the `yield` is not reached"],
    ),
    "a sleep of the loop": ("time.sleep(1)", ["stops the event loop", "`await asyncio.sleep(1)`"]),
    "one default": ("def asked(rows=[]):\n    return rows", ["`rows=[]` is made once"]),
    # -- what an exercise asks for
    "never raised": (
        '"""Return the book.  Raise LookupError if there is none."""\nreturn await session.get(Book, 1)',
        ["to raise LookupError, and no line of it does"],
    ),
    "never answered": (
        'def asked(app):\n    """Answer 200 with the book, or 404."""\n    return None',
        ["the status 404", "`raise HTTPException(404, …)`"],
    ),
    "never sorted": (
        '"""Return all emails, sorted."""\nreturn await session.scalars(select(User.email))',
        ["nothing in asked() sorts"],
    ),
    "a status behind its text": ("raise HTTPException('no such book', 404)", ["`HTTPException(404, 'no such book')`"]),
    # -- tasks
    "a task dropped": ("asyncio.create_task(f())", ["Nobody keeps the task"]),
    "errors as results": ("await asyncio.gather(f(), return_exceptions=True)", ["was thrown away"]),
    "a session of several tasks": (
        "return await asyncio.gather(*[session.get(Book, key) for key in keys])",
        ["lets several tasks use the one session `session`"],
    ),
    "the order of the end": (
        "found = []\nfor each in asyncio.as_completed(keys):\n    found.append(await each)\nreturn found",
        ["gives what ends first"],
    ),
    "cancelled and left": ("task = asyncio.create_task(f())\ntask.cancel()", ["`task.cancel()` only asks"]),
    "counted down too late": (
        "inside[engine] += 1\nawait f()\ninside[engine] -= 1",
        ["`inside[engine] -= 1` is not reached when an exception comes before it"],
    ),
    "a lock of its own": (
        "lock = asyncio.Lock()\nasync with lock:\n    pass",
        ["`lock` is made by each call of asked() anew"],
    ),
    "a commit in the deadline": (
        "async with asyncio.timeout(1):\n    await session.commit()",
        ["The COMMIT is part of what `asyncio.timeout(1)` cuts short"],
    ),
    "a coroutine that nobody runs": (
        "def asked():\n    async def main():\n        pass\n    main()",
        ["nothing runs that", "`asyncio.run(main())`"],
    ),
    "called at once": (
        "await connection.run_sync(make(connection, text))",
        ["is called on the spot", "`connection.run_sync(make, text)`"],
    ),
    "the last round": (
        "tasks = []\nasync def one():\n    return await f(key)\nfor key in keys:\n"
        "    tasks.append(asyncio.create_task(one()))",
        ["one looks at `key` when it runs", "`one(key)`"],
    ),
    "given up silently": (
        "for attempt in range(5):\n    try:\n        await session.commit()\n        return\n"
        "    except DBAPIError as error:\n        if not refused(error):\n            raise",
        ["After the last round of `for attempt in range(5)`"],
    ),
    # -- tests
    "the overrides of others": ("app.dependency_overrides.clear()", ["takes away what others have overridden"]),
    "no copy": (
        "before = app.dependency_overrides\napp.dependency_overrides[f] = g\napp.dependency_overrides = before",
        ["the same dict and no copy", "`before = dict(app.dependency_overrides)`"],
    ),
    "a factory on a connection": (
        "async with engine.connect() as connection:\n    outer = await connection.begin()\n"
        "    yield async_sessionmaker(connection, expire_on_commit=False)\n    await outer.rollback()",
        ['`join_transaction_mode="create_savepoint"`'],
    ),
    "a factory past the connection": (
        "async with engine.connect() as connection:\n    outer = await connection.begin()\n"
        "    yield async_sessionmaker(engine, expire_on_commit=False)\n    await outer.rollback()",
        ["take connections of their own", "`async_sessionmaker(connection, …)`"],
    ),
    "an override that is called": (
        "app.dependency_overrides[get_session] = other_session()",
        ["`other_session` without its `()`"],
    ),
    "a client of no host": (
        "async with AsyncClient(transport=ASGITransport(app=app)) as client:\n    yield client",
        ['base_url="http://test"'],
    ),
    "a factory for a dependency": (
        "def asked(app, make_session: async_sessionmaker[AsyncSession]):\n"
        "    app.dependency_overrides = {get_session: make_session}",
        ["FastAPI asks `make_session` for its parameters"],
    ),
    "an assert of a coroutine": (
        "async def test_asked(shop):\n    await shop.shelf('1')\n    assert shop.shelf('1') == 3",
        ["`shop.shelf('1')` is a coroutine here"],
    ),
}

MEANT_OTHERWISE = {
    "in of a column": (
        "return await session.scalars(select(Book.title).where(text in Book.title).order_by(Book.title))",
        ["`text in Book.title` is decided by Python", "`Book.title.contains(text, autoescape=True)`"],
    ),
    "is None of an alias": (
        "newer = aliased(Order)\nreturn select(Order).where(newer.id is None).order_by(Order.id)",
        ["`newer.id is None` is decided by Python", "`newer.id.is_(None)`"],
    ),
    "the driver's own class": (
        "@event.listens_for(engine.sync_engine, 'connect')\ndef switched_on(connection, record):\n"
        "    if isinstance(connection, sqlite3.Connection):\n        connection.execute('PRAGMA foreign_keys = ON')",
        ["is never true", "`engine.dialect.name`"],
    ),
    "the beginning of a longer name": (
        "def asked(url: str):\n    for name, twin in TWINS.items():\n        if url.startswith(name):\n"
        "            return url.replace(name, twin, 1)",
        ["`url.startswith(name)` is true of each longer name too", "`url.split('://')[0] == name`"],
    ),
    "dropped first": (
        "async with engine.begin() as connection:\n    await connection.run_sync(Base.metadata.drop_all)\n"
        "    await connection.run_sync(Base.metadata.create_all)",
        ["`Base.metadata.drop_all` throws the tables away", "leave it out"],
    ),
    "a value taken apart": (
        "rows = await session.scalars(select(User.email).order_by(User.email))\nreturn [row[0] for row in rows]",
        ["`row[0]` is a part of that value", "`row` alone"],
    ),
    "a plain context manager": (
        "@contextmanager\nasync def asked(engine):\n    try:\n        yield engine\n    finally:\n        pass",
        ["`asked` is an `async def`", "`@asynccontextmanager`"],
    ),
}

RIGHT = {
    # -- of these nothing is told
    "a result that becomes its rows": (
        "books = await session.scalars(select(Book).where(Book.id.in_(keys)).order_by(Book.id))\nbooks = books.all()\n"
        "return [sum(book.price for book in books), [book.title for book in books]]"
    ),
    "a task that somebody else waits for": (
        "asking = asyncio.ensure_future(session.scalar(text))\nTASKS.add(asking)\n"
        "await asyncio.wait([asking], timeout=1)\nasking.cancel()"
    ),
    "a task that its group waits for": "asking = TASKS.create_task(session.scalar(text))\nasking.cancel()",
    "rows that make a set": "return set(await session.scalars(select(Book.isbn).where(Book.isbn.in_(keys))))",
    "an exception that is an answer": (
        "async def answers(session: AsyncSession) -> bool:\n    try:\n        await session.scalar(select(1))\n"
        "    except Exception:\n        return False\n    return True"
    ),
}
