"""The shape of a submission: what is left of its code without names, layout, comments and the exercise's own text.

A shape is a set of numbers, the winnowed hashes of every `GRAM` tokens in a row (Schleimer, Wilkerson, Aiken:
"Winnowing", 2003), so that two submissions that share a passage share numbers, and thousands can be compared.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import keyword
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from workbook.files.exercise import Exercise

MOST_TEXT = 200_000  # characters of a file
GRAM, WINDOW = 8, 4
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
KNOWN = {*keyword.kwlist, *keyword.softkwlist, *dir(builtins)}


def shape(folder: Path, lessons: list[str], exercises: Path) -> list[int]:
    """The shape of the lessons' files in `folder`, without what the files of the same name in `exercises` hold."""
    found: set[int] = set()
    for lesson in lessons:
        stub = handed_out(exercises, lesson)
        for text in Exercise.find(folder, lesson).sources(errors="replace").values():
            found |= winnowed([gram for gram in grams(list(tokens(text[:MOST_TEXT]))) if gram not in stub])
    return sorted(found)


@cache
def handed_out(exercises: Path, lesson: str) -> set[int]:
    """The grams of an exercise as it is handed out."""
    texts = Exercise.find(exercises, lesson).sources().values()
    return {gram for text in texts for gram in grams(list(tokens(text)))}


def tokens(text: str) -> Iterator[str]:
    """The tokens, with a "v" for every name but attributes and builtins, without comments, layout and docstrings."""
    before, fresh = "", True
    for kind, token in _tokenized(text):
        if kind in LAYOUT:
            fresh = fresh or kind in (tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
            continue
        if not (kind == tokenize.STRING and fresh):
            name = kind == tokenize.NAME and before != "." and token not in KNOWN
            yield "v" if name else '""' if kind == tokenize.STRING else token
        before, fresh = token, False


def _tokenized(text: str) -> Iterator[tuple[int, str]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            yield token.type, token.string
    except (tokenize.TokenError, SyntaxError, ValueError):
        return  # what came before counts


def grams(words: list[str]) -> list[int]:
    """A number for every `GRAM` tokens in a row."""
    rows = ("\0".join(words[start : start + GRAM]) for start in range(len(words) - GRAM + 1))
    return [
        int.from_bytes(hashlib.blake2b(row.encode("utf-8", "replace"), digest_size=6).digest(), "big") for row in rows
    ]


def winnowed(numbers: list[int]) -> set[int]:
    """The least of every `WINDOW` numbers in a row: about two in five, and the same for the same passage."""
    return {min(numbers[start : start + WINDOW]) for start in range(max(1, len(numbers) - WINDOW + 1)) if numbers}
