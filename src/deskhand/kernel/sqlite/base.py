"""Import Django's SQLite backend while ``sqlite3`` means ``pysqlite3``, then put the standard module back."""

from __future__ import annotations

import importlib
import sys

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

DatabaseWrapper = _django_base.DatabaseWrapper
