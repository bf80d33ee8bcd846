"""A synchronous engine and `def` endpoints: nobody can interrupt a thread that waits, nor see the rows it fetches.

Stands alone.  On SQLite it passes all but what is named here (test_capstone.py); for PostgreSQL there is no driver.

Caught by: test_not_ready, test_books_in_two_statements
"""

import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, EmailStr, Field

from workbook.bookshop import Base, Book, OrderLine, Profile, User

users, profiles, books, lines = (model.__table__ for model in (User, Profile, Book, OrderLine))
own = sa.MetaData()
orders = sa.Table(
    "orders",
    own,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.Integer),
    sa.Column("created_at", sa.DateTime(timezone=True)),
    sa.Column("total", sa.Integer),
)
keys = sa.Table(
    "keys",
    own,
    sa.Column("user_id", sa.Integer, primary_key=True),
    sa.Column("word", sa.String(100), primary_key=True),
    sa.Column("answer", sa.Text),
)


class Person(BaseModel):
    email: EmailStr = Field(max_length=200)
    full_name: str = Field(min_length=1, max_length=200)
    bio: str = Field("", max_length=2000)


class Wanted(BaseModel):
    isbn: str
    quantity: int = Field(ge=1, le=100)


class Basket(BaseModel):
    lines: list[Wanted] = Field(min_length=1, max_length=50)


def upgrade(connection: sa.Connection) -> None:
    context = MigrationContext.configure(connection)
    if context.get_current_revision() == "one":
        return
    Base.metadata.create_all(connection)
    op = Operations(context)
    op.add_column("orders", sa.Column("total", sa.Integer, nullable=False, server_default=sa.text("0")))
    summed = sa.select(sa.func.sum(lines.c.quantity * lines.c.price)).where(lines.c.order_id == orders.c.id)
    connection.execute(sa.update(orders).values(total=sa.func.coalesce(summed.scalar_subquery(), 0)))
    keys.create(connection)
    connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(sa.text("INSERT INTO alembic_version VALUES ('one')"))


def connection_of(request: Request):
    with request.app.state.engine.begin() as connection:
        yield connection


Connection = Annotated[sa.Connection, Depends(connection_of, scope="function")]


