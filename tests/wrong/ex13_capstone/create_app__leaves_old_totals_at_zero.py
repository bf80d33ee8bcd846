"""The column is added, and what the old orders came to is not reckoned.

Caught by: test_an_old_database_full_of_rows
"""

FILL = "UPDATE orders SET total = 0"
