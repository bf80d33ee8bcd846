"""The INSERT itself says what to do about a taken email, on either database."""

from sqlalchemy.dialects import postgresql, sqlite


async def register(session, email, full_name, bio):

    insert = postgresql.insert if session.bind.dialect.name == "postgresql" else sqlite.insert
    add = insert(User).values(email=email, full_name=full_name).on_conflict_do_nothing(index_elements=["email"])
    async with session.begin_nested():
        number = await session.scalar(add.returning(User.id))
        if number is None:
            raise EmailTaken(email)
        session.add(Profile(user_id=number, bio=bio))
    return number
