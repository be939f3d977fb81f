"""Growing: many switches at once, and the presets."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions.desks import switch_module
from deskhand.accounts.growing_events import PresetChosen
from deskhand.accounts.models import Desk
from deskhand.kernel import growing, modules
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit


@transaction.atomic
def switch_modules(*, actor: Actor, desk: Desk, wanted: Iterable[str]) -> list[str]:
    """Have exactly these modules on, with what they need. Returns the labels of those that changed."""
    actor.need("modules.switch", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)
    on = growing.on_at(desk.pk)
    then = growing.fitting(on, set(wanted))
    going, coming = growing.in_order(on - then), growing.in_order(then - on)
    for label in reversed(going):
        switch_module(actor=actor, desk=desk, module=label, on=False)
    for label in coming:
        switch_module(actor=actor, desk=desk, module=label, on=True)
    return [*going, *coming]


@transaction.atomic
def choose_preset(*, actor: Actor, desk: Desk, preset: str, wanted: Iterable[str] | None = None) -> list[str]:
    """Take the desk to a step of growing: its modules on, those of the later steps off, and set up what it brings.

    ``wanted`` are the modules if they shall differ from the preset's own. Returns the labels of those that changed.
    """
    actor.need("modules.switch", desk.pk)
    if preset not in growing.presets():
        words = ", ".join(growing.presets())
        raise Invalid(_("There is no such preset."), {"preset": _("One of: %(words)s.") % {"words": words}})
    Desk.objects.select_for_update().get(pk=desk.pk)
    before = growing.standing(desk.pk)
    changed = switch_modules(
        actor=actor,
        desk=desk,
        wanted=growing.chosen(preset, growing.on_at(desk.pk)) if wanted is None else wanted,
    )
    on = growing.on_at(desk.pk)
    for config in modules.installed():
        if config.label in on:
            config.preset_chosen(desk.pk, preset, actor=actor)
    if changed or before.preset != preset:
        emit(PresetChosen(desk=desk.pk, preset=preset), actor=actor, desk_id=desk.pk)
    return changed
