"""The error is told to the client, and with it the statement and its values.

Caught by: test_a_commit_that_fails, test_half_a_registration
"""

@router.post("/register", status_code=201)
async def post_register(new: NewUser, make_session: MakeSession) -> UserOut:
    try:
        return await services.register(make_session, new)
    except services.Conflict as refused:
        raise HTTPException(409, str(refused)) from None
    except SQLAlchemyError as error:
        raise HTTPException(500, f"{error} for {new.email}") from None
