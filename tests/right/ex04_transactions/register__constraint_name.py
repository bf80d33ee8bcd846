"""The driver is asked which key it was: by name on PostgreSQL, by column on SQLite."""


async def register(session, email, full_name, bio):

    savepoint = await session.begin_nested()
    user = User(email=email, full_name=full_name)
    session.add(user)
    try:
        await session.flush()
        session.add(Profile(user_id=user.id, bio=bio))
        await session.flush()
    except IntegrityError as error:
        await savepoint.rollback()
        name = getattr(error.orig.__cause__, "constraint_name", "")
        if name == "users_email_key" or str(error.orig) == "UNIQUE constraint failed: users.email":
            raise EmailTaken(email) from error
        raise
    await savepoint.commit()
    return user.id
