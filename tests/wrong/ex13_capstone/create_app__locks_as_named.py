"""Books are locked in the order in which somebody names them: two orders wait for each other.

Caught by: test_two_orders_crosswise
"""

class NewOrder(BaseModel):
    """What one wants to buy."""

    lines: Annotated[list[Line], Field(min_length=1, max_length=50)]

    @property
    def wanted(self) -> dict[str, int]:
        return {line.isbn: line.quantity for line in self.lines}
