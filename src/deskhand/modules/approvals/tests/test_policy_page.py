"""A policy on its page: what is shown is what holds."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from deskhand.modules.approvals import terms
from deskhand.modules.approvals.models import Policy
from deskhand.modules.approvals.terms import StageTerms, Terms, Who, read

pytestmark = pytest.mark.django_db


class Filled(HTMLParser):
    """What a browser would send of the main form as it stands there."""

    def __init__(self, page: str):
        super().__init__()
        self.sent: dict[str, str] = {}
        self._select, self._area = "", ""
        self.feed(page[page.index("<main") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what fields say."""
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and (self._select not in self.sent or "selected" in said):
            self.sent[self._select] = said.get("value") or ""
        elif tag == "textarea":
            self._area = name
        elif tag == "input" and name and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self.sent[name] = said.get("value") or ""

    def handle_data(self, words: str) -> None:
        """Keep what a larger field says."""
        if self._area:
            self.sent[self._area], self._area = words, ""


def said(row: Policy) -> Terms:
    """What the newest version says."""
    return read(row.versions.order_by("-number").first().terms)


def test_a_new_policy_asks_the_manager_alone_and_saving_it_as_it_stands_keeps_that(on, policy):
    lena = on.client("lena")
    new = reverse("approvals:new_policy", args=["it"])
    sent = Filled(lena.get(new).content.decode()).sent
    assert lena.post(new, {**sent, "title": "Manager"}).status_code == 302
    stages = said(Policy.objects.within(on.it).get()).stages
    assert [[who.kind for who in one.who] for one in stages] == [[terms.REQUESTER_MANAGER]]


def test_saving_a_policy_as_it_stands_changes_nothing(on, policy):
    both = StageTerms(
        who=(Who(terms.SERVICE_OWNER), Who(terms.PERSON, on.priya.pk)), name="Head", query="priority:>=high"
    )
    row = policy(StageTerms(who=(Who(terms.REQUESTER_MANAGER),), name="Manager"), both, shows_names=False)
    before = said(row)
    page = reverse("approvals:policy", args=["it", row.pk])
    lena = on.client("lena")
    assert lena.post(page, Filled(lena.get(page).content.decode()).sent).status_code == 302
    assert said(row) == before
