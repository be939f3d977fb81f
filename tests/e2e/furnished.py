"""The demo with the modules of the service desk on, and something in each."""

from __future__ import annotations

import json

from tests.e2e.served import ServedDemo

MODULES = ("approvals", "fulfilment", "catalog")

FURNISH = """
from deskhand.accounts.models import Desk
from deskhand.modules.approvals import demo as approvals
from deskhand.modules.approvals.models import Policy
from deskhand.modules.catalog import demo as catalog
from deskhand.modules.fulfilment import demo as fulfilment
desk = Desk.objects.get(key="it")
if not Policy.objects.within(desk).exists():
    for one in (approvals, fulfilment, catalog):
        one.furnish(desk, None)
"""

SAMPLES = """
import json
from deskhand.accounts.models import Desk
from deskhand.modules.approvals.tokens import LINKS
from deskhand.modules.approvals.models import Approval, Ask, Policy
from deskhand.modules.fulfilment.models import Plan
desk = Desk.objects.get(key="it")
ask = Ask.objects.within(desk).waiting().select_related("approval__ticket").order_by("pk")[0]
print("SAMPLES", json.dumps({
    "link": "/" + LINKS.url(ask.pk, ask.person_id).split("/", 3)[3],
    "ticket": ask.approval.ticket.number,
    "approval": ask.approval_id,
    "policy": Policy.objects.within(desk).order_by("pk")[0].pk,
    "plan": Plan.objects.within(desk).order_by("pk")[0].pk,
}))
"""


def switched_on(demo: ServedDemo) -> None:
    """Switch the modules on for the desk IT, and furnish them unless they are."""
    for module in MODULES:
        demo.run("module", "on", module, "--desk", "it")
    demo.run("manage", "shell", "-c", FURNISH)


def switched_off(demo: ServedDemo) -> None:
    """A help desk again."""
    for module in MODULES:
        demo.run("module", "off", module, "--desk", "it")


def samples(demo: ServedDemo) -> dict[str, str]:
    """What stands for the names in braces of the modules' addresses."""
    told = demo.run("manage", "shell", "-c", SAMPLES).stdout.decode()
    found = next(line for line in told.splitlines() if line.startswith("SAMPLES "))
    return {name: str(value) for name, value in json.loads(found.removeprefix("SAMPLES ")).items()}
