"""INSERT … RETURNING, and a dict for an answer.

Stands in place.
"""

from sqlalchemy import insert


@router.post("/users", status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> UserOut:
    values = new.model_dump()
    try:
        user_id = await session.scalar(insert(User).values(**values).returning(User.id))
    except IntegrityError:
        raise HTTPException(409) from None
    return UserOut(id=user_id, **values)
