"""What waits for somebody: lists, search, and several decided at once."""

from __future__ import annotations

import re

from deskhand.kernel import clock
from deskhand.modules.approvals import actions
from deskhand.modules.approvals.models import Ask
from deskhand.modules.approvals.tests.conftest import ask_of, decide, waiting
from deskhand.modules.approvals.tests.test_deciding import people
from deskhand.modules.approvals.views.mine import PAGE
from deskhand.tickets import actions as tickets

URL = "/approvals/"
PICKED = re.compile(r'name="ask" value="([\w-]+)"')


def seen(cast, who, query=""):
    return cast.client(who).get(f"{URL}{query}").content.decode()


def test_several_are_read_once_more_before_they_are_approved(on, asked):
    both = [asked(ticket=on.ticket(subject)) for subject in ("Laptop", "Server")]
    huimin = on.client("huimin")
    values = PICKED.findall(seen(on, "huimin"))
    page = huimin.post(f"{URL}several/", {"verb": "approve", "ask": values})
    assert page.status_code == 200 and "Laptop" in page.content.decode()
    assert waiting(both[0]) == {"Hui"}
    again = PICKED.findall(page.content.decode())
    huimin.post(f"{URL}several/", {"verb": "approve", "ask": again, "confirmed": "1", "remark": "Fine."})
    for one in both:
        one.refresh_from_db()
        assert one.state == "approved" and ask_of(one, on.huimin).remark == "Fine."
    assert huimin.get(f"{URL}several/").status_code == 302


def test_of_several_one_that_was_edited_meanwhile_is_told_and_the_others_are_decided(on, asked):
    laptop, server = (asked(ticket=on.ticket(subject)) for subject in ("Laptop", "Server"))
    values = PICKED.findall(seen(on, "huimin"))
    tickets.change_subject(actor=on.actor("jana"), ticket=laptop.ticket, to="Lorry")
    huimin = on.client("huimin")
    done = huimin.post(f"{URL}several/", {"verb": "decline", "ask": values, "confirmed": "1"}, follow=True)
    told = done.content.decode()
    assert "You declined 1 request." in told and "Not decided" in told and "It has changed since" in told
    server.refresh_from_db()
    assert server.state == "declined" and waiting(laptop) == {"Hui"}


def test_nobody_decides_several_that_are_not_theirs(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    value = f"{row.pk}-{row.content.digest}"
    for who in ("oliver", "jana", "mara"):
        on.client(who).post(f"{URL}several/", {"verb": "approve", "ask": [value, "x-y", "9" * 30], "confirmed": "1"})
    assert waiting(approval) == {"Hui"}


def test_what_i_decided_is_one_list_and_what_ended_without_me_another(on, asked):
    first = asked(people(on, "huimin", "oliver"), ticket=on.ticket("Lamp"))
    second = asked(people(on, "huimin", "oliver"), ticket=on.ticket("Chair"))
    decide(on, first, "huimin", yes=False, remark="Too bright.")
    decide(on, second, "oliver")
    decided, ended = seen(on, "huimin", "?show=decided"), seen(on, "huimin", "?show=ended")
    assert "Lamp" in decided and "Too bright." in decided and "Chair" not in decided
    assert "Chair" in ended and "Lamp" not in ended


def test_it_is_found_by_number_and_by_words(on, asked):
    tickets_ = [on.ticket("Laptop for the lab"), on.ticket("Server for the hall")]
    for one in tickets_:
        asked(ticket=one)
    for question in (f"#{tickets_[0].number}", str(tickets_[0].number), "LAPTOP lab"):
        page = on.client("huimin").get(URL, {"q": question}).content.decode()
        assert "Laptop for the lab" in page and "Server for the hall" not in page
    assert "No approval fits" in seen(on, "huimin", "?q=nothing+of+it")


def test_five_hundred_are_shown_a_page_at_a_time_for_the_same_questions(on, asked, django_assert_max_num_queries):
    approval = asked()
    row = ask_of(approval, on.huimin)
    huimin = on.client("huimin")
    huimin.get(URL)
    stage = row.stage
    for number in range(2):
        Ask.objects.bulk_create(
            Ask(
                approval=approval,
                stage=type(stage).objects.create(
                    approval=approval, round=9 + number, place=n, group=0, needs="any", state="open"
                ),
                content=row.content,
                person=on.huimin,
                why="person",
                asked_at=row.asked_at,
            )
            for n in range(250)
        )
    with django_assert_max_num_queries(25):
        page = huimin.get(URL).content.decode()
    assert page.count('name="ask"') == PAGE and "(501)" in page
    assert huimin.get(f"{URL}?page=11").content.decode().count('name="ask"') == 1


def test_who_stands_in_decides_several_for_somebody_else(on, asked):
    approval, today = asked(), clock.now().date()
    actions.declare_absence(actor=on.actor("huimin"), substitute=on.oliver, from_on=today, until_on=today)
    page = seen(on, "oliver")
    assert "for Hui Min Tan" in page
    values = PICKED.findall(page)
    on.client("oliver").post(f"{URL}several/", {"verb": "approve", "ask": values, "confirmed": "1"})
    approval.refresh_from_db()
    assert approval.state == "approved"
