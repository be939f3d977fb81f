"""Somebody who was asked is not there any more, or is another account now."""

from __future__ import annotations

from deskhand.accounts.actions import merge_people
from deskhand.accounts.actions.leaving import deactivate_person
from deskhand.modules.approvals.tests.conftest import MANAGER, ask_of, decide, waiting
from deskhand.modules.approvals.tests.test_deciding import people
from deskhand.modules.approvals.tests.test_everywhere import LINK, letters


def test_what_somebody_decided_before_they_left_counts(on, asked):
    approval = asked(people(on, "huimin", "priya", needs="all"))
    decide(on, approval, "huimin")
    deactivate_person(actor=on.actor("lena"), person=on.huimin)
    on.work()
    assert waiting(approval) == {"Priya"}
    assert decide(on, approval, "priya").state == "approved"


def test_where_nobody_can_take_over_the_page_says_so_and_the_agent_withdraws(on, asked):
    approval = asked(people(on, "oliver"), by="lena")  # The only administrator asked: nobody is left to stand in.
    deactivate_person(actor=on.actor("lena"), person=on.oliver)
    on.work()
    assert waiting(approval) == set() and approval.state == "open"
    jana = on.client("jana")
    page = jana.get(f"/agent/tickets/{approval.ticket.number}/").content.decode()
    assert "Oliver Brandt was asked to approve and has left; nobody else could be asked" in page
    assert "Nobody can be asked here" in page
    jana.post(f"/agent/tickets/{approval.ticket.number}/approvals/{approval.pk}/withdraw/")
    approval.refresh_from_db()
    assert approval.state == "withdrawn"


def test_the_link_of_somebody_who_left_says_so_in_words(on, asked):
    asked()
    on.work()
    url = LINK.search(letters("huimin@kestrel.example")[0].text)[1]
    deactivate_person(actor=on.actor("lena"), person=on.huimin)
    answer = on.client().get(url)
    assert answer.status_code == 404 and "not yours to decide any more" in answer.content.decode()


def test_two_accounts_of_one_approver_become_one_and_the_old_link_decides_for_it(on, asked):
    approval = asked(MANAGER)
    on.work()
    url = LINK.search(letters("huimin@kestrel.example")[0].text)[1]
    merge_people(actor=on.actor("lena"), desk=on.it, kept=on.oliver, gone=on.huimin)
    on.work()
    assert waiting(approval) == {"Oliver"}
    digest = ask_of(approval, on.oliver).content.digest
    assert on.client().post(url, {"verb": "approve", "digest": digest}).status_code == 302
    approval.refresh_from_db()
    assert approval.state == "approved" and ask_of(approval, on.oliver).decided_by == on.oliver
