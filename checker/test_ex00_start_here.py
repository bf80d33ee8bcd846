"""Checks of lesson 00."""

import pytest


@pytest.mark.exercise("greeting")
async def test_the_cheapest_title(submission, shop):
    """greeting() returns the title of the cheapest book."""
    books = await shop.add_books(5)
    cheapest = min(books, key=lambda book: book.price)
    assert await submission.greeting() == cheapest.title


@pytest.mark.exercise("greeting")
async def test_the_cheapest_title_today(submission, shop):
    """greeting() looks at the prices of today: a new, cheaper book is found the next time."""
    await shop.add_books(3)
    await submission.greeting()
    new = await shop.add_book(price=1)
    assert await submission.greeting() == new.title
