"""There is no way back.

Caught by: test_without_country, test_country_there_and_back
"""

def drop_country(op):
    pass
