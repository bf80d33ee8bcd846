"""Three shops that keep the contract of `exercises/ex10_testing.py`, and differ in what it leaves open."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

SCHEMA = """
    CREATE TABLE books (isbn TEXT PRIMARY KEY, price INTEGER NOT NULL, stock INTEGER NOT NULL);
    CREATE TABLE users (row INTEGER PRIMARY KEY, id INTEGER UNIQUE, email TEXT UNIQUE, name TEXT NOT NULL);
    CREATE TABLE orders (
        row INTEGER PRIMARY KEY, id INTEGER UNIQUE, user_id INTEGER NOT NULL, isbn TEXT NOT NULL,
        copies INTEGER NOT NULL, price INTEGER NOT NULL
    );
"""
QUICK = ("PRAGMA synchronous = OFF", "PRAGMA journal_mode = MEMORY")  # the files are thrown away


@cache
def _empty() -> bytes:
    db = sqlite3.connect(":memory:")
    db.executescript(SCHEMA)
    return db.serialize()


class OutOfStock(Exception):
    """There are not that many copies."""


class EmailTaken(Exception):
    """Somebody has registered with this email."""


class Shop:
    """The contract in plain SQL.  An object is one process of the service; the file is the database that all share."""

    out_of_stock: type[Exception] = OutOfStock
    email_taken: type[Exception] = EmailTaken
    too_few: type[Exception] = ValueError
    unknown: type[Exception] = LookupError

    def __init__(self, file: Path, random: Random):
        self.db = sqlite3.connect(file, timeout=0.05)
        for pragma in QUICK:
            self.db.execute(pragma)
        self.random = random

    @staticmethod
    def create(file: Path) -> None:
        """Make an empty database."""
        file.write_bytes(_empty())

    def close(self) -> None:
        """End this process of the service: what it has not committed is gone."""
        self.db.close()

    # -- the contract -----------------------------------------------------------------------------------------------

    def add_book(self, price: int, copies: int) -> str:
        isbn = self.isbn()
        self.run("INSERT INTO books VALUES (?, ?, ?)", isbn, price, copies)
        self.db.commit()
        return isbn

    def set_price(self, isbn: str, price: int) -> None:
        self.book(isbn)
        self.run("UPDATE books SET price = ? WHERE isbn = ?", price, isbn)
        self.db.commit()

    def shelf(self, isbn: str) -> int:
        return self.book(isbn)[1]

    def register(self, email: str, name: str) -> int:
        try:
            number = self.add("users", self.same(email), name)
        except sqlite3.IntegrityError:
            self.after_refusal()
            raise self.email_taken(email) from None
        self.db.commit()
        return number

    def buy(self, user_id: int, isbn: str, copies: int = 1) -> int:
        if not self.run("SELECT 1 FROM users WHERE id = ?", user_id):
            raise self.unknown(f"no customer {user_id}")
        price, stock = self.book(isbn)
        if not self.can_be_bought(copies):
            raise self.too_few(f"{copies} copies")
        if not self.are_there(copies, stock):
            self.out_of(isbn, user_id, copies, price)
            raise self.out_of_stock(isbn)
        return self.sell(isbn, user_id, copies, price)

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        rows = self.run("SELECT id, isbn, copies, price FROM orders WHERE user_id = ? ORDER BY row DESC", user_id)
        return [dict(zip(("id", "isbn", "copies", "price"), row, strict=True)) for row in rows]

    def cancel(self, order_id: int) -> None:
        found = self.run("SELECT isbn, copies FROM orders WHERE id = ?", order_id)
        if not found:
            raise self.unknown(f"no order {order_id}")
        [(isbn, copies)] = found
        self.put_back(isbn, copies)
        self.forget(order_id)
        self.db.commit()

    # -- its steps: a shop that is different differs here -----------------------------------------------------------

    def run(self, sql: str, *values: Any) -> list[Any]:
        """Run a statement; its rows."""
        return self.db.execute(sql, values).fetchall()

    def book(self, isbn: str) -> tuple[int, int]:
        """What a copy costs, and how many are on the shelf."""
        found = self.run("SELECT price, stock FROM books WHERE isbn = ?", isbn)
        if not found:
            raise self.unknown(f"no book {isbn}")
        return found[0]

    def add(self, table: str, *values: Any) -> int:
        """Add a row, and return its id."""
        marks = ", ".join("?" * len(values))
        self.run(f"INSERT INTO {table} VALUES (NULL, NULL, {marks})", *values)
        [(row,)] = self.run("SELECT last_insert_rowid()")
        number = self.number(row)
        self.run(f"UPDATE {table} SET id = ? WHERE row = ?", number, row)
        return number

    def number(self, row: int) -> int:
        """The id of a row."""
        return row

    def isbn(self) -> str:
        """A new ISBN."""
        return str(self.random.randrange(10**12, 10**13))

    def same(self, email: str) -> str:
        """What two emails have in common that are the same."""
        return email

    def after_refusal(self) -> None:
        self.db.rollback()

    def can_be_bought(self, copies: int) -> bool:
        return copies >= 1

    def are_there(self, copies: int, stock: int) -> bool:
        return copies <= stock

    def out_of(self, isbn: str, user_id: int, copies: int, price: int) -> None:
        """What a sale that was refused does to the database: nothing."""

    def sell(self, isbn: str, user_id: int, copies: int, price: int) -> int:
        self.take(isbn, copies)
        number = self.add("orders", user_id, isbn, copies, price)
        self.db.commit()
        return number

    def take(self, isbn: str, copies: int) -> None:
        self.run("UPDATE books SET stock = stock - ? WHERE isbn = ?", copies, isbn)

    def put_back(self, isbn: str, copies: int) -> None:
        self.run("UPDATE books SET stock = stock + ? WHERE isbn = ?", copies, isbn)

    def forget(self, order_id: int) -> None:
        self.run("DELETE FROM orders WHERE id = ?", order_id)


class Reticent:
    """What an exception says is in no contract."""

    def __str__(self) -> str:
        return "not today"


class SoldOut(Reticent, OutOfStock):
    """There is no copy at all."""


class KnownAlready(Reticent, EmailTaken):
    """In whatever case the email was written."""


class NotANumberOfCopies(Reticent, ValueError):
    """Less than one."""


class NoSuchRow(Reticent, LookupError):
    """Nothing has this number."""


class Otherwise(Shop):
    """Ids that go down from 0, a shelf that is computed, exceptions of its own in other words, emails in any case."""

    out_of_stock, email_taken, too_few, unknown = SoldOut, KnownAlready, NotANumberOfCopies, NoSuchRow

    def number(self, row: int) -> int:
        return -1_000_003 * (row - 1)

    def same(self, email: str) -> str:
        return email.lower()

    def book(self, isbn: str) -> tuple[int, int]:
        price, delivered = super().book(isbn)
        return price, delivered - self.run("SELECT coalesce(sum(copies), 0) FROM orders WHERE isbn = ?", isbn)[0][0]

    def take(self, isbn: str, copies: int) -> None:
        """What is sold is in the orders."""

    put_back = take


class Talkative(Shop):
    """It tells more of an order than was promised, in another order, its ids have gaps, and its ISBNs have hyphens.

    Of a book that never was there is no copy on its shelf.
    """

    def number(self, row: int) -> int:
        return 2_000 + 3 * row

    def isbn(self) -> str:
        return f"978-{self.random.randrange(10**4)}-{self.random.randrange(10**5)}-X"

    def book(self, isbn: str) -> tuple[int, int]:
        try:
            return super().book(isbn)
        except LookupError:
            return 0, 0

    def orders_of(self, user_id: int) -> list[dict[str, Any]]:
        return [
            {"total": order["copies"] * order["price"], "price": order["price"], "currency": "EUR", **order}
            for order in super().orders_of(user_id)
        ]


RIGHT: tuple[type[Shop], ...] = (Shop, Otherwise, Talkative)
