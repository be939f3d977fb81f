"""A desk with something to order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from deskhand.accounts.actions import switch_module
from deskhand.kernel import slots
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.models import Item, OrderLine
from tests.cast import Cast

FORM = {
    "steps": [
        {
            "title": "",
            "questions": [
                {
                    "code": "model",
                    "kind": "choice",
                    "label": "Model",
                    "required": True,
                    "options": [{"code": "standard", "label": "Standard"}, {"code": "lab", "label": "Lab"}],
                },
                {
                    "code": "why",
                    "kind": "text",
                    "label": "Why a lab model?",
                    "required": True,
                    "show_if": {"of": "model", "op": "is", "values": ["lab"]},
                },
                {"code": "pin", "kind": "masked", "label": "Door PIN"},
            ],
        }
    ]
}


@dataclass
class Shop:
    """The desk IT with the module on, and short ways."""

    cast: Cast

    def item(self, code: str = "laptop", form: dict[str, Any] | None = None, **more: Any) -> Item:
        """A live item of the desk."""
        lena = self.cast.actor("lena")
        given: dict[str, Any] = {
            "title": code.title(),
            "price": Decimal("1240"),
            "days": 5,
            "team": self.cast.service_desk,
        } | more
        row = actions.save_item(actor=lena, desk=self.cast.it, code=code, **given)
        row.draft = FORM if form is None else form
        row.save(update_fields=["draft"])
        designing.publish_form(actor=lena, item=row)
        actions.set_item_status(actor=lena, item=row, status="live")
        row.refresh_from_db()
        return row

    def post(self, who: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return self.cast.client(who).post(f"/catalog/{path}", body or {})

    def line_item(self, code: str) -> Item:
        """An item by its code."""
        found: Item = Item.objects.within(self.cast.it).select_related("desk").get(code=code)
        return found

    def line(self) -> OrderLine:
        """The newest line."""
        found: OrderLine = OrderLine.objects.within(self.cast.it).order_by("-pk").select_related("ticket")[0]
        return found


@pytest.fixture
def shop(cast: Cast) -> Shop:
    switch_module(actor=SYSTEM, desk=cast.it, module="catalog", on=True)
    return Shop(cast)


class Books:
    """Something that gets approvals and carries out plans: it writes down what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.started: list[tuple[str, str]] = []
        self.stopped: list[str] = []

    def policies(self, desk_id: int) -> list[Any]:
        return []

    plans = policies

    def ask(self, *, actor: Any, ticket: Any, policy: str, key: str) -> None:
        self.asked.append((policy, key))

    def start(self, *, actor: Any, ticket: Any, plan: str, key: str) -> None:
        self.started.append((plan, key))

    def withdraw(self, *, actor: Any, ticket: Any, key: str) -> None:
        self.stopped.append(key)

    cancel = withdraw


@pytest.fixture
def books(monkeypatch: pytest.MonkeyPatch) -> Books:
    """Approvals and plans as another module would do them."""
    made = Books()
    for name in ("approval_desk", "plan_desk"):
        monkeypatch.setattr(slots._slots[name], "contributions", [slots.Contribution(made, "", 1)])
    return made
