"""The wall: desk-owned rows cannot be read without saying for whom or within which desk.

A model of a desk uses ``objects = WalledManager.of(SomeQuerySet)``. Reading through ``objects`` without one of the
scoping methods raises :class:`UnscopedQuery`. Related sets of an instance that was read through the wall
(``ticket.messages``) are fine. ``beyond_walls("reason")`` is for Deskhand's own machinery and is easy to search for.

**The curtain.** A ticket may be confidential, and then a role on its desk is not enough to read it. A model that hangs
on a ticket names the way to it (``ticket_path``), and ``within(desk)`` leaves out what belongs to confidential ones:
whoever thinks of nothing sees nothing of them. Three ways lead behind the curtain: asking about one named ticket
(``filter(ticket=ticket)``), which somebody let the asker have; ``with_confidential("reason")``, for machinery that
serves all tickets; and the methods that ask who reads (``visible_to``, ``served_by``).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.manager import BaseManager

_M = TypeVar("_M", bound=models.Model, covariant=True)


class UnscopedQuery(RuntimeError):
    """A desk-owned model was read without a desk or an actor: a mistake in the program."""


@cache
def naming_one(ticket_path: str) -> frozenset[str]:
    """The lookups that name one ticket, or something on one, on the way ``ticket_path``."""
    if not ticket_path:
        return frozenset({"pk", "id"})
    steps = ticket_path.removesuffix("__").split("__")
    roads = ["__".join(steps[: end + 1]) for end in range(len(steps))]
    names = {name for road in roads for name in (road, f"{road}_id", f"{road}__pk", f"{road}__id")}
    return frozenset(names | {f"{name}__in" for name in names})


class WalledQuerySet(models.QuerySet[_M]):
    """A queryset that refuses to run until it is scoped.

    ``desk_path`` leads to the desk. ``ticket_path`` is the beginning of every lookup on the ticket that a row hangs on
    (``"ticket__"``; empty for the ticket itself; None where there is none), ``may_lack_ticket`` tells that a row may
    be without one."""

    desk_path = "desk_id"
    ticket_path: str | None = None
    may_lack_ticket = False
    _is_scoped = False

    def scoped(self, **conditions: Any) -> Self:
        """For scoping methods: filter, and mark as scoped."""
        narrowed = self.filter(**conditions) if conditions else self.all()
        narrowed._is_scoped = True
        return narrowed

    def within(self, desk: Any) -> Self:
        """Rows of one desk (an instance or an id), or of several (a list of ids), without those of confidential
        tickets."""
        if isinstance(desk, list | tuple | set | frozenset):
            return self.scoped(**{f"{self.desk_path}__in": list(desk)})._behind_curtain()
        return self.scoped(**{self.desk_path: getattr(desk, "pk", desk)})._behind_curtain()

    def with_confidential(self, because: str) -> Self:
        """After :meth:`within`: confidential tickets, too, for machinery that serves them all. ``because`` says why."""
        if not because:
            raise UnscopedQuery("with_confidential() needs a reason.")
        return self._before_curtain()

    def _behind_curtain(self) -> Self:
        """Without what belongs to confidential tickets. The condition is marked, so that it can be taken off again
        where one ticket is named."""
        if self.ticket_path is None:
            return self
        if self.may_lack_ticket:
            way = self.ticket_path.removesuffix("__")
            target: Any = self.model._meta.get_field(way).related_model
            confidential = target._base_manager.filter(pk=OuterRef(f"{way}_id"), is_confidential=True)
            condition = Q(~Exists(confidential))
        else:
            condition = Q(**{f"{self.ticket_path}is_confidential": False})
        drawn = self.all()
        there = len(drawn.query.where.children)
        drawn.query.add_q(condition)
        leaves: list[Any] = list(drawn.query.where.children[there:])
        for leaf in leaves:
            leaf.is_curtain = True
        return drawn

    def _before_curtain(self) -> Self:
        """As :meth:`within` gave it, but for the curtain."""
        opened = self.all()
        where = opened.query.where
        where.children = [leaf for leaf in where.children if not getattr(leaf, "is_curtain", False)]
        return opened

    def _filter_or_exclude(self, negate: bool, args: Any, kwargs: Any) -> Self:
        """Whoever names one ticket was let have it: there the curtain has nothing to add."""
        narrowed: Any = super()
        if not negate and self.ticket_path is not None and not naming_one(self.ticket_path).isdisjoint(kwargs):
            narrowed = super(WalledQuerySet, self._before_curtain())
        found: Self = narrowed._filter_or_exclude(negate, args, kwargs)
        return found

    def beyond_walls(self, because: str) -> Self:
        """Every desk's rows, for machinery that serves all desks. ``because`` says why."""
        if not because:
            raise UnscopedQuery("beyond_walls() needs a reason.")
        return self.scoped()

    def _clone(self) -> Self:
        copy: Self = super()._clone()  # type: ignore[misc]
        copy._is_scoped = self._is_scoped
        return copy

    def check_wall(self) -> None:
        """Raise :class:`UnscopedQuery` unless it is scoped. Every way of reading asks this first."""
        if not (self._is_scoped or "instance" in self._hints):  # type: ignore[attr-defined]
            raise UnscopedQuery(f"{self.model.__name__}.objects was read without visible_to(actor) or within(desk).")

    def _fetch_all(self) -> None:
        self.check_wall()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self.check_wall()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self.check_wall()
        return super().count()

    def exists(self) -> bool:
        self.check_wall()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> Any:
        self.check_wall()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self.check_wall()
        return super().update(**kwargs)

    def delete(self) -> Any:
        self.check_wall()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
    update.alters_data = True  # type: ignore[attr-defined]

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self.check_wall()
        return super().resolve_expression(*args, **kwargs)


class WalledManager(BaseManager.from_queryset(WalledQuerySet)):  # type: ignore[misc]
    """Manager of desk-owned models; see the module's text."""

    @classmethod
    def of(cls, queryset: type[WalledQuerySet[Any]]) -> Any:
        """A manager that offers the methods of ``queryset``."""
        return BaseManager.from_queryset(queryset, class_name=f"{queryset.__name__}Manager")()
