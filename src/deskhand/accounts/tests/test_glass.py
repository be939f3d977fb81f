"""Breaking glass: somebody reads behind a wall in an emergency, seconded, for a short time, and everybody concerned
knows."""

from datetime import timedelta

import pytest
from django.core import mail

from deskhand.accounts.actions import ask_for_glass, create_person, give_role, make_site_admin, second_glass, take_role
from deskhand.accounts.models import BreakGlass, DeskRole, GlassRead
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Denied
from deskhand.kernel.models import Event
from deskhand.notify.models import Notification
from deskhand.tickets.actions import confide
from deskhand.tickets.models import Ticket

pytestmark = pytest.mark.postgres

SITE = "/agent/settings/break-glass/"
REASON = "Oliver is in hospital and payroll closes at noon."
WORD = "severancecanaryqx"


@pytest.fixture
def sid(cast):
    """A site administrator of long standing without a role on any desk; the others have been there for long, too."""
    cast.people["sid"] = create_person(actor=SYSTEM, name="Sidney Site", email="sid@eberfeld.example", is_verified=True)
    made = make_site_admin(actor=SYSTEM, person=cast.people["sid"])
    long_ago = clock.now() - timedelta(days=30)
    DeskRole.objects.update(since=long_ago)
    Event.objects.filter(code="person.site_admin_changed").update(at=long_ago)
    return made


@pytest.fixture
def case(cast, sid):
    """A ticket of the desk HR."""
    made = cast.ticket(f"Contract {WORD}", by="oliver", desk="hr", text=f"It says {WORD}")
    cast.work()
    mail.outbox.clear()
    return made


def asked(cast, by="sid"):
    answer = cast.client(by).post(SITE, {"desk": "hr", "reason": REASON, "length": 60})
    assert answer.status_code == 302, answer.content.decode()
    return BreakGlass.objects.beyond_walls("test").latest("pk")


def act(cast, by, glass, what):
    return cast.client(by).post(f"/agent/break-glass/{glass.pk}/{what}/")


def broken(cast):
    """Glass of the desk HR that Sid has broken and Hanna has agreed to."""
    glass = asked(cast)
    act(cast, "hanna", glass, "second")
    glass.refresh_from_db()
    assert glass.until is not None
    return glass


def inbox(cast, who="hanna"):
    """Subjects of the letters to somebody, since last time."""
    cast.work()
    found = [one.subject for one in mail.outbox if one.to == [cast.people[who].email]]
    mail.outbox.clear()
    return found


def seen(cast, case, name="sid"):
    """What somebody sees of the desk: pages that answer, and pages with its words."""
    client, number = cast.client(name), case.number
    pages = {
        "ticket": f"/agent/tickets/{number}/",
        "list": "/agent/hr/tickets/?view=all",
        "search": "/agent/hr/tickets/?q=says",
        "overview": "/agent/hr/overview/",
        "people": "/agent/hr/people/",
        "find": "/agent/palette?q=says",
    }
    answers = {what: client.get(page) for what, page in pages.items()}
    return {what for what, one in answers.items() if one.status_code == 200 and WORD in one.content.decode()}


def test_before_a_site_administrator_sees_nothing_of_a_desk(cast, case):
    assert seen(cast, case) == set()
    asked(cast)
    assert seen(cast, case) == set()
    assert cast.client("sid").get(f"/agent/tickets/{case.number}/").status_code == 404


def test_with_a_second_persons_consent_they_read_until_the_time_is_over(cast, case):
    glass = broken(cast)
    assert seen(cast, case) >= {"list", "search"}
    with clock.frozen(glass.until + timedelta(seconds=1)):
        assert seen(cast, case) == set()
        assert cast.client("sid").get("/agent/hr/tickets/").status_code == 404


def test_a_record_is_read_only_after_it_is_noted(cast, case):
    broken(cast)
    sid_browser, page = cast.client("sid"), f"/agent/tickets/{case.number}/"
    before = sid_browser.get(page)
    assert before.status_code == 302 and "/under-glass/?next=" in before["Location"]
    asks = sid_browser.get(before["Location"]).content.decode()
    assert "It is noted" in asks and WORD not in asks
    after = sid_browser.post(f"{page}under-glass/", {"next": page}, follow=True)
    assert WORD in after.content.decode()
    assert Event.objects.filter(code="glass.read", actor_id=cast.sid.pk, desk_id=cast.hr.pk).count() == 1
    assert sid_browser.get(page).status_code == 200
    sid_browser.post(f"{page}under-glass/")
    assert GlassRead.objects.within(cast.hr).count() == 1


