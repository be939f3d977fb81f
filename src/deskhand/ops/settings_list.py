"""The list of settings: what an entry is, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor

THIS_DESK = _("This desk")
INSTALLATION = _("Installation")


def _fine(_desk: Desk | None) -> int:
    return 0


@dataclass(frozen=True)
class DeskPage:
    """A settings page of one desk. ``name`` is its address's name, which takes the desk's key; ``alert`` counts what
    fails there."""

    group: str | Promise
    label: str | Promise
    name: str
    permission: str
    alert: Callable[[Desk | None], int] = _fine

    def url(self, desk: Desk | None) -> str:
        return reverse(self.name, args=[desk.key if desk else ""])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may(self.permission, desk.pk)


@dataclass(frozen=True)
class SitePage:
    """A settings page of the whole installation."""

    group: str | Promise
    label: str | Promise
    name: str
    permission: str
    alert: Callable[[Desk | None], int] = _fine

    def url(self, desk: Desk | None) -> str:
        return reverse(self.name)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return actor.may(self.permission)
