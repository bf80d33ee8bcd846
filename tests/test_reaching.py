"""What counts as reaching into the worker, and that nobody's honest answer does."""

from __future__ import annotations

import functools
import importlib
import pickle
import py_compile
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from types import ModuleType

import pytest
import uvicorn
from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import url
from sqlalchemy.sql import base
from variants import ROOT, lessons, variants

from checker.judge.reaching import is_ordinary, reaches
from checker.wall.out_of_bounds import NAMES, is_harmless, is_in, is_out_of_bounds, reached_by
from checker.wall.verdicts import Wrong
from checker.worker import audit, resolving
from checker.worker.learner import Learner, named
from workbook.bookshop import User
from workbook.files.exercise import Exercise
from workbook.gate import Gate

REACHING = {
    "an import": "import gc",
    "a name imported": "from sys import modules",
    "hidden in a string": "found = __import__('g' + 'c')",
    "executed": "exec('import gc')",
    "a frame": "def up(problem):\n    return problem.__traceback__.tb_frame",
    "a function's surroundings": "def f(): ...\nf.__globals__",
    "a private attribute": "def f(loop):\n    return loop._selector",
    "a method replaced": "from sqlalchemy.orm import Session\nSession.execute = None",
    "by another name": "from sqlalchemy.orm import Session\nmine = Session\nmine.execute = None",
    "by setattr": "import asyncio\nsetattr(asyncio, 'sleep', None)",
    "a pattern": "match print:\n    case object(__self__=found): ...",
    "a number for a file": "open(3, 'wb')",
    "another path for modules": "import sys\nsys.path.append('elsewhere')",
    "through a library": "import asyncio\nasyncio.base_events.socket.socket(fileno=3)",
    "in a module beside it": "import helper",
    "a loop over what reaches": "found = [getattr(print, x) for x in ['__doc__', '__self__']]",
    "attrgetter of what reaches": "from operator import attrgetter\nattrgetter('a.__globals__')",
    "attrgetter of what is made up": "import operator\noperator.attrgetter('a' + 'b')",
    "attrgetter by another name": "from operator import attrgetter as get",
    "what pytest patches with": "import pytest\npytest.MonkeyPatch().setattr('json.dumps', None)",
    "the same imported": "from pytest import raises, MonkeyPatch",
    "pytest by another name": "import pytest as p\nq = p",
    "pytest changed": "import pytest\npytest.raises = None",
    "the dict of a module": "import sys\nsys.__dict__['mod' + 'ules']",
    "the dict of a type": "def f(): ...\ntype(f).__dict__['__glob' + 'als__'].__get__(f)",
    "a formatter of texts": "import string\nstring.Formatter().get_field('0.x', [print], {})",
    "an annotation in quotes": "class A:\n    a: 'list[__import__(\"sys\")]'",
    "a parameter's annotation in quotes": "def f(a: 'print.__self__'): ...",
    "what is returned, in quotes": "def f() -> 'sys.modules': ...",
    "a module that nobody needs": "import pydoc",
    "a function of such a module": "from timeit import timeit",
    "the module under sqlite3": "import _sqlite3",
    "a module beside a harmless one": "import logging.config",
    "the workbook by its name": "import workbook.bookshop\nworkbook.cause.bystander.set(True)",
    "a name in a text": "text = 'print.__globals__'",
    "a registry of plug-ins": "import sqlalchemy\nsqlalchemy.dialects.registry.load('a')",
    "the same, imported": "from sqlalchemy.dialects import registry",
    "an alias that is made up": "from pydantic import Field\nField(validation_alias='__glob' + 'als__')",
    "the frames of what pytest caught": "def f(caught):\n    return caught.traceback[0].locals",
    "a module that a library has imported": "import dataclasses\ndataclasses.inspect.stack()",
    "that module, imported": "from dataclasses import inspect",
    "a package's own part": "import sqlalchemy as sa\nsa.util.symbol('x')",
    "a parameter called self": "def f(self):\n    return self._kept",
    "a method's other parameter": "class A:\n    def f(this, self):\n        return self._kept",
    "a class said to be its own": "def f(pool):\n    type(pool).__module__ = __name__",
    "an object said to be its own": "def f(pool, own):\n    pool.__class__ = own",
    "another's attribute set": "def f(it):\n    object.__setattr__(it, '_a' + 'b', 1)",
    "that, kept": "look = object.__setattr__",
    "aliases that are made": "from pydantic import ConfigDict\nConfigDict(alias_generator=lambda name: '_' + name)",
    "an alias in a dict": "from pydantic import Field\nField(**{'validation_alias': '__glob' + 'als__'})",
    "the dict of an instance": "from sqlalchemy.orm.attributes import instance_dict",
    "what the dialect sends by": "def f(engine):\n    engine.dialect.do_execute = print",
    "a method of a class that is nobody's here": "def f(it):\n    kind = type(it)\n    kind.fetchall = None",
    "what the dialect runs a statement in": "def f(engine):\n    engine.dialect.execution_ctx_cls = object",
    "getattr as an attribute": "def f(it):\n    return it.getattr",
    "a key that is made up": "from sqlalchemy.orm import attribute_keyed_dict\nattribute_keyed_dict('f_' + 'back')",
    "a key that reaches": "from sqlalchemy.orm import attribute_keyed_dict\nattribute_keyed_dict('f_back')",
    "such a key, kept": "from sqlalchemy.ext.indexable import index_property\nlook = index_property",
    "such a key, by name": "from sqlalchemy.ext import indexable\nindexable.index_property(attr_name='f_' + 'back')",
    "a field of a class": "class A:\n    f_back: object",
    "fields that are made up": "from pydantic import create_model\ncreate_model('A', **{'f_' + 'back': (int, 1)})",
    "a position in a made class": "A = type('A', (), {})\nmatch A:\n    case A(found): ...",
    "a position in an imported class": "from helping import A\nmatch A:\n    case A(found): ...",
    "a position in a class with a metaclass": "class A(metaclass=B): ...\nmatch A:\n    case A(found): ...",
    "a position in a class derived from it": "class A(B): ...\nmatch A:\n    case A(found): ...",
    "a position in a decorated class": "@made\nclass A: ...\nmatch A:\n    case A(found): ...",
    "a position in another str": "def f(str, it):\n    match it:\n        case str(found): ...",
}


