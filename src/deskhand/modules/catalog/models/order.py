"""What was ordered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager
from deskhand.modules.catalog.models.item import (
    CODE_LIMIT,
    MOST_PRICE_DIGITS,
    TITLE_LIMIT,
    Item,
    ItemVersion,
    PriceEvery,
)
from deskhand.modules.catalog.querysets import LineQuerySet, OfItemQuerySet, OrderQuerySet, RegularQuerySet
from deskhand.tickets.models import Ticket

KEY_LIMIT = 64
"""Longest key by which an order is known to have been sent already, in characters."""


class OrderState(models.TextChoices):
    """A cart becomes an order once."""

    CART = "cart", _("Cart")
    ORDERED = "ordered", _("Ordered")


class Order(models.Model):
    """What somebody sent at once, or their cart: each has one at most. Its lines may be of several desks. ``key`` is a
    word of the page or client that sent it: sending it again orders nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="catalog_orders")
    state = models.CharField(max_length=7, choices=OrderState, default=OrderState.CART)
    key = models.CharField(max_length=KEY_LIMIT, blank=True, default="")
    created_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(OrderQuerySet)

    class Meta:
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(state="cart"), name="catalog_cart_once"),
            models.UniqueConstraint(fields=["person", "key"], condition=~models.Q(key=""), name="catalog_order_once"),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"


class LineState(models.TextChoices):
    """Where a line stands. ``PLANNED`` waits for its day or for other lines, ``STUCK`` for an agent who lets it go on
    without an approval."""

    CART = "cart", _("In the cart")
    PLANNED = "planned", _("Planned")
    APPROVAL = "approval", _("Waits for approval")
    STUCK = "stuck", _("Waits for the desk")
    WORK = "work", _("Being worked on")
    DELIVERED = "delivered", _("Delivered")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


ENDED_STATES = (LineState.DELIVERED, LineState.DECLINED, LineState.CANCELLED)
"""Nothing more comes of a line in these."""


class OrderLine(models.Model):
    """One item of an order: one ticket. ``answers`` are values by code as the engine wrote them, ``secrets`` those of
    masked questions, encrypted (:mod:`hidden <deskhand.modules.catalog.hidden>`) and read only by who works on the
    ticket. ``price`` is that of one piece when it was ordered.
    ``digest`` is of what an approver saw. ``starts_on`` is when work begins, ``wanted_on`` by when it is wished.
    ``waits_for`` are lines that must be delivered before; ``bundle`` is the line of the bundle that chose it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="lines")
    bundle = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=TITLE_LIMIT)
    for_person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict, blank=True)
    secrets = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    price = models.DecimalField(max_digits=MOST_PRICE_DIGITS, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    price_every = models.CharField(max_length=5, choices=PriceEvery, default=PriceEvery.ONCE)
    cost_centre = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    wanted_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=LineState, default=LineState.CART)
    ticket = models.OneToOneField(Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="catalog_line")
    asked = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    ordered_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    took_days = models.PositiveSmallIntegerField(null=True, blank=True)
    waits_for = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="awaited_by")

    objects: ClassVar[Any] = WalledManager.of(LineQuerySet)

    class Meta:
        ordering = ["order_id", "place", "id"]
        indexes = [
            models.Index(fields=["desk", "state", "starts_on"], name="catalog_line_planned"),
            models.Index(fields=["item", "state", "ended_at"], name="catalog_line_history"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"

    @property
    def key(self) -> str:
        """The word by which approvals and plans answer to this line."""
        return f"catalog:{self.pk}"


class FormDraft(models.Model):
    """A form that somebody has not sent yet, as it was posted."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    given = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OfItemQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="catalog_draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.item_id}"


class Favourite(models.Model):
    """An item that somebody likes to have at hand."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="favourites")
    added_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OfItemQuerySet)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "item"], name="catalog_favourite_once")]

    def __str__(self) -> str:
        return f"{self.item_id}"


class RecurringOrder(models.Model):
    """An order that comes again: every ``every`` months or weeks from ``starts_on`` until ``until_on``. ``next_on`` is
    the day of the next one, null when none is. ``problem`` is why the last one could not be placed: then it is paused.
    ``key`` is a word of the page or client that made it: made once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    for_person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    answers = models.JSONField(default=dict, blank=True)
    cost_centre = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    unit = models.CharField(max_length=6, choices=[("weeks", "weeks"), ("months", "months")], default="months")
    every = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True, db_index=True)
    problem = models.TextField(blank=True, default="")
    key = models.CharField(max_length=KEY_LIMIT, blank=True, default="")
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(RegularQuerySet)

    class Meta:
        ordering = ["next_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], condition=~models.Q(key=""), name="catalog_again_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} again"
