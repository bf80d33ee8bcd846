"""Checks of lesson 03."""

import asyncio
from urllib.parse import quote

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from checker.judge.comparing import first, same
from checker.wall.awkward import ALL_INJECTIONS, INJECTIONS, LONGEST, LONGEST_ISBN
from workbook.bookshop import Book, User


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


def one_session(submission):
    """PUT /me has used one session."""
    sessions = submission.trace.by_cause()["PUT /me"].of("session")
    number = len({event.session for event in sessions})
    assert number == 1, f"PUT /me used {number} sessions: {', '.join(event.where for event in sessions)}"


async def visit_everything(client, shop):
    """Ask for each of the four routes once; how often that succeeded is for other checks."""
    user, book = await shop.add_user(), await shop.add_book()
    await client.get(f"/books/{book.isbn}")
    await client.get(f"/users/{user.id}")
    await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
    await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": user.email})


# -- get_session --------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "get_session",
    misconception="share one session among all requests",
    taught="One session per request, one engine per application",
    hint="Make the session inside the dependency. FastAPI calls it once in a request and gives everybody the same one.",
)
async def test_every_request_has_one_session(submission, shop):
    """Every request has a session of its own, made by its application's factory, and all its functions share it."""
    requests = shop.random.randrange(3, 7)
    seen = await submission.probe("sessions", requests=requests)
    assert seen["sessions"] == requests + 2, (
        f"{requests} requests one by one and two at the same moment had {seen['sessions']} session(s) between them"
    )
    assert seen["in one request"] == 1, "two functions of one request got two sessions"
    assert not seen["of another factory"], (
        f"there were two applications, and {seen['of another factory']} session(s) of {requests + 2} were not made by "
        "the `app.state.make_session` of the one that was asked"
    )


@pytest.mark.exercise(
    "get_session",
    misconception="leave the connection checked out after an error",
    taught="Borrow, use, give back",
    hint="Hold the session in an `async with` block around the `yield`: it is closed however the request ends.",
)
async def test_the_connection_comes_back_on_every_path(submission):
    """The connection comes back when the endpoint succeeds, raises or is cancelled, and when the commit fails."""
    found = await submission.probe("paths", ways=["success", "HTTPException", "another exception", "a cancellation"])
    await submission.fault("commit")
    _, out = (await submission.probe("paths", ways=["success"]))["success"]
    first(not out, "after a commit that failed, the connection is still out: the session was not closed")
    seen = {"success": 200, "HTTPException": 404, "another exception": "the exception"} | {"a cancellation": "it"}
    for way, (answer, out) in found.items():
        assert not out, f"after {way}, {out} connection is still out: the session was not closed"
        first(answer == seen[way], f"after {way}, what the client saw was {answer}, not {seen[way]}")


@pytest.mark.exercise(
    "get_session",
    misconception="commit what a failed request did",
    taught="Borrow, use, give back",
    hint="Closing a session rolls back what nobody committed. Do not commit on the way out of an error.",
)
async def test_a_failed_request_leaves_nothing(submission, shop):
    """What an endpoint stored before it raised, or was cancelled, is rolled back."""
    for way in ("an error", "HTTPException", "a cancellation"):
        await submission.probe("fail_after_insert", email=shop.email(), way=way)
        assert await shop.emails() == [], f"the request ended by {way}, and yet its user was stored"


# -- current_user -------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "current_user",
    taught="A function says what it needs",
    hint="A parameter annotated with `Header` gets the header of its name; ask the session for the user with that "
    "email.",
)
async def test_the_header_tells_who_it_is(submission, shop):
    """The user whose email stands in X-User-Email is the current user."""
    users = [*await shop.add_users(6), *await shop.add_users(2, full_name=shop.text())]  # two of one name
    users += users[:2]  # who comes again
    found = await submission.probe("who", headers=[{"X-User-Email": user.email} for user in users])
    same(found, [[200, user.email] for user in users], "answer", "{0[0]}, for the user {0[1]}".format)
    old, new = users[0].email, shop.email()
    await shop.execute(update(User).where(User.email == old).values(email=new))
    found = await submission.probe("who", headers=[{"X-User-Email": email} for email in (old, new)])
    assert found == [[401, None], [200, new]], f"{old} has changed to {new}: a header with each was answered {found}"


