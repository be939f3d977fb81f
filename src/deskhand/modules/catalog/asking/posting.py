"""From a posted page to what :func:`judge` takes. The names of inputs are those that :mod:`drawing` gives."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from deskhand.mail.clean import html_from_text
from deskhand.modules.catalog.asking import limits
from deskhand.modules.catalog.asking.form import Form, Kind, Question

PREFIX = "q."
"""Before the code in the name of an input. A cell of a table is ``q.code.row.column``."""

FORMAT = ".format"
"""Behind the name of a rich text, for whether it is HTML."""


def posted(form: Form, query: QueryDict, files: MultiValueDict[str, Any] | None = None) -> dict[str, Any]:
    """What stands in the page, by code; the names of files for attachments. Names with our prefix that are no input of
    this form come along, to be refused."""
    found = {one.code: _one(one, query, files) for one in form.asked()}
    for name in query:
        code = name.removeprefix(PREFIX).partition(".")[0]
        if name.startswith(PREFIX) and code not in form.codes:
            found[code] = query.getlist(name)
    return found


def files_of(form: Form, files: MultiValueDict[str, Any]) -> dict[str, list[Any]]:
    """The files by the code of their question."""
    asked = [one.code for one in form.asked() if one.kind == Kind.ATTACHMENT]
    return {code: files.getlist(f"{PREFIX}{code}") for code in asked if files.getlist(f"{PREFIX}{code}")}


def _one(one: Question, query: QueryDict, files: MultiValueDict[str, Any] | None) -> Any:
    name = f"{PREFIX}{one.code}"
    if one.kind == Kind.TABLE:
        return _rows(one, query)
    if one.kind == Kind.ATTACHMENT:
        return [file.name or "" for file in files.getlist(name)] if files else []
    texts = [text for text in query.getlist(name) if text.strip()]
    if one.kind == Kind.RICH and query.get(f"{name}{FORMAT}") != "html":
        return [html_from_text(text) for text in texts]
    return texts


def _rows(table: Question, query: QueryDict) -> list[dict[str, list[str]]]:
    pattern = re.compile(rf"{re.escape(PREFIX + table.code)}\.([0-9]{{1,3}})\.([a-z][a-z0-9_]*)")
    rows: dict[int, dict[str, list[str]]] = {}
    for name in query:
        found = pattern.fullmatch(name)
        if found and (texts := [text for text in query.getlist(name) if text.strip()]):
            rows.setdefault(int(found[1]), {})[found[2]] = texts
    return [rows[place] for place in sorted(rows)][: limits.ROW_LIMIT + 1]
