"""Mistakes as `cases` has them: names and notations of other libraries, things handed over in another form."""

FOREIGN = {
    # -- names of other libraries
    "objects of Django": (
        "return await User.objects.aget(email='ana@example.org')",
        ["belongs to Django", "select(User).where(User.email == 'ana@example.org')"],
    ),
    "DoesNotExist": (
        "try:\n    user = await User.objects.aget(email='ana')\nexcept User.DoesNotExist:\n    return None",
        ["belongs to Django, as is `User.objects`", "where(User.email == 'ana')", "gives None"],
    ),
    "prefetch_related": (
        "return await session.scalar(select(User).prefetch_related('orders__lines'))",
        ["belongs to Django", "`.options(selectinload(User.orders).selectinload(Order.lines))`"],
    ),
    "select_related": (
        "query = select(Order).select_related('user')\nreturn await session.scalar(query)",
        ["belongs to Django", "`.options(joinedload(Order.user))`"],
    ),
    "atomic": (
        "async with session.atomic():\n    session.add(Book(isbn='1', title='a', price=1, stock=1))",
        ["`session.atomic` belongs to Django", "`async with session.begin_nested()`"],
    ),
    "fetch_all": (
        "query = select(Book)\nreturn await session.fetch_all(query)",
        ["belongs to the package databases", "`(await session.execute(query)).all()`"],
    ),
    "fetchrow": (
        "query = select(Book)\nreturn await session.fetchrow(query)",
        ["belongs to asyncpg", "`(await session.execute(query)).first()`"],
    ),
    "a model for a schema": (
        "new = {'email': 'a', 'full_name': 'A'}\nuser = User.model_validate(new)\nsession.add(user)",
        ["belongs to SQLModel and Pydantic", "`User(**new.model_dump())`"],
    ),
    "use of Express": (
        "from fastapi import APIRouter, FastAPI\nrouter = APIRouter()\napp = FastAPI()\napp.use(router)",
        ["`app.use` belongs to Express", "`app.include_router(router)`"],
    ),
    "a blueprint": (
        "from fastapi import APIRouter, FastAPI\nbooks = APIRouter()\napp = FastAPI()\napp.register_blueprint(books)",
        ["belongs to Flask", "`app.include_router(books)`"],
    ),
    # -- notations
    "a lookup in filter_by": (
        "return await session.scalar(select(Book.title).filter_by(title__contains='a'))",
        ["Django's notation", "`.where(Book.title.contains('a', autoescape=True))`"],
    ),
    "a lookup in where": (
        "return await session.scalar(select(Book).where(price__gte=10))",
        ["Django's notation", "`.where(Book.price >= 10)`"],
    ),
    "a lookup through a relationship": (
        "return await session.scalar(select(Order).filter_by(user__email='ana'))",
        ["Django's notation", "`.join(Order.user).where(User.email == 'ana')`"],
    ),
    "a minus for descending": (
        "query = select(Order).order_by('-created_at', 'id')\nreturn (await session.scalars(query)).all()",
        ["how Django says", "`.order_by(Order.created_at.desc(), Order.id)`"],
    ),
    "a dollar and a value": (
        "isbn = '1'\nfound = text('SELECT title FROM books WHERE isbn = $1')\nreturn await session.scalar(found, isbn)",
        ["`isbn` is a value alone", "`:isbn` in the text in the place of `$1`", "`{'isbn': isbn}`"],
    ),
    "a value written there": (
        "return await session.scalar(text('SELECT title FROM books WHERE id = :id'), 1)",
        ["`1` is a value alone", "`{'name': 1}`"],
    ),
    # -- handed over in another form
    "a list of conditions": (
        "conditions = [Book.price > 1, Book.stock > 0]\nreturn await session.scalar(select(Book).where(conditions))",
        ["`conditions` is a list of them", "`where(*conditions)`"],
    ),
    "a tuple of conditions": (
        "async def listed(*where):\n    return await session.scalar(select(Book).where(where))\n"
        "return await listed(Book.price > 1)",
        ["`where` is a tuple of them", "`where(*where)`"],
    ),
    "an option for a list": (
        "return await session.get(User, 1, options=selectinload(User.orders))",
        ["wants a list", "`options=[selectinload(User.orders)]`"],
    ),
    "yield_per and execute": (
        "result = await session.execute(select(Book.title).execution_options(yield_per=10))\nreturn result.first()",
        ["`yield_per` leaves the rows with the server", "`async for … in await session.stream(select(Book.title)"],
    ),
    "stream_results and scalars": (
        "query = select(Book).execution_options(stream_results=True)\nreturn (await session.scalars(query)).all()",
        ["`stream_results` leaves the rows with the server", "await session.stream_scalars(query)"],
    ),
    "two names for one column": (
        "session.add(Book(isbn='1', title='abc', price=1, stock=1))\nawait session.flush()\n"
        "rows = await session.scalars(select(Book.title, Book.price))\nreturn {title: price for title, price in rows}",
        ["`await session.scalars(select(Book.title, Book.price))` gives the first column", "`execute(…)`"],
    ),
    "a text by name": (
        "full_name = 'Ana'\nreturn full_name['full_name']",
        ["`full_name` is a plain str already", "without the brackets"],
    ),
    "a factory awaited": (
        "make_session:\nsession = await make_session()\nreturn await session.scalar(select(Book.title))",
        ["`make_session()` gives the session at once", "leave the `await` out", "async with make_session() as session"],
    ),
    "a transaction kept": (
        "make_session:\nsession = await make_session().begin()\nawait session.close()",
        ["`session` is the transaction", "`session = make_session()`"],
    ),
    "iter of an asynchronous generator": (
        "async def each():\n    yield 1\nreturn list(iter(each()))",
        ["`iter()`, which is plain, cannot wait", "`async for … in each()`"],
    ),
    "a URL that is written": (
        "from sqlalchemy import make_url\nurl = make_url('postgres://localhost/shop')\nurl.drivername = 'postgresql'",
        ["`url` is a URL, which cannot be changed", "`url = url.set(drivername='postgresql')`"],
    ),
    "a URL's query that is written": (
        "from sqlalchemy import make_url\nurl = make_url('postgresql://localhost/shop')\nurl.query['ssl'] = 'require'",
        ["which cannot be changed", "`url = url.update_query_dict({'ssl': 'require'})`"],
    ),
    "a dependency that swallows": (
        "from fastapi import Depends, FastAPI, HTTPException\nfrom httpx import ASGITransport, AsyncClient\n"
        "async def kept():\n    try:\n        yield 1\n    except Exception:\n        pass\n"
        "app = FastAPI()\n@app.get('/')\nasync def root(one=Depends(kept)):\n    raise HTTPException(404)\n"
        "async with AsyncClient(transport=ASGITransport(app=app), base_url='http://test') as client:\n"
        "    await client.get('/')",
        ["A dependency with `yield` has caught", "write `raise` at the end"],
    ),
    "awaitable_attrs": (
        "user = User(email='ana', full_name='Ana')\nsession.add(user)\nawait session.commit()\nsession.expunge_all()\n"
        "user = await session.scalar(select(User))\nreturn await user.awaitable_attrs.orders",
        ["is a query for each single object", "`.options(selectinload(User.orders))`", "`user.orders`"],
    ),
    "if of a column": (
        "order_by = Book.price.desc()\nif order_by:\n    return await session.scalar(select(Book.title))",
        ["`order_by` was asked whether it is true", "`order_by is not None`"],
    ),
}

