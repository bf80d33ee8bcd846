"""The judge's client of a learner's application: whatever the application does, the check hears of it in words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import httpx

from checker.judge.refused import refusal
from checker.wall import wire
from checker.wall.verdicts import Wrong

CHARSETS = {"utf-8", "utf8", "ascii", "us-ascii", "iso-8859-1", "latin-1"}
MOST_HEADER = 2_000  # characters
ONCE = httpx.Limits(max_keepalive_connections=0)  # uvicorn closes a connection after a 500, and we might be quicker
TOLD_BY_THE_WORKER = {307, 404, 405, 500}  # an exception, or which routes there are
TO_BE_FULL = 0.1  # seconds in which what nobody reads has filled all that is between
TO_BE_GONE = 1.0  # seconds in which a worker that broke the connection is seen to have ended


def client(
    address: str | int,
    said: list[str],
    look: Callable[[], Awaitable[None]],
    end: Callable[[], Coroutine[Any, Any, Exception]],
) -> httpx.AsyncClient:
    """A client of the application at a Unix socket's path or a port of the loopback.

    Every answer is added to `said` in words; after one whose cause the worker knows, or none, it calls `look`, which
    may raise.  `end` waits for the end of the application's process.  A request with `extensions={"midway": …}` awaits
    this function when the beginning of a long answer has come, and the application cannot send any more.
    """
    unix = isinstance(address, str)
    inner = httpx.AsyncHTTPTransport(uds=address if isinstance(address, str) else None, limits=ONCE)
    return httpx.AsyncClient(
        transport=Wary(inner, said, look, end),
        base_url="http://shop" if unix else f"http://127.0.0.1:{address}",
        headers={"accept-encoding": "identity"},  # a kilobyte may hold a gigabyte
        trust_env=False,
        timeout=None,  # the check has a time limit of its own
    )


class Answer(httpx.Response):
    """An answer; one that should be JSON and is not is told as wrong."""

    @property
    def charset_encoding(self) -> str | None:
        """The encoding that is named, if it is a common one: some of Python's take for ever."""
        named = (super().charset_encoding or "").lower()
        return named if named in CHARSETS else None

    def json(self, **options: Any) -> Any:
        """The body as data."""
        try:
            return super().json(**options)
        except (ValueError, RecursionError):
            raise Wrong(
                f"the answer ({self.status_code}) should be JSON, but its body is {self.text[:200]!r}"
            ) from None


class Wary(httpx.AsyncBaseTransport):
    """Speaks to an application that may die, hang, hang up, or answer without end."""

    def __init__(self, inner: httpx.AsyncBaseTransport, said: list[str], look: Callable, end: Callable):
        self.inner, self.said, self.look, self.end = inner, said, look, end

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content = (await request.aread()).decode(errors="replace")
        words = f"{request.method} {request.url.raw_path.decode()}" + (f" {content[:80]}" if content else "")
        speaking, ending = asyncio.ensure_future(self._exchange(request, words)), asyncio.ensure_future(self.end())
        try:
            await asyncio.wait([speaking, ending], return_when=asyncio.FIRST_COMPLETED)
            if not speaking.done():
                raise ending.result()
            if isinstance(speaking.exception(), httpx.TransportError | httpx.DecodingError):
                await asyncio.wait([ending], timeout=TO_BE_GONE)
                if ending.done():
                    raise ending.result()
                await self.look()
                raise Wrong(f"{words} got no answer that can be read: {speaking.exception()}")
            answer = speaking.result()
        except Exception:
            self.said.append(f"{words} → no answer")
            raise
        finally:
            speaking.cancel()
            ending.cancel()
        refused = refusal(answer, request)
        self.said.append(f"{words} → {answer.status_code}" + f": {refused}" * bool(refused))
        if answer.status_code in TOLD_BY_THE_WORKER:
            await self.look()
        return answer

    async def _exchange(self, request: httpx.Request, words: str) -> Answer:
        midway = request.extensions.get("midway")
        response = await self.inner.handle_async_request(request)
        body = bytearray()
        try:
            encoding = response.headers.get("content-encoding", "identity")[:MOST_HEADER]
            if encoding.lower() not in ("", "identity"):
                raise Wrong(f"the answer to {words} is encoded ({encoding}), and nobody asked for that")
            if max((len(value) for _, value in response.headers.raw), default=0) > MOST_HEADER:
                raise Wrong(f"the answer to {words} has a header of more than {MOST_HEADER} characters")
            async for part in response.aiter_raw():
                body += part
                if midway is not None:
                    await asyncio.sleep(TO_BE_FULL)
                    await midway()
                    midway = None
                if len(body) > wire.MOST_BYTES:
                    raise Wrong(f"the answer to {words} does not end: more than {wire.MOST_BYTES // 10**6} MB came")
        finally:
            await response.aclose()
        headers = [(name, value) for name, value in response.headers.raw if name.lower() not in ENCODINGS]
        return Answer(response.status_code, headers=headers, content=bytes(body), request=request)

    async def aclose(self) -> None:
        await self.inner.aclose()


ENCODINGS = (b"content-encoding", b"transfer-encoding", b"content-length")  # of the body that was decoded


async def leave_midway(speaking: httpx.AsyncClient, path: str) -> None:
    """Ask for this, read the beginning of a long answer, and hang up when the application cannot send any more."""
    transport = speaking._transport
    assert isinstance(transport, Wary)
    response = await transport.inner.handle_async_request(speaking.build_request("GET", path))
    try:
        async for _ in response.aiter_raw():
            await asyncio.sleep(TO_BE_FULL)
            break
    except httpx.TransportError as problem:
        raise Wrong(f"GET {path} got no answer that can be read: {problem}") from None
    finally:
        await response.aclose()
