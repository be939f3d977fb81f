"""Whether a template says only what the sections know, and all that they need."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from deskhand.desk_templates.file import Entry, Template, wrong
from deskhand.desk_templates.section import Placed, Section, every


def check(template: Template) -> None:
    """Raise Invalid with file and line of the first thing that no section knows, or that is missing."""
    known = by_code()
    for word, entries in template.sections.items():
        line = entries[0].line if entries else 1
        if word not in known:
            words = _("There is nothing called “%(word)s” in a template. Known: %(known)s.")
            raise wrong(template.file, line, words % {"word": word[:40], "known": ", ".join(known)})
        for entry in entries:
            _check_entry(known[word].section, entry)


def by_code() -> Mapping[str, Placed]:
    """All sections by their word."""
    return {one.section.code: one for one in every()}


def _check_entry(section: Section, entry: Entry) -> None:
    said = set(entry.given)
    if unknown := sorted(said - section.known):
        words = _("[[%(section)s]] knows no “%(word)s”.")
        raise entry.wrong(words % {"section": section.code, "word": unknown[0][:40]})
    if missing := sorted(section.needed - said):
        raise entry.wrong(_("“%(name)s” is missing.") % {"name": missing[0]})
