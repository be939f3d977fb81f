"""What a move of tickets to another desk does to their case files."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.modules.cases.models import CaseFile, NamelessReport


def said_before(desk_id: int, tickets: Collection[int]) -> Iterator[str]:
    """Lines for whoever is about to move them. Two queries."""
    count = CaseFile.objects.within(desk_id).filter(ticket_id__in=tickets).still_here().count()
    if count:
        words = ngettext(
            "%(num)s case file stays here with its class and outcome, and is not shown there. It comes back with the "
            "ticket.",
            "%(num)s case files stay here with their classes and outcomes, and are not shown there. They come back "
            "with the tickets.",
            count,
        )
        yield words % {"num": count}
    if NamelessReport.objects.within(desk_id).filter(ticket_id__in=tickets).exists():
        yield _("Whoever reported without a name can read and answer there only if that desk has cases, too.")