LIBRARIES = [
    "alembic.command",
    "alembic.config",
    "alembic.op",
    "asyncpg",
    "concurrent.futures",
    "dataclasses",
    "email.message",
    "enum",
    "fastapi",
    "httpx",
    "pydantic",
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "starlette.responses",
    "tempfile",
    "threading",
    "typing",
    "uvicorn",
    "zoneinfo",
    "workbook.bookshop",
    "workbook.database",
]
# modules that hold values and functions of values, and by whose names nothing else is reached
HOLDING_NOTHING = {
    *("importlib.metadata", "logging.config", "pluggy", "sqlalchemy.event.registry"),  # or nothing by public names
    *(f"sqlalchemy.util.{part}" for part in ("concurrency", "deprecations", "queue", "topological", "typing")),
    "bz2",
    "codecs",
    "configparser",
    "copyreg",
    "encodings",
    "fnmatch",
    "genericpath",
    "hmac",
    "idna",
    "lzma",
    "ntpath",
    "posix",
    "posixpath",
    "quopri",
    "stringprep",
    "tokenize",
    "typing_inspection",
    "zipfile",
}


class Disguised(str):
    """A text that denies what it is."""

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0

    def startswith(self, *_: object) -> bool:
        return False


UNREAD = {
    "a name that is made up": "look = getattr\nlook(object(), 'x')",
    "a loop's variable outside of it": "[x for x in ['y']]\ndef f(x):\n    return getattr(f, x)",
    "a loop's variable before it": "found = [getattr(print, x) for y in getattr(print, x) for x in ['y']]",
    "a path that is made up": "import os\ndef f(folder):\n    return open(os.path.join(folder, 'x'), 'w')",
    "open by another name": "look = open",
    "an opener": "open('x', opener=print)",
    "an argument with a loop's name": "[(lambda x: getattr(print, x))('__doc__') for x in ['y']]",
}
HONEST = (
    "import os\nimport pytest\nfrom operator import attrgetter\nfrom pytest import approx\n"
    "from sqlalchemy import inspect, select\nfrom workbook.bookshop import Book, User\n\n"
    "class Own:\n    def __init__(self):\n        setattr(self, '_kept', {})\n\n"
    "    def get(self):\n        return self._kept\n\n"
    "async def f(session, request, values):\n    user = await session.scalar(select(User))\n"
    "    for name, value in values.items():\n        setattr(user, name, value)\n"
    "    request.app.state.make_session = session\n    row = (await session.execute(select(Book.id))).one()\n"
    "    found = getattr(user, 'email'), getattr(user, request)\n"
    "    return row._mapping, row._asdict(), Line._make(row), inspect(user).unloaded, found, os.environ\n\n"
    "async def test_h(shop):\n    with pytest.raises(ValueError, match='x') as caught:\n"
    "        await shop.buy(1, 'x', 0)\n"
    "    assert str(caught.value) == approx('x')\n\n"
    "class Line:\n    book: 'Book'\n    notes: 'list[Line] | None'\n    __tablename__ = 'lines'\n\n"
    "def vars_of(it) -> 'dict[str, object]':\n    return vars(it) | {'__all__': it.__class__.__name__}\n\n"
    "def g(statement, rows):\n    {name: getattr(statement.excluded, name) for name in ('title', 'price')}\n"
    "    return sorted(rows, key=attrgetter('user.email'))\n\n"
    "import sqlalchemy as sa\nfrom pydantic import ConfigDict\nfrom pydantic.alias_generators import to_camel\n"
    "from sqlalchemy.util import greenlet_spawn\nCAMEL = ConfigDict(alias_generator=to_camel)\n\n"
    "class Frozen:\n    def __init__(this, x):\n        object.__setattr__(this, 'x', sa.inspect(User))\n"
    "        super().__setattr__('y', [lambda: this._x for _ in range(2)])\n\n"
    "from dataclasses import dataclass\nfrom sqlalchemy.orm import attribute_keyed_dict\n"
    "KEYED = attribute_keyed_dict('isbn')\n\n"
    "class Refused(Exception):\n    __match_args__ = ('why',)\n\n"
    "class Late(Refused): ...\n\n@dataclass(frozen=True)\nclass Place:\n    x: int\n\n"
    "def told(it):\n    match it:\n        case Late(why) | Place(why) | str(why):\n            return why\n"
)