@pytest.mark.exercise(
    "current_user",
    misconception="let in somebody who did not say who they are",
    taught="A function says what it needs",
    hint="Let the header be None where it is missing, compare with `==`, and answer 401 when no user comes back.",
)
async def test_nobody_is_a_401(submission, shop):
    """Without the header, or with anything that is not exactly some user's email, the answer is 401."""
    user = shop.random.choice(await shop.add_users(2, full_name=shop.word()))
    email = user.email
    unknown = [shop.email(), "", "%", f"_{email[1:]}", email[1:], email[:-1], email.swapcase(), user.full_name]
    unknown += [f"{email},{shop.email()}"]
    unknown += [*INJECTIONS, *(f"{email}{attack}" for attack in INJECTIONS)]
    found = await submission.probe("who", headers=[{}, *({"X-User-Email": each} for each in unknown)])
    names = ["no header", *(each or "empty header" for each in unknown)]
    answers = {name: status for name, (status, _) in zip(names, found, strict=True) if status != 401}
    assert not answers, f"the only emails are {' and '.join(await shop.emails())}; not answered with 401: {answers}"


@pytest.mark.exercise(
    "current_user",
    misconception="open two sessions in one request",
    taught="One session per request, one engine per application",
    hint="Ask for the session by the same dependency everywhere: then it is the same session.",
)
async def test_one_session_in_one_request(submission, shop):
    """PUT /me looks the user up and renames them in one session."""
    user = await shop.add_user()
    async with submission.serve("create_app") as client:
        await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": user.email})
    one_session(submission)
    order = told(submission, "PUT /me")
    assert "COMMIT" in order, f"the session that loaded the user committed nothing; PUT /me did, in order: {order}"


# -- read_book ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "read_book",
    taught="Schemas stand at the door",
    hint="Ask for the book with exactly this ISBN, and let the response schema choose what is shown.",
)
async def test_the_book_with_this_isbn(submission, shop):
    """GET /books/{isbn} answers 200 with isbn, title, price and stock of that book, sold out or not."""
    books = [*await shop.add_books(2), *await shop.add_books(2, title=shop.text(), stock=0)]
    books.append(await shop.add_book(isbn=f"0-{shop.word()}-X"))
    async with submission.serve("create_app") as client:
        for book in books:
            answer = await client.get(f"/books/{book.isbn}")
            first(
                answer.status_code == 200, f"isbn {book.isbn}, stock {book.stock}: the answer is {answer.status_code}"
            )
            told = {"isbn": book.isbn, "title": book.title, "price": book.price, "stock": book.stock}
            assert answer.json() == told, f"the answer is {answer.json()}; in the database: {told}"


@pytest.mark.exercise(
    "read_book",
    misconception="keep an answer from one request to the next",
    taught="One session per request, one engine per application",
    hint="Between two requests somebody else may sell a copy. What outlives a request, and what does not?",
)
async def test_the_book_as_it_is_now(submission, shop):
    """GET /books/{isbn} shows the book as it is now: when a copy is sold, the next answer has one copy fewer."""
    book, told = await shop.add_book(), []
    async with submission.serve("create_app") as client:
        for _ in range(3):
            answer = await client.get(f"/books/{book.isbn}")
            first(answer.status_code == 200, f"the answer is {answer.status_code}")
            told.append(answer.json()["stock"])
            await shop.execute(update(Book).values(stock=Book.stock - 1))
    same(told, [book.stock, book.stock - 1, book.stock - 2], "stock that was told")


