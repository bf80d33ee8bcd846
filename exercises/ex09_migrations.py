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
    raise NotImplementedError  # TODO


def add_country(op: Operations) -> None:
    """Add the column `country` to `users`: String(2), NOT NULL, and "PT" for every existing user.

    The column has no default afterwards: a program that adds a user has to say the country.
    """
    raise NotImplementedError  # TODO


def drop_country(op: Operations) -> None:
    """Undo add_country: `users` is as it was before, and so is everything else."""
    raise NotImplementedError  # TODO


def split_name(op: Operations) -> None:
    """Expand: add `first` and `last` to `users`, both String(200) that may be NULL, and fill them from `full_name`.

    `first` is what comes before the first space, `last` is everything after it.  A name without a space is all
    `first`, and its `last` is ''.  The old program is still running.  It knows nothing of the new columns, and goes on
    adding users and changing their full_name.
    """
    raise NotImplementedError  # TODO


def drop_full_name(op: Operations) -> None:
    """Contract: the old program has stopped, so drop `full_name`, and make `first` and `last` NOT NULL.

    Since split_name ran, the old program has added users and renamed others: up to now `full_name` has been the truth.
    """
    raise NotImplementedError  # TODO


def join_name(op: Operations) -> None:
    """Undo split_name and drop_full_name together: `users` is as it was before both.

    A full name is `first`, a space and `last`, or `first` alone where `last` is ''.
    """
    raise NotImplementedError  # TODO


def rename_title(op: Operations) -> None:
    """Rename `books.title` to `name`.  The titles stay, and so do the column's index and its unique constraint."""
    raise NotImplementedError  # TODO
