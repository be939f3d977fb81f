"""The people of the tests, and two desks with a wall between them.

On the desk IT: Jana and Ben are agents of the Service Desk (L1), Priya leads Network & Access (L3), Lena administers
the desk and the installation, Arno audits. Hanna serves the desk HR alone. Mara and Hui Min work at Kestrel, Oliver at
Nordwind: they ask for help. Mara owns, Oliver must see nothing of hers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from deskhand.accounts import policy
from deskhand.accounts.actions import (
    create_desk,
    create_person,
    give_role,
    make_site_admin,
    make_token,
    save_organization,
    save_team,
)
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person, Team
from deskhand.jobs.worker import run_until_idle
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.mail.models import Mailbox
from deskhand.modules.sla import targets
from deskhand.notify import windows
from deskhand.tickets import actions, built_in_views
from deskhand.tickets.bodies import composed
from deskhand.tickets.models import Message, Status, Ticket
from deskhand.webhooks import listeners
from tests.written import Written

PEOPLE = {
    "jana": ("Jana Vogt", "jana@eberfeld.example"),
    "ben": ("Ben Okafor", "ben@eberfeld.example"),
    "priya": ("Priya Raman", "priya@eberfeld.example"),
    "lena": ("Lena Hartmann", "lena@eberfeld.example"),
    "arno": ("Arno Weiss", "arno@eberfeld.example"),
    "hanna": ("Hanna Brandt", "hanna@eberfeld.example"),
    "mara": ("Mara Lindqvist", "mara@kestrel.example"),
    "huimin": ("Hui Min Tan", "huimin@kestrel.example"),
    "oliver": ("Oliver Brandt", "oliver@nordwind.example"),
}
ROLES = {
    "it": {"jana": "agent", "ben": "agent", "priya": "lead", "lena": "admin", "arno": "auditor"},
    "hr": {"hanna": "admin"},
}


@dataclass
class Cast:
    """Everybody by first name, and short ways to do what tests do all day."""

    it: Desk
    hr: Desk
    people: dict[str, Person] = field(default_factory=dict)
    service_desk: Team = None  # type: ignore[assignment]
    network: Team = None  # type: ignore[assignment]
    mailbox: Mailbox = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def actor(self, name: str, channel: Channel = Channel.WEB) -> Actor:
        """Somebody at a door, with their roles of this moment."""
        return actor_for(self.people[name], channel)

    def client(self, name: str = "", *, fresh: bool = True) -> Client:
        """A browser in which somebody is signed in; nobody without a name. ``fresh`` is false for somebody who came
        in long ago."""
        client = Client()
        if name:
            client.force_login(self.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
            came_in(client, self.people[name], fresh=fresh)
        return client

    def bearer(self, name: str, scope: str = "write") -> dict[str, str]:
        """Headers of an API token of somebody."""
        _row, token = make_token(actor=self.actor(name), person=self.people[name], scope=scope)
        return {"Authorization": f"Bearer {token}"}

    def ticket(
        self, subject: str = "VPN drops", *, by: str = "mara", desk: str = "it", text: str = "", **more: Any
    ) -> Ticket:
        """A ticket that somebody opened on the portal."""
        body = composed(f"<p>{text or subject}, since this morning.</p>")
        new = actions.NewTicket(desk=getattr(self, desk), subject=subject, body=body, requester=self.people[by], **more)
        return actions.create(actor=self.actor(by, Channel.PORTAL), new=new)

    def reply(self, ticket: Ticket, by: str = "jana", html: str = "<p>Please restart.</p>", **more: Any) -> Message:
        """An agent's public answer."""
        return actions.reply(actor=self.actor(by), ticket=ticket, body=composed(html), **more)

    def note(self, ticket: Ticket, by: str = "jana", html: str = "<p>It is the keep-alive.</p>") -> Message:
        """An agent's internal note."""
        return actions.note(actor=self.actor(by), ticket=ticket, body=composed(html))

    def writes(self, ticket: Ticket, by: str = "mara", html: str = "<p>Still the same.</p>") -> Message:
        """The requester's side writes on the portal."""
        return actions.requester_reply(actor=self.actor(by, Channel.PORTAL), ticket=ticket, body=composed(html))

    def status(self, key: str, desk: str = "it") -> Status:
        found: Status = Status.objects.within(getattr(self, desk)).get(key=key)
        return found

    def work(self) -> int:
        """Let the worker do all that waits."""
        return run_until_idle()


def came_in(client: Client, person: Person, *, fresh: bool) -> None:
    """Leave in a session what signing in leaves there."""
    session = client.session
    at = clock.now() if fresh else clock.now() - timedelta(hours=1)
    session["account_authentication_methods"] = [{"method": "link", "at": at.timestamp()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session["began_at"] = at.timestamp()
    session.save()
    UserSession.objects.create(user=person, ip="127.0.0.1", session_key=session.session_key, user_agent="")


@pytest.fixture(autouse=True)
def notified_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of notifications wait for no other changes, but where a test is about that."""
    monkeypatch.setattr(windows, "LENGTH", timedelta(0))


@pytest.fixture
def cast(db: None) -> Cast:
    """Two desks and their people; see the module's text."""
    return _written.again()


def make_cast() -> Cast:
    people = {key: create_person(actor=SYSTEM, name=n, email=e, is_verified=True) for key, (n, e) in PEOPLE.items()}
    for name, domain in (("Kestrel Biotech", "kestrel.example"), ("Nordwind Logistik", "nordwind.example")):
        save_organization(actor=SYSTEM, desk_id=None, name=name, domains=[domain])
    Person.objects.update(undo_seconds=0)  # Tests of other things need not wait for what is sent.
    for person in people.values():
        person.refresh_from_db()
    make_site_admin(actor=SYSTEM, person=people["lena"])
    it = create_desk(actor=SYSTEM, key="it", name="IT", administrator=people["lena"])
    hr = create_desk(actor=SYSTEM, key="hr", name="Human Resources", administrator=people["hanna"])
    made = Cast(it=it, hr=hr, people=people)
    for desk, roles in ((it, ROLES["it"]), (hr, ROLES["hr"])):
        for name, role in roles.items():
            give_role(actor=SYSTEM, desk=desk, person=people[name], role=role)
    made.service_desk = save_team(
        actor=SYSTEM, desk=it, name="Service Desk", tier="L1", members=[people["jana"], people["ben"]]
    )
    made.network = save_team(actor=SYSTEM, desk=it, name="Network & Access", tier="L3", members=[people["priya"]])
    made.mailbox = Mailbox.objects.create(
        desk=it, name="it", address="it@eberfeld.example", team=made.service_desk, created_at=clock.now()
    )
    return made


_written = Written(make_cast, lambda: not Person.objects.exists() and not Desk.objects.exists())


@pytest.fixture(autouse=True)
def _switches_are_read_again(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What one test switched is rolled back with it; the kept state must not outlive it. Within a test they are read
    once: whoever counts questions does not count what is asked once in a while."""
    monkeypatch.setattr(switches, "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(policy, "FRESH_SECONDS", 3600.0)
    monkeypatch.setattr(built_in_views, "KEPT_SECONDS", 3600)
    switches.forget()
    policy.forget()
    listeners.forget()
    built_in_views.forget()
    targets.forget()
    yield
    switches.forget()
    policy.forget()
    listeners.forget()