@pytest.mark.exercise(
    "read_book",
    misconception="answer 200 or 500 where there is no such row",
    taught="A function says what it needs",
    hint="Ask for one book or None, and raise an HTTPException for None.",
)
async def test_no_such_book_is_a_404(submission, shop):
    """GET /books/{isbn} answers 404 if no book has exactly this ISBN, and the next request for a book works."""
    book = await shop.add_book(isbn=f"0{shop.word().upper():7<{LONGEST_ISBN - 2}}X", title=shop.word())
    isbn = book.isbn
    others = [
        book.title,
        f"{isbn}0",
        f"9{isbn}",
        "0",
        isbn[:-1],
        isbn[1:],
        f"_{isbn[1:]}",
        isbn.swapcase(),
        f" {isbn}",
        f"{isbn} ",
        *INJECTIONS,
        f"{isbn}' OR 1=1 --",
    ]
    async with submission.serve("create_app") as client:
        paths = {each: f"/books/{quote(each, safe='')}" for each in [*others, isbn]}
        answers = {each: (await client.get(path)).status_code for each, path in paths.items()}
    found = {each: answers[each] for each in others if answers[each] != 404}
    assert not found, f"the only ISBN is {isbn}; not answered with 404: {found}"
    assert answers[isbn] == 200, f"the book was asked for last, and answered with {answers[isbn]}"


# -- add_user -----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "add_user",
    misconception="answer before anything is stored",
    taught="The commit and the answer",
    hint="Add the user, commit, and only then return what is to be shown.",
)
async def test_a_new_user_is_stored(submission, shop):
    """POST /users answers 201 with id, email and full_name of the user who is now stored, letter for letter."""
    word = shop.word()
    emails = [f"{word.title()}.Mixed@example.org", f"{word}.mixed@example.org", f"o'{word}%_@example.org"]
    names = [shop.text(), ALL_INJECTIONS]
    news = [{"email": email, "full_name": name} for email, name in zip(emails, [*names, names[0]], strict=True)]
    async with submission.serve("create_app") as client:
        for number, new in enumerate(news, 1):  # the third has the name of the first
            answer = await client.post("/users", json=new)
            first(answer.status_code == 201, f"{new} is user number {number}: the answer is {answer.status_code}")
            stored = [{"id": row[0], "email": row[1], "full_name": row[2]} for row in await shop.rows(ALL_USERS)]
            told = f"the answer is {answer.json()}; in the database: {stored}"
            assert len(stored) == number, told
            assert answer.json() in stored, told
            first({**answer.json(), **new} == answer.json(), f"sent was {new}; {told}")


@pytest.mark.exercise(
    "add_user",
    misconception="tell success before the commit",
    taught="The commit and the answer",
    hint="What stands after the `yield` of a dependency may run when the answer has left. Commit in the endpoint.",
)
async def test_success_is_told_after_the_commit(submission, shop):
    """POST /users answers 201 only after the commit: where the commit fails, the client is never told 201."""
    async with submission.serve("create_app") as client:
        await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
        await submission.fault("commit")
        answer = await client.post("/users", json={"email": shop.email(), "full_name": shop.word()})
    order = told(submission, "POST /users")
    assert "COMMIT" in order, f"nothing is committed; POST /users did, in order: {order}"
    assert answer.status_code >= 500, f"the commit failed, and {answer.status_code} was told. Usual order: {order}"
    assert order.index("COMMIT") < order.index("the answer"), f"told before it was committed: {order}"


@pytest.mark.exercise(
    "add_user",
    misconception="answer 500 to a duplicate",
    taught="The commit and the answer",
    hint="Catch the IntegrityError of the flush or the commit, roll back, and answer 409.",
)
async def test_a_taken_email_is_a_409(submission, shop):
    """POST /users answers 409 if the email is taken, changes nothing, and goes on working."""
    user = await shop.add_user()
    emails = [user.email, shop.email(), user.email]
    async with submission.serve("create_app") as client:
        posts = [await client.post("/users", json={"email": email, "full_name": shop.word()}) for email in emails]
    told = [answer.status_code for answer in posts]
    assert told == [409, 201, 409], f"a taken email, a new one and the taken one again were answered with {told}"
    assert set(await shop.emails()) == set(emails[:2])
    assert await shop.value(select(User.full_name).where(User.id == user.id)) == user.full_name


