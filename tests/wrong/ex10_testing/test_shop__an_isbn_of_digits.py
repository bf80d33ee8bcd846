"""An ISBN is asked to have ten or thirteen digits: nobody has promised that.

Caught by: test_shops_that_keep_their_promises
"""


async def test_an_isbn(shop):
    isbn = await shop.add_book(price=1299, copies=3)
    assert isbn.isdigit()
    assert len(isbn) in (10, 13)
