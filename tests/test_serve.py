"""A served application: which request did what, and whatever a broken one does is told as what it is."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from variants import ROOT, in_place

from checker.judge.submission import Submission
from checker.wall.verdicts import Raised, Wrong
from checker.worker.calls import Calls
from checker.worker.changed import Originals
from checker.worker.in_process import InProcess
from workbook.database import FreshDatabases, server_url
from workbook.serving import serving

STEM = "ex03_dependency_injection"
SOLUTION = (ROOT / "solutions" / f"{STEM}.py").read_text(encoding="utf-8")
CHECK = f"checker/test_{STEM}.py::test_the_book_with_this_isbn"


def book(body: str, head: str = "") -> str:
    """The solution, but GET /books/{isbn} does this."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return in_place(
        SOLUTION,
        f'""""""\nimport asyncio, os, sys\nfrom fastapi.responses import Response, StreamingResponse\n{head}\n'
        f'@router.get("/books/{{isbn}}")\nasync def read_book(isbn: str, session: RequestSession):\n{lines}\n',
    )


def app(before: str = "", after: str = "", returned: str = "app") -> str:
    """The solution, but create_app() returns something else, or its lifespan does something more."""
    return in_place(
        SOLUTION,
        f'""""""\nimport asyncio, os, sys, threading, time\n'
        "def create_app(database_url: str) -> FastAPI:\n"
        "    @asynccontextmanager\n"
        "    async def lifespan(app):\n"
        "        engine = create_async_engine(database_url)\n"
        "        app.state.make_session = async_sessionmaker(engine)\n"
        f"        {before or 'pass'}\n"
        "        yield\n"
        f"        {after or 'pass'}\n"
        "        await engine.dispose()\n"
        "    async def plain(scope, receive, send): ...\n"
        "    app = FastAPI(lifespan=lifespan)\n"
        "    app.include_router(router)\n"
        f"    return {returned}\n",
    )


GOOD = "book = await session.scalar(select(Book).where(Book.isbn == isbn))\n"

