"""A key without a character is taken for one.

Caught by: test_an_order_of_another_form
"""

Key = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]
