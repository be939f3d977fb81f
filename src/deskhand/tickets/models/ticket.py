"""The ticket and what hangs on it directly."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk, Location, Organization, Person, Team
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.scope import WalledManager
from deskhand.tickets import curtain
from deskhand.tickets.models.choices import Category, Kind, Priority
from deskhand.tickets.models.service import Service
from deskhand.tickets.models.status import Status
from deskhand.tickets.querysets import FollowerQuerySet, TagQuerySet, TicketQuerySet

SUBJECT_LIMIT = 300
"""Longest subject in characters; mail subjects beyond are cut, the whole stays in the raw mail."""

SNIPPET_LIMIT = 160
"""Characters of the newest message that lists show."""


class TicketNumber(models.Model):
    """One row: the last number given. Numbers come from one sequence with random gaps."""

    last = models.BigIntegerField(default=1000)

    def __str__(self) -> str:
        return str(self.last)


class Tag(models.Model):
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    objects: ClassVar[Any] = WalledManager.of(TagQuerySet)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """A request for help on a desk.

    ``category`` repeats the status's category for indexes. ``version`` counts changes of the ticket's own editable
    fields (not messages) and is its ETag. ``last_*`` and ``snippet`` describe the newest message for lists; notes
    count there only for agents, so ``public_snippet`` is what requesters see. ``changed_at`` moves with anything that
    a list shows; ``updated_at`` is the same instant for people. ``reply_generation`` is part of every reply address and
    Message-ID that is made for the ticket: those of an earlier one count no more. ``claims_number`` is the ticket to
    which the first letter only claimed to belong, ``added_to_number`` the one to which an agent added it.
    ``merged_into`` is the ticket into which an agent merged this one, ``survivor`` the last one of such a chain: there
    the agents go on, and there this one's messages are shown, too. ``is_confidential``: of the desk's people only those
    on its list (:class:`~deskhand.tickets.models.NeedToKnow`) know that it exists.
    """

    number = models.BigIntegerField(unique=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=SUBJECT_LIMIT)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.INCIDENT)
    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=10, choices=Category, default=Category.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    requester = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tickets")
    affected = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="assigned")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel], default=Channel.WEB.value)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    first_replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField()
    last_side = models.CharField(max_length=10, choices=[("requester", "requester"), ("agent", "agent")])
    last_name = models.CharField(max_length=200, blank=True, default="")
    snippet = models.CharField(max_length=SNIPPET_LIMIT, blank=True, default="")
    public_snippet = models.CharField(max_length=SNIPPET_LIMIT, blank=True, default="")
    public_at = models.DateTimeField()
    follows_up = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="follow_ups")
    claims_number = models.BigIntegerField(null=True)
    added_to_number = models.BigIntegerField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    survivor = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="merged_tickets", db_index=False
    )
    reply_generation = models.PositiveIntegerField(default=0)
    is_unproven = models.BooleanField(default=False)
    is_spam = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True)
    tags: models.ManyToManyField[Tag, TicketTag] = models.ManyToManyField(
        Tag, through="TicketTag", related_name="tickets"
    )

    objects: ClassVar[Any] = WalledManager.of(TicketQuerySet)

    class Meta:
        indexes = [
            models.Index(
                fields=["desk", "-updated_at", "-id"],
                name="ticket_all",
                condition=models.Q(is_spam=False, deleted_at=None),
            ),
            models.Index(fields=["desk", "category", "-updated_at", "-id"], name="ticket_category"),
            models.Index(fields=["desk", "assignee", "category", "-updated_at"], name="ticket_assignee"),
            models.Index(fields=["desk", "team", "category", "-updated_at"], name="ticket_team"),
            models.Index(fields=["requester", "-updated_at"], name="ticket_requester"),
            models.Index(
                fields=["affected", "desk"], name="ticket_affected", condition=models.Q(affected__isnull=False)
            ),
            models.Index(fields=["desk", "-created_at", "-id"], name="ticket_created"),
            models.Index(
                fields=["desk", "resolved_at"], name="ticket_resolved", condition=models.Q(resolved_at__isnull=False)
            ),
            models.Index(
                fields=["desk", "-updated_at", "-id"],
                name="ticket_unfinished",
                condition=models.Q(category__in=["new", "open", "on_hold"], is_spam=False, deleted_at=None),
            ),
            models.Index(
                fields=["desk", "team", "assignee", "category", "is_confidential", "id"],
                name="ticket_counted",
                condition=models.Q(category__in=["new", "open", "on_hold"], is_spam=False, deleted_at=None),
            ),
            models.Index(fields=["desk", "-updated_at", "-id"], name="ticket_spam", condition=models.Q(is_spam=True)),
            models.Index(fields=["merged_into"], name="ticket_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["survivor"], name="ticket_survivor", condition=models.Q(survivor__isnull=False)),
            models.Index(
                fields=["desk", "-updated_at", "-id"],
                name="ticket_bin",
                condition=models.Q(deleted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def keeps_out(self, actor: Actor, permission: str) -> bool:
        """Whether it is confidential and the actor not one of those who may know of it."""
        return self.is_confidential and curtain.keeps_out(self, actor, permission)

    @property
    def is_task(self) -> bool:
        """Whether it is work for the desk alone, which the requester's side neither sees nor hears of."""
        return self.kind == Kind.TASK

    @property
    def priority_word(self) -> str:
        return Priority(self.priority).word


class TicketTag(models.Model):
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="ticket_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="ticket_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.ticket_id}"


class Follower(models.Model):
    """Somebody besides requester and assignee who reads along: a person in CC or an agent who follows. Followers who
    are not staff see the ticket on the portal and get its public replies. Who follows only because a note mentioned
    them (``by_mention``) does so as long as they serve the desk."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="followers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="following")
    since = models.DateTimeField()
    by_mention = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(FollowerQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.ticket_id}"
