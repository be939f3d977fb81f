"""Off leaves no trace, asked at every address, in every search and in every letter."""

from __future__ import annotations

from urllib.parse import quote

from django.apps import apps
from django.urls import resolve

from deskhand.mail.models import OutboundMail
from deskhand.tickets.models import Ticket
from tests.house.test_modules import each_module, furnished, switch, worked_ticket
from tests.isolation.routes import PARAMETER, operations, pages

VALUES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
"""What stands for a parameter of that kind in an address; a word for all others, the desk's own key for ``desk``."""

WORDY = ("title", "subject", "name")
"""Fields in which a module's rows have the words by which people look for them."""

SEARCHED = (
    ("jana", "/agent/it/tickets/?q={word}"),
    ("jana", "/agent/palette?desk=it&q={word}"),
    ("mara", "/new/it/offers/?subject={word}&text={word}"),
    ("mara", "/requests/?q={word}"),
    ("lena", "/agent/settings/find/?q={word}"),
)
"""Searches, and who asks them."""

FOUND_BY_WORDS = ("announcements", "approvals", "catalog", "fulfilment", "knowledge")
"""Modules whose demo surely has rows with such names."""


def address(path):
    def value(found):
        return "it" if found["name"] == "desk" else VALUES.get(found["kind"] or "", "x")

    return "/" + PARAMETER.sub(value, path)


def titles(module):
    """Names of two words or more that stand in the module's rows, and in no ticket: those of its own stay."""
    found = set()
    for model in apps.get_app_config(module).get_models():
        for name in WORDY:
            if name in {field.name for field in model._meta.concrete_fields}:
                found |= {str(one) for one in model._base_manager.values_list(name, flat=True) if " " in str(one)}
    known = set(Ticket.objects.beyond_walls("all subjects").values_list("subject", flat=True))
    return sorted(found - known)[:8]


def sought(cast, title):
    """The searches that find it by its longest word."""
    word = quote(max(title.split(), key=len))
    return [path for who, path in SEARCHED if title in cast.client(who).get(path.format(word=word)).content.decode()]


@each_module
def test_off_each_of_its_addresses_answers_that_nothing_is_there(cast, module):
    lena, there = cast.client("lena"), []
    own = [one.path for one in pages() if one.name.startswith(f"{module}:")]
    assert own, "it has no page"
    for path in map(address, own):
        resolve(path)
        there += [f"{word} {path}" for word in ("get", "post") if getattr(lena, word)(path).status_code != 404]
    assert not there, f"off, and yet it answers: {there}"


@each_module
def test_off_each_of_its_api_operations_answers_that_nothing_is_there(cast, module):
    headers, there = cast.bearer("lena"), []
    own = [one for one in operations() if one.path.split("/")[2] == module]
    assert own, "it has no API"
    client = cast.client()
    for one in own:
        path = address(one.path)
        answer = client.generic(one.methods[0], path, "{}", content_type="application/json", headers=headers)
        there += [f"{one.methods[0]} {path}: {answer.status_code}"] if answer.status_code != 404 else []
    assert not there, f"off, and yet it answers: {there}"


@each_module
def test_off_no_search_finds_what_is_in_it_and_no_letter_tells_of_it(cast, module):
    furnished(cast, module)
    cast.work()
    OutboundMail.objects.beyond_walls("letters of while it was on").delete()
    kept = titles(module)
    assert kept or module not in FOUND_BY_WORDS
    worked_ticket(cast)
    found = [(title, path) for title in kept for path in sought(cast, title)]
    assert not found, f"off, and yet found: {found}"
    letters = list(OutboundMail.objects.beyond_walls("all letters").values_list("subject", "text"))
    assert letters, "nobody was written to"
    told = [
        words for letter in letters for words in letter if f"/{module}/" in words or any(one in words for one in kept)
    ]
    assert not told, f"off, and yet told: {told}"


def test_on_such_a_search_would_find_it(cast):
    furnished(cast, "announcements")
    switch(cast, "announcements", True)
    found = [title for title in titles("announcements") if sought(cast, title)]
    assert found, "these searches find nothing even while it is on"