def test_every_part_of_a_record_waits_for_that(cast, case):
    """No address of a ticket gives anything away before the reading is noted."""
    from tests.isolation.routes import PARAMETER, pages

    broken(cast)
    client = cast.client("sid")
    for route in pages():
        if route.gate is None or route.gate.word != "served_ticket" or "under-glass" in route.path:
            continue
        values = {name: case.number if name == "number" else 1 for name in route.parameters}
        path = "/" + PARAMETER.sub(lambda found: str(values[found["name"]]), route.path)  # noqa: B023
        answer = client.get(path)
        assert answer.status_code in (302, 404, 405), path
        assert WORD not in answer.content.decode(), path


def test_they_change_nothing(cast, case):
    broken(cast)
    client, page = cast.client("sid"), f"/agent/tickets/{case.number}/"
    client.post(f"{page}under-glass/")
    version = Ticket.objects.within(cast.hr).get(pk=case.pk).version
    for path, given in ((f"{page}send", {"html": "<p>Hi</p>"}), (f"{page}move/", {"desk": "it"})):
        client.post(path, given)
    assert client.post("/agent/settings/hr/roles/", {"who": cast.sid.email, "role": "admin"}).status_code in (403, 404)
    after = Ticket.objects.within(cast.hr).get(pk=case.pk)
    assert (after.version, after.messages.count()) == (version, 1)
    assert not DeskRole.objects.filter(desk=cast.hr, person=cast.sid).exists()


def test_who_works_on_the_desk_only_reads_there_while_their_glass_is_open(cast, case):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.sid, role="admin")
    broken(cast)
    page = cast.client("sid").get("/agent/settings/hr/roles/")
    assert page.status_code == 403


def test_a_token_carries_no_glass(cast, case, client):
    headers = cast.bearer("sid", "read")
    broken(cast)
    assert client.get(f"/api/v1/tickets/{case.number}", headers=headers).status_code == 404
    assert client.get(f"/api/v1/search?q={WORD}", headers=headers).json().get("items", []) == []


def test_the_owners_hear_of_every_step(cast, case):
    glass = asked(cast)
    assert inbox(cast) == ["Somebody asks to break glass: Human Resources"]
    act(cast, "lena", glass, "second")
    assert inbox(cast) == ["Glass is broken: Human Resources"]
    cast.client("sid").post(f"/agent/tickets/{case.number}/under-glass/")
    assert inbox(cast) == ["Read under broken glass: Human Resources"]
    act(cast, "sid", glass, "end")
    assert inbox(cast) == ["Glass is closed: Human Resources"]
    told = Notification.objects.filter(person=cast.hanna, kind="glass")
    assert told.count() == 4
    page = cast.client("hanna").get("/agent/notifications/").content.decode()
    assert "Sidney Site asks to break glass" in page and "Sidney Site read records under broken glass" in page
    history = cast.client("hanna").get("/agent/settings/hr/history/ops-desk-glass/").content.decode()
    for words in ("asked to break glass", "agreed to break glass", "read under broken glass", "ended broken glass"):
        assert words in history
    assert (
        "agreed to break glass"
        in cast.client("lena").get("/agent/settings/installation/history/ops-glass/").content.decode()
    )


def test_a_letter_says_neither_the_reason_nor_what_was_read(cast, case):
    broken(cast)
    cast.client("sid").post(f"/agent/tickets/{case.number}/under-glass/")
    cast.work()
    said = "\n".join(f"{one.subject} {one.body}" for one in mail.outbox)
    assert WORD not in said and "hospital" not in said
    assert f"#{case.number}" in said


def test_what_is_read_soon_after_is_told_together(cast, case):
    others = [cast.ticket("Another", by="oliver", desk="hr") for _n in range(3)]
    broken(cast)
    client = cast.client("sid")
    client.post(f"/agent/tickets/{case.number}/under-glass/")
    inbox(cast)
    for one in others:
        client.post(f"/agent/tickets/{one.number}/under-glass/")
    assert inbox(cast) == []
    assert Event.objects.filter(code="glass.read").count() == 4


def test_nobody_agrees_to_their_own_request(cast, case):
    glass = asked(cast)
    act(cast, "sid", glass, "second")
    glass.refresh_from_db()
    assert glass.until is None


def test_who_became_administrator_for_it_is_no_second_person(cast, case):
    cast.people["new"] = create_person(actor=SYSTEM, name="Nora New", email="nora@eberfeld.example", is_verified=True)
    make_site_admin(actor=cast.actor("sid"), person=cast.people["new"])
    glass = asked(cast)
    with pytest.raises(Denied, match="less than a day"):
        second_glass(actor=cast.actor("new"), glass=glass)


