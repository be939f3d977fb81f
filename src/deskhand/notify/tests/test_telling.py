"""Who hears what, by mail and in the app."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.actions import create_person, give_role, take_role
from deskhand.accounts.actors import stranger
from deskhand.jobs.models import Job
from deskhand.kernel.actor import SYSTEM, Channel
from deskhand.kernel.errors import Denied, Invalid
from deskhand.kernel.events import restored
from deskhand.kernel.models import Event
from deskhand.mail.tests.post import letter, post, sent_to, tickets
from deskhand.notify import actions
from deskhand.notify.models import Notification
from deskhand.tickets import actions as ticket_actions
from deskhand.tickets import notifications, told
from deskhand.tickets.bodies import plain
from deskhand.tickets.events import TicketCreated


def heard(person):
    """Kinds that stand at a person's bell, oldest first."""
    return list(Notification.objects.filter(person=person, in_app=True).order_by("pk").values_list("kind", flat=True))


def mailed(person):
    """Subjects of notifications that went to a person by mail, without tokens."""
    return [one.subject.partition(" [#")[0] for one in sent_to(person.email, kind="notification")]


def test_a_team_hears_of_a_new_ticket(cast):
    post(cast.mailbox, letter(subject="Printer jams"))
    assert heard(cast.jana) == heard(cast.ben) == ["new_in_team"]
    assert mailed(cast.jana) == ["New: Printer jams"]
    assert heard(cast.priya) == []


def test_without_a_team_the_whole_desk_hears_of_it_except_who_does_not_want_to(cast):
    cast.ben.desk_roles.update(hears_of_new=False)
    cast.ticket()
    cast.work()
    assert heard(cast.jana) == heard(cast.priya) == ["new_on_desk"]
    assert heard(cast.ben) == heard(cast.arno) == heard(cast.hanna) == []


def test_the_new_team_hears_of_a_ticket_that_it_is_given(cast):
    ticket = cast.ticket(team=cast.service_desk)
    cast.work()
    ticket_actions.give_to_team(actor=cast.actor("jana"), ticket=ticket, to=cast.network, note=plain("Yours now."))
    cast.work()
    assert heard(cast.priya) == ["new_in_team"]
    assert "Yours now." in sent_to(cast.priya.email, kind="notification")[-1].text


def test_the_assignee_hears_unless_they_took_it_themselves(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.ben)
    cast.work()
    assert heard(cast.ben) == ["assigned_to_me"]
    ticket_actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.work()
    assert heard(cast.jana) == []


def test_the_assignee_hears_that_the_requester_wrote(cast):
    ticket = cast.ticket(team=cast.network, subject="VPN drops")
    ticket_actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.jana)
    cast.work()
    cast.writes(ticket, html="<p>Still the same.</p>")
    cast.work()
    told = sent_to(cast.jana.email, kind="notification")[-1]
    assert heard(cast.jana) == ["requester_wrote"]
    assert told.subject.startswith("Mara Lindqvist wrote: VPN drops")
    assert "Still the same." in told.text
    assert f"-{cast.jana.pk}-" in told.headers["Reply-To"]
    assert told.headers["Auto-Submitted"] == "auto-generated"


def test_while_nobody_has_it_the_team_hears_that_the_requester_wrote(cast):
    ticket = cast.ticket(team=cast.service_desk)
    cast.writes(ticket)
    cast.work()
    assert heard(cast.ben) == ["new_in_team", "requester_wrote"]


