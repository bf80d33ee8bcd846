"""The session is committed after the yield of a dependency: the client has its 201 by then.

Caught by: test_a_commit_that_fails
"""

from sqlalchemy.exc import IntegrityError

from .models import Profile, User


async def session_of(request: Request) -> AsyncIterator[services.AsyncSession]:
    async with request.app.state.make_session.begin() as session:
        yield session


@router.post("/register", status_code=201)
async def post_register(new: NewUser, session: Annotated[services.AsyncSession, Depends(session_of)]) -> UserOut:
    user = User(email=new.email, full_name=new.full_name, profile=Profile(bio=new.bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409, "this email is taken") from None
    return UserOut.of(user, new.bio)
