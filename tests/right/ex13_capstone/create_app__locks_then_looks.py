"""Another make: the books of an order are locked in one SELECT before they are changed, and what was busy is tried again.

Stands alone.
"""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

from alembic import command
from alembic.config import Config
from fastapi import FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, EmailStr, Field, StrictInt, field_validator
from sqlalchemy import (
    Column, DateTime, ForeignKey, Integer, MetaData, String, Table, Text,
    and_, collate, func, insert, or_, select, text, update,
)
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from workbook.database import make_engine

metadata = MetaData()
users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(200), nullable=False, unique=True),
    Column("full_name", String(200), nullable=False),
)
profiles = Table(
    "profiles", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, unique=True),
    Column("bio", String(2000), nullable=False),
)
books = Table(
    "books", metadata,
    Column("id", Integer, primary_key=True),
    Column("isbn", String(20), nullable=False, unique=True),
    Column("title", String(200), nullable=False),
    Column("price", Integer, nullable=False),
    Column("stock", Integer, nullable=False),
)
orders = Table(
    "orders", metadata,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
)
order_lines = Table(
    "order_lines", metadata,
    Column("id", Integer, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("book_id", ForeignKey("books.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", Integer, nullable=False),
)
order_keys = Table(
    "order_keys", metadata,
    Column("user_id", Integer, primary_key=True, autoincrement=False),
    Column("key", String(100), primary_key=True),
    Column("lines", Text, nullable=False),
    Column("answer", Text, nullable=False),
)

ENV = '''
from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
'''
BOOKSHOP = '''
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade():
    there = set(sa.inspect(op.get_bind()).get_table_names())
    if "users" not in there:
        op.create_table(
            "users",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("email", sa.String(200), nullable=False, unique=True),
            sa.Column("full_name", sa.String(200), nullable=False),
        )
    if "profiles" not in there:
        op.create_table(
            "profiles",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False, unique=True),
            sa.Column("bio", sa.String(2000), nullable=False),
        )
    if "books" not in there:
        op.create_table(
            "books",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("isbn", sa.String(20), nullable=False, unique=True),
            sa.Column("title", sa.String(200), nullable=False),
            sa.Column("price", sa.Integer, nullable=False),
            sa.Column("stock", sa.Integer, nullable=False),
        )
    if "orders" not in there:
        op.create_table(
            "orders",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), nullable=False, index=True),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        )
    if "order_lines" not in there:
        op.create_table(
            "order_lines",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
            sa.Column("book_id", sa.Integer, sa.ForeignKey("books.id"), nullable=False),
            sa.Column("quantity", sa.Integer, nullable=False),
            sa.Column("price", sa.Integer, nullable=False),
        )
'''
TOTALS = '''
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    op.add_column("orders", sa.Column("total", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE orders SET total = coalesce((SELECT sum(quantity * price) FROM order_lines"
        " WHERE order_lines.order_id = orders.id), 0)"
    )
    op.create_table(
        "order_keys",
        sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(100), primary_key=True),
        sa.Column("lines", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
    )
'''


def bring_up_to_date(connection: Any) -> None:
    """Run the revisions that have not been run, in this connection's transaction."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "versions").mkdir()
        (Path(folder) / "env.py").write_text(ENV)
        (Path(folder) / "versions" / "r0001.py").write_text(BOOKSHOP)
        (Path(folder) / "versions" / "r0002.py").write_text(TOTALS)
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", folder.replace("%", "%%"))
        command.upgrade(config, "head")


class Refused(Exception):
    """The answer is this status."""

    def __init__(self, status: int, why: str):
        super().__init__(why)
        self.status, self.why = status, why


class NewUser(BaseModel):
    email: Annotated[EmailStr, Field(max_length=200)]
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    bio: Annotated[str, Field(max_length=2000)] = ""


class NewLine(BaseModel):
    isbn: str
    quantity: Annotated[StrictInt, Field(ge=1, le=100)]


class NewOrder(BaseModel):
    lines: Annotated[list[NewLine], Field(min_length=1, max_length=50)]

    @field_validator("lines")
    @classmethod
    def no_isbn_twice(cls, lines: list[NewLine]) -> list[NewLine]:
        if len({line.isbn for line in lines}) < len(lines):
            raise ValueError("an ISBN is there twice")
        return lines


SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}


def create_app(database_url: str) -> FastAPI:
    engine = make_engine(database_url, pool_size=10, max_overflow=0, pool_pre_ping=True)
    on_postgres = engine.dialect.name == "postgresql"

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with engine.begin() as connection:
                # one process at a time: the second finds everything done
                if on_postgres:
                    await connection.execute(text("SELECT pg_advisory_xact_lock(20130213)"))
                else:
                    await connection.exec_driver_sql("BEGIN IMMEDIATE")
                await connection.run_sync(bring_up_to_date)
            yield
        finally:
            await engine.dispose()

    app = FastAPI(title="The bookshop", lifespan=lifespan)

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> JSONResponse:
        return JSONResponse({"detail": error.why}, error.status)

    @app.exception_handler(RequestValidationError)
    async def wrong_form(request: Request, error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"detail": "what was sent does not have the form that is asked for"}, 422)

    async def failed(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": "something went wrong, ask again"}, 500)

    for kind in (SQLAlchemyError, OSError, TimeoutError, Exception):
        app.add_exception_handler(kind, failed)

    def small(column: Any) -> Any:
        if on_postgres:
            return func.translate(column, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
        return func.lower(column)  # SQLite's knows the letters from A to Z only

    def find(column: Any, value: str) -> Any:
        return (func.strpos if on_postgres else func.instr)(column, value) > 0

    by_isbn = collate(books.c.isbn, "C") if on_postgres else books.c.isbn

    async def user_of(connection: AsyncConnection, email: str | None) -> int:
        found = None
        if email is not None:
            try:
                email = email.encode("latin-1").decode()  # the bytes of a header, read as UTF-8
            except UnicodeError:
                pass
            found = await connection.scalar(select(users.c.id).where(users.c.email == email))
        if found is None:
            raise Refused(401, "who are you?")
        return found

    # -- register -----------------------------------------------------------------------------------------------------

    @app.post("/register", status_code=201)
    async def register(new: NewUser) -> JSONResponse:
        values = {"email": str(new.email), "full_name": new.full_name}
        try:
            async with engine.begin() as connection:
                user_id = await connection.scalar(insert(users).values(values).returning(users.c.id))
                await connection.execute(insert(profiles).values(user_id=user_id, bio=new.bio))
        except IntegrityError:
            raise Refused(409, "this email is taken") from None
        return JSONResponse({"id": user_id, **values, "bio": new.bio}, 201)

    # -- books --------------------------------------------------------------------------------------------------------

    @app.get("/books")
    async def list_books(
        q: str = "", after: str = "", size: Annotated[int, Query(ge=1, le=100)] = 20
    ) -> dict[str, Any]:
        if "\0" in q:
            return {"books": [], "next": None}  # no title has one
        query = select(books.c.isbn, books.c.title, books.c.price, books.c.stock)
        query = query.where(by_isbn > after.split("\0")[0]).order_by(by_isbn).limit(size + 1)
        if q:
            query = query.where(find(small(books.c.title), q.translate(SMALL)))
        async with engine.connect() as connection:
            rows = (await connection.execute(query)).mappings().all()
        page = [dict(row) for row in rows[:size]]
        return {"books": page, "next": page[-1]["isbn"] if len(rows) > size else None}

    # -- orders -------------------------------------------------------------------------------------------------------

    async def place(connection: AsyncConnection, user_id: int, wanted: dict[str, int]) -> dict[str, Any]:
        lines, rows = [], []
        query = select(books).where(books.c.isbn.in_(list(wanted))).order_by(books.c.id).with_for_update()
        there = {row.isbn: row for row in await connection.execute(query)}
        if len(there) < len(wanted):
            raise Refused(404, "there is no such book")
        if any(there[isbn].stock < quantity for isbn, quantity in wanted.items()):
            raise Refused(409, "there are too few copies")
        for isbn, quantity in sorted(wanted.items()):
            row = there[isbn]
            await connection.execute(
                update(books).where(books.c.id == row.id).values(stock=books.c.stock - quantity)
            )
            lines.append({"isbn": isbn, "quantity": quantity, "price": row.price})
            rows.append({"book_id": row.id, "quantity": quantity, "price": row.price})
        total = sum(line["quantity"] * line["price"] for line in lines)
        new = insert(orders).values(user_id=user_id, created_at=datetime.now(UTC), total=total)
        order_id = await connection.scalar(new.returning(orders.c.id))
        await connection.execute(insert(order_lines), [{"order_id": order_id, **row} for row in rows])
        return {"id": order_id, "total": total, "lines": lines}

    async def order_once(email: str | None, key: str, wanted: dict[str, int]) -> dict[str, Any]:
        said = json.dumps(wanted, sort_keys=True)
        async with engine.begin() as connection:
            user_id = await user_of(connection, email)
            await connection.execute(insert(order_keys).values(user_id=user_id, key=key, lines=said, answer=""))
            answer = await place(connection, user_id, wanted)
            mine = (order_keys.c.user_id == user_id, order_keys.c.key == key)
            await connection.execute(update(order_keys).where(*mine).values(answer=json.dumps(answer)))
        return answer

    async def told_before(email: str | None, key: str, wanted: dict[str, int]) -> dict[str, Any] | None:
        async with engine.connect() as connection:
            user_id = await user_of(connection, email)
            query = select(order_keys).where(order_keys.c.user_id == user_id, order_keys.c.key == key)
            row = (await connection.execute(query)).first()
        if row is None:
            return None
        if json.loads(row.lines) != wanted:
            raise Refused(409, "this key was for another order")
        return json.loads(row.answer)

    @app.post("/orders", status_code=201)
    async def post_order(
        new: NewOrder,
        idempotency_key: Annotated[str, Header(min_length=1, max_length=100)],
        x_user_email: Annotated[str | None, Header()] = None,
    ) -> dict[str, Any]:
        wanted = {line.isbn: line.quantity for line in new.lines}
        if any("\0" in isbn for isbn in wanted):
            raise Refused(404, "there is no such book")
        for tries_left in (2, 1, 0):
            try:
                return await order_once(x_user_email, idempotency_key, wanted)
            except OperationalError:  # busy, or the connection broke: the key makes another try harmless
                if not tries_left:
                    raise
                await asyncio.sleep(0.05)
            except IntegrityError:
                answer = await told_before(x_user_email, idempotency_key, wanted)
                if answer is not None:
                    return answer
        raise Refused(503, "ask again")

    @app.get("/me/orders")
    async def my_orders(x_user_email: Annotated[str | None, Header()] = None) -> list[dict[str, Any]]:
        async with engine.connect() as connection:
            user_id = await user_of(connection, x_user_email)
            both = orders.outerjoin(order_lines).outerjoin(books)
            mine = select(orders.c.id, orders.c.total, books.c.isbn, books.c.title, order_lines.c.quantity, order_lines.c.price)
            mine = mine.select_from(both).where(orders.c.user_id == user_id)
            mine = mine.order_by(orders.c.created_at.desc(), orders.c.id.desc(), by_isbn, order_lines.c.id)
            rows = (await connection.execute(mine)).all()
        return [
            {
                "id": order_id,
                "total": total,
                "lines": [
                    {"isbn": row.isbn, "title": row.title, "quantity": row.quantity, "price": row.price}
                    for row in its
                    if row.isbn is not None
                ],
            }
            for (order_id, total), its in groupby(rows, key=lambda row: (row.id, row.total))
        ]

    # -- export -------------------------------------------------------------------------------------------------------

    async def some_lines(order_id: int, line_id: int) -> list[Any]:
        query = select(
            order_lines.c.id, order_lines.c.order_id, users.c.email, books.c.isbn,
            order_lines.c.quantity, order_lines.c.price,
        )
        query = query.join(orders, orders.c.id == order_lines.c.order_id)
        query = query.join(users, users.c.id == orders.c.user_id).join(books, books.c.id == order_lines.c.book_id)
        behind = or_(orders.c.id > order_id, and_(orders.c.id == order_id, order_lines.c.id > line_id))
        async with engine.connect() as connection:
            rows = await connection.execute(query.where(behind).order_by(orders.c.id, order_lines.c.id).limit(400))
            return list(rows)

    @app.get("/export")
    async def export() -> StreamingResponse:
        first = await some_lines(-(2**31), 0)

        async def pieces(rows: list[Any]) -> AsyncIterator[str]:
            while rows:
                yield "".join(
                    json.dumps({
                        "order": row.order_id, "email": row.email, "isbn": row.isbn,
                        "quantity": row.quantity, "price": row.price,
                    }) + "\n"
                    for row in rows
                )
                rows = await some_lines(rows[-1].order_id, rows[-1].id)

        return StreamingResponse(pieces(first), media_type="application/x-ndjson")

    # -- ready --------------------------------------------------------------------------------------------------------

    async def ask_something() -> None:
        async with engine.connect() as connection:
            await connection.scalar(select(1))

    @app.get("/ready")
    async def ready() -> dict[str, bool]:
        try:
            async with asyncio.timeout(1):
                await ask_something()
        except (TimeoutError, OSError, SQLAlchemyError):
            raise Refused(503, "not ready") from None
        return {"ready": True}

    return app
