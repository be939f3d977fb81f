"""The fields of the query language about tickets: ``is:open assignee:me priority:>=high updated:<2d "printer jam"``.

Names of people, teams, tags and statuses are looked up on the desks that the asker serves, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.query import (
    Choice,
    ChoiceField,
    Env,
    Fields,
    FieldSpec,
    Flag,
    FlagField,
    InstantField,
    ManyField,
    NumberField,
    ReferenceField,
    TextField,
)
from deskhand.tickets import query_names, query_words
from deskhand.tickets.models import Category, Kind, Priority, Ticket, TicketTag
from deskhand.tickets.moments import Snapshot
from deskhand.tickets.query_asking import ASKING
from deskhand.tickets.query_snoozed import SNOOZED, WAKES
from deskhand.tickets.query_tier import TIER
from deskhand.tickets.querysets import UNFINISHED, is_unfinished


def _in_category(*categories: str) -> tuple[Any, Any]:
    return (lambda env: Q(category__in=categories), lambda ticket, env: ticket.category in categories)


def _flag(code: str, label: Any, *categories: str, aliases: tuple[str, ...] = ()) -> Flag:
    to_q, test = _in_category(*categories)
    return Flag(code, label, to_q, test, aliases)


def _is_deleted(ticket: Ticket | Snapshot) -> bool:
    return ticket.deleted if isinstance(ticket, Snapshot) else ticket.deleted_at is not None


def _tags(ticket: Ticket | Snapshot) -> Collection[int]:
    if isinstance(ticket, Snapshot):
        return ticket.tag_ids
    return list(ticket.ticket_tags.values_list("tag_id", flat=True))


def _is_mine(env: Env) -> Q:
    return Q(assignee_id=env.me) if env.me is not None else Q(pk__in=())


IS = FlagField(
    name="is",
    title=_("Is"),
    flags=(
        Flag(
            "open",
            _("Open, new or on hold"),
            lambda env: is_unfinished(),
            lambda ticket, env: ticket.category in UNFINISHED,
        ),
        _flag("new", _("New"), Category.NEW),
        _flag("on_hold", _("On hold"), Category.ON_HOLD, aliases=("hold", "on-hold")),
        _flag("resolved", _("Resolved"), Category.RESOLVED),
        _flag("closed", _("Closed"), Category.CLOSED),
        _flag("cancelled", _("Cancelled"), Category.CANCELLED),
        Flag(
            "unassigned",
            _("Nobody’s"),
            lambda env: Q(assignee_id__isnull=True),
            lambda ticket, env: ticket.assignee_id is None,
        ),
        Flag("mine", _("Mine"), _is_mine, lambda ticket, env: env.me is not None and ticket.assignee_id == env.me),
        Flag(
            "waiting",
            _("The requester wrote last"),
            lambda env: Q(last_side="requester") & is_unfinished(),
            lambda ticket, env: ticket.last_side == "requester" and ticket.category in UNFINISHED,
        ),
        SNOOZED,
        ASKING,
        Flag("spam", _("Spam"), lambda env: Q(is_spam=True), lambda ticket, env: ticket.is_spam),
        Flag(
            "deleted",
            _("In the bin"),
            lambda env: Q(deleted_at__isnull=False),
            lambda ticket, env: _is_deleted(ticket),
            aliases=("bin",),
        ),
        Flag(
            "unproven",
            _("From an address that is not proven"),
            lambda env: Q(is_unproven=True),
            lambda ticket, env: ticket.is_unproven,
        ),
    ),
)

STATUS = ReferenceField(
    kind="status",
    name="status",
    title=_("Status"),
    column="status_id",
    read=lambda ticket: ticket.status_id,
    find=query_names.statuses,
    suggest=query_names.suggest_statuses,
)

PRIORITY = ChoiceField(
    name="priority",
    title=_("Priority"),
    aliases=("prio",),
    column="priority",
    read=lambda ticket: ticket.priority,
    is_ordered=True,
    choices=tuple(Choice(one.word, one.label, stored=(one.value,)) for one in Priority),
)

KIND = ChoiceField(
    name="kind",
    title=_("Kind"),
    column="kind",
    read=lambda ticket: ticket.kind,
    choices=tuple(Choice(one.value, one.label, is_quiet=one is Kind.TASK) for one in Kind),
)

CHANNEL = ChoiceField(
    name="channel",
    title=_("Channel"),
    column="channel",
    read=lambda ticket: ticket.channel,
    choices=tuple(Choice(code, label) for code, label in query_names.CHANNELS),
)


def _person(name: str, title: Any, *, may_be_empty: bool = False, aliases: tuple[str, ...] = ()) -> ReferenceField:
    return ReferenceField(
        kind="person",
        name=name,
        title=title,
        aliases=aliases,
        column=f"{name}_id",
        read=lambda ticket: getattr(ticket, f"{name}_id"),
        find=query_names.people,
        suggest=query_names.suggest_agents if name == "assignee" else query_names.suggest_people,
        has_me=True,
        may_be_empty=may_be_empty,
    )


TEAM = ReferenceField(
    kind="team",
    name="team",
    title=_("Team"),
    column="team_id",
    read=lambda ticket: ticket.team_id,
    find=query_names.teams,
    suggest=query_names.suggest_teams,
    must_exist=False,
    may_be_empty=True,
)

ORGANIZATION = ReferenceField(
    kind="organization",
    name="organization",
    title=_("Organization"),
    aliases=("org",),
    column="organization_id",
    read=lambda ticket: ticket.organization_id,
    find=query_names.organizations,
    suggest=query_names.suggest_organizations,
    may_be_empty=True,
)

SERVICE = ReferenceField(
    kind="service",
    name="service",
    title=_("Service"),
    column="service_id",
    read=lambda ticket: ticket.service_id,
    find=query_names.services,
    suggest=query_names.suggest_services,
    offered=query_names.has_services,
    may_be_empty=True,
)

LOCATION = ReferenceField(
    kind="location",
    name="location",
    title=_("Location"),
    column="location_id",
    read=lambda ticket: ticket.location_id,
    find=query_names.locations,
    suggest=query_names.suggest_locations,
    offered=query_names.has_locations,
    may_be_empty=True,
)

DESK = ReferenceField(
    kind="desk",
    name="desk",
    title=_("Desk"),
    column="desk_id",
    read=lambda ticket: ticket.desk_id,
    find=query_names.desks_called,
    suggest=query_names.suggest_desks,
    offered=query_names.has_several_desks,
)

TAG = ManyField(
    kind="tag",
    name="tag",
    title=_("Tag"),
    links=TicketTag.objects.all,
    own="ticket_id",
    other="tag_id",
    read=_tags,
    find=query_names.tags,
    suggest=query_names.suggest_tags,
)

NUMBER = NumberField(name="number", title=_("Number"), column="number", read=lambda ticket: ticket.number)

INSTANTS = tuple(
    InstantField(
        name=name,
        title=title,
        column=f"{name}_at",
        read=lambda ticket, column=f"{name}_at": getattr(ticket, column),  # type: ignore[misc]
        may_be_empty=may_be_empty,
    )
    for name, title, may_be_empty in (
        ("created", _("Created"), False),
        ("updated", _("Last changed"), False),
        ("resolved", _("Resolved on"), True),
        ("closed", _("Closed on"), True),
    )
)

SUBJECT = TextField(name="subject", title=_("Subject"), ask=query_words.ask_subject, read=query_words.read_subject)
WORDS = TextField(name="text", title=_("Text"), ask=query_words.ask_text, read=query_words.read_text)

for _order, _spec in enumerate(
    (
        IS,
        STATUS,
        _person("assignee", _("Assignee"), may_be_empty=True),
        _person("requester", _("Requester"), aliases=("from",)),
        TEAM,
        PRIORITY,
        TAG,
        KIND,
        ORGANIZATION,
        SERVICE,
        LOCATION,
        CHANNEL,
        TIER,
        DESK,
        *INSTANTS,
        WAKES,
        NUMBER,
        SUBJECT,
    )
):
    slots.fill("query_field", _spec, order=_order)


def ticket_fields(desk_id: int | None = None, actor: Actor | None = None) -> Fields:
    """All fields that a query about tickets may use on this desk: ours, and those of modules that are on. Without a
    desk those that mean the same everywhere, and those of the desks that the actor serves."""
    desks = [desk_id] if desk_id is not None else actor.desks_with("tickets.read") if actor is not None else []
    specs: dict[str, FieldSpec] = {}
    for one in slots.items("query_field", desk_id=desk_id):
        for spec in (one,) if isinstance(one, FieldSpec) else one(desks):
            names = (spec.name, *spec.aliases)
            if not any(name in specs for name in names):
                specs |= dict.fromkeys(names, spec)
    return Fields(dict.fromkeys(specs.values()), words=WORDS)
