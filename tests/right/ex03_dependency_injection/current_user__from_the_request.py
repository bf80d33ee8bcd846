"""The header is read from the request.

Stands in place.
"""

async def current_user(request: Request, session: RequestSession) -> User:
    email = request.headers.get("X-User-Email")
    user = (await session.execute(select(User).filter_by(email=email))).scalar_one_or_none()
    if not user:
        raise HTTPException(status_code=401)
    return user
