"""There is no way back.

Caught by: test_full_name_is_back, test_the_names_are_joined
"""

def join_name(op):
    pass
