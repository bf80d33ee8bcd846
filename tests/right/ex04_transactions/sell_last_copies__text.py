"""Text SQL with bound parameters, and a recursive retry."""

from sqlalchemy import text


async def sell_last_copies(make_session, isbn, attempts=10):

    sql = "UPDATE books SET stock = stock - 1 WHERE isbn = :isbn AND stock >= 1 RETURNING stock"
    async with make_session() as session:
        try:
            row = (await session.execute(text(sql), {"isbn": isbn})).first()
            await session.commit()
        except DBAPIError as problem:
            await session.rollback()
            if refused(problem) and attempts > 1:
                return await sell_last_copies(make_session, isbn, attempts - 1)
            raise
    if row is None:
        raise OutOfStock(isbn)
    return row.stock
