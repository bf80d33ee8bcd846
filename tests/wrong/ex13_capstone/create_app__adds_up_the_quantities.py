"""Old totals are the sum of the prices, whatever the quantities.

Caught by: test_an_old_database_full_of_rows
"""

FILL = """
    UPDATE orders SET total = coalesce(
        (SELECT sum(price) FROM order_lines WHERE order_lines.order_id = orders.id), 0)
"""
