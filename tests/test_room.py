"""One PostgreSQL for a room, by the guide's own lines: what its learners may do, and see of each other."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import asyncpg
import pytest
from private_server import ask, project_folder
from sqlalchemy import URL, make_url, text
from variants import ROOT

from workbook.database import DatabaseProblem, FreshDatabases, open_bookshop
from workbook.postgres import server as postgres

pytestmark = [
    pytest.mark.skipif(postgres.find_binaries() is None, reason="no PostgreSQL on this machine"),
    pytest.mark.skipif(sys.platform == "win32", reason="its private server has no socket for asyncpg"),
]
LEARNERS = ("ana", "ben", "chi")
CONNECTIONS = 20  # of which PostgreSQL keeps three for administrators


@pytest.fixture(scope="module")
def room() -> Iterator[URL]:
    """The administrator's URL of a small server on which the guide's lines were run for three learners."""
    guide = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
    recipe = guide.split("```sql\n")[1].split("```")[0]
    with project_folder():
        url = postgres.start()
        asyncio.run(ask(url, f"ALTER SYSTEM SET max_connections = {CONNECTIONS}"))
        postgres.stop()
        url = postgres.start()
        for learner in LEARNERS:
            for line in recipe.strip().splitlines():
                asyncio.run(ask(url, line.partition(" --")[0].replace("ana", learner)))
        yield make_url(url)


def as_learner(room: URL, name: str) -> URL:
    return room.set(username=name, password=f"{name}-secret")


def plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


async def test_three_work_at_once_and_see_names_but_no_rows(room: URL):
    own = [FreshDatabases(as_learner(room, name).set(drivername="postgresql+asyncpg")) for name in LEARNERS]
    try:
        urls = await asyncio.gather(*(databases.make() for databases in own))
        assert await asyncio.gather(*(ask(plain(url), "SELECT count(*) FROM books") for url in urls)) == [[0]] * 3
        ana, ben, _ = urls
        assert ana.database in await ask(plain(ben), "SELECT datname FROM pg_database")
        shown = await ask(plain(ben), "SELECT query FROM pg_stat_activity WHERE usename = 'ana'")
        assert set(shown) == {"<insufficient privilege>"}
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(plain(ben.set(database=ana.database)), "SELECT 1")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(plain(ben), f"DROP DATABASE {ana.database}")
    finally:
        await asyncio.gather(*(databases.close() for databases in own))
    assert not await ask(plain(room), "SELECT datname FROM pg_database WHERE datname LIKE 'workbook%'")


async def test_a_pool_that_finds_the_room_full_is_told_so(room: URL, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", plain(as_learner(room, "ana")))
    engine, _ = await open_bookshop()

    async def wait() -> None:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_sleep(0.2)"))

    others = [await asyncpg.connect(plain(as_learner(room, "ben"))) for _ in range(CONNECTIONS - 3 - 6)]
    try:
        said = await asyncio.gather(*(wait() for _ in range(10)), return_exceptions=True)
    finally:
        for other in others:
            await other.close()
        await engine.dispose()
    problems = [each for each in said if each is not None]
    assert 0 < len(problems) < 10
    for problem in problems:
        assert isinstance(problem, DatabaseProblem)
        assert "has no connection left for 'ana': shut down notebooks that use it" in str(problem)


@pytest.mark.parametrize(
    ("taken", "says"),
    [
        ("REVOKE CONNECT ON DATABASE postgres FROM chi", 'GRANT CONNECT ON DATABASE "postgres" TO "chi"'),
        ("ALTER ROLE chi NOCREATEDB", 'ALTER ROLE "chi" CREATEDB'),
    ],
)
async def test_who_lacks_a_right_is_told_which(room: URL, taken: str, says: str):
    await ask(plain(room), taken)
    databases = FreshDatabases(as_learner(room, "chi").set(drivername="postgresql+asyncpg"))
    try:
        with pytest.raises(DatabaseProblem, match=says):
            await databases.make()
    finally:
        await databases.close()
        await ask(plain(room), "GRANT CONNECT ON DATABASE postgres TO chi")
        await ask(plain(room), "ALTER ROLE chi CREATEDB")
