"""Another make: SQL as text, and Alembic's operations and version table without a folder of revisions.

Stands alone.
"""

import asyncio
import contextlib
import datetime
import json

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from sqlalchemy import text

from workbook.database import make_engine

TABLES = {
    "users": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(200), unique=True, nullable=False),
        sa.Column("full_name", sa.String(200), nullable=False),
    ],
    "profiles": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), unique=True, nullable=False),
        sa.Column("bio", sa.String(2000), nullable=False),
    ],
    "books": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("isbn", sa.String(20), unique=True, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
        sa.Column("stock", sa.Integer, nullable=False),
    ],
    "orders": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("users.id"), index=True, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    ],
    "order_lines": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), index=True, nullable=False),
        sa.Column("book_id", sa.Integer, sa.ForeignKey("books.id"), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price", sa.Integer, nullable=False),
    ],
}


def migrate(connection):
    context = MigrationContext.configure(connection)
    op = Operations(context)
    if "capstone_1" in context.get_current_heads():
        return
    there = sa.inspect(connection).get_table_names()
    for name, columns in TABLES.items():
        if name not in there:
            op.create_table(name, *columns())
    op.add_column("orders", sa.Column("total", sa.Integer, server_default="0", nullable=False))
    op.execute(
        "UPDATE orders SET total = (SELECT coalesce(sum(l.quantity * l.price), 0)"
        " FROM order_lines l WHERE l.order_id = orders.id)"
    )
    op.create_table(
        "placed",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("order_id", sa.Integer),
        sa.UniqueConstraint("user_id", "key"),
    )
    context._ensure_version_table()
    op.execute("INSERT INTO alembic_version (version_num) VALUES ('capstone_1')")


class Problem(Exception):
    def __init__(self, status):
        self.status = status


def is_text(value, least, most):
    if not isinstance(value, str) or not least <= len(value) <= most or "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeError:
        return False
    return True


def is_email(value):
    if not is_text(value, 3, 200) or value.count("@") != 1 or any(c.isspace() or c in '<>()[]",:;\\' for c in value):
        return False
    name, _, host = value.partition("@")
    labels = host.split(".")
    return (
        0 < len(name) <= 64 and not name.startswith(".") and not name.endswith(".") and ".." not in name
        and len(labels) > 1 and all(l and l[0] != "-" and l[-1] != "-" and l.replace("-", "a").isalnum() for l in labels)
        and not labels[-1].isdigit()
    )


async def body_of(request):
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Problem(422) from None
    if not isinstance(body, dict):
        raise Problem(422)
    return body


def whole(value, least, most):
    return type(value) is int and least <= value <= most


