"""With `use_cache=False`, each function of a request gets a session of its own.

Caught by: test_one_session_in_one_request, test_the_new_name_is_stored

Stands in place.
"""

RequestSession = Annotated[AsyncSession, Depends(get_session, scope="function", use_cache=False)]
