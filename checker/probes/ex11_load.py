"""Probes of lesson 11: requests that count themselves, a bank, and callers of shed(); no clock decides anything."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from workbook.bookshop import Book
from workbook.database import make_engine

TURNS = 50  # turns of the loop in which somebody who need not be there might still come
LOOKS = 30  # looks, a hundredth of a second apart, before somebody who should be there is taken not to come


class Stop(Exception):
    """What a request, the bank, or work raises."""


async def settled(number: Callable[[], int], expected: int, *calls: asyncio.Future[Any], looks: int = LOOKS) -> int:
    """The number when it has come to rest: so many are waited for, and then whether there are more.

    When all `calls` have ended, nobody is waited for.
    """
    for _ in range(looks):
        if number() >= expected or (calls and all(call.done() for call in calls)):
            break
        await asyncio.sleep(0.01)
    for _ in range(TURNS):
        await asyncio.sleep(0)
    return number()


async def ended(call: asyncio.Future[Any], give_way: Callable[[], None] = lambda: None) -> str:
    """How a call ends, in words.  Raises what it raises.

    One that does not is cancelled; `give_way` lets go what it may be waiting for.
    """
    await settled(lambda: int(call.done()), 1, looks=2 * LOOKS)
    late = not call.done()
    if late:
        give_way()
        call.cancel()
    with suppress(asyncio.CancelledError):
        await call
        if not late:
            return "returned"
    return "it did not end" if late else "cancelled"


# -- bounded_load ----------------------------------------------------------------------------------------------------


NOTHINGS: list[Any] = [None, 0, "", False, []]
"""Answers that are easily taken for none."""


class Requests:
    """Requests that end when they are told to.  Those in `raising` raise; what is not in `held` ends at once.

    Every second answer is a nothing, and every second exception a TimeoutError of the request's own.
    """

    def __init__(self, raising: list[int] = [], held: list[int] | None = None):  # noqa: B006 - nobody changes it
        self.raising, self.held = raising, held
        self.begun: list[int] = []
        self.under_way: dict[int, asyncio.Event] = {}
        self.most = 0

    async def __call__(self, number: int) -> Any:
        self.begun.append(number)
        turn = self.under_way[number] = asyncio.Event()
        self.most = max(self.most, len(self.under_way))
        try:
            if self.held is None or number in self.held:
                await turn.wait()
            if number in self.raising:
                raise TimeoutError(str(number)) if number % 2 else Stop(str(number))
            return NOTHINGS[number // 2 % len(NOTHINGS)] if number % 2 else f"answer {number}"
        except asyncio.CancelledError:
            for _ in range(3):  # whoever is cancelled may have something to tidy up
                await asyncio.sleep(0)
            raise
        finally:
            del self.under_way[number]

    def number(self) -> int:
        """How many are under way."""
        return len(self.under_way)

    def release(self, nth: int) -> None:
        """Let the n-th of those under way end."""
        list(self.under_way.values())[nth % len(self.under_way)].set()

    def open(self) -> None:
        """From now on each ends at once."""
        self.held = []
        for turn in self.under_way.values():
            turn.set()


def shown(results: Any) -> Any:
    """Results as plain data: an exception is a list of its name and its text."""
    if not isinstance(results, list):
        return f"a value of type {type(results).__name__}"
    return [told(each) if isinstance(each, BaseException) else each for each in results]


def told(problem: BaseException) -> list[str]:
    """An exception's name and its text; what is said of a lateness is nobody's matter."""
    return ["TimeoutError", ""] if isinstance(problem, TimeoutError) else [type(problem).__name__, str(problem)]


async def load(learner: Any, total: int, at_once: int, releases: list[int], raising: list[int]) -> dict[str, Any]:
    """Let bounded_load() make requests, and let them end one by one: how many were under way, and what came out."""
    requests = Requests(raising)
    call = asyncio.ensure_future(learner.bounded_load(request=requests, total=total, at_once=at_once, seconds=300))
    counts: list[int] = []
    for number, which in enumerate(releases):
        expected = min(at_once, total - number)
        counts.append(await settled(requests.number, expected, call))
        if counts[-1] < expected:  # the rest would only take longer to say the same
            break
        requests.release(which)
    requests.open()
    how = await ended(call)
    return {
        "how": how,
        "under way": counts,
        "most": requests.most,
        "begun": requests.begun,
        "results": shown(call.result()) if how == "returned" else how,
    }


async def load_at_once(learner: Any, total: int, at_once: int) -> Any:
    """Let bounded_load() make requests that end by themselves."""
    return shown(await learner.bounded_load(request=Requests(held=[]), total=total, at_once=at_once))


async def load_that_hangs(learner: Any, total: int, at_once: int, held: list[int], seconds: float) -> dict[str, Any]:
    """Let it make requests of which some never end, and give it so many seconds."""
    requests = Requests(held=held)
    call = asyncio.ensure_future(learner.bounded_load(request=requests, total=total, at_once=at_once, seconds=seconds))
    under_way: list[int] = []
    call.add_done_callback(lambda _: under_way.extend(requests.under_way))
    await asyncio.wait([call], timeout=seconds)
    how = await ended(call, requests.open)
    return {
        "how": how,
        "under way": len(under_way),
        "most": requests.most,
        "begun": len(requests.begun),
        "results": shown(call.result()) if how == "returned" else how,
    }


async def load_that_is_cancelled(learner: Any, total: int, at_once: int) -> dict[str, Any]:
    """Cancel it while requests are under way."""
    requests = Requests()
    call = asyncio.ensure_future(learner.bounded_load(request=requests, total=total, at_once=at_once, seconds=300))
    began = await settled(requests.number, min(at_once, total), call)
    under_way: list[int] = []
    call.add_done_callback(lambda _: under_way.extend(requests.under_way))
    call.cancel()
    how = await ended(call, requests.open)
    return {"how": how, "began": began, "under way": len(under_way), "more": len(requests.begun) - began}


# -- repair_slow_endpoint --------------------------------------------------------------------------------------------


async def report(
    learner: Any,
    make_session: async_sessionmaker[AsyncSession],
    engine: AsyncEngine,
    user_id: int,
    rates: dict[str, int],
    currency: str,
) -> dict[str, Any]:
    """Let repair_slow_endpoint() ask the bank: what came out, how often it asked, and what was out meanwhile."""
    asked: list[int] = []

    async def rate_of(currency: str) -> int:
        asked.append(engine.pool.checkedout())  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        if currency not in rates:
            raise Stop(currency)
        return rates[currency]

    try:
        came_out = await learner.repair_slow_endpoint(
            make_session=make_session, user_id=user_id, currency=currency, rate_of=rate_of
        )
    except Stop as problem:
        came_out = f"Stop({problem})"
    return {"came out": came_out, "asked": len(asked), "out": max(asked, default=0)}


# -- shed ------------------------------------------------------------------------------------------------------------


class Visit:
    """Work for shed(): asks the database for a title, then ends when it is told to, or raises."""

    def __init__(self, book_id: int, raises: type[Exception] | None = None):
        self.book_id, self.raises = book_id, raises
        self.session: AsyncSession | None = None
        self.asked = False
        self.turn = asyncio.Event()

    async def __call__(self, session: AsyncSession) -> str | None:
        self.session = session
        title = await session.scalar(select(Book.title).where(Book.id == self.book_id))
        self.asked = True
        await self.turn.wait()
        if self.raises is not None:
            raise self.raises(title)
        return title


class Crowd:
    """Callers of shed() on one engine of their own."""

    def __init__(self, learner: Any, url: URL | str, pool: int, waiting: int):
        self.learner, self.waiting = learner, waiting
        self.engine = make_engine(url, pool_size=pool, max_overflow=0, pool_timeout=30)
        self.calls: list[asyncio.Future[Any]] = []
        self.visits: list[Visit] = []

    def come(self, number: int, book_id: int, raises: type[Exception] | None = None) -> None:
        """So many callers come."""
        for _ in range(number):
            visit = Visit(book_id, raises)
            make_session = async_sessionmaker(self.engine, expire_on_commit=False)  # each caller's own, of one engine
            shed = self.learner.shed(make_session=make_session, work=visit, waiting=self.waiting)
            self.visits.append(visit)
            self.calls.append(asyncio.ensure_future(shed))

    def at_work(self) -> int:
        """How many have their answer from the database, and have not ended."""
        return sum(visit.asked and not call.done() for visit, call in zip(self.visits, self.calls, strict=True))

    def counts(self) -> dict[str, int]:
        """How many calls were refused, how many answered, how many came to another end, how many are under way."""
        found = dict.fromkeys(("busy", "answered", "failed", "under way"), 0)
        for call in self.calls:
            if not call.done():
                found["under way"] += 1
            elif call.cancelled():
                found["failed"] += 1
            elif problem := call.exception():
                found["busy" if isinstance(problem, self.learner.Busy) else "failed"] += 1
            else:
                found["answered"] += 1
        return found

    async def leave(self, telling: bool = True) -> None:
        """All calls end: told to, or cancelled."""
        for visit, call in zip(self.visits, self.calls, strict=True):
            if telling:
                visit.turn.set()
            else:
                call.cancel()
        if self.calls:
            await asyncio.wait(self.calls, timeout=8)

    def forget(self) -> None:
        """What was is of no more interest; a problem that is no refusal is raised."""
        for call in self.calls:
            if call.done() and not call.cancelled() and not isinstance(call.exception(), self.learner.Busy | Stop):
                call.result()
        self.calls, self.visits = [], []

    async def close(self) -> None:
        """Whatever is still under way is cancelled, and the engine disposed of."""
        await self.leave(telling=False)
        await self.engine.dispose()


AT_THE_GATE: list[Crowd] = []


async def crowd(learner: Any, database_url: str, pool: int, waiting: int, number: int, book_id: int) -> dict[str, int]:
    """So many callers come at once, and go when they are answered: how many were."""
    came = Crowd(learner, make_url(database_url), pool, waiting)
    AT_THE_GATE[:] = [came]
    try:
        came.come(number, book_id)
        for visit in came.visits:
            visit.turn.set()
        await asyncio.wait(came.calls)
        found = came.counts()
        came.forget()
        return {**found, "out": came.engine.pool.checkedout()}  # type: ignore[attr-defined]
    finally:
        await came.close()


async def crowd_now(learner: Any) -> dict[str, int]:
    """How it stands with the callers who came last."""
    return AT_THE_GATE[0].counts() if AT_THE_GATE else {}


async def visits(learner: Any, database_url: str, book_id: int) -> dict[str, Any]:
    """Calls, one after another: one whose work returns, and two whose work raises, as a full pool may, too."""
    came = Crowd(learner, make_url(database_url), pool=2, waiting=1)
    raised: list[str] = []
    try:
        for kind in (None, Stop, TimeoutError):
            came.come(1, book_id, kind)
            visit, call = came.visits[-1], came.calls[-1]
            visit.turn.set()
            await asyncio.wait([call])
            problem = call.exception()
            if kind is None:
                answered = call.result()
            elif problem is None or isinstance(problem, kind | learner.Busy):
                raised.append(f"{type(problem).__name__}({problem})")
            else:
                raise problem
        return {
            "answered": answered,
            "raised": raised,
            "sessions": len({id(visit.session) for visit in came.visits}),
            "out": came.engine.pool.checkedout(),  # type: ignore[attr-defined]
        }
    finally:
        await came.close()


async def crowd_after(
    learner: Any, database_url: str, pool: int, waiting: int, endings: list[str], book_id: int
) -> list[dict[str, int]]:
    """One crowd after another, each ending in its own way: how many of each found room, and how many did not."""
    came = Crowd(learner, make_url(database_url), pool, waiting)
    found = []
    try:
        for ending in endings:
            came.come(pool + waiting + 1, book_id, raises=Stop if ending == "raises" else None)
            at_work = await settled(came.at_work, pool, *came.calls, looks=200)
            found.append({"at work": at_work, "refused": came.counts()["busy"]})
            await came.leave(telling=ending != "cancelled")
            came.forget()
        return found
    finally:
        await came.close()


async def two_engines(learner: Any, database_url: str, pool: int, waiting: int, book_id: int) -> dict[str, int]:
    """One engine's queue is full, and then somebody comes to another engine: how many are at work on each."""
    first, second = (Crowd(learner, make_url(database_url), pool, waiting) for _ in range(2))
    try:
        first.come(pool + waiting, book_id)
        found = {"first": await settled(first.at_work, pool, *first.calls, looks=200)}
        second.come(pool + waiting, book_id)
        found |= {
            "second": await settled(second.at_work, pool, *second.calls, looks=200),
            "refused": second.counts()["busy"],
        }
        for each in (first, second):
            await each.leave()
            each.forget()
        return found
    finally:
        await first.close()
        await second.close()
