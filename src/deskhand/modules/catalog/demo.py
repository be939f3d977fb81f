"""What the demo desk offers."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions.designing import change_form, publish_form
from deskhand.modules.catalog.demo_german import in_german
from deskhand.modules.catalog.demo_items import BUNDLE, ITEMS, SERVICES, SHELVES
from deskhand.modules.catalog.models import Item, Shelf
from deskhand.modules.catalog.tongues import FORM
from deskhand.modules.catalog.wishes import Wish
from deskhand.tickets import approving, fulfilling
from deskhand.tickets.actions import save_service
from deskhand.tickets.models import Service

REQUESTER = "Mara Lindqvist"
"""Who has ordered something."""


def furnish(desk: Desk, cast: Any) -> None:
    """Categories, items with their forms, two services, and orders of somebody."""
    if Item.objects.within(desk).exists():
        return
    shelves = {
        code: actions.save_shelf(
            actor=SYSTEM, desk=desk, code=code, title=title, place=place, words={"de": {"title": german}}
        )
        for place, (code, title, german) in enumerate(SHELVES)
    }
    services = [_service(desk, *one) for one in SERVICES]
    for place, given in enumerate((*ITEMS, BUNDLE)):
        _item(desk, shelves, services[0], given, place)
    _order(desk)


def _service(desk: Desk, name: str, description: str, hours: str, support: str) -> Service:
    known: Service | None = Service.objects.within(desk).active().filter(name=name).first()
    row = known or save_service(actor=SYSTEM, desk=desk, name=name)
    actions.save_profile(actor=SYSTEM, service=row, description=description, hours=hours, support=support)
    return row


def _item(desk: Desk, shelves: dict[str, Shelf], service: Service, given: dict[str, Any], place: int) -> None:
    more = {**given}
    code, form = more.pop("code"), more.pop("form", {"steps": []})
    german = more.pop("de")
    more["shelf"] = shelves[more.pop("shelf")]
    more |= _arranged(desk, more.pop("is_approved", False), more.pop("is_planned", False))
    more["team"] = Team.objects.within(desk).active().order_by("tier", "pk").first()
    row = actions.save_item(
        actor=SYSTEM,
        desk=desk,
        code=code,
        place=place,
        service=service,
        words={"de": {**german, FORM: in_german(form)}},
        **more,
    )
    change_form(actor=SYSTEM, item=row, change=lambda _before: form)
    publish_form(actor=SYSTEM, item=row)
    actions.set_item_status(actor=SYSTEM, item=row, status="live")


def _arranged(desk: Desk, is_approved: bool, is_planned: bool) -> dict[str, str]:
    """The first policy and plan of the desk, where the modules beside have made any."""
    policies, plans = approving.policies(desk.pk), fulfilling.plans(desk.pk)
    return {
        "approval": policies[0].code if is_approved and policies else "",
        "plan": plans[0].code if is_planned and plans else "",
    }


def _order(desk: Desk) -> None:
    person = Person.objects.filter(name=REQUESTER).first()
    if person is None:
        return
    actor = actor_for(person, Channel.PORTAL)
    rows = {one.code: one for one in Item.objects.within(desk).select_related("desk")}
    for code, given in (
        ("laptop", {"who": "Ida Berg", "model": "lab", "programs": ["statistics"], "why": "Microscope pictures"}),
        ("second-screen", {"size": "27"}),
    ):
        actions.order(actor=actor, wishes=[Wish(item=rows[code], given=given)])
