"""Checks of lesson 03."""

import asyncio

import pytest
from sqlalchemy import select

from workbook.bookshop import User


def told(submission, request):
    """What one request did, in order: for the message of a success that was told too early."""
    words = {"statement": lambda it: it.sql.split()[0], "response": lambda it: f"the answer {it.line}"}
    kinds = ("statement", "commit", "rollback", "response")
    events = submission.trace.by_cause()[request].of(*kinds)
    return ", ".join(words.get(it.kind, lambda it: it.kind.upper())(it) for it in events)


def shared(trace):
    """Each use of a connection by one cause while another had it out, in words."""
    held: dict[int, str] = {}
    for it in trace.of("checkout", "statement", "checkin"):
        if it.kind == "checkin":
            held.pop(it.connection, None)
        elif held.setdefault(it.connection, it.cause) != it.cause:
            yield f"{it.cause} was given the connection that {held[it.connection]} still had"


async def visit_everything(client, shop):
    """Ask for each of the four routes once; how often that succeeded is for other checks."""
    user, book = await shop.add_user(), await shop.add_book()
    await client.get(f"/books/{book.isbn}")
    await client.get(f"/users/{user.id}")
    await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
    await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": user.email})


# -- get_session --------------------------------------------------------------------------------------------------


@pytest.mark.exercise("get_session", misconception="share one session among all requests")
async def test_every_request_has_one_session(submission, shop):
    """Every request has a session of its own, and all its functions share it."""
    requests = shop.random.randrange(3, 7)
    seen = await submission.probe("sessions", requests=requests)
    assert seen["sessions"] == requests, f"{requests} requests had {seen['sessions']} session(s) between them"
    assert seen["in one request"] == 1, "two functions of one request got two sessions"


@pytest.mark.exercise("get_session", misconception="leave the connection checked out after an error")
async def test_the_connection_comes_back_on_every_path(submission):
    """The connection comes back when the endpoint succeeds, and when it raises; the client sees what was raised."""
    found = await submission.probe("paths")
    for way, (_, out) in found.items():
        assert not out, f"after {way}, {out} connection is still out: the session was not closed"
    answers = {way: seen for way, (seen, _) in found.items()}
    assert answers == {"success": 200, "HTTPException": 404, "another exception": "the exception"}


@pytest.mark.exercise("get_session", misconception="commit what a failed request did")
async def test_a_failed_request_leaves_nothing(submission, shop):
    """What an endpoint stored before it raised is rolled back."""
    for status in (0, 409):
        await submission.probe("fail_after_insert", email=shop.email(), status=status)
        assert await shop.emails() == [], f"the endpoint raised {status or 'an error'}, and yet its user was stored"


# -- current_user -------------------------------------------------------------------------------------------------


@pytest.mark.exercise("current_user")
async def test_the_header_tells_who_it_is(submission, shop):
    """The user whose email stands in X-User-Email is the current user."""
    users = shop.random.sample(await shop.add_users(6), 3)
    found = await submission.probe("who", headers=[{"X-User-Email": user.email} for user in users])
    assert found == [[200, user.email] for user in users]


@pytest.mark.exercise("current_user", misconception="let in somebody who did not say who they are")
async def test_nobody_is_a_401(submission, shop):
    """Without the header, or with an email that nobody has, the answer is 401; `%` and `_` stand for nothing."""
    email = shop.random.choice(await shop.add_users(2)).email
    unknown = [shop.email(), "", "%", f"_{email[1:]}", email[1:], email[:-1]]
    found = await submission.probe("who", headers=[{}, *({"X-User-Email": each} for each in unknown)])
    names = ["no header", *(each or "empty header" for each in unknown)]
    answers = {name: status for name, (status, _) in zip(names, found, strict=True) if status != 401}
    assert not answers, f"the only emails are {' and '.join(await shop.emails())}; not answered with 401: {answers}"


@pytest.mark.exercise("current_user", misconception="open two sessions in one request")
async def test_one_session_in_one_request(submission, shop):
    """PUT /me looks the user up and renames them in one session."""
    user = await shop.add_user()
    async with submission.serve("create_app") as client:
        await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": user.email})
    sessions = submission.trace.by_cause()["PUT /me"].of("session")
    number = len({event.session for event in sessions})
    assert number == 1, f"PUT /me used {number} sessions: {', '.join(event.where for event in sessions)}"
    order = told(submission, "PUT /me")
    assert "COMMIT" in order, f"the session that loaded the user committed nothing; PUT /me did, in order: {order}"


