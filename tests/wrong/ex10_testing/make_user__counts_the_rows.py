"""As many users as there are rows: in a second session that has not committed yet, or after a deletion, the number comes again; and what was given is lost.

Caught by: test_a_user_who_has_an_id
"""


from sqlalchemy import func, select


async def make_user(session, **changes):
    number = await session.scalar(select(func.count(User.id)))
    session.add(user := User(email=f"user{number}@example.org", full_name=f"User {number}"))
    await session.flush()
    return user
