"""The bookshop: five tables that every lesson and every check lives in, and its seed data."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.ext.asyncio import AsyncAttrs
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(AsyncAttrs, DeclarativeBase):
    """The registry of the bookshop's tables: `Base.metadata` holds them all."""


class User(Base):
    """A customer.  No two share an email."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))

    profile: Mapped[Profile | None] = relationship(back_populates="user", lazy="raise")
    orders: Mapped[list[Order]] = relationship(back_populates="user", lazy="raise", order_by="Order.id")


class Profile(Base):
    """What a customer tells about themselves: one row a user, at most."""

    __tablename__ = "profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    bio: Mapped[str] = mapped_column(String(2000))

    user: Mapped[User] = relationship(back_populates="profile", lazy="raise")


class Book(Base):
    """A title on the shelf; `price` in cents, `stock` in copies."""

    __tablename__ = "books"

    id: Mapped[int] = mapped_column(primary_key=True)
    isbn: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    price: Mapped[int]
    stock: Mapped[int]


class Order(Base):
    """What one customer bought at one time."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # DateTime() alone would refuse an aware time on PostgreSQL; SQLite drops the zone either way
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))

    user: Mapped[User] = relationship(back_populates="orders", lazy="raise")
    lines: Mapped[list[OrderLine]] = relationship(back_populates="order", lazy="raise", order_by="OrderLine.id")


class OrderLine(Base):
    """One title in an order; `price` in cents is what a copy cost on that day."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    book_id: Mapped[int] = mapped_column(ForeignKey("books.id"))
    quantity: Mapped[int]
    price: Mapped[int]

    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise")
    book: Mapped[Book] = relationship(lazy="raise")


def seed_rows() -> list[Base]:
    """The objects every lesson starts from, new ones at each call and the same values every time."""
    books = [
        Book(isbn=isbn, title=title, price=price, stock=stock)
        for isbn, title, price, stock in [
            ("1000000001", "Kindred", 1299, 3),
            ("1000000002", "Middlemarch", 999, 5),
            ("1000000003", "The Left Hand of Darkness", 1150, 2),
            ("1000000004", "Beloved", 1399, 4),
            ("1000000005", "Jane Eyre", 899, 6),
            ("1000000006", "Frankenstein", 799, 1),
            ("1000000007", "Invisible Cities", 1250, 0),
            ("1000000008", "Ficciones", 1100, 8),
        ]
    ]
    kindred, middlemarch, darkness, beloved, jane_eyre, _, cities, ficciones = books
    ana, ben, chi, dov = (
        User(email=f"{name.lower()}@example.org", full_name=f"{name} {surname}")
        for name, surname in [("Ana", "Silva"), ("Ben", "Okafor"), ("Chi", "Nguyen"), ("Dov", "Peretz")]
    )
    ana.profile = Profile(bio="Reads on trains.")
    ben.profile = Profile(bio="Collects first lines.")

    def order(user: User, day: int, *lines: tuple[Book, int]) -> Order:
        return Order(
            user=user,
            created_at=datetime(2026, 1, day, 12, tzinfo=UTC),
            lines=[OrderLine(book=book, quantity=quantity, price=book.price) for book, quantity in lines],
        )

    orders = [
        order(ana, 5, (kindred, 1), (beloved, 1)),
        order(ana, 9, (ficciones, 2)),
        order(ben, 9, (middlemarch, 1), (jane_eyre, 1), (cities, 1)),
        order(chi, 14, (darkness, 1)),
        order(ana, 20, (jane_eyre, 3)),
    ]  # Dov has not bought anything yet
    return [*books, ana, ben, chi, dov, *orders]
