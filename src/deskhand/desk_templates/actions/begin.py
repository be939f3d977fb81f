"""A new desk that begins with a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from deskhand.accounts.actions import create_desk, set_brand
from deskhand.accounts.models import Desk, Person
from deskhand.desk_templates.actions.apply import Applied, apply_template
from deskhand.desk_templates.file import Template
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import ADMIN


@transaction.atomic
def begin_desk(
    *,
    actor: Actor,
    key: str,
    name: str,
    administrator: Person,
    template: Template,
    language: str,
    switch_on: Sequence[str] = (),
    accent: str = "",
    **details: Any,
) -> Applied:
    """Make a desk, name its first administrator and put the template onto it: both or nothing. ``language`` is that of
    the content, and of the desk unless ``details`` say otherwise."""
    desk = create_desk(
        actor=actor, key=key, name=name, administrator=administrator, **{"language": language, **details}
    )
    maker = _maker(actor, desk)
    if accent:
        set_brand(actor=maker, desk=desk, accent=accent)
    return apply_template(actor=maker, desk=desk, template=template, language=language, switch_on=switch_on)


def _maker(actor: Actor, desk: Desk) -> Actor:
    """Whoever makes a desk furnishes it, within this one transaction, as its administrators may: it holds nothing yet
    that they could learn of. The facts name them; a role they have only if they are its administrator."""
    real = actor.through(actor.channel)  # The actor of a request is a proxy, which cannot be copied.
    return replace(real, roles={**actor.roles, desk.pk: frozenset({*actor.roles_on(desk.pk), ADMIN})})
