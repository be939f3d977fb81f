"""A second desk of the demo, behind walls: what HR knows. Whoever serves IT is a requester here, if they are invited;
strangers and customers do not learn that it is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from deskhand.accounts.actions import switch_module
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Organization, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.modules.knowledge import demo_import
from deskhand.modules.knowledge.actions import govern
from deskhand.modules.knowledge.models import Article, Audience, Shelf
from deskhand.modules.knowledge.querysets import MODULE

FOLDER = "demo_second_desk"
"""Where its articles lie."""

CHIEF = "sabine_oeztuerk"
"""Key of whoever administers the desk."""


def furnish(cast: Any, begun: datetime) -> Desk | None:
    """The desk with articles for those who may write to it, for colleagues alone, for its own people, and for one of
    them. None where the demo has no such desk, or it has been told already."""
    desk = Desk.objects.filter(key="hr").first()
    chief = Person.objects.filter(email=cast.people[CHIEF].email).first()
    if chief is None or desk is None or Article.objects.within(desk).exists():
        return None
    with clock.frozen(begun):
        switch_module(actor=SYSTEM, desk=desk, module=MODULE, on=True)
        _write(desk, chief)
    return desk


def _write(desk: Desk, chief: Person) -> None:
    actor = actor_for(chief, Channel.WEB)
    articles = demo_import.imported(desk, actor, FOLDER, "Handbook of HR.zip")
    colleagues = list(Organization.objects.filter(people=chief))
    for stem, audience, rows in (
        ("pay/payslip", Audience.ORGANIZATIONS, colleagues),
        ("pay/bands", Audience.NAMED, [chief]),
    ):
        govern.set_audience(actor=actor, article=articles[stem], audience=audience, rows=rows, is_confirmed=True)
    govern.govern(actor=actor, article=articles["leave/holidays"], changes={"is_featured": True})
    icons = {"Holidays and illness": "calendar", "Pay": "file-text", "Coming and going": "users"}
    for shelf in Shelf.objects.within(desk):
        demo_import.pictured(actor, shelf, icons[shelf.name])
