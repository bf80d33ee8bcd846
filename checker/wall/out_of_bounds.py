"""What a file of Python may import and name, and the words by which it reaches into its process or past the engine."""

from __future__ import annotations

import re
from collections.abc import Collection

_WORDS = {
    # of those that are harmless, these are not
    "modules": """
        logging.config unittest.mock concurrent.futures.process sqlalchemy.testing sqlalchemy.event.registry
        sqlalchemy.util sqlalchemy.orm.clsregistry sqlalchemy.dialects.registry uvicorn.importer pydantic.v1
        alembic.util.pyfiles alembic.util.compat
    """,
    # of pytest, in a suite of the learner's own: what asserts or marks, and does not patch, run or configure
    "in_tests": "raises approx mark param fail RaisesGroup",
    "names": """
        eval exec compile __import__ globals vars getattr attrgetter breakpoint help __builtins__ __loader__ __spec__
    """,
    "attributes": """
        __globals__ __code__ __closure__ __builtins__ __subclasses__ __self__ __func__ __wrapped__ __import__ __bases__
        __getattribute__ __loader__ __spec__ __reduce__ __reduce_ex__ __defaults__ __kwdefaults__ tb_frame tb_next
        f_back f_globals f_locals f_builtins cr_frame gi_frame ag_frame gr_frame cr_await get_coro get_stack settrace
        setprofile setswitchinterval addaudithook modules meta_path path_hooks dispatch FileIO FunctionType CodeType
        methodcaller fdopen writev pwrite dup dup2 sendfile splice closerange open_code fromfd get_objects
        get_referrers get_referents _getframe _current_frames _selector _ready _scheduled _coro __path__ ImportString
        currentframe getouterframes getinnerframes getclosurevars gc ctypes builtins bltns importlib pickle marshal
        socket import_module resolve_name tb traceback _excinfo sys monitoring unraisablehook excepthook
        displayhook breakpointhook path_importer_cache get_field Formatter get_type_hints ForwardRef
        evaluate_forward_ref get_annotations getmembers getmembers_static getattr_static unwrap PluginLoader
        import_from_string loaded_app attrsetter inspect importlib_metadata subprocess sysconfig
        selectors importer clsregistry orm_clsregistry preloaded pyfiles compat click linecache fcntl termios shlex util
        sqlautil eval exec getattr globals vars langhelpers portable_instancemethod instance_dict dottedgetter
        exec_code_in_env eval_expression import_string PyObject pickle_by_enum_name pickle_by_global_name
        _slots_dispatch _empty_listener_reg _empty_listeners _clslevel parent_listeners
        settrace_all_threads setprofile_all_threads EntryPoint
        do_execute do_executemany do_execute_no_params execution_ctx_cls
    """,
    # of those with two underscores at both ends; a class may define any
    "dunders": """
        __name__ __qualname__ __module__ __doc__ __file__ __package__ __main__ __all__ __class__ __debug__ __version__
        __init__ __new__ __post_init__ __init_subclass__ __call__ __repr__ __str__ __format__ __bytes__ __hash__
        __bool__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __len__ __iter__ __next__ __contains__ __getitem__
        __setitem__
        __delitem__ __getattr__ __setattr__ __delattr__ __enter__ __exit__ __aenter__ __aexit__ __aiter__ __anext__
        __await__ __add__ __radd__ __iadd__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __neg__ __abs__ __int__
        __float__ __index__ __round__ __or__ __and__ __xor__ __invert__ __slots__ __annotations__ __members__
        __cause__ __context__ __suppress_context__ __traceback__ __notes__ __del__ __set_name__ __class_getitem__
        __tablename__ __table__ __table_args__ __mapper__ __mapper_args__ __abstract__ __allow_unmapped__
        __create_fn__ __clause_element__ __get_validators__ __get_pydantic_core_schema__
        __dataclass_fields__ __fields__ __required_keys__ __optional_keys__ __args__ __origin__ __metadata__
    """,
    "ordinary": """
        __future__ abc anyio asyncio asyncpg base64 collections contextlib csv dataclasses datetime decimal enum fastapi
        functools hashlib heapq html httpx io itertools json logging math operator pydantic random re secrets sqlalchemy
        starlette statistics string textwrap time typing typing_extensions urllib uuid workbook.bookshop
        workbook.in_memory
    """,
    # beside those: what can keep something, and yet reaches nothing of the worker's
    "harmless": """
        aiosqlite alembic annotated_types argparse array atexit binascii bisect calendar cmath concurrent contextvars
        copy dotenv email email_validator errno fractions getpass glob gzip http ipaddress keyword locale logging
        mimetypes multipart numbers orjson os pathlib platform pprint pydantic_core pydantic_settings pytest
        pytest_asyncio python_multipart queue reprlib sched shutil signal sqlite3 ssl stat struct sys tempfile tenacity
        textwrap threading tomllib types unicodedata uvicorn warnings weakref workbook.database zlib zoneinfo
    """,
    # functions that read attributes by the names they are given
    "by_name": """
        attrgetter attribute_keyed_dict attribute_mapped_collection association_proxy AssociationProxy index_property
        ordering_list OrderingList
    """,
    "to_the_driver": """
        driver_connection dbapi_connection get_raw_connection dbapi import_dbapi loaded_dbapi set_trace_callback
        set_authorizer set_progress_handler deserialize iterdump blobopen enable_load_extension
        cursor raw_connection create_connect_args
    """,
    "connecting": "connect create_pool connection Connection pool Pool connect_utils protocol",  # of asyncpg
    # said with an underscore, and yet for everybody: rows of SQLAlchemy, named tuples, os._exit; Alembic's table, and
    # the revisions that its own documentation hands to an environment
    "public": """
        _ensure_version_table _upgrade_revs _downgrade_revs _stamp_revs _mapping _asdict _fields _make _field_defaults
        _tuple _replace _exit _t
    """,
}
MODULES, IN_TESTS, NAMES, ATTRIBUTES, DUNDERS, ORDINARY, HARMLESS, BY_NAME, TO_THE_DRIVER, CONNECTING, PUBLIC = (
    frozenset(words.split()) for words in _WORDS.values()
)
"""ORDINARY: what an exercise imports; it has no place where a check could leave something for the next unseen."""
OF_UTIL = {"sqlalchemy.util.await_only", "sqlalchemy.util.greenlet_spawn"}
"""What SQLAlchemy's documentation imports from there; all else of it is SQLAlchemy's own."""
AROUND = TO_THE_DRIVER | {"sqlite3", "aiosqlite", "asyncpg"}
"""Past SQLAlchemy's engine, and so past the trace: only where a lesson's own solution says so is it meant."""
EXTENSIONS, ORDINARY_EXTENSION = "sqlalchemy.ext.", "sqlalchemy.ext.asyncio"
"""Those of SQLAlchemy, which change it for the whole process, and the one that does not."""
MOST_TEXT = 100_000  # characters
WORD = re.compile(r"\w+")
INSPECTED = re.compile(r"\binspect(?=\()|(?<=from sqlalchemy import )inspect\b")
"""SQLAlchemy's function, which a revision calls; the module of that name cannot be called."""


