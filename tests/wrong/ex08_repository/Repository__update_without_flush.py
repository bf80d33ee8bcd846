"""Set and not sent: a refusal comes later, somewhere else.

Caught by: test_update_changes_these_values
"""


class Repository(Repository[T]):
    async def update(self, obj, **values):
        for name in values:
            if name not in inspect(self.model).attrs:
                raise AttributeError(name)
        for name, value in values.items():
            setattr(obj, name, value)
        return obj
