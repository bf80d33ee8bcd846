"""What lessons and checks share: the bookshop, the live database, the instruments.

The copy you stand in counts.  An environment may have been made from another copy of the workbook, as on a hub where
thirty learners share one; what is installed there then hands over to the copy around the current folder.
"""


def load_ipython_extension(shell) -> None:
    """Give a notebook its magics, and a sentence under a traceback; called by `%reload_ext workbook`."""
    # here, so that importing the package costs nothing
    from workbook.notebook import beside, magic, ready, told, watching
    from workbook.project import unmet

    for each in (magic.check, magic.hint, magic.progress, beside.solution, watching.watch):
        shell.register_magic_function(each, "line", each.__name__)
    shell.events.register("post_run_cell", told.tell_cause)
    ready.follow()
    lacking = unmet()
    if lacking:
        print(lacking)


def copy_around(folder):
    """The copy of the workbook that `folder` lies in, a pathlib.Path, or None."""
    for place in (folder, *folder.parents):
        try:
            text = (place / "pyproject.toml").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if 'name = "async-sqlalchemy-workbook"' in text and (place / "workbook" / "__init__.py").is_file():
            return place
    return None


def hand_over(name):
    """Make the package `name`, which is being imported, that of the copy we stand in, if there is another."""
    import sys
    from importlib.machinery import PathFinder
    from pathlib import Path

    package = sys.modules[name]
    try:
        here = copy_around(Path.cwd())
        if here is None or here.samefile(Path(str(package.__file__)).parent.parent):
            return
    except OSError:  # the current folder has gone
        return
    spec = PathFinder.find_spec(name, [str(here)])
    if spec is None or spec.loader is None:
        return
    if str(here) not in sys.path:
        sys.path.insert(0, str(here))  # for what is imported by name later: `checker` too
    package.__spec__, package.__loader__, package.__file__ = spec, spec.loader, spec.origin
    package.__path__ = list(spec.submodule_search_locations or ())
    spec.loader.exec_module(package)


def _is_young_enough() -> bool:
    import sys

    return sys.version_info >= (3, 11)  # others are told so by `__main__`, which they must reach


if _is_young_enough():
    hand_over(__name__)
