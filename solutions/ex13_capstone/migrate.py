"""Alembic without its command line: the service that starts runs the revisions that are due."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def bring_up_to_date(connection: Connection) -> None:
    """Run the revisions of `migrations/` that this database has not seen, in the transaction of `connection`."""
    config = Config()
    place = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(place).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
