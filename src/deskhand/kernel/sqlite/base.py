"""Import Django's SQLite backend while ``sqlite3`` means ``pysqlite3``, then put the standard module back."""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # No wheel for this platform: the system's library serves, and `deskhand doctor` says so.
    pysqlite3 = None

_NAMES = ("sqlite3", "sqlite3.dbapi2")

if pysqlite3 is not None:
    if "django.db.backends.sqlite3.base" in sys.modules:
        raise RuntimeError("Django's SQLite backend was imported before deskhand.kernel.sqlite; import order is wrong.")
    _kept = {name: sys.modules.get(name) for name in _NAMES}
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    try:
        _django_base = importlib.import_module("django.db.backends.sqlite3.base")
    finally:
        for _name, _module in _kept.items():
            if _module is None:
                sys.modules.pop(_name, None)
            else:
                sys.modules[_name] = _module
else:
    _django_base = importlib.import_module("django.db.backends.sqlite3.base")

CONVERTED = 1_000
"""Statements whose placeholders a process keeps converted."""


_Cursor: Any = _django_base.SQLiteCursorWrapper
_Wrapper: Any = _django_base.DatabaseWrapper


class Cursor(_Cursor):  # type: ignore[misc]
    """Django's cursor, which looks through a statement for its placeholders once and not each time."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Return the statement with SQLite's placeholders."""
        return (
            str(super().convert_query(query, param_names=param_names)) if param_names is not None else _converted(query)
        )


@functools.lru_cache(maxsize=CONVERTED)
def _converted(query: str) -> str:
    return str(_django_base.FORMAT_QMARK_REGEX.sub("?", query)).replace("%%", "%")


class DatabaseWrapper(_Wrapper):  # type: ignore[misc]
    """Django's connection with our cursor."""

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a new cursor. SQLite has none with names."""
        return self.connection.cursor(factory=Cursor)
