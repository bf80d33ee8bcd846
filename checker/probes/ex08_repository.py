"""Probes of lesson 08: the learner's classes at work, on models of the bookshop and on some that nobody has seen."""

from __future__ import annotations

import asyncio
import inspect as python
import operator
from contextlib import suppress
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlalchemy.orm import joinedload  # noqa: F401 - loaded once, not by every worker

from checker.probes.kinds import is_a
from checker.probes.own_shop import MODELS, OwnFakeUnitOfWork, OwnUnitOfWork, Voucher
from checker.worker.learner import Learner, names
from workbook.bookshop import Book, Order, OrderLine, User
from workbook.in_memory import key_of

COMPARE = {"==": operator.eq, "<": operator.lt, ">": operator.gt}


class Stop(Exception):
    """What a block raises."""


# -- Repository ------------------------------------------------------------------------------------------------------


async def read(learner: Learner, make_session: async_sessionmaker, model: str, calls: list, met: list[Any]) -> list:
    """What each of `calls`, a method and its one argument, returns; the session has the objects `met` already."""
    async with make_session() as session:
        seen = [await session.get(MODELS[model], key) for key in met]  # kept, or the session would forget them
        repository = learner.Repository(session, MODELS[model])
        found = [await getattr(repository, method)(argument) for method, argument in calls]
        assert len(seen) == len(met)
        return found


async def in_the_callers_session(learner: Learner, make_session: async_sessionmaker, email: str) -> dict[str, bool]:
    """Whether a user whom the caller has added, sent and not committed is found, and is still the caller's."""
    async with make_session() as session:
        session.add(user := User(email=email, full_name=email))
        await session.flush()
        users, found = learner.Repository(session, User), {}
        for word, call in {
            "get()": lambda: users.get(user.id),
            "get_many()": lambda: users.get_many([user.id]),
            "list()": lambda: users.list(User.email == email),
        }.items():
            came = await call()
            found[f"{word} finds it"] = came is user or came == [user]
            found[f"after {word} it is the caller's"] = user in session
        await session.rollback()
        return found


async def create_with_lines(learner: Learner, make_session: async_sessionmaker, user_id: int, book_id: int) -> int:
    """The id of an order that create() has made with its lines among the values."""
    async with make_session() as session:
        lines = [OrderLine(book_id=book_id, quantity=quantity, price=1) for quantity in (1, 2)]
        order = await learner.Repository(session, Order).create(user_id=user_id, lines=lines)
        await session.commit()
        return _is_a("Order", order, "create").id


async def create(learner: Learner, make_session: async_sessionmaker, model: str, rows: list, commit: bool) -> list:
    """What create() returns for each of these rows, all in one session, which is committed or not."""
    async with make_session() as session:
        repository = learner.Repository(session, MODELS[model])
        made = [_is_a(model, await repository.create(**row), "create") for row in rows]
        found = [_columns(obj) for obj in made]  # before a commit, which sends what a flush had forgotten
        if commit:
            await session.commit()
        return found


async def update(
    learner: Learner,
    make_session: async_sessionmaker,
    model: str,
    key: Any,
    values: dict,
    commit: bool = True,
    before: dict[str, Any] = {},  # noqa: B006 - nobody changes it
) -> dict:
    """The object after its update(); the caller has set the values `before` and not sent them."""
    async with make_session() as session:
        obj = await session.get(MODELS[model], key)
        for name, value in before.items():
            setattr(obj, name, value)
        repository = learner.Repository(session, MODELS[model])
        updated = _is_a(model, await repository.update(obj, **values), "update")
        assert updated is obj, "update() returned another object than the one it was given"
        assert not session.dirty, "update() has set the values and sent nothing yet: a flush() is missing"
        if commit:
            await session.commit()
        return _columns(obj)


