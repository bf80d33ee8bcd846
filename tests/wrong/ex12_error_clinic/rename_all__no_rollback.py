"""Nobody rolls back: the session answers everything else with PendingRollbackError.

Caught by: test_those_that_are_refused, test_nothing_that_was_changed_is_lost
"""


async def rename_all(session, emails):

    users = {user.email: user for user in await session.scalars(select(User).where(User.email.in_(emails)))}
    refused = []
    for old, new in emails.items():
        try:
            users[old].email = new
            await session.commit()
        except exc.IntegrityError:
            refused.append(old)
    return refused
