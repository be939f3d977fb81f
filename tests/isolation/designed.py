"""Request forms of a desk, for whoever designs its catalog."""

from __future__ import annotations

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM


def design(desk: Desk, label: str, title: str) -> dict[str, int]:
    """An item that nobody can order yet, whose form asks ``label``, and a set called ``title``."""
    from deskhand.modules.catalog.actions import designing, sets
    from deskhand.modules.catalog.asking import editing
    from deskhand.modules.catalog.models import Item

    item = Item.objects.create(desk=desk, code="designed", title="Designed", created_at=clock.now())
    asked = {"code": "asked", "kind": "text", "label": label}
    designing.change_form(actor=SYSTEM, item=item, change=editing.add(asked, 0))
    version = designing.publish_form(actor=SYSTEM, item=item)
    kept = sets.save_set(actor=SYSTEM, desk=desk, code="kept", title=title, questions=[asked], is_table=False)
    return {"request-forms": item.pk, "question-sets": kept.pk, "forms": version.pk}
