"""Checks of lesson 00."""

import pytest


@pytest.mark.exercise("greeting", misconception="take another book than the cheapest")
async def test_the_cheapest_title(submission, shop):
    """greeting() returns the title of the cheapest book."""
    cheapest, *others = sorted(shop.random.sample(range(100, 5000), 5))
    prices = dict(zip("ACEDB", [*others[:2], cheapest, *others[2:]], strict=True))  # E is in the middle of the table
    titles = {letter: f"{letter.replace('E', 'C2')} {shop.word()}" for letter in prices}
    for letter, price in prices.items():
        await shop.add_book(title=titles[letter], price=price)
    assert await submission.greeting() == titles["E"]
