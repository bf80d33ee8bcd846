"""An order of fifty lines is refused: one too few is let in.

Caught by: test_an_order_of_another_form
"""


class NewOrder(BaseModel):
    lines: Annotated[list[Line], Field(min_length=1, max_length=49)]

    @model_validator(mode="after")
    def no_book_twice(self) -> Self:
        if len(self.wanted) < len(self.lines):
            raise ValueError("a book is named twice")
        return self

    @property
    def wanted(self) -> dict[str, int]:
        return dict(sorted((line.isbn, line.quantity) for line in self.lines))
