"""Another make: the endpoints are methods of one object, which writes its revisions into a folder with open().

Stands alone.
"""

import asyncio
import json
import os
import tempfile
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, EmailStr, Field, TypeAdapter, model_validator
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, raiseload, relationship, selectinload

from workbook.database import make_engine


class Model(DeclarativeBase):
    pass


class User(Model):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    full_name: Mapped[str]


class Profile(Model):
    __tablename__ = "profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    bio: Mapped[str]


class Book(Model):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    isbn: Mapped[str]
    title: Mapped[str]
    price: Mapped[int]
    stock: Mapped[int]


class Order(Model):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True))
    total: Mapped[int]
    lines: Mapped[list["Line"]] = relationship(back_populates="order", lazy="raise")


class Line(Model):
    __tablename__ = "order_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    book_id: Mapped[int] = mapped_column(sa.ForeignKey("books.id"))
    quantity: Mapped[int]
    price: Mapped[int]
    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise")
    book: Mapped[Book] = relationship(lazy="raise")


class Receipt(Model):
    __tablename__ = "receipts"
    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    user_id: Mapped[int]
    key: Mapped[str]
    body: Mapped[str]


REVISION = '''
import sqlalchemy as sa
from alembic import op

revision = "one"
down_revision = None


def upgrade():
    c, integer = sa.Column, sa.Integer
    missing = lambda name: not sa.inspect(op.get_bind()).has_table(name)
    make = lambda name, *columns: missing(name) and op.create_table(name, c("id", integer, primary_key=True), *columns)
    needs = lambda name, kind, *more, **how: c(name, kind, *more, nullable=False, **how)
    make("users", needs("email", sa.String(200), unique=True), needs("full_name", sa.String(200)))
    make("profiles", needs("user_id", integer, sa.ForeignKey("users.id"), unique=True), needs("bio", sa.String(2000)))
    make("books", needs("isbn", sa.String(20), unique=True), needs("title", sa.String(200)), needs("price", integer), needs("stock", integer))
    make("orders", needs("user_id", integer, sa.ForeignKey("users.id"), index=True), needs("created_at", sa.DateTime(timezone=True)))
    make(
        "order_lines",
        needs("order_id", integer, sa.ForeignKey("orders.id"), index=True), needs("book_id", integer, sa.ForeignKey("books.id")),
        needs("quantity", integer), needs("price", integer),
    )
    op.add_column("orders", needs("total", integer, server_default="0"))
    lines = sa.table("order_lines", c("order_id"), c("quantity", integer), c("price", integer))
    orders = sa.table("orders", c("id"), c("total"))
    sums = sa.select(sa.func.coalesce(sa.func.sum(lines.c.quantity * lines.c.price), 0)).where(lines.c.order_id == orders.c.id)
    op.execute(orders.update().values(total=sums.scalar_subquery()))
    op.create_table(
        "receipts", c("order_id", integer, primary_key=True, autoincrement=False), needs("user_id", integer),
        needs("key", sa.String(100)), needs("body", sa.Text), sa.UniqueConstraint("user_id", "key"),
    )
'''
SCRIPT = '''
from alembic import context
context.configure(connection=context.config.attributes["c"])
context.run_migrations()
'''


class Registration(BaseModel):
    model_config = ConfigDict(strict=True)
    email: str = Field(max_length=200)
    full_name: str = Field(min_length=1, max_length=200)
    bio: str = Field(default="", max_length=2000)

    @model_validator(mode="after")
    def has_an_address(self):
        if self.email.strip() != self.email or "<" in self.email:
            raise ValueError
        TypeAdapter(EmailStr).validate_python(self.email)
        return self


class Wanted(BaseModel):
    model_config = ConfigDict(strict=True)
    isbn: str
    quantity: int = Field(ge=1, le=100)


