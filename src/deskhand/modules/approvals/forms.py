"""What people write: an absence, an approval to ask for, a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts import addresses
from deskhand.accounts.models import Desk, Person, Team
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.modules.approvals import terms
from deskhand.modules.approvals.models import ADDRESS_LIMIT, NAME_LIMIT
from deskhand.modules.approvals.terms import STAGES_LIMIT, StageTerms, Terms, Who

SIMPLE = (terms.REQUESTER_MANAGER, terms.AFFECTED_MANAGER, terms.MANAGERS_MANAGER, terms.SERVICE_OWNER)
"""Who can be asked without saying more."""


class AbsenceForm(forms.Form):
    """Who decides for me, and on which days."""

    substitute = forms.EmailField(
        label=gettext_lazy("Who decides for you"),
        max_length=ADDRESS_LIMIT,
        help_text=gettext_lazy("Their mail address."),
    )
    from_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        said = self.cleaned_data
        address = said["substitute"].strip().lower()
        return {**said, "substitute": addresses.owner_of(address), "address": address}


def people_of(typed: str, field: str = "people") -> list[Person]:
    """The people of a list of mail addresses. Raises Invalid with the first that is nobody's."""
    found = []
    for one in typed.replace(";", ",").replace("\n", ",").split(","):
        email = one.strip().lower()
        if not email:
            continue
        person = addresses.owner_of(email)
        if person is None:
            words = _("Nobody here has the mail address %(email)s.") % {"email": email[:200]}
            raise Invalid(words, {field: words})
        found.append(person)
    return found


class PolicyForm:
    """A policy as it is written on its page: any number of stages, each with who decides."""

    def __init__(self, desk: Desk, posted: Mapping[str, str] | None = None, said: Terms | None = None, title: str = ""):
        self.desk, self.errors = desk, dict[str, str]()
        self.title = " ".join((posted.get("title", "") if posted is not None else title).split())
        self.own = posted.get("own", terms.OTHER) if posted is not None else (said or Terms()).own
        self.ticks = _ticks(posted) if posted is not None else _ticks_of(said or Terms(holds=True))
        self.fallback = posted.get("fallback", "") if posted is not None else _email((said or Terms()).fallback)
        self.stages = _rows(posted) if posted is not None else [_row_of(one) for one in (said or _first()).stages]

    def terms(self) -> Terms | None:
        """What was written; None, with the reasons in ``errors``, for what names nobody."""
        stages = tuple(self._stage(n, row) for n, row in enumerate(self.stages))
        fallback = self._person("fallback", self.fallback)
        if self.errors:
            return None
        return Terms(stages=stages, own=self.own, fallback=fallback, **self.ticks)

    def _person(self, field: str, typed: str) -> int | None:
        if not typed.strip():
            return None
        try:
            return people_of(typed, field)[0].pk
        except (Invalid, IndexError) as error:
            self.errors[field] = str(error)
            return None

    def _stage(self, n: int, row: Mapping[str, Any]) -> StageTerms:
        who = [Who(kind) for kind in SIMPLE if row[kind]]
        who += [Who(terms.ROLE, role=row["role"])] if row["role"] else []
        who += [Who(terms.TEAM, _number(row["team"]))] if row["team"] else []
        try:
            who += [Who(terms.PERSON, one.pk) for one in people_of(row["people"])]
        except Invalid as error:
            self.errors[f"stage-{n}.who"] = str(error)
        return StageTerms(
            who=tuple(who),
            name=" ".join(row["name"].split()),
            needs=row["needs"],
            number=_number(row["number"]),
            query=row["query"].strip(),
            amount=_number(row["amount"]),
            unit=row["unit"],
            remind=_number(row["remind"]),
            at_deadline=row["at_deadline"],
            with_previous=bool(row["with_previous"]) and n > 0,
        )

    @property
    def choices(self) -> dict[str, Sequence[tuple[str, Any]]]:
        """What the menus offer."""
        teams = Team.objects.within(self.desk).active().values_list("pk", "name")
        roles = [(one.value, str(one.label)) for one in RoleName if one.value in READERS]
        return {
            "needs": _said(terms.NEEDS_WORDS),
            "unit": _said(terms.UNIT_WORDS),
            "at_deadline": _said(terms.DEADLINE_WORDS),
            "own": _said(terms.OWN_WORDS),
            "role": [("", _("No role")), *roles],
            "team": [("", _("No team")), *((str(pk), title) for pk, title in teams)],
            "simple": [(kind, terms.WHO_WORDS[kind]) for kind in SIMPLE],
        }

    def add_stage(self) -> None:
        """An empty one at the end."""
        if len(self.stages) < STAGES_LIMIT:
            self.stages.append(_row_of(StageTerms()))

    def drop_stage(self, place: str) -> None:
        """Without that one."""
        if place.isdecimal() and int(place) < len(self.stages):
            del self.stages[int(place)]

    name_limit = NAME_LIMIT


TICKS = ("skips_repeated", "parts_duties", "shows_names", "holds")
_TEXTS = {"name": "", "needs": "any", "number": "", "query": "", "amount": "", "unit": terms.DAYS, "remind": ""}
_MORE = {"at_deadline": terms.STAY, "role": "", "team": "", "people": "", "with_previous": ""}


def _said(words: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(code, str(label)) for code, label in words.items()]


def _first() -> Terms:
    return Terms(stages=(StageTerms(who=(Who(terms.REQUESTER_MANAGER),)),))


def _ticks(posted: Mapping[str, str]) -> dict[str, bool]:
    return {code: code in posted for code in TICKS}


def _ticks_of(said: Terms) -> dict[str, bool]:
    return {code: getattr(said, code) for code in TICKS}


def _rows(posted: Mapping[str, str]) -> list[dict[str, Any]]:
    count = min(_number(posted.get("rows", "0")), STAGES_LIMIT)
    names = {**_TEXTS, **_MORE, **dict.fromkeys(SIMPLE, "")}
    return [{code: posted.get(f"{code}-{n}", other) for code, other in names.items()} for n in range(count)]


def _row_of(one: StageTerms) -> dict[str, Any]:
    kinds = {who.kind for who in one.who}
    people = [_email(who.id) for who in one.who if who.kind == terms.PERSON]
    return {
        **{code: getattr(one, code) or "" for code in ("name", "number", "query", "amount", "remind")},
        **{kind: "on" if kind in kinds else "" for kind in SIMPLE},
        "needs": one.needs,
        "unit": one.unit,
        "at_deadline": one.at_deadline,
        "with_previous": "on" if one.with_previous else "",
        "role": next((who.role for who in one.who if who.kind == terms.ROLE), ""),
        "team": str(next((who.id for who in one.who if who.kind == terms.TEAM), "")),
        "people": ", ".join(people),
    }


def _email(pk: int | None) -> str:
    found = Person.objects.filter(pk=pk).first() if pk else None
    return (found.email or "") if found else ""


def _number(typed: str) -> int:
    text = str(typed).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