@pytest.mark.exercise(
    "add_user",
    misconception="look whether an email is free, and then take it",
    taught="The commit and the answer",
    hint="Between looking and storing somebody else may store: let the unique constraint decide.",
)
async def test_two_who_want_the_same_email(submission, shop):
    """Of two who ask for one email at the same moment, one gets 201 and the other 409."""
    new = {"email": shop.email(), "full_name": shop.word()}
    async with submission.serve("create_app") as client:
        await submission.meet("SELECT", parties=2)
        answers = await asyncio.gather(*[client.post("/users", json=new) for _ in range(2)])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await shop.emails() == [new["email"]]


@pytest.mark.exercise(
    "add_user",
    misconception="look whether an email is free, and then take it",
    taught="The commit and the answer",
    hint="A lock keeps the requests of one process apart. Another process asks the same database: let that decide.",
)
async def test_somebody_takes_it_elsewhere(submission, shop):
    """POST /users answers 409 if another process takes the email between two statements."""
    new = {"email": shop.email(), "full_name": shop.word()}
    async with submission.serve("create_app") as client:
        await submission.meet("SELECT", parties=2, patience=1.0)
        ours = asyncio.ensure_future(client.post("/users", json=new))
        await asyncio.wait([asyncio.ensure_future(submission.met()), ours], return_when=asyncio.FIRST_COMPLETED)
        try:
            await shop.add(User(**new))
            expected = 409
        except IntegrityError:
            expected = 201
        await submission.part()
        answer = await ours
    whose = "another process" if expected == 409 else "this application"
    assert answer.status_code == expected, f"{whose} took the email first, and the answer is {answer.status_code}"
    assert await shop.emails() == [new["email"]]


@pytest.mark.exercise(
    "add_user",
    misconception="call every error a duplicate",
    taught="The commit and the answer",
    hint="Catch the one class of error that means a taken email, around the statement that can raise it.",
)
async def test_other_errors_are_no_409(submission, shop):
    """POST /users answers 422 to a bad body and 500 when the disk is full: 409 is for a taken email only."""
    email, name, long = shop.email(), shop.word(), "x" * (LONGEST + 1)
    bad = {
        "an email without @": {"email": shop.word(), "full_name": name},
        "an empty name": {"email": email, "full_name": ""},
        f"a name of {LONGEST + 1} characters": {"email": email, "full_name": long},
        "no name": {"email": email},
    }
    longest = {"email": email, "full_name": long[1:]}
    async with submission.serve("create_app") as client:
        answers = {what: (await client.post("/users", json=body)).status_code for what, body in bad.items()}
        await submission.fault("statement", verb="INSERT")
        answers["the disk is full"] = (await client.post("/users", json=longest)).status_code
        nobody = await shop.emails()
        answers[f"a name of {LONGEST} characters"] = (await client.post("/users", json=longest)).status_code
    expected = dict.fromkeys(bad, 422) | {"the disk is full": 500, f"a name of {LONGEST} characters": 201}
    others = [f"{what} was answered with {answers[what]}, not {right}" for what, right in expected.items()]
    wrong = [said for said, what in zip(others, expected, strict=True) if answers[what] != expected[what]]
    assert not wrong, "\n".join(wrong)
    first(nobody == [], f"all of these were refused, and yet stored: {nobody}")


# -- rename_me ----------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "rename_me",
    misconception="change an object that another session has loaded",
    taught="One session per request, one engine per application",
    hint="Change the object that `current_user` loaded, in the session that loaded it, and commit.",
)
async def test_the_new_name_is_stored(submission, shop):
    """PUT /me answers 200 with the renamed user, and everybody else keeps their name."""
    users = await shop.add_users(3, full_name=shop.text())  # all of one name
    me, name = shop.random.choice(users), ALL_INJECTIONS
    await renamed(submission, shop, users, me, [name])


