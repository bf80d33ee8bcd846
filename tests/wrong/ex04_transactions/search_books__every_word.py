"""The words of the text are looked for one by one, in any order.

Caught by: test_the_text_stays_as_it_is
"""


async def search_books(session, text):
    words = text.split()
    q = select(Book.title)
    for w in words:
        q = q.where(Book.title.contains(w, autoescape=True))
    return list(await session.scalars(q.order_by(Book.title)))