# name: (the file, the outcome of its check, words that the learner must read)
BROKEN: dict[str, tuple[str, str, str]] = {
    "no application": (app(returned="3"), "wrong", "a value of type int, not a FastAPI application"),
    "nothing at all": (app(returned="None"), "wrong", "a value of type NoneType, not a FastAPI application"),
    "the class": (app(returned="FastAPI"), "wrong", "the class FastAPI itself"),
    "async def": (app().replace("def create_app", "async def create_app"), "wrong", "must be a plain function"),
    "another signature": (app().replace("create_app(database_url", "create_app(url"), "wrong", "'url'"),
    "raises": (app(returned="1 / 0"), "raised", "ZeroDivisionError"),
    "no ASGI": (app(returned="lambda environ, start_response: []"), "raised", "TypeError"),
    "never answers": (app(returned="plain"), "wrong", "→ 500"),
    "raises at start-up": (app(before="raise KeyError('url')"), "raised", "KeyError: 'url'"),
    "leaves at start-up": (app(before="sys.exit(3)"), "raised", "SystemExit: 3"),
    "dies at start-up": (app(before="os._exit(3)"), "raised", "came to its end"),
    "hangs at start-up": (app(before="await asyncio.Event().wait()"), "timed out", "await asyncio.Event().wait()"),
    "blocks at start-up": (app(before="time.sleep(99)"), "timed out", "time.sleep(99)"),
    "raises at shutdown": (app(after="raise KeyError('url')"), "raised", "KeyError: 'url'"),
    "hangs at shutdown": (app(after="await asyncio.Event().wait()"), "timed out", "await asyncio.Event().wait()"),
    "dies at shutdown": (app(after="os._exit(0)"), "raised", "came to its end"),
    "yields twice": (app(after="yield"), "raised", "generator didn't stop"),
    "raises in a request": (book("raise KeyError('isbn')"), "wrong", "GET /books/"),
    "leaves in a request": (book("sys.exit(0)"), "wrong", "SystemExit"),
    "dies in a request": (book("os._exit(0)"), "raised", "came to its end"),
    "hangs in a request": (book("await asyncio.Event().wait()"), "timed out", "await asyncio.Event().wait()"),
    "blocks in a request": (book("while True: pass"), "timed out", "while True: pass"),
    "a hole in a request": (book("raise NotImplementedError  # TODO"), "not solved yet", "read_book()"),
    "no JSON": (book("return Response(bytes(range(256)))"), "wrong", "should be JSON"),
    "JSON of another shape": (book("return [[isbn]]"), "wrong", "assert [["),
    "JSON nested without end": (book("return Response('[' * 200_000)"), "wrong", "should be JSON"),
    "packed, and is not": (
        book("return Response('x' * 99, headers={'content-encoding': 'gzip'})"),
        "wrong",
        "is encoded (gzip), and nobody asked for that",
    ),
    "hangs up half-way": (
        book("def parts():\n    yield b'{'\n    raise OSError\nreturn StreamingResponse(parts())"),
        "wrong",
        "no answer that can be read",
    ),
    "promises more than it sends": (
        book("return Response('{}', headers={'content-length': '99'})"),
        "wrong",
        "no answer that can be read",
    ),
    "never stops sending": (
        book("def parts():\n    while True: yield b'x' * 1_000_000\nreturn StreamingResponse(parts())"),
        "wrong",
        "does not end",
    ),
    "a task left": (
        book(
            f"{GOOD}asyncio.create_task(later())\nreturn BookOut.model_validate(book)",
            "async def later(): await asyncio.sleep(99)\n",
        ),
        "wrong",
        "a task was left running",
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What `pytest checker` says of all of them in one run, and of the solution."""
    folder = tmp_path_factory.mktemp("serve")
    for name, text in {**{name: text for name, (text, _, _) in BROKEN.items()}, "~": SOLUTION}.items():
        (folder / "in" / name).mkdir(parents=True)
        (folder / "in" / name / f"{STEM}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", CHECK, "--submissions", str(folder / "in"), "--time-limit", "5"]
    run = subprocess.run([*command, "--report", str(folder / "out")], cwd=ROOT, capture_output=True, timeout=600)
    found = (folder / "out" / "learners").glob("*/result.json")
    results = {path.parent.name: json.loads(path.read_text(encoding="utf-8"))["results"][0] for path in found}
    assert results["~"]["outcome"] == "passed", run.stdout.decode() + str(results["~"])
    return results


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_application_is_told_as_what_it_is(graded: dict[str, dict], name: str):
    _, outcome, words = BROKEN[name]
    assert (graded[name]["outcome"], words in graded[name]["message"]) == (outcome, True), graded[name]["message"]


LEARNER = """
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import sleep as nap
from contextlib import asynccontextmanager
from fastapi import BackgroundTasks, FastAPI, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from workbook.bookshop import User
from workbook.database import make_engine

def create_app(database_url):
    engine = make_engine(database_url)
    @asynccontextmanager
    async def lifespan(app):
        async with engine.connect():
            pass
        yield
        await engine.dispose()
    app = FastAPI(lifespan=lifespan)

    @app.get("/users/{number}")
    async def user(number: int, later: BackgroundTasks):
        async with AsyncSession(engine) as session, AsyncSession(engine) as other:
            await other.scalar(select(User.id))
            later.add_task(after, number)
            return await session.scalar(select(User.email).where(User.id == number))

    async def after(number):
        async with AsyncSession(engine) as session:
            await session.scalar(select(User.id).where(User.id == number))

    @app.get("/lost")
    async def lost():
        app.kept = AsyncSession(engine)
        await app.kept.scalar(select(User.id))
        raise KeyError("lost")

    @app.get("/naps")
    async def naps():
        nap(0.001)
        time.sleep(0.001)

    @app.get("/pools")
    async def pools():
        with ThreadPoolExecutor(1) as pool:
            pool.submit(nap, 0.05).result()
        thread = Thread(target=nap, args=[0.05])
        thread.start()
        thread.join()
        await asyncio.to_thread(nap, 0.01)

    @app.get("/threads")
    def threads():
        time.sleep(0.001)
    return app
"""


@pytest.fixture
def submission(tmp_path: Path) -> Submission:
    (tmp_path / "ex99_served.py").write_text(LEARNER, encoding="utf-8")
    return Submission()


async def served(submission: Submission, folder: Path, *paths: str, together: bool = False) -> list[httpx.Response]:
    """The answers of an application in this process."""
    databases = FreshDatabases(server_url("sqlite"))
    async with databases.fresh() as url:
        place = url.render_as_string(hide_password=False)
        with closing(Originals()) as originals, Calls(folder / "ex99_served.py", place, folder, originals) as calls:
            submission.connect(InProcess(calls))
            async with submission.serve("create_app") as client:
                if together:
                    answers = await asyncio.gather(*[client.get(path) for path in paths])
                else:
                    answers = [await client.get(path) for path in paths]
    await databases.close()
    return answers


async def test_the_trace_tells_requests_apart(submission, tmp_path):
    await served(submission, tmp_path, "/users/1", "/users/1", "/users/2")
    found = submission.trace.by_cause()
    requests = ["GET /users/1", "GET /users/1 (2)", "GET /users/2"]
    assert [name for name in found if name.startswith("GET")] == requests
    for name in requests:
        assert found[name].usage() == {"sessions": 3, "connections taken": 3, "connections given back": 3}
        assert [event.line for event in found[name].of("request", "response")] == [name, "200"]
        assert len(found[name].statements("SELECT")) == 3
    sessions = [{event.session for event in found[name].of("session")} for name in requests]
    assert len(set.union(*sessions)) == 9


async def test_what_a_background_task_does_belongs_to_its_request_and_comes_after_the_answer(submission, tmp_path):
    await served(submission, tmp_path, "/users/1")
    kinds = [event.kind for event in submission.trace.by_cause()["GET /users/1"].of("statement", "response")]
    assert kinds == ["statement", "statement", "response", "statement"]


async def test_requests_at_the_same_time_are_told_apart(submission, tmp_path):
    await served(submission, tmp_path, *(f"/users/{number}" for number in range(5)), together=True)
    found = submission.trace.by_cause()
    assert {found[f"GET /users/{number}"].usage()["connections given back"] for number in range(5)} == {3}


async def test_start_up_and_shutdown_are_in_the_trace(submission, tmp_path):
    await served(submission, tmp_path, "/users/1")
    assert [event.kind for event in submission.trace.of("startup", "request", "shutdown")] == [
        "startup",
        "request",
        "shutdown",
    ]
    assert submission.trace.by_cause()["lifespan"].of("connect")


async def test_an_error_is_told_with_its_line_and_a_connection_that_stays_out_counts(submission, tmp_path):
    answers = await served(submission, tmp_path, "/lost")
    assert answers[0].status_code == 500
    [error] = submission.trace.of("error")
    assert (error.cause, error.line) == ("GET /lost", "KeyError: 'lost'")
    assert error.where.startswith("ex99_served.py:")
    usage = submission.trace.by_cause()["GET /lost"].usage()
    assert usage == {"sessions": 1, "connections taken": 1, "connections given back": 0}


async def test_who_waits_for_a_thread_in_the_event_loop_blocks_it(submission, tmp_path):
    await served(submission, tmp_path, "/pools")
    assert [event.sql for event in submission.trace.of("blocking")] == [
        "result() of what a thread has not done yet",
        "join() of a thread",
    ]


async def test_a_sleep_in_the_event_loop_is_noted_and_one_in_a_thread_is_not(submission, tmp_path):
    await served(submission, tmp_path, "/naps", "/threads")
    assert [(event.cause, event.sql) for event in submission.trace.of("blocking")] == [
        ("GET /naps", "time.sleep()")
    ] * 2


async def test_an_application_in_a_lesson():
    app = FastAPI()

    @app.get("/shelf")
    async def shelf() -> str:
        return "Kindred"

    async with serving(app) as (client, trace):
        assert (await client.get("/shelf")).json() == "Kindred"
    assert [event.kind for event in trace] == ["request", "response"]


async def test_a_lesson_whose_application_does_not_start():
    def lifespan(app: FastAPI) -> None:
        raise KeyError

    with pytest.raises(RuntimeError, match="did not start"):
        async with serving(FastAPI(lifespan=lifespan)):
            pass


async def test_what_the_lifespan_raises_is_raised_in_the_check(submission, tmp_path):
    (tmp_path / "ex99_served.py").write_text(LEARNER.replace("        yield\n", "        yield\n        1 / 0\n"))
    with pytest.raises(Raised, match="ZeroDivisionError"):
        await served(submission, tmp_path, "/users/1")
    (tmp_path / "ex99_served.py").write_text("def create_app(database_url): return 1")
    with pytest.raises(Wrong, match="not a FastAPI application"):
        await served(Submission(), tmp_path, "/users/1")
