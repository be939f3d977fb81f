"""Who is told that a contract ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import DeskRole
from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.sla.contract_access import CONTRACT_READERS
from deskhand.modules.sla.events import AgreementEnding
from deskhand.modules.sla.models import Agreement
from deskhand.modules.sla.querysets import MODULE, desks_of
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.web import moments


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Which contract ends when, for those who may read it. Two queries."""
    facts = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))
    wanted = {values.get("agreement") for values in facts.values()}
    served = Agreement.objects.within(desks_of(actor, "sla.contracts")).select_related("desk").filter(pk__in=wanted)
    found = {one.pk: one for one in served}
    return {
        row.pk: _line(values, found[values["agreement"]])
        for row in rows
        if (values := facts.get(row.event_id or 0, {})).get("agreement") in found
    }


def _line(values: Mapping[str, str], row: Agreement) -> Line:
    day = moments.day(date.fromisoformat(values["ends_on"])).striptags()
    url = reverse("sla:agreement", args=[row.desk.key, row.pk])
    return Line(_("An agreement ends soon: its last day is %(day)s") % {"day": day}, row.name, url, "file-text")


register(
    Kind(
        code="sla_agreement_ending",
        title=gettext_lazy("An agreement ends soon"),
        detail=gettext_lazy("As long before as notice must be given. For its owner; without one for the leads."),
        lines=lines,
        mail=False,
        module=MODULE,
    )
)


@afterwards(AgreementEnding)
def tell_its_owner(fact: AgreementEnding) -> None:
    """Its owner, if they may read it still; else whoever leads the desk."""
    desk_id = fact.meta.desk_id
    row = Agreement.objects.within(desk_id).kept().filter(pk=fact.agreement).first()
    if row is None or desk_id is None:
        return
    reads = DeskRole.objects.filter(desk_id=desk_id, role__in=CONTRACT_READERS, person__is_active=True)
    owner = {row.owner_id} if reads.filter(person_id=row.owner_id).exists() else set()
    tell(kind="sla_agreement_ending", fact=fact, people=owner or leads_of(desk_id))
