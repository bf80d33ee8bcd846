"""It keeps its answer, and gives it again when there is another.

Caught by: test_two_statements_for_any_number_of_users
"""


answers = {}


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    if limit not in answers:
        statement = select(User).options(selectinload(User.orders)).order_by(User.email).limit(limit)
        answers[limit] = list(await session.scalars(statement))
    return answers[limit]
