"""Exercises of lesson 03, Dependency injection.  Run `pytest checker -k ex03` when you have written something."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from workbook.bookshop import Book, User

Name = Annotated[str, Field(min_length=1, max_length=200)]


class BookOut(BaseModel):
    """What the shop tells about a book."""

    model_config = ConfigDict(from_attributes=True)
    isbn: str
    title: str
    price: int
    stock: int


class NewUser(BaseModel):
    """What one sends to become a customer."""

    email: Annotated[EmailStr, Field(max_length=200)]
    full_name: Name


class UserOut(BaseModel):
    """What the shop tells about a customer."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    email: str
    full_name: str


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Yield the session of this request, made by the factory `request.app.state.make_session`.

    Each request gets a session of its own.  It is closed on every path, a cancelled request's too; when the endpoint
    fails, what it did is rolled back.  A request that succeeds is committed before the client has its answer: here, if
    the code behind the `yield` runs in time (see `RequestSession`), or in the endpoint.
    """
    raise NotImplementedError  # TODO


# How a function asks for the request's session.  When does the code after its `yield` run?  You may change this line.
RequestSession = Annotated[AsyncSession, Depends(get_session)]


async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    """Return the user whose email is exactly what the header `X-User-Email` says, in the request's own session.

    Raise HTTPException 401 if there is no such header, or no such user.
    """
    raise NotImplementedError  # TODO


router = APIRouter()


@router.get("/users/{user_id}", response_model=UserOut)
async def read_user(user_id: int, session: RequestSession) -> User:
    """Answer 200 with the user, or 404.  (Written already: an example.)"""
    user = await session.get(User, user_id)
    if user is None:
        raise HTTPException(404, "there is no such user")
    return user


@router.get("/books/{isbn}", response_model=BookOut)
async def read_book(isbn: str, session: RequestSession) -> Book:
    """Answer 200 with the book that has exactly this ISBN, or 404."""
    raise NotImplementedError  # TODO


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    """Store a user as they were sent and answer 201 with them, or 409 if exactly this email is taken.

    Here an IntegrityError can mean nothing else; no other error is a 409.  What was answered with 201 is stored, and
    can be read by the next request.  The email may be taken at the same moment, by another request or another process.
    """
    raise NotImplementedError  # TODO


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    """Give the current user the name in the body, `{"full_name": …}`, for good, and answer 200 with the user.

    What was answered with 200 is stored.  This function and `current_user` share one session.
    """
    raise NotImplementedError  # TODO


def create_app(database_url: str) -> FastAPI:
    """Return the shop's application, with the routes of `router`.

    Its lifespan makes one engine for the database, whose pool serves all requests, puts an `async_sessionmaker` into
    `app.state.make_session`, and disposes of the engine at the end.  The documentation opens at `/docs`.
    """
    raise NotImplementedError  # TODO
