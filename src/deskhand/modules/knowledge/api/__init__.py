"""The knowledge base for programs: the same verbs as the pages, the same walls."""

from deskhand.modules.knowledge.api import (
    articles,
    beside,
    exchanges,
    files,
    flags,
    homes,
    measures,
    reader,
    rules,
    shelves,
    templates,
    versions,
)

__all__ = [
    "articles",
    "beside",
    "exchanges",
    "files",
    "flags",
    "homes",
    "measures",
    "reader",
    "rules",
    "shelves",
    "templates",
    "versions",
]
"""The files of routes: importing them fills the router."""
