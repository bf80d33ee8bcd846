"""Probes of lesson 07: work, questions and prices for the learner's code, and what is still open when it returns."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from checker.worker.learner import names
from workbook.bookshop import Book, User

LOOKS = 200  # looks, a hundredth of a second apart, before something is taken not to happen any more


class Stop(Exception):
    """What work, a question, or the publisher raises."""


async def look(happened: Callable[[], bool]) -> bool:
    """Wait until it has happened, and whether it has."""
    for _ in range(LOOKS):
        if happened():
            return True
        await asyncio.sleep(0.01)
    return False


async def open_connections(engine: AsyncEngine, number: int, learner: Any) -> None:
    """Fill the pool with so many connections: none has to be opened any more."""
    connections = [await engine.connect() for _ in range(number)]
    for connection in connections:
        await connection.close()


async def fetch(learner: Any, make_session: Any, engine: AsyncEngine, ids: list[int], at_once: int) -> dict[str, Any]:
    """Let fetch_many() look up these books: what it raised or returned, and what is still open at that very moment."""
    raised: list[BaseException] = []
    came_out = None
    try:
        came_out = await learner.fetch_many(make_session=make_session, ids=ids, at_once=at_once)
    except NotImplementedError:
        raise
    except Exception as problem:
        raised = alone(problem)
    return left(came_out, engine, True) | {"raised": [names(problem) for problem in raised]}


class Work:
    """Adds a user, asks one more thing, and ends as it is told to: gives `gives`, or the email, or raises.

    "at once" gives it after three turns of the loop, and asks nothing; "waits" waits for something else for ever.
    """

    def __init__(self, email: str, ending: str, gives: Any = ...):
        self.email, self.ending = email, ending
        self.gives = email if gives is ... else gives
        self.begun, self.ended = asyncio.Event(), False

    async def __call__(self, session: AsyncSession) -> Any:
        self.session = session  # kept: what nobody closes, the garbage collector would
        try:
            if self.ending == "at once":
                for _ in range(3):
                    await asyncio.sleep(0)
                return self.gives
            session.add(User(email=self.email, full_name=self.email))
            await session.flush()
            self.begun.set()
            if self.ending == "waits":
                await asyncio.Event().wait()
            await session.scalar(select(User.id).where(User.email == self.email))
            if self.ending == "raises Stop":
                raise Stop
            if self.ending == "raises TimeoutError":
                raise TimeoutError("of its own")
            return self.gives
        finally:
            self.ended = True


async def within(
    learner: Any,
    make_session: async_sessionmaker[AsyncSession],
    engine: AsyncEngine,
    seconds: float,
    email: str,
    ending: str = "",
    gives: Any = ...,
) -> dict[str, Any]:
    """Give with_deadline() work to do: what came out, and what is still open at that moment."""
    work = Work(email, ending, gives)
    try:
        came_out = await learner.with_deadline(make_session=make_session, work=work, seconds=seconds)
    except (Stop, TimeoutError) as problem:
        came_out = f"raised {type(problem).__name__}"
    return left(came_out, engine, work.ended)


async def within_a_call_that_is_cancelled(
    learner: Any, make_session: async_sessionmaker[AsyncSession], engine: AsyncEngine, email: str
) -> dict[str, Any]:
    """The same, and the caller of with_deadline() goes away while the work waits for its last statement."""
    work = Work(email, "")
    call = asyncio.create_task(learner.with_deadline(make_session=make_session, work=work, seconds=60))
    begun = asyncio.create_task(work.begun.wait())
    await asyncio.wait([call, begun], return_when=asyncio.FIRST_COMPLETED)
    begun.cancel()
    await asyncio.sleep(0)
    call.cancel()
    try:
        came_out = await call
    except asyncio.CancelledError:
        came_out = "cancelled"
    return left(came_out, engine, work.ended)


def left(came_out: Any, engine: AsyncEngine, ended: bool) -> dict[str, Any]:
    """What came out of a call, and what it has left open."""
    return {"came out": came_out, "connections out": engine.pool.checkedout(), "ended": ended}  # type: ignore[attr-defined]


class Question:
    """Asks for a book's title, and gives it, or raises, when its turn has come."""

    def __init__(self, book_id: int):
        self.book_id = book_id
        self.session: AsyncSession | None = None
        self.asked = self.raises = self.ended = False
        self.turn = asyncio.Event()

    async def __call__(self, session: AsyncSession) -> str | None:
        self.session = session
        try:
            title = await session.scalar(select(Book.title).where(Book.id == self.book_id))
            self.asked = True
            await self.turn.wait()
            if self.raises:
                raise Stop(title)
            return title
        except asyncio.CancelledError:
            for _ in range(3):  # whoever is cancelled may have something to tidy up
                await asyncio.sleep(0)
            raise
        finally:
            self.ended = True


