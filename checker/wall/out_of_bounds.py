"""The words by which a file of Python reaches into its own process, or past the engine; see `reaching`."""

from __future__ import annotations

_WORDS = {
    "modules": """
        checker pytest _pytest unittest gc ctypes _ctypes cffi inspect builtins importlib imp runpy code codeop dis
        marshal socket _socket _thread _asyncio _testcapi _posixsubprocess select selectors mmap faulthandler pdb bdb
        greenlet multiprocessing pkgutil zipimport workbook.trace workbook.cause workbook.gate site pickle
        _pickle shelve copyreg logging.config
    """,
    # of pytest, in a suite of the learner's own: what asserts or marks, and does not patch, run or configure
    "in_tests": "raises approx mark param fail RaisesGroup",
    "names": "eval exec compile __import__ globals getattr attrgetter breakpoint __builtins__ __loader__ __spec__",
    "attributes": """
        __globals__ __code__ __closure__ __builtins__ __subclasses__ __self__ __func__ __wrapped__ __import__ __bases__
        __getattribute__ __loader__ __spec__ __reduce__ __reduce_ex__ __defaults__ __kwdefaults__ tb_frame tb_next
        f_back f_globals f_locals f_builtins cr_frame gi_frame ag_frame gr_frame cr_await get_coro get_stack settrace
        setprofile setswitchinterval addaudithook modules meta_path path_hooks dispatch FileIO FunctionType CodeType
        methodcaller fdopen writev pwrite dup dup2 sendfile splice closerange open_code fromfd get_objects
        get_referrers get_referents _getframe _current_frames _selector _ready _scheduled _coro __path__ ImportString
        currentframe getouterframes getinnerframes getclosurevars gc ctypes builtins bltns importlib pickle marshal
        socket import_module resolve_name tb traceback _excinfo
    """,
    "ordinary": """
        __future__ abc anyio asyncio asyncpg base64 collections contextlib csv dataclasses datetime decimal enum fastapi
        functools hashlib heapq html httpx io itertools json logging math operator pydantic random re secrets sqlalchemy
        starlette statistics string textwrap time typing typing_extensions urllib uuid workbook.bookshop
        workbook.in_memory
    """,
    # said with an underscore, and yet for everybody: SQLAlchemy's rows, named tuples, os._exit
    "public": "_mapping _asdict _fields _make _field_defaults _tuple _replace _exit _t",
}
TO_THE_DRIVER = frozenset(["driver_connection", "dbapi_connection", "get_raw_connection"])
AROUND = TO_THE_DRIVER | {"sqlite3", "aiosqlite"}
"""Past SQLAlchemy's engine, and so past the trace: only where a lesson's own solution says so is it meant."""
MODULES, IN_TESTS, NAMES, ATTRIBUTES, ORDINARY, PUBLIC = (frozenset(words.split()) for words in _WORDS.values())
"""ORDINARY: what an exercise imports; it has no place where a check could leave something for the next unseen."""
EXTENSIONS, ORDINARY_EXTENSION = "sqlalchemy.ext.", "sqlalchemy.ext.asyncio"
"""Those of SQLAlchemy, which change it for the whole process, and the one that does not."""


def is_out_of_bounds(name: str, mine: bool = False) -> bool:
    """Whether an attribute of this name reaches; a private one does unless it is the file's own (`mine`)."""
    private = name.startswith("_") and not name.endswith("__") and not mine
    return name in ATTRIBUTES | AROUND or (private and name not in PUBLIC)