@pytest.mark.exercise(
    "rename_me",
    misconception="keep the user from one request to the next",
    taught="One session per request, one engine per application",
    hint="An object belongs to the session that loaded it. Which session has the user of the second request?",
)
async def test_renamed_twice(submission, shop):
    """PUT /me stores the new name each time, when one user is renamed three times in a row, first to the same name."""
    users = await shop.add_users(3)
    me = shop.random.choice(users)
    await renamed(submission, shop, users, me, [me.full_name, "x" * LONGEST, me.full_name])  # the same name, too


async def renamed(submission, shop, users, me, names):
    """Rename `me` to each of these names, and say what was answered or stored that should not be."""
    async with submission.serve("create_app") as client:
        for name in names:
            answer = await client.put("/me", json={"full_name": name}, headers={"X-User-Email": me.email})
            first(answer.status_code == 200, f"PUT /me with the name {name!r}: the answer is {answer.status_code}")
            told = {"id": me.id, "email": me.email, "full_name": name}
            first(answer.json() == told, f"the answer is {answer.json()}, expected {told}")
            expected = [(user.id, user.email, name if user is me else user.full_name) for user in users]
            same(await shop.rows(ALL_USERS), expected, "user in the database", "{0[1]}, named {0[2]!r}".format)


@pytest.mark.exercise(
    "rename_me",
    misconception="let in somebody who did not say who they are",
    taught="A function says what it needs",
    hint="`current_user` has said who it is, or raised. What of it does `rename_me` need?",
)
async def test_whoever_says_nothing_is_not_renamed(submission, shop):
    """PUT /me answers 401 if the header is missing or names nobody, and 422 to an empty or too long name."""
    me = await shop.add_user()
    async with submission.serve("create_app") as client:
        for email in (None, shop.email(), f"{me.email}' OR '1'='1"):
            headers = {"X-User-Email": email} if email else {}
            answer = await client.put("/me", json={"full_name": shop.word()}, headers=headers)
            assert answer.status_code == 401, f"X-User-Email: {email}; the answer is {answer.status_code}"
        for name in ("", "x" * (LONGEST + 1)):
            answer = await client.put("/me", json={"full_name": name}, headers={"X-User-Email": me.email})
            first(answer.status_code == 422, f"a name of {len(name)} characters; the answer is {answer.status_code}")
    assert await shop.rows(ALL_USERS) == [(me.id, me.email, me.full_name)]


@pytest.mark.exercise(
    "rename_me",
    misconception="tell success before the commit",
    taught="The commit and the answer",
    hint="Commit before you return, so that a commit that fails is an error and not an answer.",
)
async def test_a_name_that_was_not_stored_is_no_200(submission, shop):
    """PUT /me does not answer 200 when the commit failed."""
    me = await shop.add_user()
    async with submission.serve("create_app") as client:
        await submission.fault("commit")
        answer = await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": me.email})
    order = told(submission, "PUT /me")
    one_session(submission)
    assert "COMMIT" in order, f"nothing is committed; PUT /me did, in order: {order}"
    assert answer.status_code >= 500, f"the commit failed, and {answer.status_code} was told: {order}"
    assert await shop.rows(ALL_USERS) == [(me.id, me.email, me.full_name)]


# -- create_app ---------------------------------------------------------------------------------------------------


@pytest.mark.exercise(
    "create_app",
    misconception="make an engine for every request",
    taught="One session per request, one engine per application",
    hint="Make the engine once, in the lifespan, and keep the factory where requests find it.",
)
async def test_one_engine_serves_all_requests(submission, shop):
    """One engine's pool serves all requests of an application: ten in a row do not open ten connections."""
    books = await shop.add_books(10)
    async with submission.serve("create_app") as client:
        seen = [(await client.get(f"/books/{book.isbn}")).json() for book in books]
    assert [book.get("title") for book in seen] == [book.title for book in books]
    opened = submission.trace.of("connect")
    number, where = len(opened), opened[-1].where if opened else ""
    assert number <= 3, f"{len(books)} requests, one after another, opened {number} connections ({where})"
    own = await submission.probe("two_applications")
    assert own == [True, True], f"two applications, each for a URL of its own: did they connect by it? {own}"