@pytest.mark.parametrize("who", ["jana", "mara", "arno"])
def test_others_do_not_learn_that_somebody_asked(cast, case, who):
    glass = asked(cast)
    for what in ("second", "refuse", "end"):
        assert act(cast, who, glass, what).status_code == 404
    assert cast.client(who).get(SITE).status_code in (403, 404)


def test_an_administrator_of_the_desk_ends_it_at_once(cast, case):
    glass = broken(cast)
    act(cast, "hanna", glass, "end")
    assert seen(cast, case) == set()
    glass.refresh_from_db()
    assert glass.ended_by_id == cast.hanna.pk


def test_a_refusal_opens_nothing_and_cannot_be_turned_round(cast, case):
    glass = asked(cast)
    act(cast, "hanna", glass, "refuse")
    act(cast, "lena", glass, "second")
    glass.refresh_from_db()
    assert glass.refused_at is not None and glass.until is None


def test_a_request_that_nobody_answers_lapses(cast, case):
    glass = asked(cast)
    with clock.frozen(glass.asked_at + timedelta(hours=24, seconds=1)):
        act(cast, "hanna", glass, "second")
    glass.refresh_from_db()
    assert glass.until is None


def test_who_looks_after_the_installation_no_more_reads_no_more(cast, case):
    broken(cast)
    cast.sid.is_site_admin = False
    cast.sid.save(update_fields=["is_site_admin"])
    assert seen(cast, case) == set()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": "Urgent.", "length": 60}, "at least 20 characters"),
        ({"reason": REASON, "length": 600}, "not one of the available choices"),
        ({"reason": REASON, "length": 60, "desk": "nothing"}, "not one of the available choices"),
    ],
    ids=["reason", "length", "desk"],
)
def test_what_cannot_be_asked_is_said(cast, sid, given, words):
    answer = cast.client("sid").post(SITE, {"desk": "hr", **given})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not BreakGlass.objects.beyond_walls("test").exists()


def test_where_nobody_else_could_agree_it_says_so(cast, sid):
    for name in ("lena", "hanna"):
        cast.people[name].is_active = False
        cast.people[name].save(update_fields=["is_active"])
    with pytest.raises(Denied, match="Nobody else can agree"):
        ask_for_glass(actor=cast.actor("sid"), desk=cast.hr, reason=REASON)


def test_a_bar_stands_above_every_page_while_it_is_open(cast, case):
    glass = broken(cast)
    client = cast.client("sid")
    for page in ("/agent/hr/tickets/", "/agent/settings/accounts/", "/"):
        assert "You read Human Resources under broken glass until" in client.get(page).content.decode(), page
    client.post(f"/agent/break-glass/{glass.pk}/end/")
    assert "broken glass until" not in client.get("/agent/settings/accounts/").content.decode()


def test_nobody_else_pays_a_question_for_it(cast, case, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = cast.client("jana")
    client.get("/agent/it/tickets/")
    with CaptureQueriesContext(connection) as before:
        client.get("/agent/it/tickets/")
    broken(cast)
    client.get("/agent/it/tickets/")
    with CaptureQueriesContext(connection) as during:
        client.get("/agent/it/tickets/")
    assert len(during) == len(before)
    assert not [one for one in before if "glass" in one["sql"]]


def test_a_lead_asks_for_one_ticket_and_learns_not_whether_there_is_one(cast, case):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="lead")
    client, page = cast.client("ben"), "/agent/settings/hr/break-glass/"
    for number in (case.number, 987654321):
        assert client.post(page, {"number": number, "reason": REASON, "length": 15}).status_code == 302
    rows = {one.ticket_number: one.ticket_id for one in BreakGlass.objects.within(cast.hr)}
    assert rows == {case.number: case.pk, 987654321: None}
    said = client.get(page).content.decode()
    assert f"#{case.number}" in said and "#987654321" in said
    assert cast.client("jana").get(page).status_code == 404


def test_a_role_that_is_taken_takes_the_glass_with_it(cast, case):
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="lead")
    glass = ask_for_glass(actor=cast.actor("ben"), desk=cast.hr, number=case.number, reason=REASON)
    second_glass(actor=cast.actor("hanna"), glass=glass)
    assert cast.client("ben").get("/agent/hr/tickets/").status_code == 200
    take_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="lead")
    assert cast.client("ben").get("/agent/hr/tickets/").status_code == 404


