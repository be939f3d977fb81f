"""Deciding on the page, by the link of a letter, by answering it, through the API; and in time."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from deskhand.kernel import clock, switches
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.mail.models import InboundMail, OutboundMail
from deskhand.mail.receive import accept
from deskhand.modules.approvals import actions, terms
from deskhand.modules.approvals.actions import waking
from deskhand.modules.approvals.models import Approval, Policy, Stage
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.terms import StageTerms, Who
from deskhand.modules.approvals.tests.conftest import ask_of, waiting

LINK = re.compile(r"https?://[^/\s]+(/approvals/by-mail/[\w-]+/)")
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def letters(to):
    rows = OutboundMail.objects.beyond_walls("what was written is looked at").filter(to_email=to)
    return list(rows.order_by("pk"))


def answer(cast, letter, text, *, by="huimin@kestrel.example"):
    """Somebody answers a letter, as mail programs do."""
    raw = (
        f"From: <{by}>\r\nTo: it@eberfeld.example\r\nSubject: Re: {letter.subject}\r\nMessage-ID: <x{len(text)}@k>\r\n"
        f"In-Reply-To: {letter.message_id}\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\n\r\n{text}\r\n"
    )
    received = accept(cast.mailbox, raw.encode(), "pipe")
    cast.work()
    return InboundMail.objects.within(cast.it).get(pk=received.inbound_id)


def test_what_waits_stands_on_a_page_of_its_own_and_is_decided_there(on, asked):
    approval = asked()
    row, huimin = ask_of(approval, on.huimin), on.client("huimin")
    assert "Laptop" in huimin.get("/approvals/").content.decode()
    page = huimin.get(f"/approvals/asks/{row.pk}/").content.decode()
    assert "Ours is broken." in page and "manager of the requester" in page
    assert on.client("oliver").get(f"/approvals/asks/{row.pk}/").status_code == 404
    url = f"/approvals/asks/{row.pk}/decide/"
    stale = huimin.post(url, {"verb": "approve", "digest": "0" * 64})
    assert stale.status_code == 409 and "It has changed since you looked" in stale.content.decode()
    assert huimin.post(url, {"verb": "approve", "digest": row.content.digest}).status_code == 302
    approval.refresh_from_db()
    assert approval.state == "approved"
    assert "Laptop" in huimin.get("/approvals/?show=decided").content.decode()


def test_looking_at_a_link_decides_nothing_and_its_second_use_says_what_was_decided(on, asked):
    approval = asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    url, nobody = LINK.search(letter.text)[1], on.client()
    page = nobody.get(url).content.decode()
    assert waiting(approval) == {"Hui"} and 'value="approve"' in page
    digest = ask_of(approval, on.huimin).content.digest
    assert nobody.post(url, {"verb": "decline", "digest": digest, "remark": "Too dear."}).status_code == 302
    assert ask_of(approval, on.huimin).channel == "mail"
    again = nobody.post(url, {"verb": "approve", "digest": digest})
    assert again.status_code == 409 and "Hui Min Tan declined this" in again.content.decode()
    approval.refresh_from_db()
    assert approval.state == "declined"
    assert nobody.get(url[:-3] + "x/").status_code == 404
    on.work()
    assert "Too dear." in letters("mara@kestrel.example")[-1].text
    assert not OutboundMail.objects.within(on.it).filter(text__contains="by-mail").exists()


def test_a_link_ends_after_its_time_and_with_the_module(on, asked):
    asked()
    on.work()
    url = LINK.search(letters("huimin@kestrel.example")[0].text)[1]
    with clock.frozen(clock.now() + timedelta(days=31)):
        late = on.client().get(url)
    assert late.status_code == 404 and "It is too old" in late.content.decode()
    switches.switch(MODULE, on.it.pk, False)
    assert on.client().get(url).status_code == 404


@pytest.mark.parametrize(("text", "state"), [("Yes, go on.", "approved"), ("Abgelehnt. Zu teuer.", "declined")])
def test_an_answer_by_mail_decides_by_its_first_word(on, asked, text, state):
    approval = asked()
    on.work()
    letter = answer(on, letters("huimin@kestrel.example")[0], text)
    approval.refresh_from_db()
    assert approval.state == state and letter.outcome == "decided"


def test_an_answer_from_somebody_else_or_without_a_word_decides_nothing_and_says_what_to_do(on, asked):
    approval = asked()
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    answer(on, letter, "Yes.", by="oliver@nordwind.example")
    answer(on, letter, "Let me think about it first.")
    assert waiting(approval) == {"Hui"}
    assert "It is not certain" in letters("oliver@nordwind.example")[-1].text
    assert "Let the first word be" in letters("huimin@kestrel.example")[-1].text


def test_a_program_decides_with_the_digest_of_what_it_was_shown(on, asked):
    approval = asked()
    token, client = on.bearer("huimin"), on.client()
    (item,) = client.get("/api/v1/approvals/asks", headers=token).json()["items"]
    url, body = f"/api/v1/approvals/asks/{item['id']}/decide", {"approves": True, "digest": "0" * 64}
    assert client.post(url, body, content_type="application/json", headers=token).status_code == 409
    reader = on.bearer("huimin", "read")
    body["digest"] = item["digest"]
    assert client.post(url, body, content_type="application/json", headers=reader).status_code == 403
    done = client.post(url, body, content_type="application/json", headers=token)
    assert done.json()["state"] == "approved"
    found = client.get(f"/api/v1/approvals/{approval.pk}", headers=on.bearer("jana")).json()
    assert found["state"] == "approved" and found["because"] == "people"


def test_an_approver_asks_first_and_the_requester_answers_beside_the_request(on, asked):
    approval = asked()
    row = ask_of(approval, on.huimin)
    on.client("huimin").post(f"/approvals/asks/{row.pk}/decide/", {"verb": "ask", "remark": "Is the small one enough?"})
    on.work()
    page = on.client("mara").get(f"/requests/{approval.ticket.number}/").content.decode()
    assert "Is the small one enough?" in page and "your manager" in page
    assert "Hui Min" not in page
    question = row.questions.get()
    url = f"/requests/{approval.ticket.number}/approvals/answer/"
    assert on.client("oliver").post(url, {"question": question.pk, "answer": "No."}).status_code == 404
    on.client("mara").post(url, {"question": question.pk, "answer": "No, the lab needs more."})
    on.work()
    assert "No, the lab needs more." in on.client("huimin").get(f"/approvals/asks/{row.pk}/").content.decode()
    assert "No, the lab needs more." in letters("huimin@kestrel.example")[-1].text


def timed(**more):
    return StageTerms(who=(Who(terms.REQUESTER_MANAGER),), amount=8, unit="hours", **more)


@pytest.mark.parametrize(
    ("follows", "state", "asks"),
    [
        ("approve", "approved", set()),
        ("decline", "declined", set()),
        ("stay", "open", {"Hui"}),
        ("escalate", "open", {"Oliver"}),
    ],
    ids=("approve", "decline", "stay", "escalate"),
)
def test_what_follows_at_the_deadline_comes_at_its_instant_and_once(on, asked, follows, state, asks):
    with clock.frozen(START):
        approval = asked(timed(at_deadline=follows))
        stage = Stage.objects.within(on.it).get()
        assert stage.wakes_at == START + timedelta(hours=8)
    with clock.frozen(START + timedelta(hours=8) - timedelta(milliseconds=1)):
        waking.ring(desk_id=on.it.pk)
        assert waiting(approval) == {"Hui"}
    with clock.frozen(START + timedelta(hours=8)):
        for _twice in range(2):
            waking.ring(desk_id=on.it.pk)
        assert waiting(approval) == asks and approval.state == state
    assert Event.objects.filter(code="ticket.approval_overdue").count() == 1


def test_who_has_not_decided_is_reminded_in_time_and_by_hand_not_too_often(on, asked):
    with clock.frozen(START):
        approval = asked(timed(remind=3))
    for hours in (3, 6, 7):
        with clock.frozen(START + timedelta(hours=hours)):
            waking.ring(desk_id=on.it.pk)
    assert Event.objects.filter(code="ticket.approval_reminded").count() == 2
    with clock.frozen(START + timedelta(hours=7)):
        actions.remind(actor=on.actor("jana"), approval=approval)
        with pytest.raises(Invalid):
            actions.remind(actor=on.actor("jana"), approval=approval)


def test_a_policy_is_written_on_its_page_and_tried_on_a_ticket(on):
    lena, url = on.client("lena"), "/agent/it/approval-policies/new/"
    form = {"title": "Manager", "rows": "1", "requester_manager-0": "on", "needs-0": "any", "unit-0": "days"}
    form |= {"at_deadline-0": "stay", "own": "other", "holds": "on"}
    wrong = lena.post(url, form | {"requester_manager-0": ""} | {"people-0": "nobody@nowhere.example"})
    assert wrong.status_code == 422 and "nobody@nowhere.example" in wrong.content.decode()
    more = lena.post(url, form | {"more": "1"})
    assert more.content.decode().count("Stage 2") >= 1
    assert lena.post(url, {k: v for k, v in form.items() if v}).status_code == 302
    ticket = on.ticket()
    row = Policy.objects.within(on.it).get()
    page = lena.get(f"/agent/it/approval-policies/{row.pk}/try/?ticket={ticket.number}").content.decode()
    assert "Hui Min Tan" in page and not Approval.objects.within(on.it).exists()
    assert on.client("jana").get(url).status_code == 403
