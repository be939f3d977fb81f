"""Settings that a module brings for a desk: its entries in the list, and the frame of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets.context import workspace
from deskhand.web import links

OF_MODULES = _("Modules of this desk")


@dataclass(frozen=True, kw_only=True)
class ModuleSettingsEntry:
    """A page of a module for whoever has ``permission`` on the desk. ``name`` and ``form_at`` are names of addresses;
    pages with one ``entry`` are tabs. The rest is said by the slot ``settings_page``."""

    name: str
    code: str
    label: Any
    permission: str
    changes: Any
    facts: tuple[str, ...]
    entry: Any
    forms: tuple[Any, ...] = ()
    form_at: str = ""
    verbs: Mapping[str, Any] = field(default_factory=dict, compare=False)
    labels: Mapping[str, Any] = field(default_factory=dict, compare=False)
    group: Any = OF_MODULES

    def url(self, desk: Desk) -> str:
        return links.address(self.name, desk.key)

    def form_url(self, desk: Desk) -> str:
        return links.address(self.form_at or self.name, desk.key)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may(self.permission, desk.pk)


def the_desk(key: str) -> Desk:
    """The desk of a page, whose gate has judged the actor already."""
    found = Desk.objects.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def settings_page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """A page among the desk's settings."""
    frame = workspace(request, section="settings", desk=desk) | {"settings_find": reverse("ops:find")}
    return render(request, template, {**frame, **given}, status=status)
