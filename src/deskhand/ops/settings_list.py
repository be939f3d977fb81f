"""The list of settings: what an entry is, who sees it, what it changes, and which facts tell of its changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.web import links

THIS_DESK = _("This desk")
INSTALLATION = _("Installation")

Words = str | Promise


def _fine(_desk: Desk | None) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class _Page:
    """What a page of a desk and one of the installation have in common.

    ``changes`` says in one sentence what the page changes, ``facts`` are the codes of the events that record its
    changes (none: only to look at). Pages with the same ``entry`` stand under one entry of the list, as tabs. The
    search over all settings reads ``forms``; ``form_at`` is the address of the page on which they stand, if that is
    another. ``alert`` counts what fails there. ``labels`` name what the facts tell of and no form has;
    ``verbs`` are those of facts that have one of their own; ``told`` leaves out facts of which the reader may not know.
    """

    group: Words
    label: Words
    name: str
    permission: str
    changes: Words
    facts: tuple[str, ...] = ()
    forms: tuple[type[forms.BaseForm], ...] = ()
    form_at: str = ""
    entry: Words = ""
    alert: Callable[[Desk | None], int] = _fine
    labels: Mapping[str, Words] = field(default_factory=dict, compare=False)
    verbs: Mapping[str, Words] = field(default_factory=dict, compare=False)
    told: Callable[[QuerySet[Event], Actor], QuerySet[Event]] | None = None

    @property
    def code(self) -> str:
        """The page's own word in the address of its history."""
        return self.name.replace(":", "-").replace("_", "-")


@dataclass(frozen=True, kw_only=True)
class DeskPage(_Page):
    """A settings page of one desk. ``name`` is its address's name, which takes the desk's key."""

    is_of_desk = True

    def url(self, desk: Desk | None) -> str:
        return links.address(self.name, desk.key if desk else "")

    def form_url(self, desk: Desk | None) -> str:
        return links.address(self.form_at or self.name, desk.key if desk else "")

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may(self.permission, desk.pk)


@dataclass(frozen=True, kw_only=True)
class SitePage(_Page):
    """A settings page of the whole installation."""

    is_of_desk = False
    is_shared: bool = False
    """True where desks have rows of the same kind, which are no matter of the installation's page."""

    def url(self, desk: Desk | None) -> str:
        return links.address(self.name)

    def form_url(self, desk: Desk | None) -> str:
        return links.address(self.form_at or self.name)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return actor.may(self.permission)
