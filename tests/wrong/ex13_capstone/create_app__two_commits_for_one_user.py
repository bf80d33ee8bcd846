"""The user is committed, then the profile: what fails in between leaves half of it.

Caught by: test_half_a_registration
"""

async def register(make_session: MakeSession, new: NewUser) -> UserOut:
    try:
        async with make_session() as session:
            session.add(user := User(email=new.email, full_name=new.full_name))
            await session.commit()
            session.add(Profile(user_id=user.id, bio=new.bio))
            await session.commit()
    except IntegrityError:
        raise Conflict("this email is taken") from None
    return UserOut.of(user, new.bio)
