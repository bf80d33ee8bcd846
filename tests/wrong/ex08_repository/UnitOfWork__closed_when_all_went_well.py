"""A block that raised is rolled back and not closed: a repository that was kept goes on.

Caught by: test_outside_of_its_block_it_refuses
"""


class UnitOfWork(UnitOfWork):
    async def __aexit__(self, *error):
        if error[0] is None:
            await self.session.close()
        else:
            await self.session.rollback()
