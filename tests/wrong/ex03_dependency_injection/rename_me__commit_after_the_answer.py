"""The commit stands after the `yield`, and in this scope that runs when the answer has left.

Caught by: test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

from typing import Any


RequestSession = Annotated[AsyncSession, Depends(get_session)]
