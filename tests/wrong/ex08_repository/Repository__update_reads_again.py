"""The object is read again first, and what the caller had set on it is lost.

Caught by: test_update_keeps_what_the_caller_has_changed
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name in values:
            if name not in inspect(self.model).attrs:
                raise AttributeError(name)
        with self.session.no_autoflush:
            await self.session.refresh(obj)
        return await super().update(obj, **values)
