"""Exercise of lesson 13, Capstone: a service.  Run `pytest checker -k ex13` when you have written something.

Write it here, in one file, or in as many as you like beside this one.  `from .models import Book` finds them.  The way
you take is not looked at: the service is asked over HTTP, and the database is read.
"""

from fastapi import FastAPI


def create_app(database_url: str) -> FastAPI:
    """Return the shop's service.  Whoever reads this page can write its client, or the service anew.

    It keeps what it knows in the database at `database_url` and nowhere else: two processes of it may run side by side.
    The driver is aiosqlite or asyncpg.  `workbook.database.make_engine` may be used.

    Starting and stopping
    ---------------------
    Before it answers anything, the lifespan brings the database up to date, with Alembic.  The database is empty, or it
    is an old one: the tables of `workbook.bookshop`, made by `create_all` and full of rows, and no `alembic_version`;
    or it is up to date already, and then nothing changes.  Afterwards the five tables are there, with all their rows,
    and `orders` has one column more: `total`, Integer and NOT NULL, in cents, the sum of quantity times price of its
    lines (0 if it has none), in the old orders too.  It may have a default.  `alembic_version` holds one row.  There
    may be more tables; the five have no other changes.  Both ways lead to the same schema.

    There is one engine, an asynchronous one, and at most 10 connections are open at once.  At shutdown all are closed.

    All requests
    ------------
    - 2xx means: it is done, and committed before the answer leaves.
    - 401: the header `X-User-Email` is missing, or is not exactly the email of a user.  `POST /orders` and
      `GET /me/orders` want it, and nothing else does.
    - 422: what was sent does not have the form below; what Python's `int` takes for a number may be taken for one, or
      not.  No text that is sent holds a NUL.  4xx means: nothing was stored.
    - 5xx: the database failed.  Nothing was stored, unless the connection broke during the COMMIT.  The body tells
      nothing of what went wrong: no SQL, no values.  The next request works as usual.  A connection that has died
      between two requests costs nobody an error.  Before it says 5xx, the service may try again by itself.
    - Where two of them would be right, either is.  Bodies and answers are JSON unless it is said otherwise.  An answer
      holds what is named here and nothing else; what a body holds besides is ignored, or answered with a 422.  The
      paths are in `/openapi.json`, and `/docs` opens.

    POST /register
    --------------
    Body `{"email": …, "full_name": …, "bio": …}`: an email address (at most 200 characters), 1 to 200 characters, and 0
    to 2000 characters ("" if it is missing).  Answers 201 with `{"id", "email", "full_name", "bio"}`; user and profile
    are stored as they were sent, except that the part after the `@` may be stored in lower case.  409 if exactly this
    email is taken, even if it was taken only at this moment by another request.

    GET /books?q=…&after=…&size=…
    -----------------------------
    Answers 200 with `{"books": [{"isbn", "title", "price", "stock"}, …], "next": …}`: the books whose title contains
    `q` (default "": all), in the order of their ISBNs, from the first that is greater than `after` (default "") on,
    `size` of them (1 to 100, default 20).  `q` is taken literally, but capital and small letters from A to Z are alike;
    a `q` of more than 200 characters, which no title contains, may be answered with a 422.
    `next` is the ISBN of the last book on the page if there are more behind it, else null; as `after` it gives the next
    page.  Pages neither repeat nor leave out a book when others come or go meanwhile.  At most 2 statements, however
    many books there are, and at most `size` + 1 rows.

    POST /orders
    ------------
    Body `{"lines": [{"isbn": …, "quantity": …}, …]}`: 1 to 50 lines, each quantity 1 to 100, no ISBN twice.  Header
    `Idempotency-Key`: 1 to 100 characters, chosen by the client.  Answers 201 with
    `{"id", "total", "lines": [{"isbn", "quantity", "price"}, …]}`, lines in the order of their ISBNs: the order is
    stored with the prices of now, and its copies are taken from the stock.  404 if there is no such book; 409 if there
    are too few copies of one; then the whole order is not placed.  Nobody gets a copy that somebody else has got, and
    two orders for the same books, named in another order, do not fail because of each other.

    If this user has placed an order with this key before, nothing is done: with the same lines, in any order, the
    answer is 200 or 201 with the same body as then, whatever the books cost now; with others it is 409.  Two requests
    with one key at the same moment are one order, and both get the answer.  Only an order that was placed uses up its
    key.  A client that has seen no answer may therefore ask again, until it has one.

    GET /me/orders
    --------------
    Answers 200 with a list of the user's orders, the newest first (by `created_at`, then by `id`), each
    `{"id", "total", "lines": [{"isbn", "title", "quantity", "price"}, …]}`, lines in the order of their ISBNs.  At most
    3 statements, the one that finds the user among them, for any number of orders up to 100.

    GET /export
    -----------
    Answers 200 with a stream of `application/x-ndjson`: for each order line one line of JSON,
    `{"order": …, "email": …, "isbn": …, "quantity": …, "price": …}`, in the order of `orders.id`, then of
    `order_lines.id`.  At most 1,000 rows are in memory at once.  When the client goes away, the connection comes back.
    If the database fails when the answer has begun, the answer breaks off: it never ends as if it were whole.

    GET /ready
    ----------
    Answers 200 with `{"ready": true}` if the database has answered a query within a second; otherwise 503, within two
    seconds, even when every connection is in use.
    """
    raise NotImplementedError  # TODO
