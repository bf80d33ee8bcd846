"""The table's columns may have other names than the attributes.

Caught by: test_update_whatever_is_mapped
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name in values:
            if name not in self.model.__table__.columns:
                raise AttributeError(name)
        for name, value in values.items():
            setattr(obj, name, value)
        await self.session.flush()
        return obj
