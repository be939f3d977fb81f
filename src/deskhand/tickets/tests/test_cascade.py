"""One cause, many reporters, one answer: what is said on a parent goes on to its children, each from its own desk."""

import pytest

from deskhand.accounts.actions import give_role
from deskhand.accounts.models import Person
from deskhand.jobs.models import Job
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.mail.models import OutboundMail
from deskhand.tickets import actions, cascading
from deskhand.tickets.actions.cascade import tell_child
from deskhand.tickets.models import Message, Ticket
from deskhand.tickets.tests.facts import facts


def fresh(ticket):
    return Ticket.objects.beyond_walls("test").select_related("desk", "status", "requester").get(pk=ticket.pk)


def child(cast, parent, subject="No mail here", by="oliver", linker="jana", **more):
    ticket = cast.ticket(subject, by=by, **more)
    actions.link_tickets(actor=cast.actor(linker), ticket=parent, kind="parent_of", to=ticket.number)
    return ticket


def cascade(cast, parent, *children, by="jana", **more):
    return actions.cascade(
        actor=cast.actor(by), ticket=fresh(parent), children=[one.number for one in children], **more
    )


def texts(ticket):
    return [one.text for one in fresh(ticket).messages.order_by("created_at", "pk")]


def mailed(cast, person, ticket):
    rows = OutboundMail.objects.beyond_walls("test").filter(person_id=person.pk, ticket_number=ticket.number)
    return rows.filter(kind="reply").count()


def page(cast, ticket, by="jana"):
    return cast.client(by).get(f"/agent/tickets/{ticket.number}/").content.decode()


@pytest.fixture
def outage(cast):
    """The mail server is down; Oliver and Hui Min have each asked about it."""
    parent = cast.ticket("Mail server is down")
    return parent, child(cast, parent), child(cast, parent, "Outlook hangs", by="huimin")


@pytest.mark.postgres
def test_an_answer_reaches_each_requester_from_their_own_ticket(cast, outage):
    parent, one, two = outage
    said = cast.reply(parent, html="<p>It is <b>up</b> again.</p>")
    assert cascade(cast, parent, one, two, message=said.pk, resolve=True) == [one.number, two.number]
    cast.work()
    for ticket, person in ((one, cast.oliver), (two, cast.huimin)):
        assert texts(ticket)[-1] == "It is up again."
        assert "<b>up</b>" in fresh(ticket).messages.latest("pk").html
        assert mailed(cast, person, ticket) == 1
        assert fresh(ticket).category == "resolved"
        assert "ticket.told_with_parent" in facts(ticket)
    assert mailed(cast, cast.oliver, parent) == mailed(cast, cast.mara, one) == 0
    assert f"as the parent {parent.number}" in page(cast, one)
    assert "let the answer go on to 2 children, and resolved them" in page(cast, parent)


def test_whoever_is_opted_out_hears_nothing(cast, outage):
    parent, one, two = outage
    said = cast.reply(parent)
    cascade(cast, parent, one, message=said.pk)
    cast.work()
    assert mailed(cast, cast.oliver, one) == 1
    assert mailed(cast, cast.huimin, two) == 0
    assert (fresh(one).category, fresh(two).category) == ("open", "new")


def test_a_job_that_runs_twice_tells_once(cast, outage):
    parent, one, _two = outage
    said = cast.reply(parent)
    again = {"parent": parent.pk, "child": one.pk, "cascade": "abc", "message": said.pk, "resolve": False}
    for _time in range(2):
        tell_child(**again, person=cast.jana.pk, channel="web")
    assert len(texts(one)) == 2


def test_the_same_answer_goes_on_to_each_child_once(cast, outage):
    parent, one, two = outage
    said = cast.reply(parent)
    cascade(cast, parent, one, message=said.pk)
    with pytest.raises(Conflict, match="have this answer already"):
        cascade(cast, parent, one, by="ben", message=said.pk)
    assert cascade(cast, parent, one, two, by="ben", message=said.pk) == [two.number]
    cast.work()
    with pytest.raises(Conflict, match="have this answer already"):
        cascade(cast, parent, one, two, message=said.pk)
    cast.work()
    assert (len(texts(one)), len(texts(two))) == (2, 2)
    assert (mailed(cast, cast.oliver, one), mailed(cast, cast.huimin, two)) == (1, 1)
    again = cast.reply(parent)
    assert cascade(cast, parent, one, message=again.pk) == [one.number]


def test_a_child_that_could_not_be_told_may_be_told_later(cast, outage):
    parent, one, _two = outage
    said = cast.reply(parent, by="ben")
    cascade(cast, parent, one, by="ben", message=said.pk)
    Person.objects.filter(pk=cast.ben.pk).update(is_active=False)
    cast.work()
    assert len(texts(one)) == 1
    assert cascade(cast, parent, one, message=said.pk) == [one.number]
    cast.work()
    assert len(texts(one)) == 2


def test_a_child_is_told_in_turn_with_its_other_jobs(cast, outage):
    parent, one, _two = outage
    cascade(cast, parent, one, message=cast.reply(parent).pk)
    keys = dict(Job.objects.filter(ordering_key=f"ticket:{one.pk}").values_list("name", "ordering_key"))
    assert any(name.endswith("tell_a_child") for name in keys) and len(keys) > 1