async def misspelt(learner: Learner, make_session: async_sessionmaker, key: int, values: dict) -> dict:
    """What an update() of a book with a name it does not have raises and leaves behind; the caller has changed both
    a user and the book before, and sent the one only.
    """
    async with make_session() as session:
        session.add(user := User(email=str(key), full_name=str(key)))
        await session.flush()
        book = await session.get(Book, key)
        book.stock += 1
        before, raised = _columns(book), "nothing"
        try:
            await learner.Repository(session, Book).update(book, **values)
        except AttributeError as problem:
            raised = type(problem).__name__
        lost = [] if user in session else ["a user whom the caller had added"]
        after = _columns(book)
        changed = {name: after.get(name, "not there") for name in before if after.get(name) != before[name]}
        return {"raised": raised, "changed": changed, "new": len(session.new), "lost": lost}


async def update_whatever_is_mapped(
    learner: Learner, make_session: async_sessionmaker, fake: bool, row: dict
) -> dict[str, Any]:
    """What update() makes of a column of another name and of None, in a Repository or in a FakeRepository."""
    async with make_session() as session:
        vouchers = learner.FakeRepository(Voucher) if fake else learner.Repository(session, Voucher)
        voucher = await vouchers.create(**row)
        await vouchers.update(voucher, cents=row["cents"] + 1, id=None)
        found = {"cents": voucher.cents, "id": voucher.id, "update(voucher, amount=1)": "raised nothing"}
        try:
            await vouchers.update(voucher, amount=1)
        except AttributeError:
            found["update(voucher, amount=1)"] = "raised AttributeError"
        await session.commit()
        return found


async def refused_in_a_savepoint(
    learner: Learner, make_session: async_sessionmaker, emails: list[str], taken: str, keeper: int
) -> list[str]:
    """A caller who adds a user before each of three words that the database refuses in a savepoint, and commits."""
    raised = []
    async with make_session() as session:
        users = learner.Repository(session, User)
        for email, word in zip(emails, ("create", "update", "delete"), strict=True):
            user = User(email=email, full_name=email)
            session.add(user)
            await session.flush()
            try:
                async with session.begin_nested():
                    if word == "create":
                        await users.create(email=taken, full_name=taken)
                    elif word == "update":
                        await users.update(user, email=taken)
                    else:
                        await users.delete(await session.get(User, keeper))
                raised.append(f"{word}(): nothing")
            except (DBAPIError, InvalidRequestError) as problem:
                raised.append(f"{word}(): {type(problem).__name__}")
        await session.commit()
    return raised


async def update_of_what_is_gone(learner: Learner, make_session: async_sessionmaker, key: int, values: dict) -> None:
    """Updates and commits a book that somebody else deletes after it was read."""
    async with make_session() as session:
        book = await session.get(Book, key)
        await session.commit()  # or SQLite would keep the other one from writing
        async with make_session.begin() as theirs:
            await theirs.execute(delete_rows(Book).where(Book.id == key))
        await learner.Repository(session, Book).update(book, **values)
        with suppress(Exception):  # update() has raised nothing, and that is told; is there a row now?
            await session.commit()


async def delete(
    learner: Learner, make_session: async_sessionmaker, model: str, key: Any, commit: bool = True
) -> dict[str, bool]:
    """Deletes one object: whether that was sent when delete() returned, and whether the session still has it."""
    async with make_session() as session:
        obj = await session.get(MODELS[model], key)
        await learner.Repository(session, MODELS[model]).delete(obj)
        found = {"sent": not session.deleted}
        found["there"] = await session.get(MODELS[model], key) is not None
        if commit:
            await session.commit()
        return found


async def page(
    learner: Learner, make_session: async_sessionmaker, model: str, where: list, asked: dict[str, Any]
) -> list:
    """The keys of one page: of the objects for which conditions like ["price", ">", 100] hold."""
    async with make_session() as session:
        repository = learner.Repository(session, MODELS[model])
        found = await repository.list(*_conditions(model, where), **_order(model, asked))
        assert isinstance(found, list), f"list() returned a value of type {type(found).__name__}, not a list"
        return [key_of(_is_a(model, obj, "list")) for obj in found]


