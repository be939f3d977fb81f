"""What the API takes and gives of imports."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer, Page, PersonRef
from deskhand.api.schemas import Input


class ImportStart(Input):
    """How an archive that was read is imported."""

    audience: Annotated[
        Literal["public", "requesters", "agents"], Field(description="Who may read what is new, once it is published.")
    ] = "agents"
    is_published: Annotated[bool, Field(description="Publish at once what is no draft; else all are drafts.")] = False
    keeps_audiences: Annotated[
        bool, Field(description="Audiences that the archive names count before `audience`. For publishers.")
    ] = False


class ImportRow(Answer):
    """What an import would do, or did, with a page of the archive."""

    path: Annotated[str, Field(description="Where the page is in the archive.")]
    title: str
    language: str
    does: Annotated[Literal["add", "change", "same", "refuse"], Field(description="What becomes of it.")]
    words: Annotated[list[str], Field(description="What is to be known about it, in sentences.")]
    article: Annotated[int | None, Field(description="Id of the article, where there is one.")]


class ImportLine(Answer):
    """An archive of articles, and how far its import is."""

    id: int
    filename: str
    stage: Annotated[
        Literal["reading", "read", "working", "done", "failed"],
        Field(description="`read`: it waits for your decision. `reading` and `working` go on in the background."),
    ]
    kind: Annotated[str, Field(description="What kind of archive it is.")]
    failure: Annotated[str, Field(description="Why nothing was imported; else empty.")]
    by: PersonRef | None
    begun_at: datetime
    ended_at: datetime | None
    may_be_taken_back: Annotated[bool, Field(description="Whether what it added can still be taken back.")]


class ImportTakenBack(Answer):
    """What became of the articles that an import had added."""

    archived: int
    deleted: Annotated[int, Field(description="Those that nobody ever read.")]
    left: Annotated[int, Field(description="Those that somebody has changed since.")]


class ImportWhole(ImportLine):
    """An archive of articles with what becomes of each of its pages."""

    rows: list[ImportRow]


class ImportLines(Page[ImportLine]):
    """A page of imports."""


IMPORT: dict[str, Any] = {
    "id": 3,
    "filename": "handbook.zip",
    "stage": "read",
    "kind": "folder",
    "failure": "",
    "by": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "begun_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "may_be_taken_back": False,
}
WHOLE_IMPORT = IMPORT | {
    "rows": [
        {
            "path": "network/vpn.md",
            "title": "VPN drops every ten minutes",
            "language": "en",
            "does": "add",
            "words": [],
            "article": None,
        }
    ]
}
