"""A case before, while and after somebody broke glass, at every surface that could tell of it: who looks after the
installation, and somebody of many hats. While it is open they read, and nothing else; afterwards it is as if they had
never asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.test import Client

from deskhand.accounts.actions import create_desk, create_person, give_role, make_site_admin, switch_module
from deskhand.accounts.models import BreakGlass, DeskRole, GlassRead
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.models import Event
from deskhand.tickets import actions
from deskhand.tickets.models import Ticket
from tests.cast import Cast
from tests.isolation.faults import settled

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

WORD, NOTE = "canarycasequx", "canarycasenotequx"
REASON = "Hanna is in hospital and the hearing is at noon."

OF_THE_CASE = {
    "ticket": "/agent/tickets/{n}/",
    "conversation": "/agent/tickets/{n}/conversation",
    "beside": "/agent/tickets/{n}/beside",
    "readers": "/agent/tickets/{n}/readers/",
    "files": "/agent/tickets/{n}/links/",
    "time": "/agent/tickets/{n}/time/",
}
OF_THE_DESK = {
    "list": "/agent/hr/tickets/?view=all",
    "search": "/agent/hr/tickets/?q=complaint",
    "live": "/agent/hr/live",
    "live of it": "/agent/hr/live?ticket={n}",
    "overview": "/agent/hr/overview/",
    "people": "/agent/hr/people/",
    "requester": "/agent/hr/people/{p}/",
    "times": "/agent/hr/time/",
    "export": "/agent/hr/time/export/",
    "bulk": "/agent/hr/bulk/",
}
OF_ALL_DESKS = {
    "palette": "/agent/palette?q=complaint&desk=hr",
    "palette by number": "/agent/palette?q={n}",
    "other desk": "/agent/it/tickets/?q=complaint",
    "bell": "/agent/notifications/",
    "portal": "/requests/",
    "own request": "/requests/{n}/",
}
BY_SCRIPT = {
    "tickets": "/api/v1/tickets?limit=50",
    "ticket": "/api/v1/tickets/{n}",
    "messages": "/api/v1/tickets/{n}/messages",
    "events": "/api/v1/tickets/{n}/events",
    "search": "/api/v1/search?q=complaint",
}
"""A token carries no glass: here nothing is another at any time."""

READ_THROUGH_GLASS = {"ticket", "conversation", "list", "search", "palette"}
"""Where the word must be while the glass is open, or nothing would be proved."""


class Told(NamedTuple):
    """What an answer tells of the case: its words, its note; and all of it where there is nothing."""

    status: int
    word: bool
    note: bool
    nothing: str


def told(cast: Cast, who: str, case: Ticket, surfaces: dict[str, str], **headers: Any) -> dict[str, Told]:
    client, found = cast.client("" if headers else who), {}
    for name, path in surfaces.items():
        address = path.format(n=case.number, p=case.requester_id)
        answer = client.get(address, **headers)
        text = b"".join(answer).decode()
        nothing = settled(text.replace(address, "#")) if answer.status_code == 404 else ""
        found[name] = Told(answer.status_code, WORD in text.replace(address, ""), NOTE in text, nothing)
    return found


def by_page(cast: Cast, who: str, case: Ticket) -> dict[str, Told]:
    return told(cast, who, case, OF_THE_CASE | OF_THE_DESK | OF_ALL_DESKS)


def by_script(cast: Cast, who: str, case: Ticket) -> dict[str, Told]:
    return told(cast, who, case, BY_SCRIPT, headers=cast.bearer(who, "read"))


@pytest.fixture
def case(cast: Cast) -> Ticket:
    """Oliver's complaint at HR, which Hanna reads; Priya follows it, and has every hat but one there. Sid and Nils look
    after the installation."""
    for name in ("sid", "nils"):
        email = f"{name}@eberfeld.example"
        cast.people[name] = create_person(actor=SYSTEM, name=name.title(), email=email, is_verified=True)
    for name in ("sid", "nils", "priya"):
        make_site_admin(actor=SYSTEM, person=cast.people[name])
    create_desk(actor=SYSTEM, key="facilities", name="Facilities", administrator=cast.people["priya"])
    give_role(actor=SYSTEM, desk=cast.hr, person=cast.people["priya"], role="guest")
    switch_module(actor=SYSTEM, desk=cast.hr, module="time", on=True)
    made = cast.ticket(f"Complaint {WORD}", by="oliver", desk="hr", text=f"It says {WORD}")
    cast.note(made, by="hanna", html=f"<p>{NOTE}</p>")
    actions.follow(actor=cast.actor("hanna"), ticket=made, person=cast.people["priya"])
    actions.confide(actor=cast.actor("hanna"), ticket=made, readers=[cast.people["hanna"]])
    long_ago = clock.now() - timedelta(days=30)
    DeskRole.objects.update(since=long_ago)
    Event.objects.filter(code="person.site_admin_changed").update(at=long_ago)
    cast.work()
    return made


def broken(cast: Cast, who: str) -> BreakGlass:
    given = {"desk": "hr", "reason": REASON, "length": 60}
    assert cast.client(who).post("/agent/settings/break-glass/", given).status_code == 302
    glass: BreakGlass = BreakGlass.objects.within(cast.hr).latest("pk")
    assert cast.client("hanna").post(f"/agent/break-glass/{glass.pk}/second/").status_code == 302
    glass.refresh_from_db()
    return glass


def ends_by_hand(cast: Cast, who: str, glass: BreakGlass) -> None:
    cast.client(who).post(f"/agent/break-glass/{glass.pk}/end/")


def ends_by_time(_cast: Cast, _who: str, glass: BreakGlass) -> None:
    BreakGlass.objects.within(glass.desk_id).filter(pk=glass.pk).update(until=clock.now())


def changes_nothing(cast: Cast, client: Client, case: Ticket) -> bool:
    """Whether each verb is refused, and leaves no trace."""
    page = f"/agent/tickets/{case.number}/"
    before = Ticket.objects.within(cast.hr).filter(number=case.number).with_confidential("the test's").values().get()
    messages = case.messages.count()
    tries = {
        "send": {"kind": "reply", "body": "<p>Hi</p>"},
        "change/status": {"value": "resolved"},
        "tags": {"add": "seen"},
        "followers": {"person": cast.people["nils"].pk},
        "readers/": {"verb": "let_know", "person": cast.people["sid"].pk},
        "move/": {"desk": "it"},
    }
    for part, given in tries.items():
        assert client.post(f"{page}{part}", given).status_code in (302, 403, 404, 405, 422), part
    after = Ticket.objects.within(cast.hr).filter(number=case.number).with_confidential("the test's").values().get()
    return before == after and case.messages.count() == messages and case.need_to_know.count() == 1


def offers_the_file(cast: Cast, who: str) -> bool:
    """Whether the page of the desk's times has a link to the file of all."""
    return OF_THE_DESK["export"] in cast.client(who).get(OF_THE_DESK["times"]).content.decode()