FOREIGN_QUIET = {
    "a coroutine on a line of its own": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nawait session.flush()\n"
        "session.delete(book)\nreturn 'no title'",
        ["`session.delete(book)` only makes a coroutine", "`await session.delete(book)`"],
    ),
    "a coroutine returned": (
        "async def ask(query):\n    return session.scalar(query)\nawait ask(select(Book.title))\nreturn 'no title'",
        ["`session.scalar(query)` only makes a coroutine", "`await session.scalar(query)`"],
    ),
}

FOREIGN_SOURCES = {
    "a semaphore without a name": (
        "async def asked(at_once: int):\n    async def one(number):\n        async with asyncio.Semaphore(at_once):\n"
        "            await ask(number)\n    await asyncio.gather(one(1), one(2))\n",
        ["is made anew each time", "`limit = asyncio.Semaphore(at_once)`"],
    ),
    "a rollback of all rounds": (
        "for key in keys:\n    try:\n        session.add(Book(id=key))\n        await session.flush()\n"
        "    except IntegrityError:\n        await session.rollback()\nawait session.commit()",
        ["takes back the whole transaction", "`async with session.begin_nested():`"],
    ),
    "asked before it is stored": (
        "if await session.scalar(select(User).where(User.email == text)) is not None:\n    raise ValueError(text)\n"
        "session.add(User(email=text, full_name=text))\nawait session.flush()",
        ["SELECT by `User.email`", "`try:` around the flush", "`except IntegrityError:`"],
    ),
    "a session that nobody closes": (
        "async def asked(make_session: async_sessionmaker[AsyncSession]):\n"
        "    return await make_session().scalar(select(func.count()).select_from(Book))\n",
        ["is never closed", "`async with make_session() as session:`"],
    ),
    "plus between texts": (
        "await session.execute(text(\"UPDATE users SET full_name = first + ' ' + last\"))",
        ["reckons with numbers", "`first || ' ' || last`"],
    ),
    "a key by the length": (
        "class Shelf:\n    def put(self, book):\n        self.books[len(self.books) + 1] = book\n"
        "    def drop(self, key):\n        del self.books[key]\n",
        ["`len(self.books) + 1` can be a key that is still taken", "itertools.count(1)"],
    ),
    "a driver's class of an error": (
        "def asked(error):\n    orig = error.orig\n    return isinstance(orig, asyncpg.DeadlockDetectedError)\n",
        ["never an instance of `asyncpg.DeadlockDetectedError`", '`getattr(orig, "sqlstate", None)`'],
    ),
}
