"""What lessons and checks share: the bookshop, the live database, the instruments."""


def load_ipython_extension(shell) -> None:
    """Give a notebook `%check`; called by `%reload_ext workbook`."""
    from workbook.notebook.magic import check  # here, so that importing the package costs nothing

    shell.register_magic_function(check, "line", "check")
