"""What of a confidential case leaves the house: that there is news, and nothing else."""

import json
from datetime import timedelta
from typing import Any

import pytest

from deskhand.accounts.actions import give_role, switch_module
from deskhand.accounts.models import DeskRole
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.mail.models import Mailbox, OutboundMail
from deskhand.mail.tests.post import answer, post, sent_to
from deskhand.modules.cases.actions import ClassWords, NewCase, keep_file, open_case, save_class
from deskhand.notify import actions as notify
from deskhand.notify.models import Notification
from deskhand.portal import stamp
from deskhand.tickets import actions
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Message, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

SUBJECT, TEXT, CLASS, OUTCOME = "subjectcanaryqx", "textcanaryqx", "Classcanaryqx", "outcomecanaryqx"
ABOUT = ("Oliver Brandt", "oliver@nordwind.example", "Oliver")
SECRETS = (SUBJECT, TEXT, CLASS, OUTCOME, *ABOUT)


@pytest.fixture
def box(cast):
    """HR with cases and a mailbox. Hanna reads them; Ben and Priya, who want to hear of all that is new, do not."""
    switch_module(actor=SYSTEM, desk=cast.hr, module="cases", on=True)
    for name, role in (("ben", "agent"), ("priya", "lead")):
        give_role(actor=SYSTEM, desk=cast.hr, person=cast.people[name], role=role)
    DeskRole.objects.filter(desk=cast.hr).update(hears_of_new=True)
    return Mailbox.objects.create(desk=cast.hr, name="hr", address="hr@eberfeld.example", created_at=clock.now())


@pytest.fixture
def case(cast, box) -> Ticket:
    """Mara's case about Oliver, which she opened herself on the portal; Hanna says whom it is about and has it."""
    said = ClassWords(name=CLASS, people=[cast.hanna], is_offered=True, excludes_manager=True)
    kept = save_class(actor=SYSTEM, desk=cast.hr, said=said)
    sent = {"case_class": kept.pk, "subject": SUBJECT, "text": TEXT, "stamp": stamp.fresh()}
    cast.client("mara").post("/cases/hr/", sent)
    ticket = Ticket.objects.within(cast.hr).with_confidential("test").get()
    keep_file(actor=cast.actor("hanna"), ticket=ticket, case_class=kept, about=cast.oliver, outcome=OUTCOME)
    actions.assign(actor=cast.actor("hanna"), ticket=ticket, to=cast.hanna)
    cast.work()
    return ticket


def letters() -> list[OutboundMail]:
    return list(OutboundMail.objects.beyond_walls("a test looks at everything").order_by("pk"))


def whole(row: Any) -> str:
    """Everything that is kept of a row, as one text."""
    return json.dumps({one.name: str(getattr(row, one.attname)) for one in row._meta.concrete_fields})


def say_nothing(rows: list[Any], *, of: tuple[str, ...] = SECRETS) -> None:
    for row in rows:
        said = whole(row)
        assert not [word for word in of if word in said], said


def test_no_letter_of_its_whole_life_says_what_about_whom_or_of_which_class(cast, box, case):
    cast.note(case, by="hanna", html=f"<p>Ask Oliver: {TEXT}.</p>")
    cast.reply(case, by="hanna", html=f"<p>We talk to Oliver about {TEXT}.</p>")
    cast.work()
    arrived = sent_to("mara@kestrel.example")[-1]
    assert f"News on your case {case.number}" in arrived.subject and not arrived.attachments
    post(box, answer(arrived, f"He did it again: {TEXT}."))
    assert Message.objects.within(cast.hr).filter(ticket=case, text__contains="did it again").exists()
    for key in ("resolved", "closed"):
        cast.work()
        actions.set_status(actor=cast.actor("hanna"), ticket=case, to=cast.status(key, "hr"))
    post(box, answer(arrived, f"Once more: {TEXT}."))
    cast.work()
    found = letters()
    assert {one.to_email for one in found} == {"mara@kestrel.example", "hanna@eberfeld.example"}
    say_nothing(found)


def test_a_letter_of_the_requester_is_answered_without_its_own_words(cast, box, case):
    """Whoever answers quotes; what goes back to them quotes nothing."""
    cast.reply(case, by="hanna")
    cast.work()
    post(box, answer(sent_to("mara@kestrel.example")[-1], TEXT, subject=f"Re: {SUBJECT}"))
    say_nothing(letters())


def test_neither_bell_nor_summary_says_more_than_that_there_is_news(cast, box, case):
    daily: dict[str, Any] = {"digest": "hourly", "hour": 8, "day": 0, "quiet_from": None, "quiet_until": None}
    notify.set_rhythm(actor=cast.actor("hanna"), **daily)
    Notification.objects.all().delete()
    cast.writes(case, html=f"<p>{TEXT}</p>")
    cast.work()
    told = list(Notification.objects.all())
    assert {one.person_id for one in told} == {cast.hanna.pk}
    say_nothing(told)
    bell = cast.client("hanna").get("/agent/notifications/").content.decode()
    assert "There is news" in bell and not [word for word in SECRETS if word in bell]
    Notification.objects.update(waits_for="digest")
    with clock.frozen(clock.now() + timedelta(hours=2)):
        notify.send_summary(person_id=cast.hanna.pk)
    (summary,) = [one for one in sent_to("hanna@eberfeld.example", kind="digest") if "unread" in one.subject]
    say_nothing([summary])


def test_what_modules_tell_of_a_case_has_no_words_either(cast, box, case):
    switch_module(actor=SYSTEM, desk=cast.hr, module="tasks", on=True)
    actions.let_know(actor=cast.actor("hanna"), ticket=case, person=cast.ben)
    sent = {"title": f"Ask about {TEXT}", "assignee": cast.hanna.pk}
    assert cast.client("ben").post(f"/agent/tickets/{case.number}/tasks/new/", sent).status_code < 400
    cast.work()
    assert Notification.objects.filter(kind="task_assigned", person=cast.hanna).exists()
    bell = cast.client("hanna").get("/agent/notifications/").content.decode()
    assert not [word for word in SECRETS if word in bell]
    say_nothing(letters())


def test_whom_it_is_about_gets_no_letter_not_even_as_a_follower(cast, box, case):
    actions.follow(actor=cast.actor("hanna"), ticket=case, person=cast.huimin)
    cast.reply(case, by="hanna")
    cast.work()
    assert sent_to("oliver@nordwind.example") == []
    say_nothing(sent_to("huimin@kestrel.example"))


def test_a_case_that_is_entered_for_somebody_tells_them_only_that_it_is_there(cast, box):
    said = ClassWords(name=CLASS, people=[cast.hanna])
    kept = save_class(actor=SYSTEM, desk=cast.hr, said=said)
    new = NewCase(case_class=kept, subject=SUBJECT, body=plain(TEXT), requester=cast.mara, about=cast.oliver)
    open_case(actor=cast.actor("hanna"), desk=cast.hr, new=new)
    cast.work()
    (letter,) = sent_to("mara@kestrel.example")
    assert "News on your case" in letter.subject
    say_nothing([letter])