@pytest.mark.exercise(
    "create_app",
    misconception="share one connection among all requests",
    taught="One session per request, one engine per application",
    hint="Take the usual pool: one that hands everybody the same connection shares its transaction, too.",
)
async def test_nobody_shares_a_connection(submission, shop):
    """Two requests at the same moment never share a connection: they would share its transaction."""
    first, *two = await shop.add_users(3)
    async with submission.serve("create_app") as client:
        assert (await client.get(f"/users/{first.id}")).status_code == 200
        await submission.meet("SELECT", parties=2, patience=2.0)  # where the pool has one connection, nobody comes
        answers = await asyncio.gather(*[client.get(f"/users/{user.id}") for user in two])
    found = list(dict.fromkeys(shared(submission.trace)))
    assert not found, "\n".join([*found, "What the one commits or rolls back, the other has committed or rolled back."])
    told = [answer.status_code for answer in answers]
    assert told == [200, 200], f"two requests at the same moment were answered with {told}: the pool is to serve both"


@pytest.mark.exercise(
    "create_app",
    misconception="have each statement committed by itself",
    taught="One session per request, one engine per application",
    hint="What does `isolation_level` say to an engine? Leave the transactions to the sessions.",
)
async def test_a_commit_that_fails_stores_nothing(submission, shop):
    """What a request did is not stored when its COMMIT fails: the engine leaves transactions to the sessions."""
    me = await shop.add_user()
    async with submission.serve("create_app") as client:
        await submission.fault("commit")
        # and not POST /users: a savepoint in it, where SQLite's driver has sent no BEGIN, commits by itself
        await client.put("/me", json={"full_name": shop.word()}, headers={"X-User-Email": me.email})
    assert await shop.rows(ALL_USERS) == [(me.id, me.email, me.full_name)], (
        "the COMMIT failed, and the new name is stored: each statement was committed by itself, which is what "
        'isolation_level="AUTOCOMMIT" does'
    )


@pytest.mark.exercise(
    "create_app",
    misconception="leave the engine open at shutdown",
    taught="One session per request, one engine per application",
    hint="After the `yield` of the lifespan, dispose of the engine, and await it.",
)
async def test_the_engine_is_disposed_of(submission, shop):
    """When the application has shut down, every connection is closed."""
    async with submission.serve("create_app") as client:
        await visit_everything(client, shop)
    opened, closed = len(submission.trace.of("connect")), len(submission.trace.of("close"))
    assert opened, "no connection was opened in four requests"
    assert closed == opened, f"{opened} connection(s) were opened, and {closed} closed by the end of the lifespan"


@pytest.mark.exercise(
    "create_app",
    misconception="block the event loop",
    taught="A function says what it needs",
    hint="Look for a call inside `async def` that takes time and is not awaited.",
)
async def test_nothing_blocks_the_event_loop(submission, shop):
    """No request waits for anything without `await`: meanwhile, nobody else would be served."""
    async with submission.serve("create_app") as client:
        await visit_everything(client, shop)
    blocking = [f"{it.cause}: {it.sql} blocks the event loop ({it.where})" for it in submission.trace.of("blocking")]
    assert not blocking, "\n".join(dict.fromkeys(blocking))


@pytest.mark.exercise(
    "create_app",
    taught="Schemas stand at the door",
    hint="FastAPI writes the documentation by itself, as long as nobody switches it off and the types can be "
    "described.",
)
async def test_the_documentation_opens(submission):
    """/docs opens, and /openapi.json names the four routes."""
    async with submission.serve("create_app") as client:
        docs, schema = await client.get("/docs"), await client.get("/openapi.json")
    assert (docs.status_code, schema.status_code) == (200, 200)
    paths = schema.json().get("paths", {})
    assert {"/books/{isbn}", "/users", "/me"} <= set(paths), f"documented are: {', '.join(paths) or 'no routes'}"


ALL_USERS = select(User.id, User.email, User.full_name).order_by(User.id)
