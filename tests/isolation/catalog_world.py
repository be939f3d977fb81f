"""What is offered and ordered on each desk, with words that only some may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM

FORM = {"steps": [{"title": "", "questions": [{"code": "what", "kind": "text", "label": "What"}]}]}


def offered(cast: Any, desk: Desk, by: str, secrets: dict[str, frozenset[str]], words: Any) -> dict[str, int]:
    """An item that is for the desk's own people alone, one that ``by`` has ordered, and a category with nothing that
    others may see. The code of the first is the word that addresses have for every code."""
    from deskhand.modules.catalog import actions
    from deskhand.modules.catalog.actions import Entitled, Rhythm
    from deskhand.modules.catalog.actions.designing import publish_form
    from deskhand.modules.catalog.models import Item, OrderLine
    from deskhand.modules.catalog.wishes import Wish

    readers = frozenset(f"{desk.key}:{role}" for role in ("agent", "lead", "admin", "auditor"))
    hidden, answer, category = words("item"), words("order_answer"), words("order_shelf")
    secrets[hidden], secrets[answer], secrets[category] = readers, readers | {by}, readers
    shelf = actions.save_shelf(actor=SYSTEM, desk=desk, code="shelf", title=category)

    def made(code: str, title: str, **more: Any) -> Item:
        row = actions.save_item(actor=SYSTEM, desk=desk, code=code, title=title, cancel_until="delivery", **more)
        row.draft = FORM
        row.save(update_fields=["draft"])
        publish_form(actor=SYSTEM, item=row)
        return actions.set_item_status(actor=SYSTEM, item=row, status="live")

    narrow = made("de", hidden, shelf=shelf)
    actions.entitle(actor=SYSTEM, item=narrow, lines=[Entitled(whom="role", word="agent")])
    open_one = made("open", "Something")
    actions.order(actor=cast.actor(by), wishes=[Wish(item=open_one, given={"what": answer})])
    line = OrderLine.objects.within(desk).get()
    waiting = actions.put_in_cart(actor=cast.actor(by), wish=Wish(item=open_one, given={"what": answer}))
    again = Wish(item=open_one, given={"what": answer})
    rhythm = Rhythm(unit="months", every=1, starts_on=clock.now().date() + timedelta(days=20))
    regular = actions.order_regularly(actor=cast.actor(by), wish=again, rhythm=rhythm)
    return {
        "order-lines": line.pk,
        "regular-orders": regular.pk,
        "items": narrow.pk,
        "catalog-shelves": shelf.pk,
        "item-categories": shelf.pk,
        "cart-lines": waiting.pk,
    }
