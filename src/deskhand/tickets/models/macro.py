"""Macros: several changes of one ticket that are made with one choice."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.scope import WalledManager, WalledQuerySet

MACRO_NAME_LIMIT = 80
"""Longest name of a macro in characters."""


class MacroQuerySet(WalledQuerySet["Macro"]):
    def usable_by(self, actor: Actor, desk: Desk | int) -> Self:
        """Those that the person finds on the desk: the desk's, those of their teams there, their own; in order."""
        teams = Team.objects.within(desk).filter(memberships__person_id=actor.person_id)
        mine = Q(team=None, person=None) | Q(team__in=teams) | Q(person_id=actor.person_id or 0)
        return self.within(desk).filter(mine, is_active=True).order_by("position", "id")

    def listed_for(self, actor: Actor, desk: Desk | int | list[int]) -> Self:
        """Those that the person may know of: everybody's but what colleagues keep for themselves; in order."""
        mine = Q(person=None) | Q(person_id=actor.person_id or 0)
        return self.within(desk).filter(mine).order_by("position", "id")


class Macro(models.Model):
    """Of a desk, of one of its teams (``team``), or of one person (``person``).

    ``steps`` says what it does, by names of :data:`deskhand.tickets.macros.STEPS`. ``assign_to`` is the colleague to
    whom it gives a ticket, if it names one. ``position`` orders all macros of the desk.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="macros")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=MACRO_NAME_LIMIT)
    steps = models.JSONField(default=dict)
    assign_to = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[Any] = WalledManager.of(MacroQuerySet)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name