@pytest.mark.parametrize(
    ("who", "ends"), [("sid", ends_by_time), ("priya", ends_by_hand)], ids=["by its time", "many hats, by hand"]
)
def test_before_and_after_nobody_learns_of_a_case_and_meanwhile_they_only_read(
    cast: Cast, case: Ticket, who: str, ends: Callable[..., None]
) -> None:
    before, script = by_page(cast, who, case), by_script(cast, who, case)
    own = {"portal", "own request"} if who == "priya" else set()
    assert {name for name, one in before.items() if one.word} <= own, "as a follower they keep their side of it"
    assert before["own request"].word == bool(own)
    assert not any(one.note for one in (*before.values(), *script.values()))
    assert {before[name].status for name in OF_THE_CASE} == {404}
    assert {before[name].status for name in OF_THE_DESK} == {403 if own else 404}, "who asks at the desk knows of it"

    glass = broken(cast, who)
    unnoted = by_page(cast, who, case)
    assert not any(unnoted[name].word or unnoted[name].note for name in OF_THE_CASE), "nothing before it is noted"
    client = cast.client(who)
    for _twice in range(2):
        client.post(f"/agent/tickets/{case.number}/under-glass/")
    during = by_page(cast, who, case)
    assert {name for name, one in during.items() if one.word} >= READ_THROUGH_GLASS
    assert during["ticket"].note
    assert not (during["overview"].word or during["other desk"].word)
    assert during["export"].status == 403, "no file takes along what is noted record by record"
    assert offers_the_file(cast, "hanna") and not offers_the_file(cast, who)
    assert not during["list"].note, "of what was written nothing stands in a list"
    assert changes_nothing(cast, client, case)
    assert GlassRead.objects.within(cast.hr).filter(glass=glass).count() == 1
    assert by_script(cast, who, case) == script

    ends(cast, who, glass)
    assert (by_page(cast, who, case), by_script(cast, who, case)) == (before, script)
    if who == "sid":
        assert by_page(cast, "nils", case) == before, "and like for somebody who never asked"
