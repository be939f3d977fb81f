"""What administrators are told of webhooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Where to look, for those who may."""
    desks = Desk.objects.in_bulk({row.desk_id for row in rows})
    return {
        row.pk: Line(
            words=_("A webhook was stopped: its server took nothing any more"),
            about=desks[row.desk_id].name,
            url=reverse("webhooks:list", args=[desks[row.desk_id].key]),
            icon="triangle-alert",
        )
        for row in rows
        if row.desk_id in desks and actor.may("webhooks.edit", row.desk_id)
    }


register(
    Kind(
        code="webhook.stopped",
        title=gettext_lazy("A webhook was stopped"),
        detail=gettext_lazy("Its server failed for days, or said that it is gone. For administrators of the desk."),
        lines=lines,
        mail=False,
    )
)
