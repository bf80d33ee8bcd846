"""One dependency reads the header, another finds the user.

Stands in place.
"""

def user_email(x_user_email: str | None = Header(None)) -> str:
    if not x_user_email:
        raise HTTPException(401)
    return x_user_email


async def current_user(session: RequestSession, email: Annotated[str, Depends(user_email)]) -> User:
    user = (await session.scalars(select(User).where(User.email == email))).first()
    if user is None:
        raise HTTPException(401)
    return user
