"""Whom and what a reference offers. A requester learns nobody's name that they have no business with: people of their
own organization, or fewer; members of a team where the form says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from deskhand.accounts.models import Location, Organization, Person, Team
from deskhand.modules.catalog.asking import limits
from deskhand.modules.catalog.asking.context import Context
from deskhand.modules.catalog.asking.form import Form, Kind, Question, Refers, Values
from deskhand.tickets.models import Service
from deskhand.tickets.people import begins_like, organizations_of

_ADDRESS = re.compile(r"(?:.*\()?([^\s()]+@[^\s()]+?)\)?")
_NUMBER = re.compile(r"(?:.*\(#)?([0-9]{1,15})\)?")


def offers(question: Question, context: Context) -> list[tuple[str, str]] | None:
    """Id and name of each that can be chosen, or None if there are too many for a list. One query, once."""
    key = (question.refers, question.among, question.team)
    if key not in context.offered:
        rows = list(_rows(question, context).order_by("name").values_list("pk", "name")[: limits.PEOPLE_LIMIT + 1])
        context.offered[key] = [(str(pk), name) for pk, name in rows] if len(rows) <= limits.PEOPLE_LIMIT else None
    found: list[tuple[str, str]] | None = context.offered[key]
    return found


def known(question: Question, typed: str, context: Context) -> str | None:
    """The id of whom or what is meant by an id, a whole name or a mail address; None if it is not offered."""
    rows = _rows(question, context)
    listed = offers(question, context)
    if listed is not None:
        found = [pk for pk, name in listed if typed in (pk, name)]
        if found:
            return found[0] if len(found) == 1 else next((pk for pk in found if pk == typed), None)
    address = _ADDRESS.fullmatch(typed)
    if question.refers == Refers.PERSON and address is not None:
        found = [str(pk) for pk in rows.filter(email=address[1].lower()).values_list("pk", flat=True)[:2]]
        return found[0] if len(found) == 1 else None
    if listed is not None:
        return None
    number = _NUMBER.fullmatch(typed)
    hits = rows.filter(Q(pk=int(number[1])) if number else Q(name=typed)).values_list("pk", flat=True)[:2]
    return str(hits[0]) if len(hits) == 1 else None


def found(question: Question, typed: str, context: Context) -> list[tuple[str, str]]:
    """Id and unmistakable name of the first that can be chosen and begin as typed. One query."""
    is_person = question.refers == Refers.PERSON
    wanted = begins_like(typed) if is_person else Q(name__icontains=typed)
    rows = _rows(question, context).filter(wanted).order_by("name", "pk")
    columns = ("pk", "name", "email") if is_person else ("pk", "name")
    return [(str(pk), _named(is_person, pk, *rest)) for pk, *rest in rows.values_list(*columns)[: limits.FOUND_AT_ONCE]]


def reference_at(form: Form, path: str) -> Question | None:
    """The reference of that code, a column of a table behind its code and a point; None for what is none."""
    code, _dot, column = path.partition(".")
    one = form.codes.get(code)
    if one is not None and column:
        one = next((each for each in one.columns if each.code == column), None)
    return one if one is not None and one.kind == Kind.REFERENCE else None


def described(question: Question, text: str, context: Context) -> tuple[str, str]:
    """The unmistakable name for the id that a question holds, and the id; what was typed as it is, and no id."""
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        return text, ""
    is_person = question.refers == Refers.PERSON
    columns = ("pk", "name", "email") if is_person else ("pk", "name")
    row = _rows(question, context).filter(pk=int(text)).values_list(*columns).first()
    return (_named(is_person, *row), text) if row is not None else (text, "")


def _named(is_person: bool, pk: int, name: str, email: str | None = None) -> str:
    """Names of people may be the same; those of teams and places are not."""
    if not is_person:
        return name
    return f"{name} ({email})" if email else f"{name} (#{pk})"


def names(form: Form, values: Values, desk_id: int) -> dict[tuple[str, str], str]:
    """The names behind what references hold, by what is referred to and id, whether or not it would be offered today.
    One query for each kind of thing."""
    held: dict[Refers, set[int]] = {}
    for question, text in _held(form, values):
        if text.isascii() and text.isdecimal() and len(text) < 16:
            held.setdefault(question.refers, set()).add(int(text))
    found = {}
    for refers, ids in held.items():
        for pk, name in _all(refers, desk_id).filter(pk__in=ids).values_list("pk", "name"):
            found[(str(refers), str(pk))] = name
    return found


def _held(form: Form, values: Values) -> Iterable[tuple[Question, str]]:
    for one in form.asked():
        value: Any = values.get(one.code, [])
        if one.kind == Kind.REFERENCE:
            yield from ((one, text) for text in value)
        for column in one.columns:
            if column.kind == Kind.REFERENCE:
                yield from ((column, text) for row in value for text in row.get(column.code, []))


def _all(refers: Refers, desk_id: int) -> Any:
    if refers == Refers.PERSON:
        return Person.objects.all()
    if refers == Refers.ORGANIZATION:
        return Organization.objects.all()
    walled: Mapping[Refers, Any] = {Refers.TEAM: Team, Refers.LOCATION: Location, Refers.SERVICE: Service}
    return walled[refers].objects.within(desk_id)


def _rows(question: Question, context: Context) -> Any:
    if question.refers == Refers.PERSON:
        return _people(question, context)
    if question.refers == Refers.ORGANIZATION:
        own = Q(pk=int(context.facts.get("organization_id", 0)))
        if context.facts.get("is_agent"):
            return organizations_of([context.desk_id])
        return Organization.objects.filter(own)
    return _all(question.refers, context.desk_id).active()


def _people(question: Question, context: Context) -> Any:
    facts = context.facts
    oneself = Q(pk__in=[int(facts.get(word, 0)) for word in ("person_id", "manager_id")])
    if question.among == "team":
        here = Team.objects.within(context.desk_id).active().filter(pk=int(question.team or 0)).values("pk")
        return Person.objects.filter(is_active=True, memberships__team__in=here).distinct()
    colleagues = Q(organization_id=int(facts.get("organization_id", 0)))
    if question.among == "department":
        colleagues &= Q(department=facts.get("department", "")) & ~Q(department="")
    return Person.objects.filter(colleagues | oneself, is_active=True)