# -- read_book ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("read_book")
async def test_the_book_with_this_isbn(submission, shop):
    """GET /books/{isbn} answers 200 with isbn, title, price and stock of that book."""
    book = shop.random.choice(await shop.add_books(5))
    async with submission.serve("create_app") as client:
        answer = await client.get(f"/books/{book.isbn}")
    assert answer.status_code == 200
    assert answer.json() == {"isbn": book.isbn, "title": book.title, "price": book.price, "stock": book.stock}


@pytest.mark.exercise("read_book", misconception="tell a missing row as 200 or 500")
async def test_no_such_book_is_a_404(submission, shop):
    """GET /books/{isbn} answers 404 if no book has this ISBN (a part of one is none), and is well afterwards."""
    isbn = (await shop.add_book()).isbn
    others = [f"9{isbn}", "0", isbn[:-1], isbn[1:], f"_{isbn[1:]}"]
    async with submission.serve("create_app") as client:
        answers = {each: (await client.get(f"/books/{each}")).status_code for each in [*others, isbn]}
    found = {each: answers[each] for each in others if answers[each] != 404}
    assert not found, f"the only ISBN is {isbn}; not answered with 404: {found}"
    assert answers[isbn] == 200, f"the book was asked for last, and answered with {answers[isbn]}"


# -- add_user -----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("add_user", misconception="answer before anything is stored")
async def test_a_new_user_is_stored(submission, shop):
    """POST /users answers 201 with id, email and full_name of the user who is now stored."""
    new = {"email": shop.email(), "full_name": shop.word().title()}
    async with submission.serve("create_app") as client:
        answer = await client.post("/users", json=new)
    assert answer.status_code == 201
    stored = [{"id": row[0], "email": row[1], "full_name": row[2]} for row in await shop.rows(ALL_USERS)]
    assert [answer.json()] == stored, f"the answer is {answer.json()}; in the database: {stored}"
    assert stored[0] == {**stored[0], **new}


@pytest.mark.exercise("add_user", misconception="tell success before the commit")
async def test_success_is_told_after_the_commit(submission, shop):
    """POST /users answers 201 only when the commit is done: one that fails must never have been told as 201."""
    async with submission.serve("create_app") as client:
        await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
        await submission.fault("commit")
        answer = await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
    order = told(submission, "POST /users")
    assert "COMMIT" in order, f"nothing is committed; POST /users did, in order: {order}"
    assert answer.status_code >= 500, f"the commit failed, and {answer.status_code} was told. Usual order: {order}"
    assert order.index("COMMIT") < order.index("the answer"), f"told before it was committed: {order}"


@pytest.mark.exercise("add_user", misconception="tell a duplicate as 500")
async def test_a_taken_email_is_a_409(submission, shop):
    """POST /users answers 409 if the email is taken, changes nothing, and is well afterwards."""
    user = await shop.add_user()
    emails = [user.email, shop.email(), user.email]
    async with submission.serve("create_app") as client:
        posts = [await client.post("/users", json={"email": email, "full_name": shop.word()}) for email in emails]
    assert [answer.status_code for answer in posts] == [409, 201, 409]
    assert await shop.emails() == sorted(emails[:2])
    assert await shop.value(select(User.full_name).where(User.id == user.id)) == user.full_name


