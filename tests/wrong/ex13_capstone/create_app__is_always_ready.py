"""It says that it is ready, and has asked nobody.

Caught by: test_ready, test_not_ready
"""

@router.get("/ready")
async def get_ready(make_session: MakeSession) -> dict[str, bool]:
    return {"ready": True}
