"""An INSERT of Core knows columns, and no relationships.

Caught by: test_create_with_related_objects
"""


class Repository(Repository[T]):
    async def create(self, **values):
        from sqlalchemy import insert

        for name in values:
            if name not in inspect(self.model).all_orm_descriptors:
                raise TypeError(f"{self.model.__name__} has no {name!r}")
        return await self.session.scalar(insert(self.model).values(**values).returning(self.model))
