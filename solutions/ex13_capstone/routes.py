"""HTTP: what comes in is checked, a service is called, and what it raises becomes a status."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from . import services
from .schemas import MyOrder, NewOrder, NewUser, OrderOut, Page, UserOut

SECONDS = 1.0  # that the database may take to answer

router = APIRouter()


def make_session_of(request: Request) -> services.MakeSession:
    """The factory that the lifespan has made."""
    return request.app.state.make_session


MakeSession = Annotated[services.MakeSession, Depends(make_session_of)]
Email = Annotated[str, Header(alias="X-User-Email")]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=100)]


@router.post("/register", status_code=201)
async def post_register(new: NewUser, make_session: MakeSession) -> UserOut:
    """Become a customer."""
    try:
        return await services.register(make_session, new)
    except services.Conflict as refused:
        raise HTTPException(409, str(refused)) from None


@router.get("/books")
async def get_books(
    make_session: MakeSession,
    q: Annotated[str, Query(max_length=200)] = "",
    after: str = "",
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page:
    """Leaf through the catalogue."""
    return await services.books_page(make_session, q, after, size)


@router.post("/orders", status_code=201)
async def post_order(new: NewOrder, make_session: MakeSession, key: Key, email: Email = "") -> OrderOut:
    """Buy."""
    try:
        return await services.place_order(make_session, email, key, new)
    except services.Unknown:
        raise HTTPException(401, "say who you are in the header X-User-Email") from None
    except services.NoSuchBook:
        raise HTTPException(404, "there is no such book") from None
    except services.Conflict as refused:
        raise HTTPException(409, str(refused)) from None


@router.get("/me/orders")
async def get_my_orders(make_session: MakeSession, email: Email = "") -> list[MyOrder]:
    """Look what one has bought."""
    try:
        return await services.my_orders(make_session, email)
    except services.Unknown:
        raise HTTPException(401, "say who you are in the header X-User-Email") from None


@router.get("/export", response_class=StreamingResponse)
async def get_export(make_session: MakeSession) -> StreamingResponse:
    """Every line of every order."""
    lines: AsyncIterator[str] = services.export(make_session)
    return StreamingResponse(lines, media_type="application/x-ndjson")


@router.get("/ready")
async def get_ready(make_session: MakeSession) -> dict[str, bool]:
    """Whether the database answers."""
    try:
        async with asyncio.timeout(SECONDS), make_session() as session:
            await session.execute(select(1))
    except (TimeoutError, OSError, SQLAlchemyError):
        raise HTTPException(503, "the database does not answer") from None
    return {"ready": True}
