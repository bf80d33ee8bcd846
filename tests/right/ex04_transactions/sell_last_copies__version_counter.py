"""A mapped version column would do the same: the old value is part of the condition, rowcount tells."""


async def sell_last_copies(make_session, isbn):

    for _ in range(200):
        session = make_session()
        try:
            book = (await session.execute(select(Book).where(Book.isbn == isbn))).scalar_one_or_none()
            if book is None or book.stock == 0:
                raise OutOfStock
            seen = book.stock
            result = await session.execute(
                update(Book).where(Book.id == book.id).where(Book.stock == seen).values(stock=seen - 1)
            )
            if result.rowcount:
                await session.commit()
                return seen - 1
        except DBAPIError as error:
            if not refused(error):
                raise
        finally:
            await session.close()