async def first(
    learner: Any,
    make_session: async_sessionmaker[AsyncSession],
    engine: AsyncEngine,
    ids: list[int],
    steps: list[list[Any]],
) -> dict[str, Any]:
    """Give first_answer() a question for each id; those in `steps` answer in this order, or raise: [[2, "raises"], …].

    `[-1, "cancels"]` cancels the call.  What came out of it, and what is still open at that moment.
    """
    questions = [Question(book_id) for book_id in ids]
    open_then: dict[str, Any] = {}

    async def ask() -> Any:
        try:
            return await learner.first_answer(make_session=make_session, questions=questions)
        finally:  # at this very moment
            open_then.update(left("", engine, True), ended=sum(question.ended for question in questions))

    call = asyncio.create_task(ask())
    await look(lambda: call.done() or all(question.asked for question in questions))
    asked = [question for question in questions if question.asked]
    sessions = {id(question.session) for question in asked}
    at_once = {"asked": len(asked), "sessions": len(sessions), "connections": left("", engine, True)["connections out"]}
    for number, way in steps:
        if way == "cancels":
            call.cancel()
        elif asked:
            questions[number].raises = way == "raises"
            questions[number].turn.set()
            await look(lambda number=number: call.done() or questions[number].ended)  # type: ignore[misc]
    waits = not await look(call.done)
    if waits:
        call.cancel()
    try:
        came_out: Any = await call
    except asyncio.CancelledError:
        came_out = "cancelled"
    except BaseExceptionGroup as group:
        came_out = told(group)
    except Stop as problem:
        came_out = f"Stop({problem})"
    if waits:
        came_out = "nothing: the call went on waiting"
    return open_then | {"came out": came_out, "at once": at_once}


async def race(learner: Any, make_session: async_sessionmaker[AsyncSession], says: list[list[Any]]) -> Any:
    """Give first_answer() questions that all end in one turn of the loop: ["answers", value] or ["raises", text]."""

    def question(way: str, value: Any) -> Callable[[AsyncSession], Any]:
        async def ask(session: AsyncSession) -> Any:
            if way == "raises":
                raise Stop(value)
            return value

        return ask

    try:
        return await learner.first_answer(make_session=make_session, questions=[question(*each) for each in says])
    except BaseExceptionGroup as group:
        return told(group)
    except Stop as problem:
        return f"Stop({problem}), not in a group"


def told(group: BaseExceptionGroup) -> list[str]:
    """What stands in a group of exceptions, and in the groups in it."""
    return sorted(f"{type(problem).__name__}({problem})" for problem in alone(group))


def alone(problem: BaseException) -> list[BaseException]:
    """The exceptions that stand in a group, and in the groups in it; or the one that is no group."""
    if not isinstance(problem, BaseExceptionGroup):
        return [problem]
    return [each for inner in problem.exceptions for each in alone(inner)]


async def reprice(
    learner: Any,
    make_session: async_sessionmaker[AsyncSession],
    engine: AsyncEngine,
    prices: dict[str, int],
    isbns: list[str],
    patience: float = 0,
) -> dict[str, Any]:
    """Let repair_blocking() ask for prices: what came out, and how it was asked.  Who is not in `prices` is refused.

    A loop that has no turn for `patience` seconds, while a price is asked for, is silent.  Whoever asks for several
    prices at once gets the first of them last; if the first is refused, the others come after that.
    """
    loop, ours = asyncio.get_running_loop(), threading.get_ident()
    on_the_loop: list[str] = []
    holding: list[str] = []
    silent: list[str] = []
    begun: list[str] = []
    refused = threading.Event()

    def dawdle(isbn: str) -> None:
        """Take the time that makes the order awkward, as long as others are asked for meanwhile."""
        if isbn not in prices:
            time.sleep(0.02)  # the others begin
            return
        if isbns[0] not in prices:
            refused.wait(0.5)
        elif isbn == isbns[0]:
            time.sleep(0.05)
            if len(begun) > 1:
                time.sleep(0.1)
        if refused.is_set():
            time.sleep(0.05)  # until the loop has been told

    def price_of(isbn: str) -> int:
        begun.append(isbn)
        if engine.pool.checkedout():  # type: ignore[attr-defined]
            holding.append(isbn)
        if threading.get_ident() == ours:
            on_the_loop.append(isbn)
        else:
            dawdle(isbn)
            turned = threading.Event()
            loop.call_soon_threadsafe(turned.set)
            if patience and not (silent or turned.wait(patience)):
                silent.append(isbn)
        if isbn not in prices:
            refused.set()
            raise Stop(isbn)
        return prices[isbn]

    try:
        came_out = await learner.repair_blocking(make_session=make_session, isbns=isbns, price_of=price_of)
    except BaseExceptionGroup as group:
        [came_out, *_] = told(group)
    except Stop as problem:
        came_out = f"Stop({problem})"
    return {
        "came out": came_out,
        "on the loop": len(on_the_loop),
        "silent": len(silent),
        "holding": len(holding),
    }
