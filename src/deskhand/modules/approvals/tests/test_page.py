"""The page on which one decides: everything once, nothing hidden shown, files behind addresses of their own."""

from __future__ import annotations

from deskhand.mail.models import OutboundMail
from deskhand.modules.approvals import actions, content
from deskhand.modules.approvals.tests.conftest import ask_of
from deskhand.modules.approvals.tests.test_everywhere import LINK, letters
from deskhand.tickets.actions import NewTicket, create, upload
from deskhand.tickets.answered import Answered
from deskhand.tickets.bodies import plain

MESSAGE = "2 × Laptop\n\nModel: Lab\nWhat for? Pictures\nPIN: ••••••\n\nWished by: 2026-05-01"
ANSWERS = [
    Answered(code="item", label="Item", values=("laptop",), shown="Laptop"),
    Answered(code="cost", label="Cost", values=("1240",), shown="1,240 €"),
    Answered(code="model", label="Model", values=("lab",), shown="Lab"),
    Answered(code="why", label="What for?", values=("Pictures",), shown="Pictures"),
    Answered(code="pin", label="PIN", values=(), shown="••••••", is_secret=True),
]


def ordered(cast, policy, *files):
    attached = [
        upload(actor=cast.actor("mara"), desk_id=cast.it.pk, filename=name, content=b"offer", content_type="text/plain")
        for name in files
    ]
    new = NewTicket(
        desk=cast.it,
        subject="Laptop: Ida Berg",
        body=plain(MESSAGE),
        requester=cast.mara,
        attachments=attached,
    )
    ticket = create(actor=cast.actor("mara"), new=new)
    return actions.ask(actor=cast.actor("mara"), ticket=ticket, policy=policy(), key="order:1")


def test_each_answer_stands_there_once_what_it_costs_first_and_a_hidden_one_nowhere(on, policy, monkeypatch):
    monkeypatch.setattr(content, "answers_of", lambda _ticket: ANSWERS)
    row = ask_of(ordered(on, policy), on.huimin)
    page = on.client("huimin").get(f"/approvals/asks/{row.pk}/").content.decode()
    assert page.count("Lab<") == 1 and "Model: Lab" not in page and "2 × Laptop" not in page
    assert "PIN" not in page and "••••" not in page and "Wished by: 2026-05-01" in page
    assert page.index("1,240 €") < page.index("Pictures")
    on.work()
    (letter,) = letters("huimin@kestrel.example")
    assert letter.text.count("Pictures") == 1 and "PIN" not in letter.text


def test_what_was_written_without_a_form_stands_there_whole(on, asked):
    row = ask_of(asked(ticket=on.ticket("Chair", text="Mine is broken")), on.huimin)
    row.approval.why = ""
    row.approval.save()
    page = on.client("huimin").get(f"/approvals/asks/{row.pk}/").content.decode()
    assert "Mine is broken, since this morning." in page


def test_the_files_of_the_request_are_fetched_from_the_page_and_by_the_link(on, policy):
    row = ask_of(ordered(on, policy, "offer.txt"), on.huimin)
    on.work()
    link = LINK.search(letters("huimin@kestrel.example")[0].text)[1]
    for page in (
        on.client("huimin").get(f"/approvals/asks/{row.pk}/").content.decode(),
        on.client().get(link).content.decode(),
    ):
        assert "offer.txt" in page
        url = page.split("/sent-files/")[1].split('"')[0]
        assert on.client().get(f"/sent-files/{url}").status_code == 200
    assert not OutboundMail.objects.within(on.it).filter(text__contains="sent-files").exists()


def test_who_asks_is_said_with_what_they_do(on, asked):
    row = ask_of(asked(), on.huimin)
    on.jana.title, on.jana.department = "Engineer", "Service desk"
    on.jana.save()
    page = on.client("huimin").get(f"/approvals/asks/{row.pk}/").content.decode()
    assert "Jana Vogt asks" in page and "Engineer, Service desk" in page
