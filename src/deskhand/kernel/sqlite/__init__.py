"""Django's SQLite backend on a current SQLite library.

Distributions still ship SQLite releases with the WAL-reset fault. Where the ``pysqlite3`` wheel is installed,
this backend uses it for Django's connections and leaves the standard library's module alone everywhere else.
"""
