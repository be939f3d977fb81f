"""Desks (the walls), teams, and who does what there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.person import Person
from deskhand.kernel.permissions import ADMIN, AGENT, AUDITOR, LEAD
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class WhoMayOpen(models.TextChoices):
    """Who may open a ticket on a desk."""

    ANYBODY = "anybody", _("Anybody")
    ORGANIZATIONS = "organizations", _("People of known organizations")
    INVITED = "invited", _("Invited people only")


class Desk(models.Model):
    """A department's service desk: the one level of isolation. ``form_kind`` and ``form_team`` are what requests from
    its web form begin with; mailboxes have their own. ``asks_service`` and ``asks_location``: requesters are offered
    its services and locations when they open a request. ``words``: what it calls its things, as
    :mod:`deskhand.accounts.word_choices` keeps it; empty for the usual words."""

    key = models.CharField(
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Small letters, digits and dashes, a letter first."))],
    )
    name = models.CharField(max_length=80)
    public_name = models.CharField(max_length=120, blank=True, default="")
    who_may_open = models.CharField(max_length=20, choices=WhoMayOpen, default=WhoMayOpen.ANYBODY)
    is_listed = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default="en")
    signature = models.TextField(blank=True, default="")
    reopen_days = models.PositiveSmallIntegerField(default=14)
    close_days = models.PositiveSmallIntegerField(default=7)
    warn_days = models.PositiveSmallIntegerField(default=0)
    form_kind = models.CharField(max_length=20, default="incident")
    form_team = models.ForeignKey("Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asks_service = models.BooleanField(default=False)
    asks_location = models.BooleanField(default=False)
    words = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """What requesters read."""
        return self.public_name or self.name

    @property
    def flag(self) -> str:
        """The letter of the desk's flag."""
        return self.name[:1].upper()


class RoleName(models.TextChoices):
    AGENT = AGENT, _("Agent")
    LEAD = LEAD, _("Lead")
    ADMIN = ADMIN, _("Desk administrator")
    AUDITOR = AUDITOR, _("Auditor")
    GUEST = "guest", _("Invited requester")


class DeskRole(models.Model):
    """A person's role on a desk. ``guest`` lets a requester open tickets on a desk for invited people."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="desk_roles")
    role = models.CharField(max_length=10, choices=RoleName)
    since = models.DateTimeField()
    hears_of_new = models.BooleanField(default=True)
    signature = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "person", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.desk_id}"


class Tier(models.TextChoices):
    L1 = "L1", _("First level")
    L2 = "L2", _("Second level")
    L3 = "L3", _("Third level")
    VENDOR = "vendor", _("Vendor")


TIER_ORDER = {Tier.L1.value: 1, Tier.L2.value: 2, Tier.L3.value: 3, Tier.VENDOR.value: 4}


class TeamQuerySet(WalledQuerySet["Team"]):
    def active(self) -> Any:
        return self.filter(is_active=True)


class Team(models.Model):
    """People who share a queue. Giving a ticket to a higher tier asks for a hand-over note."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80)
    tier = models.CharField(max_length=10, choices=Tier, default=Tier.L1)
    is_active = models.BooleanField(default=True)
    members: models.ManyToManyField[Person, TeamMember] = models.ManyToManyField(
        Person, through="TeamMember", related_name="teams"
    )

    objects: ClassVar[Any] = WalledManager.of(TeamQuerySet)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="team_name_once")]

    def __str__(self) -> str:
        return self.name

    def is_above(self, other: Team | None) -> bool:
        """True if this team's tier is higher than the other's."""
        return other is not None and TIER_ORDER[self.tier] > TIER_ORDER[other.tier]


class TeamMember(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
