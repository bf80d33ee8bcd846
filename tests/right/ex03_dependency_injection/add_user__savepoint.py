"""The INSERT in a savepoint; the 409 is an answer of its own.

Stands in place.
"""

from fastapi.responses import JSONResponse


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession):
    try:
        async with session.begin_nested():
            user = User(email=new.email, full_name=new.full_name)
            session.add(user)
    except IntegrityError:
        return JSONResponse({"detail": "taken"}, status_code=409)
    await session.refresh(user)
    return user
