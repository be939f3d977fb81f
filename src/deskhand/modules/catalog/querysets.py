"""Who may see and order what. Everything that lists, finds, counts, suggests or orders items begins with
:meth:`ItemQuerySet.orderable_by` (``served_by`` for the workspace): the rule is applied in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, Max, OuterRef, Q

from deskhand.accounts.models import DeskRole, Person, TeamMember
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledQuerySet
from deskhand.tickets.access import takes_from

if TYPE_CHECKING:
    from datetime import date

    from deskhand.modules.catalog.models import Item, ItemVersion, Order, OrderLine  # noqa: F401

MODULE = "catalog"


def desks_of(actor: Actor, permission: str) -> list[int]:
    """Desks on which the actor has the permission, and which have the module on."""
    return sorted(set(actor.desks_with(permission)) & set(switches.desks_with(MODULE)))


class OwnedQuerySet(WalledQuerySet[Any]):
    """Rows that a desk owns directly."""

    def served_by(self, actor: Actor) -> Self:
        """Those of the desks whose catalog the actor reads as one of the desk's people."""
        return self.within(desks_of(actor, "catalog.read"))


class SetQuerySet(OwnedQuerySet):
    """Sets of questions."""

    def numbered(self) -> Self:
        """With the ``number`` of their newest version; None before the first."""
        return self.annotate(number=Max("versions__number"))


class ProfileQuerySet(WalledQuerySet[Any]):
    """Profiles are of the desk of their service."""

    desk_path = "service__desk_id"


class OfItemQuerySet(WalledQuerySet[Any]):
    """Rows that are of the desk of their item."""

    desk_path = "item__desk_id"

    def of_person(self, person_id: int | None) -> Self:
        """Their own, on the desks that have the module."""
        return self.within(switches.desks_with(MODULE)).filter(person_id=person_id or 0)


class EntitlementQuerySet(OfItemQuerySet):
    """Lines of who may order what."""

    def speaking_of(self, person_id: int) -> Self:
        """Those that speak of that person."""
        return self.filter(_speaks_of(person_id))


class RegularQuerySet(OfItemQuerySet):
    """Orders that come again."""

    def going(self) -> Self:
        """Those that are neither stopped nor paused."""
        return self.filter(ended_at=None, paused_at=None)


class OfSetQuerySet(WalledQuerySet[Any]):
    """Versions are of the desk of their set."""

    desk_path = "question_set__desk_id"


class VersionQuerySet(WalledQuerySet["ItemVersion"]):
    """Versions are of the desk of their item."""

    desk_path = "item__desk_id"


class VisitQuerySet(WalledQuerySet[Any]):
    """How far people came is of the desk of the form's item."""

    desk_path = "version__item__desk_id"


class ItemQuerySet(WalledQuerySet["Item"]):
    """Items. Every way in leaves out the desks on which the module is off."""

    def served_by(self, actor: Actor) -> Self:
        """All of the desks whose catalog the actor reads as one of the desk's people, drafts among them."""
        return self.within(desks_of(actor, "catalog.read"))

    def kept_by(self, actor: Actor) -> Self:
        """All of the desks on which the actor changes the catalog."""
        return self.within(desks_of(actor, "catalog.design"))

    def orderable_by(self, actor: Actor, today: date, *, for_person: Person | None = None) -> Self:
        """Those that the actor may order, for themselves or for somebody: live, published, in their days, of desks that
        take requests from the actor, allowed to the actor and forbidden neither to them nor to whom they are for. Who
        is not signed in, or came by a link to one ticket, may order nothing."""
        if actor.person_id is None or actor.only_ticket is not None:
            return self.scoped().none()
        on = sorted(set(switches.desks_with(MODULE)) - actor.closed_desks)
        found = self.scoped(desk_id__in=on, desk__is_active=True, status="live", published__isnull=False)
        found = found.filter(takes_from(actor)).exclude(from_on__gt=today).exclude(until_on__lt=today)
        found = found.entitled(actor.person_id)
        if for_person is not None and for_person.pk != actor.person_id:
            found = found.filter(~Exists(self._lines(for_person.pk).filter(is_denied=True)))
        return found

    def entitled(self, person_id: int) -> Self:
        """Those whose lines of entitlement allow that person: none forbids, and one allows or none is needed."""
        mine = self._lines(person_id)
        because = "whether anything allows the item that is asked for"
        wanted = self._entitlements().beyond_walls(because).filter(item_id=OuterRef("pk"), is_denied=False)
        allowed = Q(Exists(mine.filter(is_denied=False))) | ~Q(Exists(wanted))
        return self.filter(~Exists(mine.filter(is_denied=True)), allowed)

    def _lines(self, person_id: int) -> Any:
        """Lines of entitlement of the outer item that speak of that person."""
        rows = self._entitlements().beyond_walls("whether the item that is asked for is for a person")
        return rows.filter(item_id=OuterRef("pk")).filter(_speaks_of(person_id))

    def _entitlements(self) -> Any:
        related: Any = self.model._meta.get_field("entitlements").related_model
        return related.objects


