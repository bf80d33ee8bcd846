"""It asks the database, and waits for the answer as long as that takes.

Caught by: test_not_ready
"""

@router.get("/ready")
async def get_ready(make_session: MakeSession) -> dict[str, bool]:
    try:
        async with make_session() as session:
            await session.execute(select(1))
    except (OSError, SQLAlchemyError):
        raise HTTPException(503, "the database does not answer") from None
    return {"ready": True}
