"""What a reader makes of an archive: pages in our terms, whoever wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deskhand.modules.knowledge.words import Words

PAGE_LIMIT = 5_000
"""Pages of one import, translations counted."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """An article in one language, as it stands in an archive.

    ``origin`` names the article for ever (``confluence:98310``): what was imported under it before is brought up to
    date; its translations share it. ``path`` is where the page lies, for messages and relative links. ``shelves`` are
    names of categories, the outermost first. ``pictures`` maps each address in its HTML to the path of the file that is
    meant; ``files`` are paths of files that are offered below it. ``links`` maps addresses to the origins of the
    articles that they mean. ``problems`` are sentences: with any of them the page is not imported; ``remarks`` are
    told."""

    origin: str
    path: str
    language: str
    words: Words
    shelves: tuple[str, ...] = ()
    position: int = 0
    audience: str = ""
    is_draft: bool = False
    is_archived: bool = False
    keywords: str = ""
    owner: str = ""
    review_at: datetime | None = None
    expires_at: datetime | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """Everything that one archive holds. ``kind`` is folder, zendesk or confluence. ``shelf_texts`` describes
    categories by their path, ``shelf_names`` names them in further languages, by code."""

    kind: str
    pages: tuple[Page, ...]
    shelf_texts: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    shelf_names: Mapping[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
