"""Every start runs every revision.

Caught by: test_a_second_start_changes_nothing
"""

def bring_up_to_date(connection: Connection) -> None:
    config = Config()
    place = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(place).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.stamp(config, "base")
    command.upgrade(config, "head")