class OrderQuerySet(WalledQuerySet["Order"]):
    """Orders are of who placed them; the desks own their lines."""

    desk_path = "lines__desk_id"

    def placed_by(self, actor: Actor) -> Self:
        """The actor's own, unless they came by a link to one ticket."""
        mine = actor.person_id if actor.only_ticket is None else None
        return self.scoped(person_id=mine or 0)


class LineQuerySet(WalledQuerySet["OrderLine"]):
    """Lines are of the desk of their item."""

    ticket_path = "ticket__"
    may_lack_ticket = True

    def served_by(self, actor: Actor) -> Self:
        """Those that the actor sees as one of the desk's people, of tickets that are neither spam nor in the bin."""
        seen = Q(ticket=None) | Q(ticket__is_spam=False, ticket__deleted_at=None)
        return self.within(desks_of(actor, "catalog.read")).exclude(state="cart").filter(seen)

    def costed_for(self, actor: Actor) -> Self:
        """Those whose costs the actor may see, on desks whose catalog they lead."""
        seen = Q(ticket=None) | Q(ticket__is_spam=False, ticket__deleted_at=None)
        return self.within(desks_of(actor, "catalog.costs")).exclude(state="cart").filter(seen)

    def placed_by(self, actor: Actor) -> Self:
        """Those that the actor ordered or has in their cart, on desks that have the module."""
        mine = actor.person_id if actor.only_ticket is None else None
        found = self.within(switches.desks_with(MODULE)).with_confidential("one's own orders")
        return found.filter(order__person_id=mine or 0)

    def due(self, today: date) -> Self:
        """Planned ones whose day has come and that wait for no other line."""
        waits = self.model.waits_for.through.objects.filter(from_orderline_id=OuterRef("pk"))
        waits = waits.exclude(to_orderline__state="delivered")
        return self.filter(state="planned").exclude(starts_on__gt=today).filter(~Exists(waits))


def _speaks_of(person_id: int) -> Any:
    """Whether a line of entitlement speaks of that person."""
    person = Person.objects.filter(pk=person_id)
    teams = TeamMember.objects.filter(person_id=person_id).values("team_id")
    roles = DeskRole.objects.filter(person_id=person_id, desk_id=OuterRef("item__desk_id"))
    about: Any = Q(whom="person", person_id=person_id) | Q(whom="team", team_id__in=teams)
    about |= Q(whom="organization", organization_id__in=person.exclude(organization=None).values("organization_id"))
    about |= Q(whom="role", word="agent") & Q(Exists(roles.filter(role__in=["agent", "lead", "admin"])))
    about |= Q(whom="role", word="manager") & Q(Exists(Person.objects.filter(manager_id=person_id, is_active=True)))
    for role in ("lead", "admin"):
        about |= Q(whom="role", word=role) & Q(Exists(roles.filter(role=role)))
    written = Person.objects.filter(pk=person_id)
    about |= Q(whom="department") & Q(
        Exists(written.filter(department__iexact=OuterRef("word")).exclude(department=""))
    )
    return about | (
        Q(whom="location") & Q(Exists(written.filter(location__iexact=OuterRef("word")).exclude(location="")))
    )
