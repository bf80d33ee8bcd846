"""refresh() takes back the caller's own changes too.

Caught by: test_update_refuses_a_misspelt_name
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        try:
            for name, value in values.items():
                if name not in inspect(self.model).attrs:
                    raise AttributeError(name)
                setattr(obj, name, value)
        except AttributeError:
            await self.session.refresh(obj)
            raise
        await self.session.flush()
        return obj
