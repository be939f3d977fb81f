"""The page of a desk's statuses: rules, drawing, order, putting away."""

from deskhand.tickets import actions
from deskhand.tickets.models import Status


def at(page):
    return f"/agent/settings/it/{page}/"


def test_a_status_gets_its_rules_on_its_page_and_the_drawing_tells_them(cast):
    lena = cast.client("lena")
    lena.post(at("statuses/new"), {"category": "open", "name": "Testing", "next_keys": ["resolved"], "needs": ["note"]})
    made = Status.objects.within(cast.it).get(key="testing")
    assert (made.next_keys, made.needs, made.pauses) == (["resolved"], ["note"], False)
    page = lena.get(at("statuses")).content.decode()
    assert "<svg" in page and page.count('stroke-primary" stroke-width="1.5" marker-end') == 1
    assert "Then:" in page and "An internal note" in page
    told = lena.get("/agent/settings/it/history/ops-statuses/").content.decode()
    assert "Needs first" in told and "An internal note" in told


def test_a_rule_that_cannot_be_is_refused_and_what_was_typed_stays(cast):
    given = {"category": "resolved", "name": "Really done", "next_keys": ["on_hold"]}
    answer = cast.client("lena").post(at("statuses/new"), given)
    assert answer.status_code == 422 and "cannot follow on" in answer.content.decode()
    assert 'value="Really done"' in answer.content.decode()
    assert not Status.objects.within(cast.it).filter(name="Really done").exists()


def test_a_status_is_put_away_on_its_page_with_what_tickets_get_instead(cast):
    lena = cast.client("lena")
    for name in ("Parts", "Vendor"):
        lena.post(at("statuses/new"), {"category": "on_hold", "name": name})
    ticket, parts = cast.ticket(), Status.objects.within(cast.it).get(key="parts")
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=parts)
    given = {"name": "Parts", "requester_name": ""}
    answer = lena.post(at(f"statuses/{parts.pk}"), given)
    assert answer.status_code == 422 and "Say which one they get instead" in answer.content.decode()
    assert lena.post(at(f"statuses/{parts.pk}"), given | {"replaced_by": "vendor"}).status_code == 302
    cast.work()
    ticket.refresh_from_db()
    assert ticket.status.key == "vendor"
    assert "tickets get “Vendor”" in lena.get(at("statuses")).content.decode()


def test_a_status_is_moved_up_on_the_page(cast):
    lena = cast.client("lena")
    lena.post(at("statuses/new"), {"category": "open", "name": "Testing"})
    made = Status.objects.within(cast.it).get(key="testing")
    assert lena.post(at(f"statuses/{made.pk}/place").rstrip("/"), {"place": "0"}).status_code == 302
    page = lena.get(at("statuses")).content.decode()
    assert page.index(f'id="status-{made.pk}"') < page.index(f'id="status-{cast.status("open").pk}"')
    assert lena.post(at(f"statuses/{made.pk}/place").rstrip("/"), {"place": "first"}).status_code == 422