# -- UnitOfWork ------------------------------------------------------------------------------------------------------


async def work(
    learner: Learner, make_session: async_sessionmaker, engine: AsyncEngine, email: str, isbn: str, ending: str
) -> list:
    """A block that makes a user, an order and a book of 3 copies, and takes one: what came out of it when it ended in
    this way or that, and the connections that are still out.
    """
    uow, came_out = learner.UnitOfWork(make_session), "nothing"
    try:
        async with asyncio.timeout(None) as deadline, uow as inside:
            for name in ("users", "books", "orders", "commit", "rollback"):
                assert hasattr(inside, name), f"the block's unit of work has no `{name}`: does __aenter__ return self?"
            user = await inside.users.create(email=email, full_name=email)
            await inside.books.create(isbn=isbn, title=isbn, price=1, stock=3)
            assert hasattr(inside.books, "take"), "`books` has no take(): it is to be of the class Books"
            await inside.books.take(isbn, 1)
            await inside.orders.create(user_id=user.id)
            if ending == "commits":
                await inside.commit()
            elif ending == "commits twice":
                await inside.commit()
                await inside.users.create(email=f"after {email}", full_name=email)
                await inside.commit()
            elif ending == "is refused":
                await inside.commit()
                another = await inside.users.create(email=f"after {email}", full_name=email)
                another.email = email  # nobody has sent it: commit() will
                await inside.commit()
            elif ending == "rolls back":
                users = inside.users  # whoever has kept one goes on with it
                await inside.rollback()
                await users.create(email=f"after {email}", full_name=email)
                await inside.commit()
            elif ending == "raises":
                raise Stop
            elif ending == "has no copies left":
                raise learner.OutOfStock(isbn)
            elif ending == "is cancelled":
                deadline.reschedule(asyncio.get_running_loop().time())
                await asyncio.sleep(5)
    except (Stop, learner.OutOfStock, TimeoutError, DBAPIError) as problem:
        came_out = type(problem).__name__
    return [came_out, engine.sync_engine.pool.checkedout()]  # type: ignore[attr-defined]


async def twice(learner: Learner, make_session: async_sessionmaker, emails: list[str]) -> dict:
    """One unit of work entered again after it was left: the second block sees the first's user as an object anew."""
    uow = learner.UnitOfWork(make_session)
    async with uow as inside:
        first = await inside.users.create(email=emails[0], full_name=emails[0])
        await inside.commit()
    # what @asynccontextmanager makes is good for one block, its function for any number
    again = uow if python.isclass(learner.UnitOfWork) else learner.UnitOfWork(make_session)
    async with again as inside:
        found = await inside.users.get(first.id)
        await inside.users.create(email=emails[1], full_name=emails[1])
        await inside.commit()
    return {"found": found is not None, "the old session's object": found is first}


async def outside(learner: Learner, make_session: async_sessionmaker, engine: AsyncEngine) -> dict:
    """What a unit of work answers before and after its block, and the connections that were taken for it."""
    uow = learner.UnitOfWork(make_session)
    found = {"before the block: users.get(1)": await _try(learner, lambda: uow.users.get(1))}
    async with uow as inside:
        kept = inside.users
        await kept.get(1)
    found["after it: users.get(1)"] = await _try(learner, lambda: inside.users.get(1))
    found["after it: a repository that was kept"] = await _try(learner, lambda: kept.get(1))
    found["after it: commit()"] = await _try(learner, lambda: inside.commit())
    with suppress(Stop):
        async with uow if python.isclass(learner.UnitOfWork) else learner.UnitOfWork(make_session) as inside:
            kept = inside.users
            raise Stop
    found["after one that raised: a repository that was kept"] = await _try(learner, lambda: kept.get(1))
    found["connections out"] = engine.sync_engine.pool.checkedout()  # type: ignore[attr-defined]
    return found


async def _try(learner: Learner, use: Any) -> str:
    try:
        await use()
    except Exception as problem:
        if learner.is_hole(problem):
            raise
        return "an exception"
    return "no exception"