class Basket(BaseModel):
    lines: list[Wanted] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def different(self):
        assert len({each.isbn for each in self.lines}) == len(self.lines)
        return self

    def as_dict(self):
        return {each.isbn: each.quantity for each in self.lines}


class Paging(BaseModel):
    q: str = ""
    after: str = ""
    size: int = Field(default=20, ge=1, le=100)


class Service:
    def __init__(self, url):
        self.engine = make_engine(url, pool_size=10, max_overflow=0, pool_pre_ping=True)
        self.postgres = self.engine.name == "postgresql"
        self.app = FastAPI(title="Shop", lifespan=self.lifespan)
        self.app.add_api_route("/register", self.register, methods=["POST"], status_code=201)
        self.app.add_api_route("/books", self.books)
        self.app.add_api_route("/orders", self.order, methods=["POST"], status_code=201)
        self.app.add_api_route("/me/orders", self.my_orders)
        self.app.add_api_route("/export", self.export)
        self.app.add_api_route("/ready", self.ready)
        self.app.add_exception_handler(RequestValidationError, self.on_malformed)
        self.app.add_exception_handler(Exception, self.on_failure)
        for kind in (sa.exc.SQLAlchemyError, OSError):
            self.app.add_exception_handler(kind, self.on_failure)

    def lifespan(self, app):
        return self

    async def __aenter__(self):
        try:
            async with self.engine.begin() as c:
                await c.exec_driver_sql("SELECT pg_advisory_xact_lock(1)" if self.postgres else "BEGIN IMMEDIATE")
                await c.run_sync(self.migrate)
        except BaseException:
            await self.engine.dispose()
            raise

    async def __aexit__(self, *_):
        await self.engine.dispose()

    def migrate(self, c):
        with tempfile.TemporaryDirectory() as where:
            os.mkdir(os.path.join(where, "versions"))
            for name, content in {"env.py": SCRIPT, os.path.join("versions", "one.py"): REVISION}.items():
                with open(os.path.join(where, name), "w") as file:
                    file.write(content)
            config = Config(attributes={"c": c})
            config.set_main_option("script_location", where.replace("%", "%%"))
            command.upgrade(config, "head")

    @staticmethod
    async def on_malformed(request, error):
        return JSONResponse({"detail": "malformed"}, 422)

    @staticmethod
    async def on_failure(request, error):
        return JSONResponse({"detail": "failure"}, 503)

    async def user(self, session, request):
        email = request.headers.get("x-user-email")
        found = email and await session.scalar(sa.select(User.id).where(User.email == email))
        if not found:
            raise HTTPException(401)
        return found

    async def register(self, new: Registration):
        async with AsyncSession(self.engine) as session:
            user = User(email=new.email, full_name=new.full_name)
            session.add(user)
            try:
                await session.flush()
            except sa.exc.IntegrityError:
                raise HTTPException(409) from None
            answer = {"id": user.id, **new.model_dump()}
            session.add(Profile(user_id=user.id, bio=new.bio))
            await session.commit()
        return answer

    async def books(self, request: Request):
        try:
            paging = Paging.model_validate(dict(request.query_params))
        except ValueError:
            raise HTTPException(422) from None
        isbn = Book.isbn.collate("C") if self.postgres else Book.isbn
        conditions = [isbn > paging.after.split("\0")[0]]
        if "\0" in paging.q:
            return {"books": [], "next": None}
        for_like = paging.q.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
        if self.postgres:
            az = "abcdefghijklmnopqrstuvwxyz"
            small = for_like.translate(str.maketrans(az.upper(), az))
            conditions.append(sa.func.translate(Book.title, az.upper(), az).like(f"%{small}%", escape="\\"))
        elif len(paging.q) > 200:
            conditions.append(sa.false())  # no title is that long, and LIKE does not take more than 50,000
        else:
            conditions.append(Book.title.like(f"%{for_like}%", escape="\\"))
        async with AsyncSession(self.engine) as session:
            found = (await session.scalars(sa.select(Book).where(*conditions).order_by(isbn).limit(paging.size + 1))).all()
        page = [{name: getattr(book, name) for name in ("isbn", "title", "price", "stock")} for book in found]
        return {"books": page[: paging.size], "next": page[paging.size - 1]["isbn"] if len(page) > paging.size else None}

    async def order(self, request: Request, basket: Basket):
        key, wanted = request.headers.get("idempotency-key", ""), basket.as_dict()
        if not 1 <= len(key) <= 100:
            raise HTTPException(422)
        async with AsyncSession(self.engine) as session:
            user_id = await self.user(session, request)
            # a write to the user's row, which changes nothing: whoever orders for the same user waits here
            await session.execute(sa.update(User).where(User.id == user_id).values(full_name=User.full_name))
            receipt = await session.scalar(sa.select(Receipt).where(Receipt.user_id == user_id, Receipt.key == key))
            if receipt is not None:
                before = json.loads(receipt.body)
                if {line["isbn"]: line["quantity"] for line in before["lines"]} != wanted:
                    raise HTTPException(409)
                return before
            isbns = [isbn for isbn in wanted if "\0" not in isbn]
            query = sa.select(Book).where(Book.isbn.in_(isbns)).order_by(Book.id).with_for_update()
            books = {book.isbn: book for book in await session.scalars(query)}
            if len(books) < len(wanted):
                raise HTTPException(404)
            if any(books[isbn].stock < quantity for isbn, quantity in wanted.items()):
                raise HTTPException(409)
            lines = []
            for isbn in sorted(wanted):
                books[isbn].stock -= wanted[isbn]
                lines.append(Line(book_id=books[isbn].id, quantity=wanted[isbn], price=books[isbn].price))
            total = sum(line.quantity * line.price for line in lines)
            order = Order(user_id=user_id, created_at=datetime.now(UTC), total=total, lines=lines)
            session.add(order)
            await session.flush()
            told = [{"isbn": isbn, "quantity": wanted[isbn], "price": books[isbn].price} for isbn in sorted(wanted)]
            answer = {"id": order.id, "total": total, "lines": told}
            session.add(Receipt(order_id=order.id, user_id=user_id, key=key, body=json.dumps(answer)))
            await session.commit()
        return answer

    async def my_orders(self, request: Request):
        async with AsyncSession(self.engine) as session:
            query = sa.select(Order).where(Order.user_id == await self.user(session, request))
            query = query.order_by(Order.created_at.desc(), Order.id.desc())
            loaded = query.options(selectinload(Order.lines).joinedload(Line.book), raiseload("*"))
            orders = (await session.scalars(loaded)).all()

        def told(line):
            return {"isbn": line.book.isbn, "title": line.book.title, "quantity": line.quantity, "price": line.price}

        return [
            {"id": order.id, "total": order.total, "lines": sorted(map(told, order.lines), key=lambda line: line["isbn"])}
            for order in orders
        ]

    async def export(self):
        query = (
            sa.select(Order.id.label("order"), User.email, Book.isbn, Line.quantity, Line.price)
            .select_from(Line).join(Order, Order.id == Line.order_id).join(User, User.id == Order.user_id)
            .join(Book, Book.id == Line.book_id).order_by(Order.id, Line.id)
        )

        async def rows():
            async with AsyncSession(self.engine) as session:
                async for row in await session.stream(query, execution_options={"yield_per": 1000}):
                    yield json.dumps(row._asdict()) + "\n"

        return StreamingResponse(rows(), media_type="application/x-ndjson")

    async def ready(self):
        try:
            async with asyncio.timeout(1), AsyncSession(self.engine) as session:
                await session.scalar(sa.select(sa.literal(1)))
        except (TimeoutError, OSError, sa.exc.SQLAlchemyError):
            raise HTTPException(503) from None
        return {"ready": True}


def create_app(database_url: str) -> FastAPI:
    return Service(database_url).app