def test_a_colleague_who_follows_hears_of_an_answer_and_gets_no_copy_as_recipient(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    cast.reply(ticket)
    cast.work()
    assert heard(cast.ben) == ["agent_wrote"]
    assert sent_to(cast.ben.email, kind="reply") == []


def test_nobody_hears_of_their_own_deeds(cast):
    new = ticket_actions.NewTicket(
        desk=cast.it, subject="By phone", body=plain("Hi"), requester=cast.mara, team=cast.service_desk
    )
    ticket_actions.create(actor=cast.actor("jana"), new=new)
    cast.work()
    assert heard(cast.jana) == [] and mailed(cast.jana) == []
    assert heard(cast.ben) == ["new_in_team"]


def test_who_left_the_desk_hears_nothing_any_more(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.assign(actor=cast.actor("jana"), ticket=ticket, to=cast.ben)
    cast.work()
    take_role(actor=cast.actor("lena"), desk=cast.it, person=cast.ben, role="agent")
    cast.writes(ticket)
    cast.work()
    assert heard(cast.ben) == ["assigned_to_me"]
    assert told.page(cast.actor("ben")) == ([], None)
    assert told.unread(cast.actor("ben")) == 0


@pytest.mark.parametrize(("channel", "bell", "mails"), [("mail", 1, 0), ("app", 0, 1)])
def test_each_channel_can_be_switched_off(cast, channel, bell, mails):
    actions.choose(actor=cast.actor("ben"), kind="new_in_team", channel=channel, wanted=False)
    cast.ticket(team=cast.service_desk)
    cast.work()
    assert (len(heard(cast.ben)), len(mailed(cast.ben))) == (bell, mails)
    assert len(heard(cast.jana)) == len(mailed(cast.jana)) == 1


def test_only_what_exists_can_be_chosen(cast):
    with pytest.raises(Invalid):
        actions.choose(actor=cast.actor("ben"), kind="nonsense", channel="mail", wanted=False)
    with pytest.raises(Denied):
        actions.choose(actor=stranger(Channel.WEB), kind="new_in_team", channel="mail", wanted=False)


def test_a_reaction_that_runs_twice_tells_once(cast):
    cast.ticket(team=cast.service_desk)
    cast.work()
    Job.objects.filter(args__reaction__endswith="tell_of_a_new_ticket").update(state="ready")
    cast.work()
    assert heard(cast.jana) == ["new_in_team"]


def test_who_has_seen_the_ticket_has_read_what_was_told_about_it(cast):
    ticket = cast.ticket(team=cast.service_desk)
    cast.work()
    assert told.unread(cast.actor("jana")) == 1
    ticket_actions.mark_read(actor=cast.actor("jana"), numbers=[ticket.number])
    assert told.unread(cast.actor("jana")) == 0
    assert told.unread(cast.actor("ben")) == 1


def test_nothing_is_told_of_what_went_to_the_bin_meanwhile(cast):
    ticket = cast.ticket(team=cast.service_desk)
    ticket_actions.delete(actor=cast.actor("lena"), ticket=ticket)
    cast.work()
    assert heard(cast.jana) == []


def test_agents_get_their_own_language(cast):
    cast.jana.language = "de"
    cast.jana.save(update_fields=["language"])
    cast.ticket(team=cast.service_desk)
    cast.work()
    assert mailed(cast.jana) == ["Neu: VPN drops"]
    assert tickets()[0].subject == "VPN drops"


def test_followers_and_the_assignee_hear_of_notes(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.assign(actor=cast.actor("priya"), ticket=ticket, to=cast.priya)
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    cast.work()
    cast.note(ticket, by="jana")
    cast.work()
    assert heard(cast.ben)[-1] == heard(cast.priya)[-1] == "noted"
    assert "noted" not in heard(cast.jana)
    assert sent_to(cast.mara.email, kind="notification") == []


def test_a_requester_who_follows_hears_of_no_note(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.huimin)
    cast.note(ticket)
    cast.work()
    assert heard(cast.huimin) == []


def test_followers_hear_that_the_requester_wrote_and_that_the_status_changed(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.follow(actor=cast.actor("jana"), ticket=ticket, person=cast.ben)
    cast.writes(ticket)
    ticket_actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("on_hold"))
    cast.work()
    assert heard(cast.ben) == ["followed_wrote", "status_changed"]
    assert [one for one in mailed(cast.ben) if "hold" in one.lower()] == []


def test_that_a_ticket_is_open_again_is_told_once(cast):
    ticket = cast.ticket(team=cast.network)
    ticket_actions.assign(actor=cast.actor("priya"), ticket=ticket, to=cast.ben)
    ticket_actions.set_status(actor=cast.actor("priya"), ticket=ticket, to=cast.status("resolved"))
    cast.work()
    before = len(heard(cast.ben))
    ticket_actions.set_status(actor=cast.actor("priya"), ticket=ticket, to=cast.status("open"))
    cast.work()
    assert heard(cast.ben)[before:] == ["reopened"]


def test_a_letter_goes_out_once_though_the_reaction_runs_twice(cast):
    cast.ticket(team=cast.service_desk)
    cast.work()
    Job.objects.filter(args__reaction__endswith="tell_of_a_new_ticket").update(state="ready")
    cast.work()
    assert len(mailed(cast.jana)) == 1


def _questions_for_a_new_ticket(cast) -> int:
    """How often the database is asked to tell the desk of one, letters included."""
    ticket = cast.ticket()
    fact = restored(Event.objects.get(code="ticket.created", subject_id=ticket.pk))
    assert isinstance(fact, TicketCreated)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        notifications.tell_of_a_new_ticket(fact)
        actions.write_letters(ticket_number=ticket.number)
    return len(asked)


def test_a_letter_to_one_more_colleague_costs_its_job_and_no_more(cast):
    few = _questions_for_a_new_ticket(cast)
    for n in range(8):
        person = create_person(actor=SYSTEM, name=f"Agent {n}", email=f"agent{n}@eberfeld.example", is_verified=True)
        give_role(actor=SYSTEM, desk=cast.it, person=person, role="agent")
    assert _questions_for_a_new_ticket(cast) == few + 8
    letters = [one for n in range(8) for one in sent_to(f"agent{n}@eberfeld.example", kind="notification")]
    assert len(letters) == len({one.message_id for one in letters}) == len({one.subject for one in letters}) == 8
