"""All books, and the lowest of them found in Python."""


async def greeting(session):
    books = (await session.scalars(select(Book))).all()
    return min(books, key=lambda book: book.price).title