# -- order_books -----------------------------------------------------------------------------------------------------


async def order(learner: Learner, make_session: async_sessionmaker, user_id: int, lines: dict) -> Any:
    """An order through a unit of work of ours."""
    return await learner.order_books(OwnUnitOfWork(make_session), user_id, lines)


async def order_in_memory(learner: Learner, books: list[dict], user_id: int, lines: dict) -> dict:
    """An order through a unit of work without a database: what came of it, and what there was at each commit."""
    uow = OwnFakeUnitOfWork([User(id=user_id, email="", full_name="")], [Book(**book) for book in books])
    found: dict[str, Any] = {"returned": None, "raised": ""}
    try:
        found["returned"] = await learner.order_books(uow, user_id, lines)
    except learner.OutOfStock:
        found["raised"] = "OutOfStock"
    return {**found, "kept": uow.kept, "in the end": uow.state(), "still open": uow.open}


# -- FakeRepository --------------------------------------------------------------------------------------------------


async def fake(learner: Learner, model: str, steps: list, unique: list[str]) -> list:
    """What each step of a FakeRepository returns, or the names of what it raises if it is to be refused.

    A step is a method, its values, and the number of the step whose object is meant: `["update", {"stock": 3}, 0]`.
    One to be refused begins with "no": `["no create", {"email": "…"}]`.
    """
    repository, found = learner.FakeRepository(MODELS[model], unique=unique), []
    results: list[Any] = []
    for step, values, *of in steps:
        method, objects = getattr(repository, step.removeprefix("no ")), [results[number] for number in of]
        if step == "list":
            values = dict(values)
            calling = method(*_conditions(model, values.pop("where", [])), **_order(model, values))
        else:
            calling = method(*objects, **values) if isinstance(values, dict) else method(*objects, values)
        try:
            result = await calling
        except Exception as problem:
            if not step.startswith("no ") or learner.is_hole(problem):
                raise
            results.append(None)
            found.append(names(problem))
            continue
        shown = ", ".join(f"{name}={value!r}" for name, value in values.items())
        assert not step.startswith("no "), (
            f"{step.removeprefix('no ')}({shown}) was to be refused, and returned a {type(result).__name__}"
        )
        results.append(result)
        found.append([_columns(each) for each in result] if isinstance(result, list) else _columns(result))
        if step == "update":
            assert result is objects[0], "update() returned another object than the one it was given"
    return found


async def same_object(learner: Learner, row: dict) -> dict[str, list[bool]]:
    """Whether what a fake gives is the very object that create() returned; nothing for another fake, which has none."""
    one, other = learner.FakeRepository(User), learner.FakeRepository(User)
    made = _is_a("User", await one.create(**row), "create")
    found = {"get()": [await one.get(made.id)], "get_many()": await one.get_many([made.id])}
    found |= {"list()": await one.list(), "list() of another fake": await other.list()}
    return {what: [each is made for each in objects] for what, objects in found.items()}


# -- what they share -------------------------------------------------------------------------------------------------


def _columns(obj: Any) -> Any:
    """The values of an object's columns that are there, as they are now."""
    if not hasattr(obj, "__mapper__"):
        return obj
    state = inspect(obj)
    return {each.key: state.dict[each.key] for each in state.mapper.column_attrs if each.key in state.dict}


def _is_a(model: str, obj: Any, method: str) -> Any:
    assert is_a(obj, MODELS[model]), f"{method}() gave a value of type {type(obj).__name__}, not a {model}"
    return obj


def _conditions(model: str, where: list) -> list[Any]:
    return [COMPARE[sign](getattr(MODELS[model], name), value) for name, sign, value in where]


def _order(model: str, asked: dict) -> dict:
    by = asked.get("order_by")
    if by is None:
        return asked
    column = getattr(MODELS[model], by.removeprefix("-"))
    return {**asked, "order_by": column.desc() if by.startswith("-") else column}
