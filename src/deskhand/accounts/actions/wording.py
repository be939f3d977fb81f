"""What a desk calls its things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deskhand.accounts import word_choices
from deskhand.accounts.events import DeskChanged
from deskhand.accounts.models import Desk
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.kernel.renaming import LANGUAGES, THINGS


@transaction.atomic
def call_things(*, actor: Actor, desk: Desk, words: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Desk:
    """Call the desk's things by these words on its screens: ``words[language][thing]`` is ``{"choice": code}``, or
    ``{"choice": "own", "singular", "plural"}`` with the ``gender`` of a German one. What is left away has its usual
    word. Raises Invalid for what cannot be taken."""
    actor.need("desks.edit", desk.pk)
    locked: Desk = Desk.objects.select_for_update().get(pk=desk.pk)
    was, now = locked.words, word_choices.checked(words)
    if was == now:
        return locked
    locked.words = now
    locked.save(update_fields=["words"])
    old, new = _short(was), _short(now)
    fields = [name for name in old if old[name] != new[name]]
    fact = DeskChanged(
        desk=locked.pk,
        fields=fields,
        old={name: old[name] for name in fields},
        new={name: new[name] for name in fields},
    )
    emit(fact, actor=actor, desk_id=locked.pk)
    switches.touch()
    return locked


def _short(words: Mapping[str, Any]) -> dict[str, str]:
    """Each word by ``<language>_<thing>``: its code, or a free word as it is written."""
    found = {}
    for language in LANGUAGES:
        for thing in THINGS:
            kept = words.get(language, {}).get(thing, {})
            own = ", ".join(kept[name] for name in ("singular", "plural", "gender") if name in kept)
            found[f"{language}_{thing}"] = own or kept.get("choice", "")
    return found
