"""The judge's client of a learner's application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx


def client(address: str | int, said: list[str], look: Callable[[], Awaitable[None]]) -> httpx.AsyncClient:
    """A client of the application at a Unix socket's path or a port of the loopback.

    Every answer is added to `said` in words; after one of 500 it calls `look`, which may raise.
    """
    unix = isinstance(address, str)

    async def after(response: httpx.Response) -> None:
        request = response.request
        body = f" {request.content.decode(errors='replace')[:80]}" if request.content else ""
        said.append(f"{request.method} {request.url.raw_path.decode()}{body} → {response.status_code}")
        if response.status_code == 500:
            await look()

    return httpx.AsyncClient(
        transport=httpx.AsyncHTTPTransport(uds=address) if isinstance(address, str) else None,
        base_url="http://shop" if unix else f"http://127.0.0.1:{address}",
        event_hooks={"response": [after]},
        trust_env=False,
        timeout=None,  # the check has a time limit of its own
    )
