"""Orders that come again: on working days, once each, and paused in words when they cannot be placed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deskhand.accounts.models import Person
from deskhand.kernel import clock, switches
from deskhand.mail.models import OutboundMail
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Rhythm, designing
from deskhand.modules.catalog.jobs import look_for_regular_orders
from deskhand.modules.catalog.models import OrderLine, RecurringOrder
from deskhand.modules.catalog.wishes import Wish

pytestmark = pytest.mark.postgres

PLAIN = {"steps": [{"title": "", "questions": [{"code": "size", "kind": "text", "label": "Size"}]}]}
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def monday(shop):
    """The first Monday of March, with something to order."""
    with clock.frozen(MONDAY):
        shop.item("toner", PLAIN, most=9)
        yield shop


def toner(shop, unit="months", every=1, starts_on=date(2026, 3, 2), **more):
    wish = Wish(item=shop.line_item("toner"), given={"size": "A4"})
    rhythm = Rhythm(unit=unit, every=every, starts_on=starts_on, **more)
    return actions.order_regularly(actor=shop.cast.actor("mara"), wish=wish, rhythm=rhythm)


def pass_days(shop, day):
    with clock.frozen(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        look_for_regular_orders.put()
        shop.cast.work()
        look_for_regular_orders.put()
        shop.cast.work()


def lines(shop):
    return OrderLine.objects.within(shop.cast.it).count()


def letters():
    return OutboundMail.objects.beyond_walls("what was written")


def page(shop):
    return shop.cast.client("mara").get("/catalog/orders/").content.decode()


def test_it_is_ordered_once_on_each_of_its_days_and_a_sunday_moves_to_monday(monday):
    row = toner(monday, starts_on=date(2026, 3, 15))
    assert row.next_on == date(2026, 3, 16)
    pass_days(monday, date(2026, 3, 15))
    assert lines(monday) == 0
    pass_days(monday, date(2026, 3, 16))
    row.refresh_from_db()
    assert (lines(monday), row.next_on) == (1, date(2026, 4, 15))
    line = monday.line()
    assert (line.answers, line.ticket.requester) == ({"size": ["A4"]}, monday.cast.mara)


def test_a_machine_that_slept_for_months_orders_once(monday):
    row = toner(monday)
    pass_days(monday, date(2026, 6, 10))
    row.refresh_from_db()
    assert (lines(monday), row.next_on) == (1, date(2026, 7, 2))


def test_what_it_asks_changed_so_it_is_paused_and_told_by_mail_until_somebody_answers(monday):
    row, item = toner(monday), monday.line_item("toner")
    more = {"code": "floor", "kind": "text", "label": "Floor", "required": True}
    item.draft = {"steps": [{"title": "", "questions": [*PLAIN["steps"][0]["questions"], more]}]}
    item.save(update_fields=["draft"])
    designing.publish_form(actor=monday.cast.actor("lena"), item=item)
    pass_days(monday, date(2026, 3, 2))
    row.refresh_from_db()
    assert lines(monday) == 0 and row.paused_at is not None
    letter = letters().get(subject="Not ordered this time: Toner")
    assert letter.to_email == monday.cast.mara.email and "This needs an answer." in letter.text
    assert "Paused: This needs an answer." in page(monday)
    monday.post("mara", f"regular-orders/{row.pk}/go-on/")
    row.refresh_from_db()
    assert row.paused_at is not None
    again = {"q.size": "A4", "q.floor": "3", "quantity": "2", "every": "2", "unit": "weeks", "starts_on": "2026-03-04"}
    assert monday.post("mara", f"regular-orders/{row.pk}/change/", again).status_code == 302
    pass_days(monday, date(2026, 3, 4))
    row.refresh_from_db()
    assert (monday.line().quantity, monday.line().answers["floor"], row.next_on) == (2, ["3"], date(2026, 3, 18))


@pytest.mark.parametrize("gone", ["retired", "person"])
def test_what_is_not_offered_any_more_is_paused(monday, gone):
    row = toner(monday)
    if gone == "retired":
        actions.set_item_status(actor=monday.cast.actor("lena"), item=monday.line_item("toner"), status="retired")
    else:
        Person.objects.filter(pk=monday.cast.mara.pk).update(is_active=False)
    pass_days(monday, date(2026, 3, 2))
    row.refresh_from_db()
    assert lines(monday) == 0 and row.paused_at is not None
    assert letters().filter(subject__startswith="Not ordered").count() == (gone == "retired")


def test_from_the_page_it_is_made_once_paused_resumed_and_stopped(monday):
    body = {"q.size": "A4", "quantity": "1", "every": "1", "unit": "months", "starts_on": "2026-03-02", "key": "x"}
    for _press in range(2):
        assert monday.post("mara", "items/it/toner/regular/", body).status_code == 302
    row = RecurringOrder.objects.within(monday.cast.it).get()
    assert "Every month" in page(monday)
    refused = monday.post("mara", "items/it/toner/regular/", body | {"every": "99", "key": "y"})
    assert refused.status_code == 422
    monday.post("mara", f"regular-orders/{row.pk}/pause/")
    pass_days(monday, date(2026, 3, 5))
    assert lines(monday) == 0
    with clock.frozen(MONDAY + timedelta(days=10)):
        monday.post("mara", f"regular-orders/{row.pk}/go-on/")
    row.refresh_from_db()
    assert (row.paused_at, row.next_on) == (None, date(2026, 4, 2))
    assert monday.post("huimin", f"regular-orders/{row.pk}/stop/").status_code == 404
    monday.post("mara", f"regular-orders/{row.pk}/stop/")
    assert "Every month" not in page(monday)


def test_files_and_hidden_answers_do_not_come_again(monday):
    monday.item("laptop")
    answer = monday.cast.client("mara").get("/catalog/items/it/laptop/regular/").content.decode()
    assert "cannot come again by itself" in answer
    assert monday.post("mara", "items/it/laptop/regular/", {"q.model": "standard"}).status_code == 422


def test_while_the_module_is_off_nothing_is_ordered(monday):
    toner(monday)
    switches.switch("catalog", monday.cast.it.pk, False)
    pass_days(monday, date(2026, 3, 2))
    assert lines(monday) == 0
    switches.switch("catalog", monday.cast.it.pk, True)
    pass_days(monday, date(2026, 3, 3))
    assert lines(monday) == 1


def test_whom_it_is_for_hears_that_somebody_ordered_it(monday):
    wish = Wish(item=monday.line_item("toner"), for_person=monday.cast.huimin)
    actions.order(actor=monday.cast.actor("mara"), wishes=[wish])
    monday.cast.work()
    letter = letters().get(subject="Ordered for you: Toner")
    assert letter.to_email == monday.cast.huimin.email and monday.cast.mara.name in letter.text


def test_programs_keep_their_own_regular_orders_and_nobody_elses(monday):
    def ask(who, method, path, body=None):
        send, headers = getattr(monday.cast.client(), method), monday.cast.bearer(who)
        return send(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    new = {"item": monday.line_item("toner").pk, "answers": {"size": "A4"}, "starts_on": "2026-03-02", "key": "k"}
    made = [ask("mara", "post", "/catalog/regular-orders", new).json() for _twice in range(2)]
    assert made[0] == made[1] and made[0]["next_days"] == ["2026-03-02", "2026-04-02", "2026-05-04"]
    one = f"/catalog/regular-orders/{made[0]['id']}"
    assert (
        ask("huimin", "get", one).status_code == 404
        and ask("huimin", "get", "/catalog/regular-orders").json()["items"] == []
    )
    assert ask("mara", "post", f"{one}/pause", {}).json()["next_days"] == []
    assert (
        ask("mara", "post", "/catalog/regular-orders", new | {"key": "", "answers": {"color": "x"}}).status_code == 422
    )
    assert ask("mara", "delete", one).status_code == 204 and ask("mara", "get", one).status_code == 404
