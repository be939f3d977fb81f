"""Making and changing classes of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team, TeamMember
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.modules.cases.actions.nobody import nobody_of
from deskhand.modules.cases.events import ClassSaved
from deskhand.modules.cases.models import (
    CLASS_LIMIT,
    CLASS_NAME_LIMIT,
    ENDING_LIMIT,
    ENDINGS_LIMIT,
    FIRST_READERS,
    MONTHS_LIMIT,
    CaseClass,
    CaseReader,
)
from deskhand.tickets import confiding

PLAIN = (
    "name",
    "words",
    "is_confidential",
    "is_offered",
    "takes_nameless",
    "excludes_manager",
    "keep_months",
    "endings",
    "is_active",
)


@dataclass(frozen=True, kw_only=True)
class ClassWords:
    """What a class is. ``people`` and ``teams`` are on the list of every new confidential case."""

    name: str
    words: Mapping[str, str] = field(default_factory=dict)
    is_confidential: bool = True
    is_offered: bool = False
    takes_nameless: bool = False
    excludes_manager: bool = False
    keep_months: int = 0
    endings: Sequence[str] = ()
    is_active: bool = True
    people: Sequence[Person] = ()
    teams: Sequence[Team] = ()


@transaction.atomic
def save_class(*, actor: Actor, desk: Desk, said: ClassWords, case_class: CaseClass | None = None) -> CaseClass:
    """Make a class, or change one. Cases that are open keep who reads them. Raises Invalid for a name that is taken,
    for a reader without a role on the desk, and for a confidential class without readers."""
    actor.need("cases.classes", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    row = CaseClass(desk=desk)
    if case_class is not None:
        row = CaseClass.objects.within(desk).select_for_update().get(pk=case_class.pk)
    is_new = case_class is None
    _check(desk, 0 if is_new else row.pk, said)
    given: dict[str, Any] = {name: getattr(said, name) for name in PLAIN}
    given |= {
        "name": said.name.strip(),
        "words": {code: one.strip() for code, one in said.words.items() if one.strip()},
        "endings": endings_of(said),
    }
    changed = [name for name in PLAIN if is_new or getattr(row, name) != given[name]]
    for name in changed:
        setattr(row, name, given[name])
    if changed:
        row.save(update_fields=None if is_new else changed)
    if row.takes_nameless:
        nobody_of(desk)  # From now on, and not with the first report: when that came is not told by when this did.
    if _write_readers(row, said):
        changed.append("readers")
    if changed:
        emit(ClassSaved(case_class=row.pk, fields=sorted(changed)), actor=actor, desk_id=desk.pk)
    return row


def endings_of(said: ClassWords) -> list[str]:
    """The ways in which its cases end, each once."""
    return list(dict.fromkeys(words for one in said.endings if (words := " ".join(one.split()))))


def _write_readers(row: CaseClass, said: ClassWords) -> bool:
    wanted: set[tuple[int | None, int | None]] = {(one.pk, None) for one in said.people}
    wanted |= {(None, one.pk) for one in said.teams}
    there: set[tuple[int | None, int | None]] = set(row.readers.values_list("person_id", "team_id"))
    if wanted == there:
        return False
    row.readers.all().delete()
    CaseReader.objects.bulk_create(CaseReader(case_class=row, person_id=who, team_id=team) for who, team in wanted)
    return True


def _check(desk: Desk, pk: int, said: ClassWords) -> None:
    wrong = {}
    others = CaseClass.objects.within(desk).exclude(pk=pk)
    if not 0 < len(said.name.strip()) <= CLASS_NAME_LIMIT:
        wrong["name"] = _("Between 1 and %(limit)s characters.") % {"limit": CLASS_NAME_LIMIT}
    elif others.filter(name__iexact=said.name.strip()).exists():
        wrong["name"] = _("The desk has a class of this name.")
    elif not pk and others.count() >= CLASS_LIMIT:
        wrong["name"] = _("A desk has at most %(limit)s classes.") % {"limit": CLASS_LIMIT}
    if not 0 <= said.keep_months <= MONTHS_LIMIT:
        wrong["keep_months"] = _("Between 0 and %(limit)s months.") % {"limit": MONTHS_LIMIT}
    endings = endings_of(said)
    if len(endings) > ENDINGS_LIMIT or any(len(one) > ENDING_LIMIT for one in endings):
        limits = {"lines": ENDINGS_LIMIT, "limit": ENDING_LIMIT}
        wrong["endings"] = _("At most %(lines)s lines of at most %(limit)s characters each.") % limits
    if said.takes_nameless and not said.is_confidential:
        wrong["takes_nameless"] = _("Only a confidential class takes reports without a name.")
    wrong |= _wrong_readers(desk, said)
    if wrong:
        raise Invalid(_("The class cannot be saved like this."), wrong)


def _wrong_readers(desk: Desk, said: ClassWords) -> dict[str, str]:
    people = {one.pk for one in said.people}
    if any(one.desk_id != desk.pk for one in said.teams):
        return {"teams": _("This team belongs to another desk.")}
    if said.is_confidential and not (said.people or said.teams):
        return {"people": _("Name who reads these cases: at least one person or team.")}
    if confiding.with_role(desk.pk, people) < people:
        return {"people": _("Only people with a role on this desk can be named.")}
    members = set(TeamMember.objects.filter(team__in=said.teams).values_list("person_id", flat=True))
    if len(people | members) > FIRST_READERS:
        words = _("At most %(limit)s people can read a new case of a class. Name fewer, or a smaller team.")
        return {"teams": words % {"limit": FIRST_READERS}}
    return {}
