"""Which templates there are: those that come with Deskhand, and an installation's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.desk_templates.file import Template, read
from deskhand.kernel.errors import Invalid

OWN_FOLDER = "desk-templates"
"""Folder within the data folder for an installation's own files."""

OWN_LIMIT = 50
"""Most files of an installation's own that are read."""

BUNDLED = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Shelf:
    """The templates in their order, and why a file of the installation's own is not among them."""

    templates: Sequence[Template]
    refused: Sequence[str] = ()


def shelf() -> Shelf:
    """All templates. One of the installation's own takes the place of a bundled one with its key."""
    found = {one.key: one for one in _bundled()}
    refused = []
    for path in _own_files():
        try:
            template = read(path)
            found[template.key] = template
        except (Invalid, OSError) as error:
            refused.append(str(error))
    return Shelf(sorted(found.values(), key=lambda one: (one.place, one.key)), refused)


def template_of(key: str) -> Template:
    """The template of that key. Raises Invalid, with the keys that there are."""
    known = {one.key: one for one in shelf().templates}
    if key not in known:
        words = _("There is no template “%(key)s”. Templates: %(known)s.") % {
            "key": key[:40],
            "known": ", ".join(known),
        }
        raise Invalid(words, {"template": words})
    return known[key]


@cache
def _bundled() -> tuple[Template, ...]:
    return tuple(read(path) for path in sorted(BUNDLED.glob("*.toml")))


def _own_files() -> list[Path]:
    folder = settings.DESKHAND.data / OWN_FOLDER
    return sorted(folder.glob("*.toml"))[:OWN_LIMIT] if folder.is_dir() else []
