"""A registration whose COMMIT had no answer is tried again, and the user's own email is found taken.

Caught by: test_a_registration_without_an_answer
"""

async def register(make_session: MakeSession, new: NewUser) -> UserOut:
    for again in (True, False):
        user = User(email=new.email, full_name=new.full_name, profile=Profile(bio=new.bio))
        try:
            async with make_session.begin() as session:
                session.add(user)
            return UserOut.of(user, new.bio)
        except IntegrityError:
            raise Conflict("this email is taken") from None
        except Exception:
            if not again:
                raise
    raise Conflict("this email is taken")
