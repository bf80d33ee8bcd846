"""What comes in and what goes out."""

from typing import Annotated, Self

from pydantic import BaseModel, EmailStr, Field, model_validator

from .models import Book, Order, User


class NewUser(BaseModel):
    """What one sends to become a customer."""

    email: Annotated[EmailStr, Field(max_length=200)]
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    bio: Annotated[str, Field(max_length=2000)] = ""


class UserOut(BaseModel):
    """What the shop tells of a customer."""

    id: int
    email: str
    full_name: str
    bio: str

    @classmethod
    def of(cls, user: User, bio: str) -> Self:
        """A customer, as told."""
        return cls(id=user.id, email=user.email, full_name=user.full_name, bio=bio)


class BookOut(BaseModel, from_attributes=True):
    """What the shop tells of a book."""

    isbn: str
    title: str
    price: int
    stock: int


class Page(BaseModel):
    """Some books, and where to go on."""

    books: list[BookOut]
    next: str | None

    @classmethod
    def of(cls, books: list[Book], size: int) -> Self:
        """The first `size` of these books; there is a next page if there are more."""
        shown = [BookOut.model_validate(book) for book in books[:size]]
        return cls(books=shown, next=shown[-1].isbn if len(books) > size else None)


class Line(BaseModel):
    """A book one wants, and how many copies."""

    isbn: str
    quantity: Annotated[int, Field(ge=1, le=100)]


class NewOrder(BaseModel):
    """What one wants to buy."""

    lines: Annotated[list[Line], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def no_book_twice(self) -> Self:
        """Refuse a book that is named twice."""
        if len(self.wanted) < len(self.lines):
            raise ValueError("a book is named twice")
        return self

    @property
    def wanted(self) -> dict[str, int]:
        """The copies of each ISBN, in the order of the ISBNs: everybody locks books in this order."""
        return dict(sorted((line.isbn, line.quantity) for line in self.lines))


class LineOut(BaseModel):
    """What was bought of a book."""

    isbn: str
    quantity: int
    price: int


class OrderOut(BaseModel):
    """An order that was placed."""

    id: int
    total: int
    lines: list[LineOut]

    @classmethod
    def of(cls, order: Order) -> Self:
        """An order whose lines and books are loaded."""
        lines = [LineOut(isbn=line.book.isbn, quantity=line.quantity, price=line.price) for line in order.lines]
        return cls(id=order.id, total=order.total, lines=sorted(lines, key=lambda line: line.isbn))


class MyLine(LineOut):
    """The same, with the title."""

    title: str


class MyOrder(BaseModel):
    """One of the orders of a customer."""

    id: int
    total: int
    lines: list[MyLine]

    @classmethod
    def of(cls, order: Order) -> Self:
        """An order whose lines and books are loaded."""
        lines = [
            MyLine(isbn=line.book.isbn, title=line.book.title, quantity=line.quantity, price=line.price)
            for line in order.lines
        ]
        return cls(id=order.id, total=order.total, lines=sorted(lines, key=lambda line: line.isbn))