@pytest.mark.parametrize("name", REACHING)
def test_this_reaches_into_the_worker(name: str, tmp_path: Path):
    (tmp_path / "helper.py").write_text("x = 1\nimport ctypes\n")
    file = tmp_path / "ex01_engine.py"
    file.write_text("x = 1\n" + REACHING[name])
    assert reaches(file).startswith((*(f"ex01_engine.py:{line} (" for line in (2, 3, 4, 5)), "helper.py:2 ("))


@pytest.mark.parametrize("name", UNREAD)
def test_a_name_that_cannot_be_read_reaches_in_a_module_beside_it_only(name: str, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(UNREAD[name])
    assert reaches(file) == ""
    (tmp_path / "helper.py").write_text(UNREAD[name])
    file.write_text("import helper\n")
    assert reaches(file).startswith("helper.py:")


@pytest.mark.parametrize("name", ["__globals__", "_selector", "driver_connection", Disguised("__globals__")])
def test_the_learners_getattr_gives_no_name_that_reaches(name: str, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(
        "def read(thing, name, *default):\n    look = getattr\n    return look(thing, name, *default)\n"
        "class Own:\n    _kept = 1\n"
    )
    learner = Learner(file)
    learner.load()
    with pytest.raises(Wrong):
        learner.read(learner.read, name)
    assert learner.read(file, "name") == "ex01_engine.py"
    assert learner.read(file, "no such name", 7) == 7
    assert learner.read(learner.Own(), "_kept") == 1
    with pytest.raises(Wrong):
        learner.read(file, "_private")
    with pytest.raises(AttributeError, match="no such name"):
        learner.read(file, "no such name")


@pytest.mark.parametrize("thing", ["print", "int", "asyncio"])
def test_the_learners_vars_gives_values_only(thing: str, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(
        "import asyncio\nclass Own:\n    def __init__(self):\n        self.kept = 1\n"
        f"def reach():\n    return vars({thing})\ndef own():\n    x = 2\n    return vars(Own()), vars()\n"
    )
    assert reaches(file) == ""
    learner = Learner(file)
    learner.load()
    assert learner.own() == ({"kept": 1}, {"x": 2})
    with pytest.raises(Wrong):
        learner.reach()


def test_a_text_may_call_sqlalchemys_inspect():
    """A revision that a service writes asks what is there; the module of the same name is still out of bounds."""
    assert reached_by("from sqlalchemy import inspect, text\nif inspect(bind).has_table('a'): sa.inspect(bind)") == ""
    for text in ("import inspect", "asyncio.inspect.stack()", "from sqlalchemy import util, inspect", "look = inspect"):
        assert reached_by(text)


class Number(str):
    """A text that is a number, too."""

    def __index__(self) -> int:
        return 0


@pytest.mark.parametrize("how", ["0", "True", "Number('x')", "'x', opener=lambda *_: 0", "'x', *HOW"])
def test_the_learners_open_takes_a_path_only(how: str, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(
        "HOW = ('r', -1, None, None, None, True, lambda *_: 0)\n"
        f"def reach(Number):\n    return open({how})\ndef own(path):\n    look = open\n"
        "    with look(path, 'w', encoding='utf-8') as file:\n        file.write('x')\n"
    )
    learner = Learner(file)
    learner.load()
    with pytest.raises((Wrong, FileNotFoundError)):
        learner.reach(Number)
    for path in (str(tmp_path / "a"), tmp_path / "b", bytes(tmp_path / "c")):
        learner.own(path)
    assert [(tmp_path / name).read_text() for name in "abc"] == ["x"] * 3


EVALUATED = {
    "an annotation": "import typing\nclass A:\n    a: '__imp' 'ort__(\"sys\")'\ntyping.get_type_hints(A)",
    "a relationship's order": (
        "from sqlalchemy.orm import DeclarativeBase, mapped_column, relationship\n"
        "from sqlalchemy import ForeignKey, Integer\nclass Base(DeclarativeBase): ...\n"
        "class A(Base):\n    __tablename__ = 'a'\n    id = mapped_column(Integer, primary_key=True)\n"
        "    up = mapped_column(ForeignKey('a.id'))\n"
        "    ups = relationship('A', order_by='A.id or util.langhelpers.sys')\n"
        "Base.registry.configure()"
    ),
}


@pytest.mark.parametrize("name", EVALUATED)
def test_a_text_that_a_library_evaluates_is_code(name: str, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(EVALUATED[name])
    audit.listen(lambda connection: None)
    audit.look_at_texts(str(tmp_path))
    try:
        with pytest.raises(Wrong, match="a text in your file is evaluated"):
            Learner(file).load()
    finally:
        audit.look_at_texts(None)
        audit.forget()


def test_a_pickle_of_plain_data_names_nothing():
    plain = pickle.dumps({"titles": ["Kindred"], "sold": (1, 2.5, None)})
    audit.listen(lambda connection: None)
    audit.look_at_texts("/nowhere")
    try:
        assert pickle.loads(plain)["titles"] == ["Kindred"]  # noqa: S301
        with pytest.raises(Wrong, match=r"builtins\.getattr"):
            pickle.loads(b"cbuiltins\ngetattr\n.")  # noqa: S301
    finally:
        audit.look_at_texts(None)
        audit.forget()
    assert pickle.loads(b"cbuiltins\ngetattr\n.") is getattr  # noqa: S301


def test_an_honest_file_does_not(tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(HONEST)
    assert reaches(file) == ""


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("from sqlalchemy import select\nfrom sqlalchemy.ext.asyncio import AsyncSession\nimport urllib.parse", True),
        ("from workbook.bookshop import Base, Book\nfrom fastapi import FastAPI", True),
        ("from sqlalchemy.ext.compiler import compiles", False),
        ("from sqlalchemy.ext import compiler", False),
        ("import sqlalchemy.ext.hybrid", False),
        ("import sys", False),
        ("import helpers", False),
        ("from . import helpers", False),
        ("from sqlalchemy import select\nselect.x = 1", False),
        ("def (", False),
    ],
)
def test_what_could_keep_something_for_the_next_check_is_not_ordinary(text: str, ordinary: bool, tmp_path: Path):
    file = tmp_path / "ex01_engine.py"
    file.write_text(text)
    assert is_ordinary(file) == ordinary


def test_nobody_reaches_a_module_that_may_not_be_imported():
    """By way of a library's names neither: whichever it has imported itself, and under whatever name."""
    # in a process of its own: other tests give libraries names that no worker would see
    asked = [sys.executable, "-c", "import test_reaching; print(*test_reaching.reached(), sep='\\n')"]
    found = subprocess.run(asked, cwd=Path(__file__).parent, capture_output=True, text=True)
    assert found.stdout + found.stderr == "\n"


def reached() -> list[str]:
    """The names of libraries by which one comes to what may not be imported."""
    for name in LIBRARIES:
        importlib.import_module(name)
    found, seen = set(), set()
    pending = [
        it for name, it in sys.modules.items() if is_harmless(name) and "._" not in f".{name}" and name != "pytest"
    ]
    while pending:
        module = pending.pop()
        for name, value in list(vars(module).items()) if id(module) not in seen else ():
            if not name.isidentifier() or is_out_of_bounds(name) or name in {*NAMES, "cls"}:  # a loop's, left over
                continue
            if isinstance(value, attrgetter) and "__" in repr(value):
                found.add(f"{module.__name__}.{name}")
            if isinstance(value, ModuleType) and "pytest" not in value.__name__:
                pending.append(value)
                if not is_harmless(value.__name__) and not is_in(HOLDING_NOTHING, value.__name__):
                    found.add(f"{module.__name__}.{name}")
        seen.add(id(module))
    return sorted(found)


def test_bytecode_is_not_taken_from_a_folder_of_theirs(tmp_path: Path):
    helper, file = tmp_path / "kept_helper.py", tmp_path / "ex01_engine.py"
    helper.write_text("x = 'forged'\n")
    cached = py_compile.compile(str(helper), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert cached is not None
    helper.write_text("x = 'read'\n")
    file.write_text("import kept_helper\ndef f():\n    return kept_helper.x\n")
    sys.path.insert(0, str(tmp_path))
    audit.look_at_texts(str(tmp_path))
    try:
        learner = Learner(file)
        learner.load()
        assert learner.f() == "read"
    finally:
        audit.look_at_texts(None)
        sys.path.remove(str(tmp_path))
        sys.modules.pop("kept_helper", None)


def test_names_that_libraries_are_given_are_looked_at_and_honest_ones_work():
    with resolving.names_refused():

        @functools.wraps(reaches)
        def wrapped() -> None: ...

        assert wrapped.__name__ == "reaches"
        uvicorn.Config(app="x:y", log_config=uvicorn.config.LOGGING_CONFIG)
        with pytest.raises(Wrong):
            functools.update_wrapper(wrapped, sys)
        with pytest.raises(Wrong):
            functools.wraps(reaches, assigned=("__globals__",))(wrapped)
        with pytest.raises(Wrong):
            url.registry.register("mine", "sys", "modules")
        assert "users.email =" in str(select(User).filter_by(**{"email": "a"}))
        with pytest.raises(Wrong):
            select(User).filter_by(**{"__dict__": 1})
    assert not hasattr(base, "getattr")
    functools.update_wrapper(wrapped, reaches)


def test_a_class_that_is_not_of_the_file_is_not_changed_by_setattr():
    own = type("Own", (), {"__module__": "mine"})
    change, take = named("mine")["setattr"], named("mine")["delattr"]
    change(own, "execute", 1)
    take(own, "execute")
    for do in (lambda: change(User, "execute", 1), lambda: take(User, "email")):
        with pytest.raises(Wrong, match="a class that is not your own"):
            do()


def test_nobody_listens_in_the_place_of_the_driver():
    engine = create_engine("sqlite://")
    with resolving.names_refused():
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            with pytest.raises(Wrong):
                event.listen(engine, name, lambda *_: True)
        with pytest.raises(Wrong):
            event.listens_for(engine, "after_cursor_execute", insert=True)(lambda *_: None)
        event.listen(engine, "after_cursor_execute", lambda *_: None, once=True)
        gate = Gate()  # it is ours
        gate.listen()
        gate.forget()
    event.listen(engine, "do_execute", lambda *_: True)


@pytest.mark.parametrize("stem", lessons())
def test_no_answer_of_the_gate_does(stem: str, tmp_path: Path):
    found = {}
    for number, answer in enumerate(variants(stem)):
        answer.write(tmp_path / str(number))
        file = Exercise.find(tmp_path / str(number), stem).file
        found[answer.name] = reaches(file, Exercise.find(ROOT / "solutions", stem).file)
    assert {name: place for name, place in found.items() if place} == {}


def test_past_the_engine_counts_where_statements_are_counted(tmp_path: Path):
    file = tmp_path / "ex05_eager_loading.py"
    file.write_text("import sqlite3\n")
    assert reaches(file) == ""
    assert reaches(file, ROOT / "solutions" / file.name) == "ex05_eager_loading.py:1 (sqlite3)"
    for text in ("c.connection.cursor()", "e.raw_connection()", "r.cursor.execute('')", "d.create_connect_args(u)"):
        file.write_text(f"def f(c, d, e, r, u):\n    {text}\n")
        assert reaches(file) == ""
        assert reaches(file, ROOT / "solutions" / file.name).startswith("ex05_eager_loading.py:2 ("), text
    file.write_bytes(b"def (:")
    assert reaches(file) == ""


SET_UP = """
from sqlalchemy import event


def tuned(engine):
    @event.listens_for(engine.sync_engine, "connect")
    def switched_on(connection, record):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    return engine
"""


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (SET_UP, False),
        (SET_UP.replace('"connect"', '"checkout"'), True),
        (SET_UP.replace("connection.cursor()", "engine.raw.cursor()"), True),
        (SET_UP.replace("return engine", "switched_on(engine.raw, None)"), True),  # another connection
    ],
)
def test_a_new_connection_may_be_set_up_by_its_cursor(text: str, refused: bool, tmp_path: Path):
    solution = ROOT / "solutions" / "ex03_dependency_injection.py"
    file = tmp_path / solution.name
    file.write_text(solution.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert ("(cursor)" in reaches(file, solution)) == refused