@pytest.mark.exercise("add_user", misconception="look whether an email is free, and then take it")
async def test_two_who_want_the_same_email(submission, shop):
    """Of two who ask for one email at the same moment, one gets 201 and the other 409."""
    new = {"email": shop.email(), "full_name": shop.word()}
    async with submission.serve("create_app") as client:
        await submission.meet("SELECT", parties=2)
        answers = await asyncio.gather(*[client.post("/users", json=new) for _ in range(2)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await shop.emails() == [new["email"]]


@pytest.mark.exercise("add_user", misconception="tell every error as a duplicate")
async def test_other_errors_are_no_409(submission, shop):
    """A bad body is 422, and a full disk is no 409 but 500: only a taken email is."""
    bad = {"email": shop.word(), "full_name": shop.word()}
    good = {"email": shop.email(), "full_name": shop.word()}
    async with submission.serve("create_app") as client:
        answers = {"an email without @": (await client.post("/users", json=bad)).status_code}
        await submission.fault("statement", verb="INSERT")
        answers["the disk is full"] = (await client.post("/users", json=good)).status_code
    assert answers == {"an email without @": 422, "the disk is full": 500}
    assert await shop.emails() == []


# -- rename_me ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise("rename_me", misconception="change an object that another session has loaded")
async def test_the_new_name_is_stored(submission, shop):
    """PUT /me answers 200 with the renamed user, and everybody else keeps their name."""
    users = await shop.add_users(3)
    me, name = shop.random.choice(users), shop.word().title()
    async with submission.serve("create_app") as client:
        answer = await client.put("/me", json={"full_name": name}, headers={"X-User-Email": me.email})
    assert (answer.status_code, answer.json()) == (200, {"id": me.id, "email": me.email, "full_name": name})
    expected = [(user.id, user.email, name if user is me else user.full_name) for user in users]
    assert await shop.rows(ALL_USERS) == expected


@pytest.mark.exercise("rename_me", misconception="tell success before the commit")
async def test_a_name_that_was_not_stored_is_no_200(submission, shop):
    """PUT /me must not answer 200 when the commit fails, and answers 401 to nobody."""
    me = await shop.add_user()
    async with submission.serve("create_app") as client:
        assert (await client.put("/me", json={"full_name": shop.word()})).status_code == 401
        await submission.fault("commit")
        answer = await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": me.email})
    order = told(submission, "PUT /me (2)")
    assert "COMMIT" in order, f"nothing is committed; PUT /me did, in order: {order}"
    assert answer.status_code >= 500, f"the commit failed, and {answer.status_code} was told: {order}"
    assert await shop.rows(ALL_USERS) == [(me.id, me.email, me.full_name)]


# -- create_app ---------------------------------------------------------------------------------------------------


@pytest.mark.exercise("create_app", misconception="make an engine for every request")
async def test_one_engine_serves_all_requests(submission, shop):
    """One engine's pool serves all requests: ten in a row do not open ten connections."""
    books = await shop.add_books(10)
    async with submission.serve("create_app") as client:
        seen = [(await client.get(f"/books/{book.isbn}")).json() for book in books]
    assert [book.get("title") for book in seen] == [book.title for book in books]
    opened = submission.trace.of("connect")
    number, where = len(opened), opened[-1].where if opened else ""
    assert number <= 3, f"{len(books)} requests, one after another, opened {number} connections ({where})"


@pytest.mark.exercise("create_app", misconception="share one connection among all requests")
async def test_nobody_shares_a_connection(submission, shop):
    """Two requests at the same moment never share a connection: they would share its transaction."""
    first, *two = await shop.add_users(3)
    async with submission.serve("create_app") as client:
        assert (await client.get(f"/users/{first.id}")).status_code == 200
        await submission.meet("SELECT", parties=2, patience=2.0)  # where the pool has one connection, nobody comes
        await asyncio.gather(*[client.get(f"/users/{user.id}") for user in two])
    found = list(dict.fromkeys(shared(submission.trace)))
    assert not found, "\n".join([*found, "What the one commits or rolls back, the other has committed or rolled back."])


@pytest.mark.exercise("create_app", misconception="leave the engine open at shutdown")
async def test_the_engine_is_disposed_of(submission, shop):
    """When the application has shut down, every connection is closed."""
    async with submission.serve("create_app") as client:
        await visit_everything(client, shop)
    opened, closed = len(submission.trace.of("connect")), len(submission.trace.of("close"))
    assert opened, "no connection was opened in four requests"
    assert closed == opened, f"{opened} connection(s) were opened, and {closed} closed by the end of the lifespan"


@pytest.mark.exercise("create_app", misconception="block the event loop")
async def test_nothing_blocks_the_event_loop(submission, shop):
    """No request waits for anything without `await`: meanwhile, nobody else would be served."""
    async with submission.serve("create_app") as client:
        await visit_everything(client, shop)
    blocking = [f"{it.cause}: {it.sql} blocks the event loop ({it.where})" for it in submission.trace.of("blocking")]
    assert not blocking, "\n".join(dict.fromkeys(blocking))


@pytest.mark.exercise("create_app")
async def test_the_documentation_opens(submission):
    """/docs opens, and /openapi.json names the four routes."""
    async with submission.serve("create_app") as client:
        docs, schema = await client.get("/docs"), await client.get("/openapi.json")
    assert (docs.status_code, schema.status_code) == (200, 200)
    paths = schema.json().get("paths", {})
    assert {"/books/{isbn}", "/users", "/me"} <= set(paths), f"documented are: {', '.join(paths) or 'no routes'}"


ALL_USERS = select(User.id, User.email, User.full_name).order_by(User.id)
