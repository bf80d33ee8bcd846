"""The session is told not to look after loaded objects."""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    cents = Book.price * (100 + percent)
    raised = update(Book).values({Book.price: cents // 100 + (cents % 100) // 50})
    await session.execute(raised, execution_options={"synchronize_session": False})
