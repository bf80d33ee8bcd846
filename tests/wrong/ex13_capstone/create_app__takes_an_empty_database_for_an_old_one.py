"""Whatever is there is marked as an old database: an empty one never gets its tables.

Caught by: test_an_empty_database
"""

def bring_up_to_date(connection: Connection) -> None:
    config = Config()
    place = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(place).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.stamp(config, "0001")
    command.upgrade(config, "head")
