"""A desk with the module on, people with managers, and policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskhand.accounts.models import Person
from deskhand.kernel import switches
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.models import Approval, Ask, Policy
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.terms import StageTerms, Terms, Who

MANAGER = StageTerms(who=(Who(terms.REQUESTER_MANAGER),), name="Manager")


@pytest.fixture
def on(cast):
    """The module is on for the desk IT; Hui Min is Mara's manager, Oliver is Hui Min's."""
    switches.switch(MODULE, cast.it.pk, True)
    for who, manager in (("mara", "huimin"), ("huimin", "oliver")):
        Person.objects.filter(pk=cast.people[who].pk).update(manager=cast.people[manager])
        cast.people[who].refresh_from_db()
    return cast


@pytest.fixture
def policy(on) -> Callable[..., Policy]:
    """Write a policy: ``policy(MANAGER, own="skip")``."""

    def make(*stages: StageTerms, called: str = "Manager", **more: Any) -> Policy:
        said = Terms(stages=stages or (MANAGER,), **more)
        return actions.save_policy(actor=SYSTEM, desk=on.it, called=called, said=said)

    return make


@pytest.fixture
def asked(on, policy) -> Callable[..., Approval]:
    """Ask for approval of a new ticket of Mara's, by Jana."""

    def ask(*stages: StageTerms, ticket: Any = None, by: str = "jana", **more: Any) -> Approval:
        row = policy(*stages, called=f"Policy {Policy.objects.within(on.it).count()}", **more)
        return actions.ask(actor=on.actor(by), ticket=ticket or on.ticket("Laptop"), policy=row, why="Ours is broken.")

    return ask


def ask_of(approval: Approval, person: Person) -> Ask:
    """The person's part in the round that runs."""
    found: Ask = approval.asks.select_related("content", "approval").get(person=person, stage__round=approval.round)
    return found


def waiting(approval: Approval) -> set[str]:
    """First names of those who have to decide now."""
    approval.refresh_from_db()
    rows = approval.asks.filter(state="waiting", stage__round=approval.round)
    return {one.split()[0] for one in rows.values_list("person__name", flat=True)}


def decide(cast: Any, approval: Approval, who: str, *, yes: bool = True, remark: str = "") -> Approval:
    """Somebody decides about what they were asked, as it is now."""
    row = ask_of(approval, cast.people[who])
    actions.decide(actor=cast.actor(who), ask=row, approves=yes, digest=row.content.digest, remark=remark)
    approval.refresh_from_db()
    return approval
