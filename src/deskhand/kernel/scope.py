"""The wall: desk-owned rows cannot be read without saying for whom or within which desk.

A model of a desk uses ``objects = WalledManager.of(SomeQuerySet)``. Reading through ``objects`` without one of the
scoping methods raises :class:`UnscopedQuery`. Related sets of an instance that was read through the wall
(``ticket.messages``) are fine. ``beyond_walls("reason")`` is for Deskhand's own machinery and is easy to search for.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.manager import BaseManager

_M = TypeVar("_M", bound=models.Model, covariant=True)


class UnscopedQuery(RuntimeError):
    """A desk-owned model was read without a desk or an actor: a mistake in the program."""


class WalledQuerySet(models.QuerySet[_M]):
    """A queryset that refuses to run until it is scoped."""

    desk_path = "desk_id"
    _is_scoped = False

    def scoped(self, **conditions: Any) -> Self:
        """For scoping methods: filter, and mark as scoped."""
        narrowed = self.filter(**conditions) if conditions else self.all()
        narrowed._is_scoped = True
        return narrowed

    def within(self, desk: Any) -> Self:
        """Rows of one desk (an instance or an id), or of several (a list of ids)."""
        if isinstance(desk, list | tuple | set | frozenset):
            return self.scoped(**{f"{self.desk_path}__in": list(desk)})
        return self.scoped(**{self.desk_path: getattr(desk, "pk", desk)})

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
