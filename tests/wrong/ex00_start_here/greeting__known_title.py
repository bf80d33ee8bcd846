"""Returns the title seen in the lesson's database.

Caught by: test_the_cheapest_title, test_the_cheapest_title_today, test_a_sold_out_book
"""


async def greeting(session):
    return "Frankenstein"
