"""A request form on a phone: its rules act at once, its steps turn without the server, and the keyboard is enough."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.looking import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("served")]
FORM = {
    "steps": [
        {
            "title": "Device",
            "questions": [
                {
                    "code": "model",
                    "kind": "choice",
                    "label": "Model",
                    "required": True,
                    "options": [{"code": "standard", "label": "Standard"}, {"code": "lab", "label": "Lab"}],
                },
                {
                    "code": "memory",
                    "kind": "integer",
                    "label": "Memory in GB",
                    "required": True,
                    "most": "128",
                    "show_if": {"of": "model", "op": "is", "values": ["lab"]},
                },
            ],
        },
        {
            "title": "Programs",
            "questions": [
                {
                    "code": "programs",
                    "kind": "table",
                    "label": "Programs",
                    "columns": [{"code": "name", "kind": "text", "label": "Program", "required": True}],
                }
            ],
        },
    ]
}
MAKES = """
import json
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.models import Item
desk = Desk.objects.get(key="it")
item = Item.objects.create(desk=desk, code="zither", title="Zither", created_at=clock.now())
designing.change_form(actor=SYSTEM, item=item, change=lambda draft: json.loads('''FORM'''))
print("made", item.pk)
"""


@pytest.fixture(scope="module")
def form(demo):
    """The module is on, and an item asks the form; the item's number."""
    demo.run("module", "on", "catalog", "--desk", "it")
    told = demo.run("manage", "shell", "-c", MAKES.replace("FORM", json.dumps(FORM)))
    yield int(told.stdout.decode().rpartition("made ")[2].split()[0])
    demo.run("module", "off", "catalog", "--desk", "it")


def test_a_form_follows_its_answers_on_a_phone_without_leaving_the_page(visit, form):
    page = visit("administrator", viewport=PHONE).go(f"/agent/settings/it/request-forms/{form}/preview/")
    memory = page.get_by_label("Memory in GB")
    expect(memory).to_be_hidden()
    page.get_by_role("radio", name="Lab").check()
    expect(memory).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("This needs an answer.")).to_be_visible()
    expect(memory).to_be_focused()
    memory.fill("256")
    memory.press("Enter")
    expect(page.get_by_text("At most 128.")).to_be_visible()
    memory.fill("96")
    memory.press("Enter")
    expect(page.get_by_role("heading", name="Programs")).to_be_focused()
    page.get_by_role("button", name="Add a row").click()
    page.get_by_role("textbox", name="Program").last.fill("Blender")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This would be ordered.")).to_be_visible()
    expect(page.get_by_text("Program: Blender")).to_be_visible()


def test_a_rule_of_groups_in_groups_is_written_by_keyboard(visit, form):
    page = visit("administrator").go(f"/agent/settings/it/request-forms/{form}/question/?code=memory")
    page.locator("#show_if-join").select_option("any")
    page.get_by_label("Comparison 1: question").first.select_option("programs")
    page.get_by_label("Comparison 1: how").first.select_option("set")
    page.locator("[data-rule-group=show_if]").get_by_role("button", name="Add a group").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name='show_if.1.join']")).to_be_focused()
    page.locator("[name='show_if.1.join']").select_option("none")
    page.get_by_label("Comparison 2.1: question").select_option("model")
    page.get_by_label("Comparison 2.1: with what").fill("standard")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Shown when Programs is answered or Model is not Standard")).to_be_visible()
