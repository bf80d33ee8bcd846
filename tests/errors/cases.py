"""Mistakes as people make them, by kind: the body of a function, and the words that its message must hold.

A body is that of `greeting(session)`, or, begun by "engine:" or "make_session:", of a function that is given those.
"""

from errors.foreign import FOREIGN
from errors.others import OTHERS, OTHERS_ON_POSTGRES, OTHERS_ON_SQLITE
from errors.slips import SLIPS, SLIPS_ON_POSTGRES, SLIPS_ON_SQLITE
from errors.strangers import STRANGERS, STRANGERS_ON_POSTGRES
from errors.strict import STRICT

AWAITS = {
    "a breakpoint": ("breakpoint()\nreturn await session.scalar(select(Book.title))", ["--in-process --pdb"]),
    "await binds to scalars": (
        "query = select(Book)\nreturn await session.execute(query).scalars()",
        ["(await session.execute(query)).scalars", "await session.scalars(…)"],
    ),
    "await binds to all": (
        "query = select(Book.title)\nreturn await session.scalars(query).all()",
        ["(await session.scalars(query)).all"],
    ),
    "await binds to an index": (
        "return await session.execute(select(Book.title))[0]",
        ["(await session.execute(select(Book.title)))[0]"],
    ),
    "await binds in a list": (
        "books = await session.execute(select(Book)).scalars().all()\nreturn [book.title for book in books]",
        ["(await session.execute(select(Book))).scalars"],
    ),
    "with for a factory's session": (
        "make_session:\nwith make_session() as session:\n    return await session.scalar(select(Book.title))",
        ["async with make_session()"],
    ),
    "with for begin": ("with session.begin():\n    pass", ["async with session.begin()"]),
    "with for an engine": ("engine:\nwith engine.connect() as connection:\n    pass", ["async with engine.connect()"]),
    "a factory not called": (
        "make_session:\nasync with make_session as session:\n    return await session.scalar(select(Book.title))",
        ["async with make_session() as session"],
    ),
    "a factory used as a session": (
        "make_session:\nreturn await make_session.scalar(select(Book.title))",
        ["async with make_session() as session", "session.scalar"],
    ),
    "an engine as a block": (
        "engine:\nasync with engine as connection:\n    pass",
        ["async with engine.connect() as connection"],
    ),
    "begin of a new session": (
        "make_session:\nasync with make_session().begin() as session:\n    session.add(Book())",
        ["make_session.begin() as session", "without `()`"],
    ),
    "a plain for over a stream": (
        "stream = await session.stream(select(Book.title))\nfor row in stream:\n    return row.title",
        ["async for … in stream"],
    ),
    "a plain for over an awaited stream": (
        "for title in await session.stream_scalars(select(Book.title)):\n    return title",
        ["async for … in await session.stream_scalars("],
    ),
    "a comprehension over a stream": (
        "stream = await session.stream_scalars(select(Book.title))\nreturn [title for title in stream]",
        ["async for … in stream"],
    ),
    "async for over a result": (
        "titles = await session.scalars(select(Book.title))\nasync for title in titles:\n    return title",
        ["plain `for … in titles`", "session.stream("],
    ),
    "async for over a list": (
        "titles = (await session.scalars(select(Book.title))).all()\nreturn [title async for title in titles]",
        ["plain `for … in titles`"],
    ),
    "async for without await": (
        "async for title in session.stream_scalars(select(Book.title)):\n    return title",
        ["async for … in await session.stream_scalars("],
    ),
    "run_sync of a call": (
        "engine:\nasync with engine.begin() as connection:\n    await connection.run_sync(Book.metadata.create_all())",
        ["run_sync(Book.metadata.create_all)"],
    ),
    "asyncio.run inside": (
        "return asyncio.run(session.scalar(select(Book.title)))",
        ["running already", "await session.scalar(select(Book.title))"],
    ),
    "a result not awaited in a loop": (
        "for book in session.scalars(select(Book)):\n    return book.title",
        ["an `await` is missing"],
    ),
    "await of a new session": (
        "make_session:\nasync with await make_session() as session:\n"
        "    return await session.scalar(select(Book.title))",
        ["leave the `await` out, `async with make_session() as"],
    ),
    "unpacked before awaited": (
        "first, second = session.execute(select(Book.title).limit(2))\nreturn first",
        ["an `await` is missing"],
    ),
    "comparison of a coroutine": (
        "number = session.scalar(select(Book.price))\nif number > 1:\n    return 'dear'",
        ["`session.scalar(select(Book.price))` in line"],
    ),
    "connect not awaited": (
        "engine:\nconnection = engine.connect()\nreturn await connection.scalar(select(Book.title))",
        ["A connection was made, and neither entered nor awaited"],
    ),
    "a statement as a block": (
        "async with session.execute(select(Book.title)) as result:\n    return result.scalar()",
        ["`result = await session.execute("],
    ),
    "async with over a session's execute on engine": (
        "engine:\nasync with engine.begin as connection:\n    pass",
        ["`engine.begin` is a method that was not called"],
    ),
    "next of a stream": (
        "stream = await session.stream(select(Book.title))\nreturn next(stream).title",
        ["`stream` is a stream", "await stream.all()"],
    ),
    "list of a stream": (
        "stream = await session.stream_scalars(select(Book.title))\nreturn list(stream)[0]",
        ["[… async for … in stream]"],
    ),
}
RESULTS = {
    "index out of an empty name": (
        "titles = (await session.scalars(select(Book.title).where(Book.isbn == 'none'))).all()\nreturn titles[0]",
        ["the list is empty", "`.first()`"],
    ),
    "a title of a row": (
        "result = await session.execute(select(Book))\nrow = result.first()\nreturn row.title",
        ["`row` is a row", "a Book in it", "session.scalars(", "row[0].title"],
    ),
    "a title of a row in one line": (
        "return (await session.execute(select(Book))).first().title",
        ["a Book in it", "session.scalars("],
    ),
    "a title in a loop": (
        "for book in await session.execute(select(Book)):\n    return book.title",
        ["`book` is a row", "book[0].title"],
    ),
    "a column that was not selected": (
        "row = (await session.execute(select(Book.title, Book.stock))).first()\nreturn row.price",
        ["title, stock", "no `price`"],
    ),
    "an attribute of a result": (
        "result = await session.execute(select(Book))\nreturn result.title",
        ["`result` is a", "rows have yet to be taken", "`.first()`"],
    ),
    "an attribute of nothing": (
        "book = await session.scalar(select(Book).where(Book.isbn == 'none'))\nreturn book.title",
        ["`book` is None", "finds no row"],
    ),
    "an attribute of a value": (
        "title = await session.scalar(select(Book.title))\nreturn title.price",
        ["`title` is a plain str", "no `price`"],
    ),
    "no returning": (
        "result = await session.execute(update(Book).values(stock=1))\nreturn result.scalars().all()",
        ["The UPDATE gives no rows", ".returning("],
    ),
    "one of none": (
        "result = await session.scalars(select(Book).where(Book.isbn == 'none'))\nreturn result.one().title",
        ["found no row", "one_or_none()"],
    ),
    "one of many": (
        "result = await session.execute(select(Book))\nreturn result.scalar_one().title",
        ["more than one row", "order_by()"],
    ),
    "two columns by scalar": (
        "title, price = await session.scalar(select(Book.title, Book.price))\nreturn title",
        ["the first column of each row alone"],
    ),
    "two columns by scalars": (
        "for title, price in await session.scalars(select(Book.title, Book.price)):\n    return title",
        ["for several columns take the rows of `execute(…)`"],
    ),
    "a row by a name in brackets": (
        "row = (await session.execute(select(Book.title))).first()\nreturn row['title']",
        ["`row.title`"],
    ),
    "an object by a name in brackets": (
        "book = await session.scalar(select(Book))\nreturn book['title']",
        ["`book` is a Book", "`book.title`"],
    ),
    "len of a result": (
        "result = await session.execute(select(Book))\nreturn str(len(result))",
        ["`len((…).all())`", "select(func.count())"],
    ),
    "a result taken twice": (
        "result = await session.execute(select(Book.title))\nresult.all()\nreturn result.one()",
        ["were taken before"],
    ),
    "json of a book": (
        "import json\nreturn json.dumps(await session.scalar(select(Book)))",
        ["JSON has no form for a Book"],
    ),
    "sorted books": (
        "return sorted(await session.scalars(select(Book)))[0].title",
        ["which Book is the smaller", "order_by(…)"],
    ),
    "too few names": (
        "for (title,) in await session.execute(select(Book.title, Book.price)):\n    return title",
        ["another number of columns"],
    ),
    "index out of an empty list": (
        "return (await session.scalars(select(Book.title).where(Book.isbn == 'none'))).all()[0]",
        ["the list is empty", "`.first()`"],
    ),
    "a dict of a row": (
        "row = (await session.execute(select(Book.title))).first()\nreturn dict(row)['title']",
        ["row._asdict()"],
    ),
    "mappings by another name": (
        "row = (await session.execute(select(Book.title))).mappings().first()\nreturn row['name']",
        ["`row` is a row with the columns title"],
    ),
    "tuple index": (
        "row = (await session.execute(select(Book.title))).first()\nreturn row[1]",
        ["places begin with 0"],
    ),
    "join of rows": (
        "rows = (await session.execute(select(Book.title))).all()\nreturn ', '.join(rows)",
        ["`await session.scalars(…)` gives the values"],
    ),
    "sum of rows": (
        "rows = (await session.execute(select(Book.price))).all()\nreturn sum(rows)",
        ["a row is a tuple, also of one column"],
    ),
    "unpack of first None": (
        "title, price = (await session.execute(select(Book.title, Book.price).where(Book.price < 0))).first()",
        ["gave None, since no row was found"],
    ),
    "iterating None": (
        "for book in await session.scalar(select(Book).where(Book.price < 0)):\n    pass",
        ["gave None, since no row was found"],
    ),
    "count compared": (
        "books = await session.scalars(select(Book))\nif books > 1:\n    return 'x'",
        ["A ScalarResult stands where a value is wanted"],
    ),
}
OLDER = {
    "session.query": ("return session.query(Book).first()", ["session.query", "select(", "await session.scalars("]),
    "Model.query": ("return Book.query.first()", ["older, synchronous", "select("]),
    "engine.execute": (
        "engine:\nreturn await engine.execute(select(Book))",
        ["engine.execute", "async with engine.connect() as connection"],
    ),
    "first of a select": (
        "query = select(Book)\nreturn await query.first()",
        ["(await session.execute(query)).first()"],
    ),
    "all of a select": ("return select(Book.title).all()", ["only describes a statement", "await session.execute("]),
    "bulk_insert_mappings": (
        "await session.bulk_insert_mappings(Book, [{'title': 'x'}])",
        ["no `bulk_insert_mappings`", "session.execute(insert(Model), rows)"],
    ),
    "a plain string": ("return await session.scalar('SELECT 1')", ["session.scalar(text(…))"]),
    "a plain string with a name": (
        "sql = f'SELECT {1}'\nreturn (await session.execute(sql)).first()",
        ["session.execute(text(…))", "parameters"],
    ),
    "a plain string on a connection": (
        "engine:\nasync with engine.connect() as connection:\n    await connection.execute('SELECT 1')",
        ["connection.execute(text(…))"],
    ),
    "a string in where": (
        "return await session.scalar(select(Book.title).where('price < 1000'))",
        ["string", "Book.price < 1000"],
    ),
    "the generic insert": (
        "await session.execute(insert(Book).on_conflict_do_nothing())",
        ["on_conflict_do_nothing", "sqlalchemy.dialects.postgresql import insert"],
    ),
    "a list in select": ("return await session.scalar(select([Book.title]))", ["select(Book.title)"]),
    "a class executed": ("return (await session.execute(Book)).first()", ["select(Book)"]),
    "a session's add on a connection": (
        "engine:\nasync with engine.begin() as connection:\n    connection.add(Book())",
        ["`connection` is a connection", "a session for `add`"],
    ),
    "exec of SQLModel": (
        "return (await session.exec(select(Book))).first().title",
        ["SQLModel's", "await session.scalars(…)"],
    ),
    "a session's select": ("return await session.select(Book).first()", ["`select(…)` is a function of sqlalchemy"]),
    "fetch of asyncpg": (
        "engine:\nasync with engine.connect() as connection:\n"
        "    return await connection.fetch('SELECT title FROM books')",
        ["`fetch` is the driver's own"],
    ),
    "fetch_one of a session": (
        "return await session.fetch_one(select(Book.title))",
        ["(await session.execute(select(Book.title))).first()"],
    ),
    "get of a select": ("return await select(Book).get(1)", ["await session.get(Book, key)"]),
    "a name in the call": (
        "return await session.scalar(text('SELECT title FROM books WHERE id = :id'), id=1)",
        ["in one dict", "{'id': …}"],
    ),
    "text with values": (
        "return await session.scalar(text('SELECT title FROM books WHERE id = :id', id=1))",
        ["in one dict"],
    ),
    "question marks": (
        "return await session.scalar(text('SELECT title FROM books WHERE id = ?'), (1,))",
        ["write `:isbn` in the text"],
    ),
    "a value left out": (
        "return await session.scalar(text('SELECT title FROM books WHERE id = :id'))",
        ["no value was given for it", "{'id': …}"],
    ),
    "filter_by of a name that is none": (
        "return await session.scalar(select(Book).filter_by(titel='x'))",
        ["looks for `titel`"],
    ),
    "select of a string": ("return await session.scalar(select('title'))", ["names a column by a string"]),
    "update an object": (
        "book = await session.scalar(select(Book))\nawait session.update(book)",
        ["changed by setting its attributes"],
    ),
    "save": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nawait session.save(book)",
        ["`session.add(…)` takes the object"],
    ),
    "objects.filter": (
        "return await Book.objects.filter(price=1)",
        ["`Book.objects` belongs to Django", "await session.scalars(select(Book).where(Book.price == 1))"],
    ),
    "table by string": (
        "return await session.scalar(select(Book.title).select_from('books'))",
        ["A plain string stands where"],
    ),
    "with_for_update on scalars": (
        "return (await session.scalars(select(Book))).with_for_update().first()",
        ["belongs to the query", "select(…).with_for_update(…)"],
    ),
    "filter on result": (
        "books = await session.scalars(select(Book))\nreturn books.filter(Book.price > 1).first()",
        ["`books` is a result"],
    ),
}
ENGINES = {
    "no engine": (
        "factory = async_sessionmaker(expire_on_commit=False)\nasync with factory() as session:\n"
        "    return await session.scalar(select(Book.title))",
        ["without an engine", "async_sessionmaker(engine"],
    ),
    "the synchronous factory": (
        "engine:\nfrom sqlalchemy.orm import sessionmaker\nSession = sessionmaker(engine)\n"
        "async with Session() as session:\n    pass",
        ["`Session` was made by `sessionmaker`", "async_sessionmaker(engine"],
    ),
    "no such table": (
        "return await session.scalar(text('SELECT title FROM boks'))",
        ["no table `boks`", "engine.begin()"],
    ),
    "events of the engine": (
        "engine:\nfrom sqlalchemy import event\n@event.listens_for(engine, 'checkout')\ndef seen(*args):\n    pass",
        ["engine.sync_engine"],
    ),
    "a URL without its colon": (
        "engine = create_async_engine('sqlite+aiosqlite//books.sqlite')",
        ["database+driver://user:password@host:port/name"],
    ),
    "a synchronous engine as a block": (
        "from sqlalchemy import create_engine\nengine = create_engine('sqlite://')\n"
        "async with engine.begin() as connection:\n    pass",
        ["`engine` was made by `create_engine`"],
    ),
    "a session of a synchronous engine": (
        "from sqlalchemy import create_engine\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
        "async with AsyncSession(create_engine('sqlite://')) as other:\n"
        "    return await other.scalar(text('SELECT 1'))",
        ["create_async_engine(…)"],
    ),
    "a factory of a URL": (
        "make = async_sessionmaker('sqlite+aiosqlite://')\nasync with make() as other:\n"
        "    return await other.scalar(text('SELECT 1'))",
        ["A str was given where an engine is wanted"],
    ),
    "QueuePool": (
        "from sqlalchemy.pool import QueuePool\n"
        "create_async_engine('sqlite+aiosqlite:///x.sqlite', poolclass=QueuePool)",
        ["leave `poolclass` out"],
    ),
    "a factory's option for the engine": (
        "create_async_engine('sqlite+aiosqlite://', expire_on_commit=False)",
        ["no option `expire_on_commit`", "async_sessionmaker(engine, …)"],
    ),
    "a driver that is none": (
        "create_async_engine('sqlite+aiosqlit://')",
        ["no driver `aiosqlit` for sqlite"],
    ),
    "a port that is no number": (
        "create_async_engine('postgresql+asyncpg://u:p@ss@localhost:port/books')",
        ["URL.create(…)"],
    ),
    "a folder that is not there": (
        "other = create_async_engine('sqlite+aiosqlite:///no/such/folder/books.sqlite')\n"
        "async with other.connect() as connection:\n    return await connection.scalar(text('SELECT 1'))",
        ["not the folder it is in"],
    ),
    "the session's class for the factory": (
        "engine:\nfrom sqlalchemy.ext.asyncio import AsyncSession\nmake = AsyncSession(engine)\n"
        "async with make() as session:\n    return await session.scalar(select(Book.title))",
        ["`make` is a session already"],
    ),
    "a session of a factory": (
        "make_session:\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
        "async with AsyncSession(make_session) as session:\n    return await session.scalar(select(Book.title))",
        ["given the factory where it wants the engine"],
    ),
}
OBJECTS = {
    "append after a flush": (
        "user = User(email='a@example.org', full_name='A')\nsession.add(user)\nawait session.flush()\n"
        "user.orders.append(Order())",
        ["User.orders was never loaded", "was new", "before the flush", "foreign key"],
    ),
    "a new object for an update": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nawait session.commit()\n"
        "session.add(Book(isbn='1', title='A', price=2, stock=1))\nawait session.commit()",
        ["is there already", "session.rollback()"],
    ),
    "merge by another column": (
        "session.add(Book(isbn='1', title='A', price=1, stock=1))\nawait session.commit()\n"
        "await session.merge(Book(isbn='1', title='A', price=2, stock=1))\nawait session.commit()",
        ["is there already", "`merge()` looks for it by the primary key"],
    ),
    "on_conflict on another column": (
        "from sqlalchemy.dialects import postgresql, sqlite\n"
        "own = sqlite if session.bind.dialect.name == 'sqlite' else postgresql\n"
        "rows = [{'isbn': '1', 'title': 'A', 'price': 1, 'stock': 1}]\n"
        "for _ in range(2):\n"
        "    query = own.insert(Book).values(rows).on_conflict_do_nothing(index_elements=['id'])\n"
        "    await session.execute(query)",
        ["is there already", "index_elements"],
    ),
    "refresh before a flush": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nawait session.refresh(book)",
        ["This Book has no row yet", "session.flush()"],
    ),
    "one object in two sessions": (
        "make_session:\nbook = Book(isbn='1', title='A', price=1, stock=1)\n"
        "async with make_session() as first, make_session() as second:\n"
        "    first.add(book)\n    await first.flush()\n    second.add(book)",
        ["This Book belongs to another session", "session.merge("],
    ),
    "values by position": ("Book('1', 'A', 1, 1)", ["Book(…) takes its values by name", "isbn, title, price"]),
    "a name that is none": ("Book(titel='A')", ["Book has no attribute `titel`", "title, price"]),
    "a dict added": ("session.add({'title': 'A'})", ["A dict was added", "Model(**values)"]),
    "a list added": ("session.add([Book(), Book()])", ["add_all("]),
    "a class added": ("session.add(Book)", ["The class Book itself"]),
    "an attribute that is none": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nreturn book.titel",
        ["Book has no attribute `titel`"],
    ),
    "a column that is none": ("return select(Book.titel)", ["Book has no attribute `titel`", "title"]),
    "a key for an object": (
        "user = User(email='a@example.org', full_name='A')\nsession.add(user)\nawait session.flush()\n"
        "session.add(Order(user=user.id))",
        ["was given a int", "user_id=user.id"],
    ),
    "an object for a list": (
        "session.add(User(email='a@example.org', full_name='A', orders=Order()))",
        ["holds a list, and was given one Order"],
    ),
    "get without a key": ("return (await session.get(Book)).title", ["by its primary key"]),
    "get by a name": ("return (await session.get(Book, isbn='1')).title", ["select(Book).where(…)"]),
    "an id before the flush": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.add(book)\nreturn book.id + 1",
        ["`book.id` is None", "session.flush()"],
    ),
    "expunged": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nsession.expunge(book)",
        ["leave `expunge()` out"],
    ),
    "an object as a value": (
        "user = User(email='a@example.org', full_name='A')\nsession.add(user)\nawait session.flush()\n"
        "return await session.scalar(select(Order.id).where(Order.user_id == user))",
        ["A User stands where a value is wanted"],
    ),
    "add_all of two": (
        "session.add_all(Book(isbn='1', title='A', price=1, stock=1), Book(isbn='2', title='B', price=1, stock=1))",
        ["session.add_all([…])"],
    ),
    "add_all of one": ("session.add_all(Book(isbn='1', title='A', price=1, stock=1))", ["session.add_all([…])"]),
    "an option as a name": (
        "return await session.scalar(select(User).options(selectinload('orders')))",
        ["selectinload(User.orders)"],
    ),
    "an option of another class": (
        "return await session.scalar(select(Book).options(selectinload(User.orders)))",
        ["something of User", "selects `Book`"],
    ),
    "an option of a column": (
        "return await session.scalar(select(User).options(selectinload(User.email)))",
        ["is for relationships"],
    ),
    "commit of an object": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nawait session.commit(book)",
        ["takes no object"],
    ),
    "delete by id": ("await session.delete(1)", ["is of type int"]),
    "delete of None": (
        "await session.delete(await session.get(Book, -1))",
        ["None was given where an object is wanted"],
    ),
    "add of None": ("session.add(await session.get(Book, -1))", ["`if … is None`"]),
    "refresh of a list": ("await session.refresh([Book()])", ["do it for each"]),
    "select of an object": (
        "book = Book(isbn='1', title='A', price=1, stock=1)\nreturn await session.scalar(select(book))",
        ["`select(Book)`"],
    ),
    "where on a relationship list": (
        "return await session.scalar(select(User).where(User.orders == []))",
        ["`User.orders` leads to objects", ".any(…)"],
    ),
    "relationship compared to int": (
        "return await session.scalar(select(Order.id).where(Order.user == 1))",
        ["`Order.user` leads to objects", ".has(…)"],
    ),
}
TRANSACTIONS = {
    "a session closed for good": (
        "engine:\nmake = async_sessionmaker(engine, close_resets_only=False)\nother = make()\nawait other.close()\n"
        "other.add(Book(isbn='1', title='A', price=1, stock=1))",
        ["closed for good", "a new one from the factory"],
    ),
    "begin inside begin": (
        "make_session:\nasync with make_session.begin() as session:\n    async with session.begin():\n        pass",
        ["was begun by a `begin()` already", "begin_nested()"],
    ),
    "on after a failed flush": (
        "make_session:\nasync with make_session.begin() as session:\n"
        "    session.add(Order(user_id=None))\n    try:\n        await session.flush()\n"
        "    except Exception:\n        pass\n    return await session.scalar(select(Book.title))",
        ["had failed", "begin_nested()"],
    ),
    "begin after a read": (
        "await session.scalar(select(Book.title))\nasync with session.begin():\n    pass",
        ["begins its transaction by itself"],
    ),
    "begin on a connection twice": (
        "engine:\nasync with engine.connect() as connection:\n    await connection.begin()\n"
        "    await connection.begin()",
        ["had begun", "connection.commit()"],
    ),
    "begin after execute on a connection": (
        "engine:\nasync with engine.connect() as connection:\n    await connection.execute(select(Book))\n"
        "    async with connection.begin():\n        pass",
        ["by its first statement"],
    ),
    "a connection after its block": (
        "engine:\nasync with engine.connect() as connection:\n    pass\n"
        "return await connection.scalar(select(Book.title))",
        ["used after its block had ended"],
    ),
    "flush failed and went on": (
        "session.add(Order(user_id=None))\ntry:\n    await session.flush()\nexcept Exception:\n    pass\n"
        "return await session.scalar(select(Book.title))",
        ["session.rollback()"],
    ),
    "a savepoint without a block": (
        "savepoint = session.begin_nested()\nawait savepoint.commit()",
        ["A transaction was made", "session.begin_nested()"],
    ),
    "a savepoint twice": (
        "savepoint = await session.begin_nested()\nawait savepoint.commit()\nawait savepoint.rollback()",
        ["was ended before"],
    ),
    "commit on an engine": (
        "engine:\nawait engine.commit()",
        ["`commit` belongs to one of them", "engine.begin() as connection"],
    ),
    "execute on a transaction": (
        "make_session:\nasync with make_session() as session, session.begin() as transaction:\n"
        "    return await transaction.scalar(select(Book.title))",
        ["`transaction` is a transaction, not a session"],
    ),
    "rolled back inside the block": (
        "make_session:\nasync with make_session.begin() as session:\n    session.add(Order(user_id=1))\n"
        "    await session.rollback()\n    return await session.scalar(select(Book.title))",
        ["leave both to the block"],
    ),
    "commit in begin": (
        "make_session:\nasync with make_session.begin() as session:\n    await session.commit()\n"
        "    session.add(Book(isbn='1', title='A', price=1, stock=1))\n    await session.flush()",
        ["already ended by a commit or rollback inside it"],
    ),
    "rollback with an argument": ("await session.rollback(True)", ["takes no object"]),
}
EXPRESSIONS = {
    "and": (
        "return await session.scalar(select(Book.title).where(Book.price > 1 and Book.stock > 0))",
        ["and_(", "(…) & (…)"],
    ),
    "or": ("return select(Book.title).where(Book.price > 1 or Book.stock > 0)", ["or_(", "(…) | (…)"]),
    "not": ("return select(Book.title).where(not Book.price > 1)", ["~(Book.price > 1)"]),
    "chained": ("return select(Book.title).where(1 < Book.price < 5)", ["`Book.price` with each side", "between("]),
    "if": ("if Book.price > 1:\n    return 'dear'", ["was asked whether it is true", "where()"]),
    "round": ("return select(round(Book.price))", ["round()", "`Book.price` is a column", "func."]),
    "int": ("return select(int(Book.isbn))", ["int()", "`Book.isbn` is a column", "cast("]),
    "max": ("return await session.scalar(select(max(Book.price)))", ["Python's `max()`"]),
    "lower": (
        "return await session.scalar(select(Book.title).where(Book.title.lower() == 'x'))",
        ["no `lower` of Python's", "func.lower(Book.title)"],
    ),
    "order by words": (
        "return await session.scalar(select(Book.title).order_by('price DESC'))",
        ["A plain string stands where"],
    ),
    "a bare name": ("return await session.scalar(select(Book.title).where(price > 100))", ["`Book.price`"]),
    "a join without a way": ("return await session.scalar(select(Book.title).join(User))", ["No foreign key leads"]),
    "values of a name that is none": ("await session.execute(update(Book).values(titel='x'))", ["names `titel`"]),
    "in_ of a number": ("return await session.scalar(select(Book.title).where(Book.price.in_(5)))", ["in_([…])"]),
    "limit of a word": ("return await session.scalar(select(Book.title).limit('ten'))", ["A whole number is wanted"]),
    "a list where one is wanted": (
        "return await session.scalar(select(Book.title).where(Book.price == [1, 2]))",
        ["`.in_(…)`"],
    ),
    "sum of a generator": (
        "return await session.scalar(select(sum(line.price for line in OrderLine.price)))",
        ["`OrderLine.price` is a column", "nothing to go over"],
    ),
    "sqlfunc": ("return await session.scalar(select(func.cout(Book.id)))", ["no function `cout`"]),
    "where of keywords": ("return await session.scalar(select(Book.title).where(title='x'))", ["filter_by(title='x')"]),
    "a column called": ("return await session.scalar(select(Book.title()).limit(1))", ["leave its `()` out"]),
    "count of nothing": ("return await session.scalar(select(Book).count())", ["select(func.count())"]),
    "datetime of a string": (
        "await session.execute(update(Order).values(created_at='yesterday'))",
        ["datetime.fromisoformat(…)"],
    ),
    "a name not imported": (
        "return await session.scalar(select(case((Book.price > 1, 'dear'), else_='cheap')))",
        ["`from sqlalchemy import case`"],
    ),
    "aggregate in where": (
        "return await session.scalar(select(Book.title).where(func.count(Book.id) > 1))",
        ["having(…)"],
    ),
    "desc without call": (
        "return await session.scalar(select(Book.title).order_by(Book.price.desc))",
        ["`Book.price.desc()`"],
    ),
    "cast string": (
        "from sqlalchemy import cast\nreturn await session.scalar(select(cast(Book.price, 'text')))",
        ["cast(…, String)"],
    ),
    "func of model": (
        "return await session.scalar(select(func.count(Book)))",
        ["select(func.count()).select_from(Book)"],
    ),
    "subquery attribute": (
        "sub = select(Book.price).subquery()\nreturn await session.scalar(select(sub.price))",
        ["`sub.c.price`"],
    ),
    "update of a row": ("await session.execute(update(Book.title).values(title='x'))", ["name the class, Book"]),
    "insert rows of other keys": (
        "whole = {'isbn': '1', 'title': 'A', 'price': 1, 'stock': 1}\n"
        "await session.execute(insert(Book).values([whole, {'isbn': '2'}]))",
        ["give each row every key"],
    ),
    "json of a datetime": ("import json\nreturn json.dumps({'at': datetime.now()})", [".isoformat()"]),
}
SERVICE = "from fastapi import Depends, FastAPI\nfrom httpx import ASGITransport, AsyncClient\napp = FastAPI()\n"
ASKED = (
    "async with AsyncClient(transport=ASGITransport(app), base_url='http://x') as client:\n"
    "    return (await client.get('/')).text"
)
SHOWN = "class Shown(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    title: str\n"
SCHEMAS = {
    "no from_attributes": (
        "class Shown(BaseModel):\n    title: str\nreturn Shown.model_validate(Book(title='A'))",
        ["The schema was given a Book", "from_attributes=True"],
    ),
    "a relationship in a schema": (
        "class Shown(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    orders: list\n"
        "user = User(email='a@example.org', full_name='A')\nsession.add(user)\nawait session.commit()\n"
        "return Shown.model_validate(user)",
        ["orders, which was not loaded", "selectinload()"],
    ),
    "a dependency by hand": (
        "async def get_session():\n    yield session\ndb = get_session()\nreturn await db.scalar(select(Book.title))",
        ["`get_session` has a `yield`", "Depends(get_session)"],
    ),
    "a dependency as a block": (
        "async def get_session():\n    yield session\n"
        "async with get_session() as db:\n    return await db.scalar(select(Book.title))",
        ["`get_session` has a `yield`", "Depends(get_session)"],
    ),
    "Depends used by hand": (
        "from fastapi import Depends\nasync def title(db=Depends(lambda: session)):\n"
        "    return await db.scalar(select(Book.title))\nreturn await title()",
        ["`db` is what Depends(…) leaves"],
    ),
    "Depends of a call": (
        SERVICE + "async def get_session():\n    yield session\n@app.get('/')\n"
        "async def books(db=Depends(get_session())):\n    return []\n" + ASKED,
        ["Depends(get_session)", "leave its `()` out"],
    ),
    "an answer not awaited": (
        SERVICE + "@app.get('/')\nasync def books():\n    return session.scalars(select(Book.title))\n" + ASKED,
        ["AsyncSession.scalars() gave without `await`"],
    ),
    "a result as the answer": (
        SERVICE + "@app.get('/')\nasync def books():\n    return await session.execute(select(Book.title))\n" + ASKED,
        ["from which rows have yet to be taken"],
    ),
    "rows as the answer": (
        SERVICE + SHOWN + "@app.get('/', response_model=list[Shown])\nasync def books():\n"
        "    return (await session.execute(select(Book))).all()\n" + ASKED,
        ["a tuple with a Book in it"],
    ),
    "None as the answer": (
        SERVICE + SHOWN + "@app.get('/', response_model=Shown)\nasync def books():\n"
        "    return await session.scalar(select(Book).where(Book.isbn == 'none'))\n" + ASKED,
        ["raise HTTPException(404)"],
    ),
    "a list for one": (
        SERVICE + SHOWN + "@app.get('/', response_model=Shown)\nasync def books():\n"
        "    return (await session.scalars(select(Book))).all()\n" + ASKED,
        ["declare `list[…]`"],
    ),
    "one for a list": (
        SERVICE + SHOWN + "@app.get('/', response_model=list[Shown])\nasync def books():\n"
        "    return await session.scalar(select(Book))\n" + ASKED,
        ["it was a Book"],
    ),
    "a relationship as the answer": (
        SERVICE + "class Shown(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    orders: list\n"
        "user = User(email='a@example.org', full_name='A')\nsession.add(user)\nawait session.commit()\n"
        "@app.get('/', response_model=Shown)\nasync def users():\n    return user\n" + ASKED,
        ["orders, which was not loaded"],
    ),
    "a model of the database as the answer's type": (
        SERVICE + "@app.get('/')\nasync def books() -> Book:\n    return await session.scalar(select(Book))\n" + ASKED,
        ["Book is a class of the database"],
    ),
    "a field that is missing": (
        SERVICE + "class Shown(BaseModel):\n    model_config = ConfigDict(from_attributes=True)\n    name: str\n"
        "@app.get('/', response_model=Shown)\nasync def books():\n"
        "    return await session.scalar(select(Book))\n" + ASKED,
        ["The schema requires `name`"],
    ),
    "session used by hand": (
        SERVICE + "async def get_session():\n    yield session\nasync def titles():\n    async for db in get_session:\n"
        "        return await db.scalar(select(Book.title))\n@app.get('/')\nasync def books():\n"
        "    return await titles()\n" + ASKED,
        ["`get_session` is a function, which was not called"],
    ),
    "a generator that is a context manager": (
        SERVICE + "from contextlib import asynccontextmanager\n@asynccontextmanager\nasync def get_session():\n"
        "    yield session\n@app.get('/')\nasync def books(db=Depends(get_session)):\n"
        "    return (await db.scalars(select(Book.title))).all()\n" + ASKED,
        ["leave the decorator out"],
    ),
    "two yields": (
        SERVICE + "async def get_session():\n    yield session\n    yield session\n@app.get('/')\n"
        "async def books(db=Depends(get_session)):\n    return (await db.scalars(select(Book.title))).all()\n" + ASKED,
        ["may yield once"],
    ),
    "model_validate of a dict of a row": (
        SHOWN + "row = (await session.execute(select(Book))).first()\nreturn Shown.model_validate(row).title",
        ["a tuple with a Book in it"],
    ),
    "rows without a schema": (
        SERVICE
        + "@app.get('/')\nasync def books():\n    return (await session.execute(select(Book.title))).all()\n"
        + ASKED,
        ["`row._asdict()`"],
    ),
}
KINDS = [
    AWAITS,
    RESULTS,
    OLDER,
    ENGINES,
    OBJECTS,
    TRANSACTIONS,
    EXPRESSIONS,
    SCHEMAS,
    SLIPS,
    OTHERS,
    FOREIGN,
    STRANGERS,
]
ANYWHERE = {name: case for kind in KINDS for name, case in kind.items()}
ON_POSTGRES = {
    "an int for a text": (
        "return await session.scalar(select(Book.title).where(Book.isbn == 5))",
        # the type of the parameter is in the statement, so the server compares types and never sees the value
        ["does not turn a number into text", "compare values of the column's own type"],
    ),
    "a str for an int": (
        "return await session.scalar(select(Book.title).where(Book.price == '5'))",
        ["nor text into a number", "compare values of the column's own type"],
    ),
    "a str for an int in a row": (
        "session.add(Book(isbn='1', title='A', price='x', stock=1))\nawait session.commit()",
        ["`'x'` is a value of type str"],
    ),
}
ON_POSTGRES |= SLIPS_ON_POSTGRES | OTHERS_ON_POSTGRES | STRANGERS_ON_POSTGRES | STRICT
ON_ONE = {"sqlite": SLIPS_ON_SQLITE | OTHERS_ON_SQLITE, "postgres": ON_POSTGRES}
