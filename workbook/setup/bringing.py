"""What a new version of the workbook changes in a learner's copy, file by file.

Three versions of each meet: the one that the learner's was begun from, the learner's, and the new one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from workbook.files.swap import File
from workbook.setup.blocks import Met, meet
from workbook.setup.install import SetupProblem
from workbook.setup.merge import merge, sources
from workbook.setup.versions import Version

OWN = ("exercises/", "notebooks/")  # where learners write


@dataclass
class Brought:
    """What an update brings: each of the `files` that changes (None: it goes), and what is told of them.

    Of those that the learner had changed, some are `replaced`, some have `stayed` although they are no longer part of
    the workbook, exercises have `met` the new ones, and `notebooks` were merged.
    """

    files: dict[str, File | None] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    stayed: list[str] = field(default_factory=list)
    met: dict[str, Met] = field(default_factory=dict)
    notebooks: list[str] = field(default_factory=list)


def bring(base: Version, mine: Version, new: Version, is_known: bool = True) -> Brought:
    """What is to change in `mine` for the `new` version.  Raise SetupProblem where that cannot be said.

    Unless it is known what mine was begun from, whatever is no exercise and no notebook counts as never touched.
    """
    brought = Brought()
    for name in sorted({*base, *new}):
        begun, here, there = base.get(name), mine.get(name), new.get(name)
        if _same(there, here) or (_same(there, begun) and begun is not None):
            continue  # a file that the learner has removed stays away, too
        if here is None:
            if there is not None:
                brought.files[name] = there
                brought.arrived.append(name)
            continue
        if (_same(here, begun) and begun is not None) or not (is_known or name.startswith(OWN)):
            brought.files[name] = there
            continue
        _meet(brought, name, begun, here, there)
    return brought


def _meet(brought: Brought, name: str, begun: File | None, here: File, there: File | None) -> None:
    """A file that the learner has changed, and the new version too."""
    if there is None:
        if name.startswith(OWN):
            brought.stayed.append(name)
        else:
            brought.files[name] = None
            brought.replaced.append(name)
    elif name.startswith("exercises/") and name.endswith(".py"):
        try:
            met = meet(_text(begun), _text(here), _text(there))
        except (SyntaxError, ValueError) as problem:
            line = f", line {problem.lineno}" if isinstance(problem, SyntaxError) else ""
            raise SetupProblem(
                f"{name}{line} is no Python as it stands, so your functions cannot be told from the new ones. "
                "Mend it or `reset` it, and update again. Nothing was changed."
            ) from None
        brought.met[name] = met
        if met.text.encode() != here.content:
            brought.files[name] = File(met.text.encode(), here.executable)
    elif name.endswith(".ipynb") and (merged := _merged(begun, here, there)) is not None:
        brought.files[name] = File(merged, here.executable)
        if merged != there.content:  # else it was only run
            brought.notebooks.append(name)
    else:
        brought.files[name] = there
        brought.replaced.append(name)


def _merged(begun: File | None, here: File, there: File) -> bytes | None:
    """The notebook with what both have written; None where only one of them can stand there."""
    try:
        ours, theirs = json.loads(here.content), json.loads(there.content)
        if begun is None:  # who knows what of it is the learner's
            return there.content if sources(ours) == sources(theirs) else None
        merged = merge(json.loads(begun.content), ours, theirs)
    except (ValueError, KeyError, TypeError):  # no notebook any more, or of a format whose cells have no names
        return None
    return (json.dumps(merged, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _same(one: File | None, other: File | None) -> bool:
    """Whether they say the same, whatever ends their lines."""
    if one is None or other is None:
        return one is other
    return one.content.replace(b"\r\n", b"\n") == other.content.replace(b"\r\n", b"\n")


def _text(file: File | None) -> str:
    return file.content.decode("utf-8").replace("\r\n", "\n") if file else ""