@pytest.fixture
def secret_case(cast, sid):
    """A confidential ticket of the desk HR that Hanna reads and that is about Ben, who administers the desk."""
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="admin")
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.priya, role="auditor")
    made = cast.ticket(f"Complaint {WORD}", by="oliver", desk="hr", text=f"It says {WORD}")
    confide(actor=cast.actor("hanna"), ticket=made, readers=[cast.hanna], excluded=[cast.ben])
    DeskRole.objects.update(since=clock.now() - timedelta(days=30))
    cast.work()
    mail.outbox.clear()
    return made


def one_ticket(cast, case, by="priya"):
    glass = ask_for_glass(actor=cast.actor(by), desk=cast.hr, number=case.number, reason=REASON)
    second_glass(actor=cast.actor("hanna"), glass=glass)
    return glass


def test_one_confidential_ticket_is_opened_and_no_other(cast, secret_case):
    other = cast.ticket(f"Another {WORD}", by="oliver", desk="hr")
    confide(actor=cast.actor("hanna"), ticket=other, readers=[cast.hanna])
    page = f"/agent/tickets/{secret_case.number}/"
    assert cast.client("priya").get(page).status_code == 404
    one_ticket(cast, secret_case)
    client = cast.client("priya")
    client.post(f"{page}under-glass/")
    assert WORD in client.get(page).content.decode()
    assert client.get(f"/agent/tickets/{other.number}/").status_code == 404


def test_a_whole_desk_under_glass_shows_its_confidential_tickets_and_its_end_hides_them(cast, secret_case):
    assert seen(cast, secret_case) == set()
    glass = broken(cast)
    assert "list" in seen(cast, secret_case)
    act(cast, "hanna", glass, "end")
    assert seen(cast, secret_case) == set()


def test_whom_a_ticket_is_about_neither_reads_it_under_glass_nor_hears_of_it(cast, secret_case):
    glass = ask_for_glass(actor=cast.actor("ben"), desk=cast.hr, number=secret_case.number, reason=REASON)
    assert inbox(cast, "hanna") == ["Somebody asks to break glass: Human Resources"]
    make_site_admin(actor=SYSTEM, person=cast.ben)
    whole = asked(cast, "ben")
    act(cast, "hanna", whole, "second")
    assert cast.client("ben").get(f"/agent/tickets/{secret_case.number}/").status_code == 404
    assert seen(cast, secret_case, "ben") == set()
    inbox(cast, "ben")
    theirs = one_ticket(cast, secret_case)
    assert inbox(cast, "ben") == []
    assert act(cast, "ben", theirs, "end").status_code == 404
    said = cast.client("ben").get("/agent/settings/hr/break-glass/").content.decode()
    assert "Priya" not in said
    assert glass.ticket_id == secret_case.pk


def test_who_reads_it_by_the_list_is_not_asked_for_glass(cast, secret_case):
    assert cast.client("hanna").get(f"/agent/tickets/{secret_case.number}/").status_code == 200


def history(cast, who):
    return cast.client(who).get("/agent/settings/hr/history/ops-desk-glass/").content.decode()


def test_who_is_excluded_hears_nothing_of_it_from_glass_of_the_whole_desk(cast, secret_case):
    """Ben administers the desk, the case is about him: what is read of it stands on no page and in no letter of his."""
    other = cast.ticket("Open to all of them", by="oliver", desk="hr")
    broken(cast)
    for who in ("ben", "hanna"):
        inbox(cast, who)
    client = cast.client("sid")
    client.post(f"/agent/tickets/{secret_case.number}/under-glass/")
    assert inbox(cast, "ben") == []
    assert "read under broken glass" not in history(cast, "ben")
    assert "read under broken glass" in history(cast, "hanna")
    assert f"#{secret_case.number}" not in cast.client("ben").get("/agent/settings/hr/break-glass/").content.decode()
    assert f"#{secret_case.number}" in cast.client("hanna").get("/agent/settings/hr/break-glass/").content.decode()
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        client.post(f"/agent/tickets/{other.number}/under-glass/")
        cast.work()
    told = {
        one.to[0]: one.body for one in mail.outbox if "Read under" in one.subject and f"#{other.number}" in one.body
    }
    assert f"#{secret_case.number}" not in told[cast.ben.email]


def test_the_history_tells_of_glass_to_those_alone_who_are_told_of_it_otherwise(cast, secret_case):
    one_ticket(cast, secret_case)
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.jana, role="lead")
    settings = "/agent/settings/hr/break-glass/"
    for who in ("ben", "jana"):
        assert "asked to break glass" not in history(cast, who), who
        assert "Priya" not in cast.client(who).get(settings).content.decode(), who
    for who in ("hanna", "priya"):
        assert "asked to break glass" in history(cast, who), who
