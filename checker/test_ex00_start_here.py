"""Checks of lesson 00."""

import pytest


@pytest.mark.exercise(
    "greeting",
    misconception="take another book than the cheapest",
    taught="A question is an object",
    hint="Sort the books by price and ask for the first title only: `order_by` and `limit` belong to the question.",
)
async def test_the_cheapest_title(submission, shop):
    """greeting() returns the title of the cheapest book."""
    shelf = zip("BACED", [300, 200, 100, 400, 500], strict=True)  # the cheapest is third in every other order
    books = [await shop.add_book(title=f"{letter} {shop.word()}", price=price, stock=5) for letter, price in shelf]
    assert await submission.greeting() == books[2].title


@pytest.mark.exercise(
    "greeting",
    misconception="remember an answer instead of asking again",
    taught="A session asks it",
    hint="Ask the session each time the function is called, and keep nothing from the call before.",
)
async def test_the_cheapest_title_today(submission, shop):
    """greeting() goes by today's prices: when a cheaper book arrives, the next call finds it."""
    await shop.add_books(3)
    await submission.greeting()
    new = await shop.add_book(price=1)
    assert await submission.greeting() == new.title


@pytest.mark.exercise(
    "greeting",
    misconception="leave out what is sold out",
    taught="A question is an object",
    hint="The question is about the price alone: leave the stock out of it.",
)
async def test_a_sold_out_book(submission, shop):
    """greeting() treats a book that is sold out like any other."""
    await shop.add_books(3)
    sold_out = await shop.add_book(price=1, stock=0)
    assert await submission.greeting() == sold_out.title
