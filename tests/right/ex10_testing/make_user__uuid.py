"""Random values instead of a counter."""


import uuid


async def make_user(session, **changes):
    values = {"email": f"{uuid.uuid4()}@example.org", "full_name": "Somebody"} | changes
    session.add(user := User(**values))
    await session.flush([user])
    return user
