"""The email is looked for, and taken when it is free: two at the same moment both find it free.

Caught by: test_register_a_taken_email
"""

from sqlalchemy import exists


async def register(make_session: MakeSession, new: NewUser) -> UserOut:
    async with make_session.begin() as session:
        if await session.scalar(select(exists().where(User.email == new.email))):
            raise Conflict("this email is taken")
        user = User(email=new.email, full_name=new.full_name, profile=Profile(bio=new.bio))
        session.add(user)
    return UserOut.of(user, new.bio)
