"""Exercises of lesson 09, Migrations.  Run `pytest checker -k ex09` when you have written something.

All but the first are bodies of revisions: they get the `op` that Alembic gives a revision, and run on SQLite and on
PostgreSQL.  The tables are large.  Let the database change the rows, in a few statements however many rows there are.
"""

import asyncio
import os
from collections.abc import Callable

from alembic import context
from alembic.config import Config
from alembic.operations import Operations
from sqlalchemy import Column, Connection, MetaData, String
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

# a name without a space is given one, so that there is always one to be found
SPLIT = {
    "sqlite": """
        UPDATE users SET first = substr(full_name, 1, instr(full_name || ' ', ' ') - 1),
                         last = substr(full_name, instr(full_name || ' ', ' ') + 1)""",
    "postgresql": """
        UPDATE users SET first = split_part(full_name, ' ', 1),
                         last = substr(full_name, strpos(full_name || ' ', ' ') + 1)""",
}


def run_revisions(connection: Connection, metadata: MetaData) -> None:
    """Run the revisions that are due: nothing to write here.  It begins and commits by itself."""
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


def run_async_migrations(config: Config, metadata: MetaData, run: Callable[[Connection, MetaData], None]) -> None:
    """Call `run(connection, metadata)` once, with a connection to the database.  An env.py ends with a call of this.

    So it is a plain function: unlike its namesake in the lesson it also does what `run_migrations_online` does there.

    The database is the one that the environment variable BOOKSHOP_URL names, and if that is not set, the one that
    `sqlalchemy.url` in `config` names.  Its driver is asynchronous; `run` is a plain function, like run_revisions, and
    needs a plain Connection.  A password in the URL may hold any character, so there may be a `%` in it.

    One connection is opened, and it is closed when this returns or raises.  What `run` raises goes on to the caller.
    """
    url = os.environ.get("BOOKSHOP_URL") or config.get_main_option("sqlalchemy.url")

    async def migrate() -> None:
        # not by way of config.set_main_option: it takes `%` for the beginning of a variable
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(run, metadata)

    asyncio.run(migrate())


def add_country(op: Operations) -> None:
    """Add the column `country` to `users`: String(2), NOT NULL, and "PT" for every existing user.

    The column has no default afterwards: a program that adds a user has to say the country.
    """
    # with a default PostgreSQL need not touch a row; it is for those that are there, and goes again
    with op.batch_alter_table("users") as users:
        users.add_column(Column("country", String(2), nullable=False, server_default="PT"))
    with op.batch_alter_table("users") as users:
        users.alter_column("country", server_default=None)


def drop_country(op: Operations) -> None:
    """Undo add_country: `users` is as it was before, and so is everything else."""
    op.drop_column("users", "country")


def split_name(op: Operations) -> None:
    """Expand: add `first` and `last` to `users`, both String(200) that may be NULL, and fill them from `full_name`.

    `first` is what comes before the first space, `last` is everything after it.  A name without a space is all
    `first`, and its `last` is ''.  The old program is still running.  It knows nothing of the new columns, and goes on
    adding users and changing their full_name.
    """
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
    op.execute(SPLIT[op.get_context().dialect.name])


def drop_full_name(op: Operations) -> None:
    """Contract: the old program has stopped, so drop `full_name`, and make `first` and `last` NOT NULL.

    Since split_name ran, the old program has added users and renamed others: up to now `full_name` has been the truth.
    """
    op.execute(SPLIT[op.get_context().dialect.name])  # not only where `first` is NULL: some were renamed
    with op.batch_alter_table("users") as users:
        users.alter_column("first", nullable=False)
        users.alter_column("last", nullable=False)
        users.drop_column("full_name")


def join_name(op: Operations) -> None:
    """Undo split_name and drop_full_name together: `users` is as it was before both.

    A full name is `first`, a space and `last`, or `first` alone where `last` is ''.
    """
    op.add_column("users", Column("full_name", String(200)))
    op.execute("UPDATE users SET full_name = CASE WHEN last = '' THEN first ELSE first || ' ' || last END")
    with op.batch_alter_table("users") as users:
        users.alter_column("full_name", nullable=False)
        users.drop_column("first")
        users.drop_column("last")


def rename_title(op: Operations) -> None:
    """Rename `books.title` to `name`.  The titles stay, and so do the column's index and its unique constraint."""
    op.alter_column("books", "title", new_column_name="name")
