"""Reports without a name: who reads them, and that nothing tells who wrote them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.conf import settings
from django.core.cache import cache

from deskhand.accounts.actions import give_role, make_site_admin, switch_module
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.models import Event
from deskhand.modules.cases import codes, deadlines
from deskhand.modules.cases.actions import ClassWords, save_class
from deskhand.modules.cases.models import CaseFile, NamelessReport, Nobody
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import NeedToKnow, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

WORD, FORM, READ = "bribecanaryqx", "/anonymous/to/hr/", "/anonymous/read/"
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "agentcanaryqx", "HTTP_REFERER": "https://x.example/me"}


@pytest.fixture
def channel(cast):
    """HR takes reports without a name; Hanna reads them, Ben, an agent there, does not."""
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    said = ClassWords(name="Misconduct", people=[cast.hanna], takes_nameless=True)
    return save_class(actor=SYSTEM, desk=cast.hr, said=said)


def hidden(page: str, *names: str) -> dict[str, str]:
    return {one: re.search(rf'name="{one}" value="([^"]*)"', page)[1] for one in names}


def reported(client: Any, channel: Any, **more: Any) -> tuple[Ticket, str]:
    """Somebody writes a report; the ticket, and the code that they were shown."""
    began = clock.now()
    page = client.get(FORM, **ELSEWHERE).content.decode()
    sent = {**hidden(page, "stamp", "code", "mark"), "case_class": channel.pk, "subject": f"A {WORD}", "text": WORD}
    with clock.frozen(began + timedelta(minutes=2)):
        answer = client.post(FORM, sent | more, **ELSEWHERE)
    assert answer.status_code == 200, answer.content.decode()
    ticket = Ticket.objects.within(channel.desk).with_confidential("test").order_by("-pk")[0]
    assert str(ticket.number) in answer.content.decode() and sent["code"] in answer.content.decode()
    return ticket, sent["code"]


def everything() -> dict[str, set[str]]:
    """All rows of the installation, as texts."""
    return {
        one._meta.label: {str(row) for row in one._base_manager.order_by().values_list()} for one in apps.get_models()
    }


def test_somebody_signed_in_reports_and_no_row_knows_of_them(cast, channel):
    mara = cast.client("mara")
    mara.get("/requests/", **ELSEWHERE)
    began = mara.cookies[settings.SESSION_COOKIE_NAME].value
    before, cookies = everything(), dict(mara.cookies)
    ticket, code = reported(mara, channel)
    cast.work()
    words = {"number": ticket.number, "code": code, "text": f"More of {WORD}", "stamp": ""}
    page = mara.post(READ, words, **ELSEWHERE).content.decode()
    mara.post(READ, words | hidden(page, "stamp"), **ELSEWHERE)
    cast.work()
    assert dict(mara.cookies) == cookies
    new = {name: rows - before.get(name, set()) for name, rows in everything().items()}
    said = "\n".join(row for rows in new.values() for row in rows)
    assert f"More of {WORD}" in said
    for trace in ("203.0.113.77", "agentcanaryqx", "x.example", began, cast.mara.email, cast.mara.name, code):
        assert trace not in said, trace
    facts = Event.objects.filter(subject_id=ticket.pk, subject_kind="ticket")
    assert {one.actor_id for one in facts} == {None}
    assert not [one for one in Event.objects.all() if cast.mara.pk in (one.actor_id, one.on_behalf_of_id)]
    assert not NeedToKnow.objects.beyond_walls("test").filter(ticket=ticket, person=cast.mara).exists()
    assert "203.0.113.77" not in str(vars(cache))


def test_the_pages_are_the_same_for_who_is_signed_in_and_for_nobody(cast, channel):
    for address in ("/anonymous/", FORM):
        known, unknown = cast.client("mara").get(address), cast.client().get(address)
        strip = re.compile(r'nonce="[^"]*"|value="[^"]{16,}"')
        assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
        assert not known.cookies and not unknown.cookies
        assert known.headers["X-Robots-Tag"].startswith("noindex") and known.headers["Cache-Control"] == "no-store"
        assert known.headers["Referrer-Policy"] == "no-referrer"


def test_its_readers_hear_of_it_and_answer_and_the_reporter_writes_on(cast, channel):
    somebody = cast.client()
    ticket, code = reported(somebody, channel)
    cast.work()
    hanna = cast.client("hanna")
    assert f"#{ticket.number}" in hanna.get("/agent/notifications/").content.decode()
    assert WORD in hanna.get(f"/agent/tickets/{ticket.number}/").content.decode()
    cast.reply(ticket, by="hanna", html="<p>We look <img src='https://spy.example/p.png'> into it.</p>")
    cast.note(ticket, by="hanna", html="<p>notecanaryqx</p>")
    page = somebody.post(READ, {"number": ticket.number, "code": code.lower().replace("-", " ")}).content.decode()
    assert (
        "into it." in page
        and "notecanaryqx" not in page
        and 'src="https://spy' not in page
        and "src='https://spy" not in page
    )
    sent = {"number": ticket.number, "code": code, "text": "And on Friday.", **hidden(page, "stamp")}
    for _twice in range(2):
        assert "And on Friday." in somebody.post(READ, sent).content.decode()
    assert ticket.messages.filter(text__contains="Friday").count() == 1


def test_nobody_else_reads_it_not_even_who_gets_hold_of_the_nobody(cast, channel):
    ticket, _code = reported(cast.client(), channel)
    make_site_admin(actor=SYSTEM, person=cast.lena)
    for name in ("ben", "lena"):
        assert cast.client(name).get(f"/agent/tickets/{ticket.number}/").status_code == 404
        assert WORD not in cast.client(name).get("/agent/hr/cases/?state=all").content.decode()
    taken = Nobody.objects.within(cast.hr).get().person
    Person.objects.filter(pk=taken.pk).update(email="taken@eberfeld.example")
    cast.people["taken"] = Person.objects.get(pk=taken.pk)
    thief = cast.client("taken")
    assert thief.get(f"/requests/{ticket.number}/").status_code == 404
    assert WORD not in thief.get("/requests/").content.decode()
    later, _code = reported(cast.client(), channel)
    assert later.requester_id != taken.pk


@pytest.mark.parametrize("wrong", ["code", "number", "both missing"])
def test_without_number_and_code_nothing_is_read(cast, channel, wrong):
    ticket, code = reported(cast.client(), channel)
    given: dict[str, Any] = {
        "code": {"number": ticket.number, "code": codes.fresh()},
        "number": {"number": ticket.number + 1, "code": code},
    }.get(wrong, {})
    answer = cast.client().post(READ, given)
    assert answer.status_code == 422 and WORD not in answer.content.decode()
    assert NamelessReport.objects.beyond_walls("test").get(ticket=ticket).digest != code


def test_guessing_ends_soon(cast, channel):
    client = cast.client()
    answers = {client.post(READ, {"number": "1001", "code": codes.fresh()}).status_code for _n in range(61)}
    assert answers == {422, 429}


def test_it_is_taken_once_however_often_the_button_is_pressed(cast, channel):
    client = cast.client()
    page = client.get(FORM).content.decode()
    sent = {**hidden(page, "stamp", "code", "mark"), "case_class": channel.pk, "subject": "Once", "text": WORD}
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        pages = [client.post(FORM, sent).content.decode() for _n in range(2)]
    assert NamelessReport.objects.beyond_walls("test").count() == 1
    assert all(sent["code"] in page for page in pages)


def test_at_the_limit_what_somebody_wrote_is_given_back_and_nobody_else_can_reach_it_for_them(
    cast, channel, monkeypatch
):
    client = cast.client()
    ticket, code = reported(client, channel)
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "nameless_code", "2/h/ip")
    for _try in range(3):
        client.post(READ, {"number": ticket.number, "code": "wrong"}, REMOTE_ADDR="198.51.100.7")
    page = client.post(READ, {"number": ticket.number, "code": code}).content.decode()
    for text, status in (("First", 200), ("Second", 429)):
        sent = {"number": ticket.number, "code": code, "text": text, **hidden(page, "stamp")}
        answer = client.post(READ, sent)
        assert answer.status_code == status
    assert "Second" in answer.content.decode() and hidden(answer.content.decode(), "code") == {"code": code}


def test_only_a_class_that_says_so_takes_them(cast, channel):
    save_class(actor=SYSTEM, desk=cast.hr, case_class=channel, said=ClassWords(name="Misconduct", people=[cast.hanna]))
    client = cast.client()
    assert client.get(FORM).status_code == 404 and client.get("/anonymous/to/it/").status_code == 404
    assert client.get(READ).headers["Location"] == "/anonymous/"
    open_class = ClassWords(name="Open", is_confidential=False, takes_nameless=True)
    with pytest.raises(Invalid, match="cannot be saved"):
        save_class(actor=SYSTEM, desk=cast.hr, said=open_class)
    with pytest.raises(Denied):
        actions.nameless_reply(actor=cast.actor("ben"), ticket=cast.ticket(), body=plain("x"), author=cast.ben)


def test_words_without_a_name_stay_so_when_the_ticket_is_given_to_somebody(cast, channel):
    client = cast.client()
    ticket, code = reported(client, channel)
    actions.change_requester(actor=cast.actor("hanna"), ticket=ticket, to=cast.mara)
    page = client.post(READ, {"number": ticket.number, "code": code}).content.decode()
    sent = {"number": ticket.number, "code": code, "text": "One thing more", **hidden(page, "stamp")}
    assert client.post(READ, sent).status_code in (200, 303)
    authors = {message.author.name for message in ticket.messages.filter(side="requester")}
    assert authors == {"Without a name"}


def test_a_report_that_ended_for_good_is_not_gone_on_with(cast, channel):
    client = cast.client()
    ticket, code = reported(client, channel)
    for key in ("resolved", "closed"):
        actions.set_status(actor=cast.actor("hanna"), ticket=ticket, to=cast.status(key, "hr"))
    with clock.frozen(clock.now() + timedelta(days=90)):
        page = client.post(READ, {"number": ticket.number, "code": code}).content.decode()
        sent = {"number": ticket.number, "code": code, "text": "Again", **hidden(page, "stamp")}
        answer = client.post(READ, sent)
    assert answer.status_code == 422 and "has ended" in answer.content.decode()
    assert Ticket.objects.within(cast.hr).with_confidential("test").count() == 1


def test_its_readers_see_until_when_they_answer(cast, channel):
    ticket, _code = reported(cast.client(), channel)
    at = ticket.created_at

    def due() -> Any:
        files = CaseFile.objects.within(cast.hr).with_confidential("test").select_related("ticket", "case_class")
        return deadlines.next_of(list(files)).get(ticket.pk)

    assert due() == deadlines.Deadline(True, at + timedelta(days=7), is_over=False)
    hanna = cast.client("hanna")
    for address in (f"/agent/tickets/{ticket.number}/", "/agent/hr/cases/"):
        assert "Confirm the receipt" in hanna.get(address).content.decode()
    with clock.frozen(at + timedelta(days=8)):
        assert due().is_over
        cast.reply(ticket, by="hanna")
    assert due() == deadlines.Deadline(False, at + timedelta(days=8) + relativedelta(months=3), is_over=False)
    cast.reply(ticket, by="hanna", html="<p>This is what we do.</p>")
    assert due() is None
