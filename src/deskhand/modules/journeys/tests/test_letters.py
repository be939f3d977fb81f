"""What the employee and the manager are written: at the beginning, when something is theirs, and at the end."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from deskhand.accounts.actions import create_person, give_role, merge_people
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import OutboundMail
from deskhand.modules.journeys import actions, jobs
from deskhand.modules.journeys.tests.conftest import Ran, blueprint, in_days, own, resolved, started, step

pytestmark = pytest.mark.postgres


def letters(to: str = "") -> list[OutboundMail]:
    """Letters about journeys, the oldest first."""
    rows = OutboundMail.objects.beyond_walls("the test reads all").filter(once_key__startswith="journey:")
    return list((rows.filter(to_email=to) if to else rows).order_by("pk"))


@pytest.fixture
def newcomer(on):
    """Somebody who has an address and never signed in."""
    return create_person(actor=SYSTEM, name="Nora Feldkamp", email="nora@kestrel.example")


def test_each_is_told_once_that_it_begins_and_what_is_theirs(on, newcomer):
    row = blueprint(on, step("laptop"), own("rules"), own("mentor", who="manager", offset=-5))
    started(on, row, person=newcomer)
    first, second = letters()
    assert (first.to_email, second.to_email) == ("nora@kestrel.example", "huimin@kestrel.example")
    assert "for you" in first.text and "mentor" not in first.text and "- Do mentor (until" in second.text
    assert "Nora Feldkamp" in second.subject and "Nora" not in first.subject
    with clock.frozen(clock.now() + timedelta(days=4)):
        for _twice in range(2):
            jobs.look_at_the_due.put()
            on.work()
        assert [one.to_email for one in letters()[2:]] == ["nora@kestrel.example"]
    assert "This is yours now: Do rules" in letters()[2].subject


def test_who_has_another_account_now_is_not_told_again_that_it_begins(on, newcomer):
    other = create_person(actor=SYSTEM, name="Nora Feldkamp", email="nora.feldkamp@kestrel.example")
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules", offset=-1)), person=newcomer))
    told = [one.subject for one in letters("nora@kestrel.example")]
    merge_people(actor=on.actor("lena"), desk=on.it, kept=other, gone=newcomer)
    with clock.frozen(clock.now() + timedelta(days=3)):
        jobs.look_at_the_due.put()
        on.work()
    assert ran.row("rules").state == "begun" and len(told) == 1
    assert [one.subject for one in letters("nora.feldkamp@kestrel.example")] == ["This is yours now: Do rules"]


def test_who_has_never_signed_in_opens_their_timeline_by_the_link_and_ticks_off(on, newcomer):
    ran = Ran(started(on, blueprint(on, step("laptop"), own("rules"), own("tour", who="manager")), person=newcomer))
    link = re.search(r"(/my-journeys/by-mail/\S+)", letters("nora@kestrel.example")[0].text)[1]
    nobody = Client()
    page = nobody.get(link)
    assert "Do rules" in page.content.decode() and page["Cache-Control"] == "no-store, private"
    nobody.post(link, {"code": "tour"})
    nobody.post(link, {"code": "rules"})
    assert (ran.row("rules").state, ran.row("tour").state) == ("done", "waiting")
    assert ran.row("rules").ended_by == newcomer
    nobody.post(link, {"code": "rules", "undo": "1"})
    assert ran.row("rules").state == "waiting"
    assert nobody.get("/my-journeys/").status_code == 302, "the link opens this journey and nothing else"
    other = "b" if link[-2] == "a" else "a"
    assert nobody.get(f"{link[:-2]}{other}/").status_code == 404
    with clock.frozen(clock.now() + timedelta(days=61)):
        assert nobody.get(link).status_code == 404
    actions.change(actor=on.actor("hanna"), journey=ran.journey, person=on.people["mara"])
    assert nobody.get(link).status_code == 404


def test_who_serves_a_desk_signs_in(on, newcomer):
    give_role(actor=SYSTEM, desk=on.it, person=newcomer, role="agent")
    started(on, blueprint(on, own("rules")), person=newcomer)
    assert "by-mail" not in letters("nora@kestrel.example")[0].text


def test_the_end_and_another_day_are_told_and_who_does_not_come_is_left_alone(on, newcomer):
    row = blueprint(on, step("laptop"))
    done = Ran(started(on, row, person=newcomer))
    actions.move(actor=on.actor("hanna"), journey=done.journey, key_on=in_days(4))
    resolved(on, done.row("laptop").ticket)
    assert [one.subject.partition(":")[0] for one in letters("nora@kestrel.example")[1:]] == ["Another day", "All done"]
    gone = started(on, row, person=newcomer)
    before = len(letters("nora@kestrel.example"))
    actions.end(actor=on.actor("hanna"), journey=gone, outcome="withdrawn")
    assert len(letters("nora@kestrel.example")) == before
    assert letters("huimin@kestrel.example")[-1].subject.startswith("Does not take place")


def test_another_manager_is_told_and_a_journey_without_letters_writes_none(on, newcomer):
    row = blueprint(on, own("tour", who="manager", offset=-5))
    running = started(on, row)
    actions.change(actor=on.actor("hanna"), journey=running, manager=newcomer)
    on.work()
    assert "- Do tour" in letters("nora@kestrel.example")[0].text
    client = Client()
    client.force_login(on.people["hanna"])
    page = f"/agent/settings/hr/journeys/blueprints/{row.pk}/words/"
    assert 'name="writes_letters"' in client.get(page).content.decode()
    client.post(page, {"name": "Onboarding", "kind": "onboarding", "stages": "First day", "questions": ""})
    before = len(letters())
    quiet = started(on, row)
    actions.end(actor=on.actor("hanna"), journey=quiet, outcome="cancelled")
    assert len(letters()) == before


def test_in_german_it_is_german(on, newcomer):
    newcomer.language = "de"
    newcomer.save(update_fields=["language"])
    started(on, blueprint(on, own("rules", offset=-5)), person=newcomer)
    assert newcomer.first_name in letters("nora@kestrel.example")[0].text