def create_app(database_url: str) -> FastAPI:
    engine = make_engine(database_url, pool_size=10, max_overflow=0, pool_pre_ping=True)
    pg = engine.dialect.name == "postgresql"
    AZ = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    c = 'COLLATE "C"' if pg else ""

    @contextlib.asynccontextmanager
    async def lifespan(_):
        try:
            async with engine.begin() as connection:
                await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(99)" if pg else "BEGIN IMMEDIATE")
                await connection.run_sync(migrate)
            yield
        finally:
            await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.exception_handler(Problem)
    async def problem(request, error):
        return JSONResponse({"detail": error.status}, error.status)

    @app.exception_handler(RequestValidationError)
    async def form(request, error):
        return JSONResponse({"detail": 422}, 422)

    @app.exception_handler(sa.exc.SQLAlchemyError)
    @app.exception_handler(OSError)
    @app.exception_handler(Exception)
    async def anything_else(request, error):
        return JSONResponse({"detail": "sorry"}, 500)

    async def whoever_asks(connection, request):
        raw = dict(request.scope["headers"]).get(b"x-user-email")
        found = None
        if raw is not None and b"\0" not in raw:
            with contextlib.suppress(UnicodeDecodeError):
                sql = text("SELECT id FROM users WHERE email = :email")
                found = await connection.scalar(sql, {"email": raw.decode()})
        if found is None:
            raise Problem(401)
        return found

    @app.post("/register", status_code=201)
    async def register(request: Request):
        body = await body_of(request)
        email, full_name, bio = body.get("email"), body.get("full_name"), body.get("bio", "")
        if not (is_email(email) and is_text(full_name, 1, 200) and is_text(bio, 0, 2000)):
            raise Problem(422)
        async with engine.begin() as connection:
            sql = "INSERT INTO users (email, full_name) VALUES (:e, :n) ON CONFLICT (email) DO NOTHING RETURNING id"
            user_id = await connection.scalar(text(sql), {"e": email, "n": full_name})
            if user_id is None:
                raise Problem(409)
            sql = "INSERT INTO profiles (user_id, bio) VALUES (:u, :b)"
            await connection.execute(text(sql), {"u": user_id, "b": bio})
        return {"id": user_id, "email": email, "full_name": full_name, "bio": bio}

    @app.get("/books")
    async def books(q: str = "", after: str = "", size: int = Query(20, ge=1, le=100)):
        if "\0" in q:
            return {"books": [], "next": None}
        low = f"translate(title, '{AZ}', '{AZ.lower()}')" if pg else "lower(title)"
        position = "strpos" if pg else "instr"
        sql = (
            f"SELECT isbn, title, price, stock FROM books WHERE isbn {c} > :after"
            + (f" AND {position}({low}, :q) > 0" if q else "")
            + f" ORDER BY isbn {c} LIMIT :n"
        )
        what = {"after": after.split("\0")[0], "n": size + 1}
        if q:
            what["q"] = q.translate(str.maketrans(AZ, AZ.lower()))
        async with engine.connect() as connection:
            found = [dict(row) for row in (await connection.execute(text(sql), what)).mappings()]
        more = len(found) > size
        return {"books": found[:size], "next": found[size - 1]["isbn"] if more else None}

    async def as_stored(connection, order_id):
        total = await connection.scalar(text("SELECT total FROM orders WHERE id = :id"), {"id": order_id})
        sql = f"""SELECT b.isbn AS isbn, l.quantity AS quantity, l.price AS price FROM order_lines l
                  JOIN books b ON b.id = l.book_id WHERE l.order_id = :id ORDER BY b.isbn {c}"""
        lines = (await connection.execute(text(sql), {"id": order_id})).mappings()
        return {"id": order_id, "total": total, "lines": [dict(line) for line in lines]}

    now = sa.bindparam("now", type_=sa.DateTime(timezone=True))

    @app.post("/orders", status_code=201)
    async def order(request: Request):
        key = request.headers.get("idempotency-key", "")
        body = await body_of(request)
        lines = body.get("lines")
        if not 1 <= len(key) <= 100 or not isinstance(lines, list) or not 1 <= len(lines) <= 50:
            raise Problem(422)
        if not all(isinstance(l, dict) and is_text(l.get("isbn"), 0, 1000) and whole(l.get("quantity"), 1, 100) for l in lines):
            raise Problem(422)
        wanted = {l["isbn"]: l["quantity"] for l in lines}
        if len(wanted) < len(lines):
            raise Problem(422)
        async with engine.begin() as connection:
            user_id = await whoever_asks(connection, request)
            sql = """INSERT INTO placed (user_id, key) VALUES (:u, :k)
                     ON CONFLICT (user_id, key) DO NOTHING RETURNING id"""
            mine = await connection.scalar(text(sql), {"u": user_id, "k": key})
            if mine is None:
                sql = "SELECT order_id FROM placed WHERE user_id = :u AND key = :k"
                answer = await as_stored(connection, await connection.scalar(text(sql), {"u": user_id, "k": key}))
                if {l["isbn"]: l["quantity"] for l in answer["lines"]} != wanted:
                    raise Problem(409)
                return answer
            took = []
            for isbn, n in sorted(wanted.items()):
                sql = """UPDATE books SET stock = stock - :n WHERE isbn = :isbn AND stock >= :n RETURNING id, price"""
                row = (await connection.execute(text(sql), {"n": n, "isbn": isbn})).first()
                if row is None:
                    there = await connection.scalar(text("SELECT 1 FROM books WHERE isbn = :isbn"), {"isbn": isbn})
                    raise Problem(409 if there else 404)
                took.append((row.id, n, row.price))
            sql = "INSERT INTO orders (user_id, created_at, total) VALUES (:u, :now, :t) RETURNING id"
            what = {"u": user_id, "now": datetime.datetime.now(datetime.UTC), "t": sum(n * p for _, n, p in took)}
            order_id = await connection.scalar(text(sql).bindparams(now), what)
            sql = "INSERT INTO order_lines (order_id, book_id, quantity, price) VALUES (:o, :b, :n, :p)"
            await connection.execute(text(sql), [{"o": order_id, "b": b, "n": n, "p": p} for b, n, p in took])
            await connection.execute(text("UPDATE placed SET order_id = :o WHERE id = :i"), {"o": order_id, "i": mine})
            return await as_stored(connection, order_id)

    @app.get("/me/orders")
    async def my_orders(request: Request):
        async with engine.connect() as connection:
            user_id = await whoever_asks(connection, request)
            sql = f"""SELECT o.id, o.total, b.isbn, b.title, l.quantity, l.price
                      FROM orders o LEFT JOIN order_lines l ON l.order_id = o.id LEFT JOIN books b ON b.id = l.book_id
                      WHERE o.user_id = :u ORDER BY o.created_at DESC, o.id DESC, b.isbn {c}"""
            rows = (await connection.execute(text(sql), {"u": user_id})).all()
        result = []
        for order_id, total, isbn, title, quantity, price in rows:
            if not result or result[-1]["id"] != order_id:
                result.append({"id": order_id, "total": total, "lines": []})
            if isbn is not None:
                result[-1]["lines"].append({"isbn": isbn, "title": title, "quantity": quantity, "price": price})
        return result

    @app.get("/export")
    async def export():
        async def lines():
            sql = text("""SELECT o.id AS "order", u.email, b.isbn, l.quantity, l.price FROM order_lines l
                          JOIN orders o ON o.id = l.order_id JOIN users u ON u.id = o.user_id
                          JOIN books b ON b.id = l.book_id ORDER BY o.id, l.id""")
            async with engine.connect() as connection:
                async with connection.stream(sql, execution_options={"yield_per": 250}) as rows:
                    async for row in rows.mappings():
                        yield json.dumps(dict(row)) + "\n"

        return StreamingResponse(lines(), media_type="application/x-ndjson")

    @app.get("/ready")
    async def ready():
        async def ask():
            async with engine.connect() as connection:
                await connection.exec_driver_sql("SELECT 1")

        try:
            await asyncio.wait_for(ask(), 1)
        except Exception:
            return JSONResponse({"ready": False}, 503)
        return {"ready": True}

    return app