def is_in(modules: Collection[str], name: str) -> bool:
    """Whether a module is one of these, or in one of them."""
    parts = name.split(".")
    return any(".".join(parts[:length]) in modules for length in (1, 2, 3))


def is_harmless(module: str) -> bool:
    """Whether a file that imports this module may be believed."""
    return module in OF_UTIL or (is_in(ORDINARY | HARMLESS, module) and not is_in(MODULES, module))


def is_out_of_bounds(name: str, mine: bool = False) -> bool:
    """Whether an attribute of this name reaches; a private one does unless it is the file's own (`mine`)."""
    if name.startswith("__") and name.endswith("__"):
        is_known = name in DUNDERS or name.startswith("__dataclass_")
        return not is_known and not (mine and name == "__dict__")
    private = name.startswith("_") and not mine
    return name in ATTRIBUTES | AROUND or (private and name not in PUBLIC)


def reached_by(text: str) -> str:
    """The first word out of bounds of a text that a library evaluates, or ""."""
    if len(text) > MOST_TEXT:
        return f"{len(text):,} characters"
    words = WORD.findall(INSPECTED.sub("", text))
    private = (word for word in words if word in NAMES | ATTRIBUTES or word.startswith("__"))
    return next((word for word in private if word in NAMES or is_out_of_bounds(word)), "")
