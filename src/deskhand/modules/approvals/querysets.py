"""Which approvals somebody may read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets import curtain

if TYPE_CHECKING:
    from deskhand.modules.approvals.models import (  # noqa: F401
        Absence,
        Approval,
        Ask,
        Content,
        Policy,
        PolicyVersion,
        Question,
        ReturnedLink,
        Stage,
    )

MODULE = "approvals"


def desks_of(actor: Actor, permission: str = "approvals.read") -> list[int]:
    """Desks on which the actor has the permission, and that have the module."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


class PolicyQuerySet(WalledQuerySet["Policy"]):
    """Policies of a desk."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks that the actor serves or audits."""
        return self.within(desks_of(actor))

    def in_use(self) -> Self:
        """Those that can be asked by."""
        return self.filter(is_on=True, put_away_at=None)


class VersionQuerySet(WalledQuerySet["PolicyVersion"]):
    """What policies said and say."""

    desk_path = "policy__desk_id"


class ApprovalQuerySet(WalledQuerySet["Approval"]):
    """An approval belongs to the desk on which it was asked for, wherever its ticket goes."""

    ticket_path = "ticket__"

    def served_by(self, actor: Actor) -> Self:
        """Those of tickets that the actor serves or audits there, and that are still there."""
        here = self.within(desks_of(actor)).with_confidential("who may know is asked here")
        here = here.filter(curtain.may_know(actor, "ticket__"), desk_id=F("ticket__desk_id"))
        return here.filter(ticket__is_spam=False, ticket__deleted_at=None)

    def open(self) -> Self:
        """Those that are not decided yet."""
        return self.filter(state="open")


class StageQuerySet(WalledQuerySet["Stage"]):
    """Steps of approvals."""

    desk_path = "approval__desk_id"
    ticket_path = "approval__ticket__"

    def ringing(self, until: datetime) -> Self:
        """Those of which something is due by then."""
        return self.filter(state="open", approval__state="open", wakes_at__lte=until)


class AskQuerySet(WalledQuerySet["Ask"]):
    """One person's part in an approval."""

    desk_path = "approval__desk_id"
    ticket_path = "approval__ticket__"

    def asked_of(self, actor: Actor, stands_in_for: frozenset[int] = frozenset()) -> Self:
        """What this person was asked, or those for whom they stand in now: on desks that have the module."""
        if actor.person_id is None or actor.only_ticket is not None:
            return self.scoped(pk__in=())
        desks = sorted(set(switches.desks_with(MODULE)) - actor.closed_desks)
        found = self.within(desks).with_confidential("whoever is asked was let know")
        found = found.filter(curtain.is_not_excluded(actor, "approval__ticket__"))
        own = Q(person_id=actor.person_id) | Q(decided_by_id=actor.person_id)
        standing = Q(person_id__in=stands_in_for, state="waiting")
        return found.filter(own | standing).filter(approval__ticket__deleted_at=None)

    def waiting(self) -> Self:
        """Those that wait for a decision."""
        return self.filter(state="waiting", stage__state="open", approval__state="open")

    def served_by(self, actor: Actor) -> Self:
        """Those on tickets that the actor serves or audits."""
        here = self.within(desks_of(actor)).with_confidential("who may know is asked here")
        here = here.filter(curtain.may_know(actor, "approval__ticket__"))
        return here.filter(approval__ticket__is_spam=False, approval__ticket__deleted_at=None)


class ContentQuerySet(WalledQuerySet["Content"]):
    """What people saw when they decided."""

    desk_path = "approval__desk_id"
    ticket_path = "approval__ticket__"


class ReturnedLinkQuerySet(WalledQuerySet["ReturnedLink"]):
    """Links that came back in a letter."""

    desk_path = "ask__approval__desk_id"
    ticket_path = "ask__approval__ticket__"


class QuestionQuerySet(WalledQuerySet["Question"]):
    """What approvers asked before they decided."""

    desk_path = "ask__approval__desk_id"
    ticket_path = "ask__approval__ticket__"


class AbsenceQuerySet(WalledQuerySet["Absence"]):
    """Who decides for whom, and when. It belongs to a person, not to a desk."""

    def of_person(self, person_id: int | None) -> Self:
        """Those that somebody wrote for themselves."""
        return self.scoped(person_id=person_id or 0)

    def on(self, day: date) -> Self:
        """Those that count on a day, of everybody: only for finding who decides."""
        return self.scoped(from_on__lte=day, until_on__gte=day, ended_at__isnull=True)