def me(connection: Connection, x_user_email: Annotated[str | None, Header()] = None) -> int:
    found = connection.scalar(sa.select(users.c.id).where(users.c.email == (x_user_email or "")))
    if found is None:
        raise HTTPException(401)
    return found


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        url = database_url.replace("+aiosqlite", "")
        app.state.engine = sa.create_engine(url, pool_size=10, max_overflow=0)
        with app.state.engine.begin() as connection:
            upgrade(connection)
        yield
        app.state.engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.post("/register", status_code=201)
    def register(person: Person, connection: Connection) -> dict[str, Any]:
        new = sa.insert(users).values(email=person.email, full_name=person.full_name).returning(users.c.id)
        try:
            number = connection.scalar(new)
        except sa.exc.IntegrityError:
            raise HTTPException(409, "taken") from None
        connection.execute(sa.insert(profiles).values(user_id=number, bio=person.bio))
        return {"id": number, **person.model_dump()}

    @app.get("/books")
    def page(
        connection: Connection, q: str = "", after: str = "", size: Annotated[int, Query(gt=0, le=100)] = 20
    ) -> dict[str, Any]:
        found = sa.select(books.c.isbn, books.c.title, books.c.price, books.c.stock).order_by(books.c.isbn)
        found = found.where(books.c.isbn > after, books.c.title.icontains(q, autoescape=True)).limit(size + 1)
        rows = [dict(row) for row in connection.execute(found).mappings()]
        return {"books": rows[:size], "next": rows[size - 1]["isbn"] if len(rows) > size else None}

    @app.post("/orders", status_code=201)
    def place(
        basket: Basket,
        user: Annotated[int, Depends(me)],
        connection: Connection,
        idempotency_key: Annotated[str, Header(min_length=1, max_length=100)],
    ) -> dict[str, Any]:
        wanted = {line.isbn: line.quantity for line in basket.lines}
        if len(wanted) < len(basket.lines):
            raise HTTPException(422, "twice")
        key = {"user_id": user, "word": idempotency_key}
        try:
            connection.execute(sa.insert(keys).values(**key, answer=""))
        except sa.exc.IntegrityError:
            told = json.loads(connection.scalar(sa.select(keys.c.answer).filter_by(**key)))
            if {line["isbn"]: line["quantity"] for line in told["lines"]} != wanted:
                raise HTTPException(409, "another order") from None
            return told
        told, rows = {"total": 0, "lines": []}, []
        for isbn in sorted(wanted):
            book = connection.execute(sa.select(books.c.id, books.c.price).where(books.c.isbn == isbn)).first()
            if book is None:
                raise HTTPException(404)
            less = sa.update(books).where(books.c.id == book.id, books.c.stock >= wanted[isbn])
            if not connection.execute(less.values(stock=books.c.stock - wanted[isbn])).rowcount:
                raise HTTPException(409, "sold out")
            told["lines"].append({"isbn": isbn, "quantity": wanted[isbn], "price": book.price})
            told["total"] += book.price * wanted[isbn]
            rows.append({"book_id": book.id, "quantity": wanted[isbn], "price": book.price})
        order = {"user_id": user, "created_at": datetime.now(UTC), "total": told["total"]}
        told = {"id": connection.scalar(sa.insert(orders).values(order).returning(orders.c.id)), **told}
        connection.execute(sa.insert(lines), [{**row, "order_id": told["id"]} for row in rows])
        connection.execute(sa.update(keys).filter_by(**key).values(answer=json.dumps(told)))
        return told

    @app.get("/me/orders")
    def mine(user: Annotated[int, Depends(me)], connection: Connection) -> list[dict[str, Any]]:
        found = (
            sa.select(orders.c.id, orders.c.total, books.c.isbn, books.c.title, lines.c.quantity, lines.c.price)
            .select_from(orders)
            .outerjoin(lines, lines.c.order_id == orders.c.id)
            .outerjoin(books, books.c.id == lines.c.book_id)
            .where(orders.c.user_id == user)
            .order_by(orders.c.created_at.desc(), orders.c.id.desc(), books.c.isbn)
        )
        told: dict[int, dict[str, Any]] = {}
        for row in connection.execute(found).mappings():
            order = told.setdefault(row["id"], {"id": row["id"], "total": row["total"], "lines": []})
            if row["isbn"] is not None:
                order["lines"].append({name: row[name] for name in ("isbn", "title", "quantity", "price")})
        return list(told.values())

    @app.get("/export")
    def export(request: Request) -> StreamingResponse:
        def told():
            found = sa.select(lines.c.id, lines.c.order_id.label("order"), users.c.email, books.c.isbn)
            found = found.add_columns(lines.c.quantity, lines.c.price).select_from(lines)
            found = found.join(orders, orders.c.id == lines.c.order_id).join(users, users.c.id == orders.c.user_id)
            found = found.join(books, books.c.id == lines.c.book_id).order_by(lines.c.order_id, lines.c.id).limit(900)
            last = (0, 0)
            while last:
                with request.app.state.engine.connect() as connection:
                    behind = sa.tuple_(lines.c.order_id, lines.c.id) > sa.tuple_(*map(sa.literal, last))
                    rows = [dict(row) for row in connection.execute(found.where(behind)).mappings()]
                last = (rows[-1]["order"], rows[-1]["id"]) if rows else ()
                yield "".join(json.dumps({k: v for k, v in row.items() if k != "id"}) + "\n" for row in rows)

        return StreamingResponse(told(), media_type="application/x-ndjson")

    @app.get("/ready")
    def ready(connection: Connection) -> dict[str, bool]:
        connection.execute(sa.text("SELECT 1"))
        return {"ready": True}

    return app
