"""Commits on leaving, without being told.

Caught by: test_without_commit_nothing_is_kept
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, kind, *error):
        if kind is None:
            await self.session.commit()
        await self.session.close()
