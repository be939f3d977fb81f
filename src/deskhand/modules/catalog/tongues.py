"""Texts of items and of their forms in other languages.

They lie in ``words`` of the item: by language its own texts by name, and under ``form`` the texts of its questions by
the text as it was written. So they hold for every version that says the same, and what was written anew since is shown
as it was written until somebody translates it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from deskhand.accounts.models import Desk
from deskhand.modules.catalog import asking
from deskhand.modules.catalog.models import Item, ItemVersion
from deskhand.modules.catalog.wording import language

FORM = "form"
"""Under which name the texts of the questions lie."""

OWN = ("title", "summary", "description", "out_of_stock", "picture_words")
"""Texts of the item itself."""

_SAID = ("label", "help", "pattern_words")


def offered() -> list[tuple[str, str]]:
    """The languages that there are, with their names."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def form_for(item: Item, version: ItemVersion) -> asking.Form:
    """The questions of a version in the reader's language."""
    return asking.read_form(translated(version.form, texts_of(item)))


def texts_of(item: Item, code: str = "") -> Mapping[str, str]:
    """The texts of its questions in a language, the reader's by itself."""
    said = ((item.words or {}).get(code or language()) or {}).get(FORM)
    return said if isinstance(said, Mapping) else {}


def translated(form: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """The same form with these texts; codes, rules and the rest stay."""
    if not texts:
        return dict(form)
    steps = [
        {
            **step,
            "title": texts.get(step.get("title", "")) or step.get("title", ""),
            "questions": [_question(one, texts) for one in step.get("questions", [])],
        }
        for step in form.get("steps", [])
    ]
    return {**form, "steps": steps}


def _question(one: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    said = {name: texts.get(one[name]) or one[name] for name in _SAID if one.get(name)}
    if one.get("options"):
        said["options"] = [
            {**each, "label": texts.get(each.get("label", "")) or each.get("label", "")} for each in one["options"]
        ]
    if one.get("columns"):
        said["columns"] = [_question(each, texts) for each in one["columns"]]
    return {**one, **said}


def texts_in(form: Mapping[str, Any]) -> Iterator[str]:
    """Every text that people read in a form, each once, in its order."""
    seen: set[str] = set()
    for text in _texts(form):
        if text and text not in seen:
            seen.add(text)
            yield text


def paired(form: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a form with those of the same form in another language."""
    return {text: said for text, said in zip(_texts(form), _texts(other), strict=True) if text and said}


def _texts(form: Mapping[str, Any]) -> Iterator[str]:
    for step in form.get("steps", []):
        yield step.get("title", "")
        for one in step.get("questions", []):
            yield from _of_question(one)


def _of_question(one: Mapping[str, Any]) -> Iterator[str]:
    for name in _SAID:
        yield one.get(name, "")
    for option in one.get("options") or ():
        yield option.get("label", "")
    for column in one.get("columns") or ():
        yield from _of_question(column)


def usual(desk: Desk) -> str:
    """The first language that the desk does not write in."""
    return next(
        (code for code, _name in offered() if code != (desk.language or settings.LANGUAGE_CODE)), offered()[0][0]
    )
