"""Approval policies of a desk's template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.accounts.models import TeamMember
from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.models import Policy
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.terms import StageTerms, Terms, Who


def policy(work: Work, entry: Entry) -> Made | None:
    """A policy. The desk's first administrator stands in where nobody can be found."""
    said = work.said(entry)
    there = Policy.objects.within(work.desk).filter(name__iexact=said["name"]).first()
    if there is not None:
        return Made(there, is_new=False, word=there.code)
    head = work.administrator()
    stages = tuple(_stage(work, one) for one in said["stages"])
    terms_said = Terms(stages=stages, fallback=head.pk if head else None, shows_names=bool(said.get("shows_names")))
    row = actions.save_policy(actor=work.actor, desk=work.desk, called=said["name"], said=terms_said)
    return Made(row, word=row.code)


def shown(said: Mapping[str, Any]) -> list[str]:
    """Who decides, and within how many days."""
    return [_shown_stage(one) for one in said["stages"]]


def _shown_stage(one: Mapping[str, Any]) -> str:
    who = one.get("name") or terms.WHO_WORDS.get(str(one.get("who", "")), "")
    days = int(one.get("days", 0))
    within = ngettext("%(count)s business day", "%(count)s business days", days) % {"count": days}
    return f"{who} ({within})" if days else str(who)


def _stage(work: Work, one: Mapping[str, Any]) -> StageTerms:
    return StageTerms(
        who=(_who(work, one),),
        name=str(one.get("name", "")),
        needs=str(one.get("needs", "any")),
        amount=int(one.get("days", 0)),
        remind=int(one.get("remind", 0)),
    )


def _who(work: Work, one: Mapping[str, Any]) -> Who:
    """Of a team that nobody is in yet, the desk's administrators decide."""
    who = str(one["who"])
    if who == terms.TEAM:
        team = work.team(one.get("team"))
        if team is not None and TeamMember.objects.filter(team=team, person__is_active=True).exists():
            return Who(terms.TEAM, team.pk)
        return Who(terms.ROLE, role=ADMIN)
    return Who(who, role=str(one.get("role", ADMIN)) if who == terms.ROLE else "")


_POLICIES = Section(
    code="approvals",
    title=_("Approval policies"),
    keys=("name*", "stages*", "shows_names"),
    make=policy,
    shown=shown,
    url="approvals:policies",
)

slots.fill("desk_template", _POLICIES, module=MODULE, order=40)
