"""``class:complaint`` and ``about:hanna``: tickets by their case files. Nobody is told of classes of desks on which
they do not read cases; and of confidential cases a query finds those that its asker may know anyway."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots, switches
from deskhand.kernel.query import Env, FieldSpec, ManyField, Suggestion
from deskhand.kernel.words import fold
from deskhand.modules.cases.models import CaseClass, CaseFile
from deskhand.modules.cases.querysets import MODULE, desks_of
from deskhand.tickets import query_names


def _desks(env: Env) -> list[int]:
    found = desks_of(env.actor) if env.actor is not None else []
    if env.actor is not None and env.actor.is_system:
        found = sorted(switches.desks_with(MODULE))
    return [one for one in found if env.desk_id in (None, one)]


def _find_class(name: str, env: Env) -> Collection[int]:
    rows = CaseClass.objects.within(_desks(env)).values_list("pk", "name", "words")
    return [pk for pk, called, words in rows if fold(name) in {fold(called), *map(fold, words.values())}]


def _suggest_class(text: str, env: Env) -> Sequence[Suggestion]:
    rows = CaseClass.objects.within(_desks(env)).in_use()
    return [Suggestion(one.name, one.shown_name) for one in rows if fold(one.shown_name).startswith(fold(text))]


def _find_person(name: str, env: Env) -> Collection[int]:
    return query_names.people(name, env) if _desks(env) else []


def _suggest_person(text: str, env: Env) -> Sequence[Suggestion]:
    return query_names.suggest_people(text, env) if _desks(env) else []


def _files() -> Any:
    """The files of tickets that the query is about; which tickets it may find is asked of these."""
    rows = CaseFile.objects.beyond_walls("joined to tickets that the asker may know").filter(about__isnull=False)
    return _kept(rows)


def _classed() -> Any:
    return _kept(CaseFile.objects.beyond_walls("joined to tickets that the asker may know"))


def _kept(rows: Any) -> Any:
    return rows.filter(desk_id__in=switches.desks_with(MODULE)).still_here()


def _class_of(ticket: Any) -> Collection[int]:
    return set(_classed().filter(ticket_id=ticket.pk).values_list("case_class_id", flat=True))


def _about(ticket: Any) -> Collection[int]:
    return set(_files().filter(ticket_id=ticket.pk).values_list("about_id", flat=True))


CLASS = ManyField(
    kind="case_class",
    name="class",
    title=_("Class of the case"),
    links=_classed,
    own="ticket_id",
    other="case_class_id",
    read=_class_of,
    find=_find_class,
    suggest=_suggest_class,
)
ABOUT = ManyField(
    kind="person",
    name="about",
    title=_("Whom the case is about"),
    links=_files,
    own="ticket_id",
    other="about_id",
    read=_about,
    find=_find_person,
    suggest=_suggest_person,
)


def words(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """Both, where one of these desks has the module."""
    if not desk_ids or set(desk_ids) & set(switches.desks_with(MODULE)):
        yield from (CLASS, ABOUT)


slots.fill("query_field", words, module=MODULE, order=95)
