"""What administrators of a desk read at the bell of broken glass. The letters come in any case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts import glass as broken
from deskhand.accounts.models import BreakGlass
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.ops.glass_notices import KIND


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told, to those who may still know of it."""
    events = Event.objects.filter(pk__in={row.event_id for row in rows})
    facts = {pk: (code, values) for pk, code, values in events.values_list("pk", "code", "values")}
    wanted = {values.get("glass") for _code, values in facts.values()}
    found = list(BreakGlass.objects.told_to(actor).select_related("desk", "asker").filter(pk__in=wanted))
    hidden = broken.kept_from(actor.person_id, found)
    known = {one.pk: one for one in found if one.pk not in hidden}
    shown = {}
    for row in rows:
        code, values = facts.get(row.event_id, ("", {}))
        if (glass := known.get(values.get("glass"))) is not None:
            page = reverse("ops:desk_glass", args=[glass.desk.key])
            shown[row.pk] = Line(_words(code, values, glass), str(glass), page, "shield-alert")
    return shown


def _words(code: str, values: Mapping[str, Any], glass: BreakGlass) -> str:
    who = {"who": glass.asker.name}
    return {
        "glass.asked": _("%(who)s asks to break glass") % who,
        "glass.seconded": _("%(who)s reads under broken glass") % who,
        "glass.refused": _("The request of %(who)s to break glass was refused") % who,
        "glass.ended": _("%(who)s does not read under broken glass any more") % who
        if values.get("was_open")
        else _("%(who)s does not ask to break glass any more") % who,
        "glass.read": _("%(who)s read records under broken glass") % who,
    }.get(code, "")


register(
    Kind(
        KIND,
        gettext_lazy("Somebody breaks glass on my desk"),
        gettext_lazy("At the bell of administrators; the letters come in any case."),
        lines,
        mail=False,
        digest=False,
    )
)
