"""What a template would bring to a desk, for pages, API and command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.desk_templates.checks import by_code, check
from deskhand.desk_templates.file import Template
from deskhand.desk_templates.models import FromTemplate
from deskhand.desk_templates.section import Section
from deskhand.kernel import growing, modules, switches


@dataclass(frozen=True)
class Line:
    """One thing. ``state`` is ``new``, ``made`` (it came from the template before) or ``kept`` (the desk had it)."""

    name: str
    lines: Sequence[str] = ()
    state: str = "new"


@dataclass(frozen=True)
class Part:
    """The lines of one section."""

    code: str
    title: str
    url: str
    lines: Sequence[Line]

    @property
    def coming(self) -> int:
        """How many are not there yet."""
        return sum(one.state == "new" for one in self.lines)


@dataclass
class Room:
    """The parts that a module brings; the core's have an empty label. ``needs`` are titles of what comes with it."""

    label: str
    title: str
    icon: str
    is_on: bool
    parts: list[Part] = field(default_factory=list)
    needs: Sequence[str] = ()

    @property
    def coming(self) -> int:
        return sum(one.coming for one in self.parts)


def rooms(template: Template, language: str, desk: Desk | None = None) -> list[Room]:
    """Everything that the template has, by module in the order in which it is made. Raises Invalid with file and line
    for a file that cannot be used."""
    check(template)
    known = _states(template, desk)
    found: dict[str, Room] = {}
    for placed in by_code().values():
        section = placed.section
        if entries := template.sections.get(section.code):
            room = found.setdefault(placed.module, _room(placed.module, desk))
            lines = [
                _line(section, entry.said(language), known.get((section.code, entry.code), "new")) for entry in entries
            ]
            room.parts.append(Part(section.code, str(section.title), section.url, lines))
    return list(found.values())


def modules_of(template: Template) -> list[str]:
    """Labels of the modules that it has something for, so that each stands behind what it needs."""
    placed = by_code()
    named = {placed[one].module for one in template.sections if one in placed} - {""}
    return growing.in_order(growing.fitting(set(), named))


def _states(template: Template, desk: Desk | None) -> dict[tuple[str, str], str]:
    if desk is None:
        return {}
    rows = FromTemplate.objects.within(desk).filter(template=template.key)
    return {(one.section, one.code): "made" if one.is_made else "kept" for one in rows}


def _room(label: str, desk: Desk | None) -> Room:
    config = modules.module(label) if label else None
    if config is None:
        return Room("", _("For every desk"), "inbox", is_on=True)
    along = growing.in_order(growing.fitting(set(), {label}) - {label})
    needs = [str(one.title) for name in along if (one := modules.module(name)) is not None]
    is_on = desk is not None and switches.is_on(label, desk.pk)
    return Room(label, str(config.title), config.icon, is_on, needs=needs)


def _line(section: Section, said: dict[str, object], state: str) -> Line:
    return Line(str(said[section.named]), section.shown(said), state)