def test_files_and_pictures_of_the_answer_are_the_childs_own(cast, outage):
    parent, one, _two = outage
    jana = cast.actor("jana")
    file = actions.upload(
        actor=jana, desk_id=cast.it.pk, filename="plan.png", content=b"\x89PNG", content_type="image/png"
    )
    said = cast.reply(parent, html=f'<p>See <img src="/files/{file.key}/plan.png"></p>', attachments=[file])
    cascade(cast, parent, one, message=said.pk)
    cast.work()
    copy = fresh(one).messages.latest("pk")
    own = copy.attachments.get()
    assert (own.filename, own.blob_id) == ("plan.png", file.blob_id)
    assert own.key != file.key
    assert file.key not in copy.html


def test_children_behind_a_wall_are_not_even_counted(cast, outage):
    parent, _one, _two = outage
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    child(cast, parent, "Salary mail is missing", linker="ben", desk="hr")
    seen = cascading.children_of(cast.actor("jana"), fresh(parent))
    assert (len(seen.known), seen.left_out) == (2, 0)
    assert len(cascading.children_of(cast.actor("ben"), fresh(parent)).known) == 3
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.priya, role="auditor")
    seen = cascading.children_of(cast.actor("priya"), fresh(parent))
    assert (len(seen.known), seen.left_out) == (2, 1)


def test_a_child_on_another_desk_is_answered_by_whoever_serves_both_and_names_no_number(cast, outage):
    parent, _one, _two = outage
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.ben, role="agent")
    far = child(cast, parent, "Salary mail is missing", linker="ben", desk="hr")
    said = cast.reply(parent, by="ben")
    with pytest.raises(Invalid, match="no child"):
        cascade(cast, parent, far, message=said.pk)
    cascade(cast, parent, far, by="ben", message=said.pk)
    cast.work()
    assert texts(far)[-1] == "Please restart."
    letter = OutboundMail.objects.within(cast.hr).get(ticket_number=far.number, kind="reply")
    assert letter.desk_id == cast.hr.pk
    assert str(parent.number) not in page(cast, far, by="hanna")


def test_who_lost_the_desk_meanwhile_tells_nobody_and_the_parent_says_so(cast, outage):
    parent, one, _two = outage
    said = cast.reply(parent)
    actions.unlink_tickets(actor=cast.actor("jana"), ticket=parent, link_id=fresh(parent).links_out.get(other=one).pk)
    again = {"parent": parent.pk, "child": one.pk, "cascade": "abc", "message": said.pk, "resolve": False}
    tell_child(**again, person=cast.jana.pk, channel="web")
    assert len(texts(one)) == 1
    assert f"{one.number} did not get the answer" in page(cast, parent)
    tell_child(**again, person=cast.hanna.pk, channel="web")
    assert len(texts(one)) == 1


def test_what_cannot_go_on_is_refused_in_words(cast, outage):
    parent, one, _two = outage
    note, theirs = cast.note(parent), cast.writes(parent)
    for wrong in (note.pk, theirs.pk, 987654):
        with pytest.raises(Invalid, match="public answer"):
            cascade(cast, parent, one, message=wrong)
    with pytest.raises(Invalid, match="Choose an answer"):
        cascade(cast, parent, one)
    with pytest.raises(Invalid, match="at least one"):
        cascade(cast, parent, resolve=True)
    with pytest.raises(Denied):
        cascade(cast, parent, one, by="arno", resolve=True)


def test_the_page_offers_it_shows_who_hears_and_lets_one_opt_out(cast, outage):
    parent, one, two = outage
    jana, at = cast.client("jana"), f"/agent/tickets/{parent.number}/children/"
    assert "2 children are not finished" not in page(cast, parent)
    said = cast.reply(parent)
    shown = page(cast, parent)
    assert "2 children are not finished" in shown
    assert f'href="{at}?message={said.pk}"' in shown
    shown = jana.get(at, {"message": said.pk}).content.decode()
    assert shown.count(" checked") >= 2
    assert "Oliver Brandt" in shown
    assert "Please restart." in shown
    refused = jana.post(at, {"message": said.pk})
    assert refused.status_code == 422
    shown = jana.post(at, {"message": said.pk, "children": [two.number]}, follow=True).content.decode()
    assert "1 child" in shown
    cast.work()
    assert (len(texts(one)), len(texts(two))) == (1, 2)
    assert "not finished" not in page(cast, parent)
    assert cast.client("hanna").get(at).status_code == 404


def test_a_resolution_is_offered_too(cast, outage):
    parent, one, two = outage
    actions.set_status(actor=cast.actor("jana"), ticket=parent, to=cast.status("resolved"))
    at = f"/agent/tickets/{parent.number}/children/"
    assert f'href="{at}?resolve=1"' in page(cast, parent)
    cast.client("jana").post(at, {"resolve": "1", "children": [one.number, two.number]})
    assert f'href="{at}?resolve=1"' not in page(cast, parent)
    cast.work()
    assert {fresh(one).category, fresh(two).category} == {"resolved"}
    assert mailed(cast, cast.oliver, one) == 0


@pytest.mark.long
def test_two_hundred_children_hear_it(cast, django_assert_max_num_queries):
    parent = cast.ticket("Mail server is down")
    children = [child(cast, parent, f"No mail {n}") for n in range(200)]
    said = cast.reply(parent)
    with django_assert_max_num_queries(8):
        assert len(cascading.children_of(cast.actor("jana"), fresh(parent)).known) == 200
    cascade(cast, parent, *children, message=said.pk)
    cast.work()
    assert Message.objects.within(cast.it).filter(text="Please restart.").count() == 201
