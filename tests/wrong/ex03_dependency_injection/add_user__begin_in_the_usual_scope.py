"""`make_session.begin()` commits after the `yield` too, when the answer has left.

Caught by: test_success_is_told_after_the_commit, test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

RequestSession = Annotated[AsyncSession, Depends(get_session)]
