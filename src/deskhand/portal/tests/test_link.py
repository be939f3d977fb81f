"""The link of a letter: one request, without signing in, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from deskhand.accounts.tests.letters import last_letter, link_in
from deskhand.kernel import clock
from deskhand.portal.tests.forms import stamp_on, text
from deskhand.tickets import actions, links
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import AccessLink, Ticket


def path_of(ticket, person):
    return "/" + links.portal_url(ticket, person).split("/", 3)[3]


@pytest.fixture
def ticket(cast):
    return cast.ticket("VPN drops", text="It drops")


@pytest.fixture
def path(cast, ticket):
    return path_of(ticket, cast.mara)


def send(client, path, body="", **more):
    return client.post(path, {"body": body, "stamp": stamp_on(client.get(path)), **more})


def category(ticket):
    return Ticket.objects.within(ticket.desk_id).get(pk=ticket.pk).category


def test_the_link_opens_the_conversation_without_signing_in(cast, client, ticket, path):
    cast.note(ticket, html="<p>Cable again</p>")
    page = text(client.get(path))
    assert "It drops, since this morning." in page
    assert "Cable again" not in page
    assert "_auth_user_id" not in client.session


def test_the_link_opens_nothing_else(cast, client, ticket, path):
    other = cast.ticket("Mara’s other request")
    page = text(client.get(path))
    assert other.subject not in page
    assert "My requests" not in page
    assert client.get(f"/requests/{other.number}/").status_code == 302
    assert client.get("/requests/").status_code == 302
    assert client.get("/me/").status_code == 302


def test_looking_at_it_writes_nothing(client, ticket, path):
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    assert [one["sql"] for one in seen if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")] == []


def test_one_can_answer_solve_and_open_again(cast, client, ticket, path):
    got = send(client, path, "Still dropping.", files=[SimpleUploadedFile("a.log", b"x")])
    assert got.headers["Location"] == f"{path}#end"
    message = ticket.messages.last()
    assert (message.author, message.side, message.channel) == (cast.mara, "requester", "portal")
    client.post(f"{path}solved/")
    assert category(ticket) == "resolved"
    client.post(f"{path}reopen/")
    assert category(ticket) == "open"


def test_files_open_behind_the_link_and_only_those_of_the_request(cast, client, ticket, path):
    send(client, path, "Log attached", files=[SimpleUploadedFile("vpn.log", b"08:31 down")])
    attachment = ticket.messages.last().attachments.get()
    page = text(client.get(path))
    address = f"{path}files/{attachment.key}/vpn.log"
    assert address in page
    assert b"".join(client.get(address).streaming_content) == b"08:31 down"
    assert client.get(f"/files/{attachment.key}/vpn.log").status_code in (302, 404)
    other = cast.ticket("Oliver’s", by="oliver")
    assert client.get(f"{path_of(other, cast.oliver)}files/{attachment.key}/vpn.log").status_code == 404


def test_files_of_ones_other_requests_stay_closed_behind_the_link(cast, client, ticket, path):
    mine = cast.actor("mara")
    secret = actions.upload(actor=mine, desk_id=cast.hr.pk, filename="contract.pdf", content=b"salary")
    cast.ticket("My contract", desk="hr", attachments=[secret])
    draft = actions.upload(actor=mine, desk_id=cast.it.pk, filename="draft.txt", content=b"not sent")
    for one in (secret, draft):
        assert client.get(f"{path}files/{one.key}/x").status_code == 404


def test_the_bearer_of_a_link_cannot_read_a_file_of_a_note(cast, client, ticket, path):
    hidden = actions.upload(actor=cast.actor("jana"), desk_id=cast.it.pk, filename="plan.txt", content=b"secret")
    actions.note(actor=cast.actor("jana"), ticket=ticket, body=composed("<p>Internal</p>"), attachments=[hidden])
    assert client.get(f"{path}files/{hidden.key}/plan.txt").status_code == 404


def test_pages_behind_a_link_are_kept_from_caches_indexes_and_other_sites(client, path):
    for address in (path, "/t/nothing/"):
        headers = client.get(address).headers
        assert "no-store" in headers["Cache-Control"]
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "same-origin"


def test_a_link_that_is_old_revoked_or_invented_reads_the_same(cast, client, ticket, path):
    invented = text(client.get("/t/abc.def/")).replace("/t/abc.def/", "")
    with clock.frozen(clock.now() + timedelta(days=91)):
        old = client.get(path)
    actions.revoke_access_link(actor=cast.actor("jana"), ticket=ticket, person=cast.mara)
    revoked = client.get(path)
    assert old.status_code == revoked.status_code == 404
    for one in (old, revoked):
        assert plain(one).replace(path, "") == plain(client.get("/t/abc.def/")).replace("/t/abc.def/", "")
    assert "does not work any more" in invented


def test_a_changed_signature_opens_nothing(client, path):
    token = path.split("/")[2]
    for wrong in (
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        token.split(".")[0],
        f"x{token}",
        "." + token.split(".")[1],
    ):
        assert client.get(f"/t/{wrong}/").status_code == 404


def test_a_new_link_goes_by_mail_to_its_person_whoever_asks(cast, ticket, path):
    with clock.frozen(clock.now() + timedelta(days=91)):
        got = Client().post(f"{path}new-link/")
        unknown = Client().post("/t/abc.def/new-link/")
        assert plain(got) == plain(unknown)
        cast.work()
        assert [one.to for one in mail.outbox] == [[cast.mara.email]]
        assert "It drops" in text(Client().get(link_in(last_letter())))


def test_who_is_not_on_the_request_any_more_gets_no_new_link_and_the_old_one_ends(cast, client, ticket, path):
    actions.change_requester(actor=cast.actor("jana"), ticket=ticket, to=cast.oliver)
    assert client.get(path).status_code == 404
    client.post(f"{path}new-link/")
    cast.work()
    assert [one for one in mail.outbox if one.to == [cast.mara.email]] == []


def test_asking_for_new_links_again_and_again_ends(client, path):
    answers = [client.post(f"{path}new-link/").status_code for _time in range(4)]
    assert answers == [200, 200, 200, 429]


@pytest.mark.parametrize("fate", ["spam", "bin", "person"])
def test_the_link_ends_with_its_request_or_its_person(cast, client, ticket, path, fate):
    if fate == "spam":
        actions.mark_spam(actor=cast.actor("jana"), ticket=ticket, block=False)
    elif fate == "bin":
        actions.delete(actor=cast.actor("jana"), ticket=ticket)
    else:
        cast.mara.is_active = False
        cast.mara.save()
    assert client.get(path).status_code == 404
    assert client.post(path, {"body": "x"}).status_code == 404
    assert client.post(f"{path}solved/").status_code == 404


def test_an_answer_to_an_ended_request_leads_to_the_new_one_behind_a_link_of_its_own(cast, client, ticket, path):
    actions.set_status(actor=cast.actor("jana"), ticket=ticket, to=cast.status("resolved"))
    with clock.frozen(clock.now() + timedelta(days=20)):
        got = send(client, path, "It is back.")
        assert got.headers["Location"].startswith("/t/") and got.headers["Location"] != path
        assert "It is back." in text(client.get(got.headers["Location"]))


def test_pictures_in_a_message_load_through_the_link(cast, client, ticket, path):
    picture = actions.upload(
        actor=cast.actor("jana"),
        desk_id=cast.it.pk,
        filename="a.png",
        content=b"\x89PNG\r\n\x1a\n1",
        content_type="image/png",
    )
    cast.reply(ticket, html=f'<p>Look: <img src="/files/{picture.key}/a.png"></p>', attachments=[picture])
    page = text(client.get(path))
    assert f'src="{path}files/{picture.key}/a.png"' in page
    assert f'"/files/{picture.key}' not in page


def test_each_letter_hands_out_the_same_link_again(cast, ticket, path):
    assert path_of(ticket, cast.mara) == path
    assert AccessLink.objects.within(cast.it).filter(ticket=ticket, person=cast.mara).count() == 1


def plain(answer):
    """A page without what differs from answer to answer anyhow."""
    return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"|next=[^"]+', "", text(answer))
