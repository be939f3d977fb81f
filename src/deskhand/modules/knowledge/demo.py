"""What the demo's desk knows: a folder of articles, imported as anybody would, and what happened to them since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, DeskRole, Organization, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.knowledge import demo_course, demo_import, demo_walls, words
from deskhand.modules.knowledge.actions import govern
from deskhand.modules.knowledge.actions.publish import publish, send_to_review
from deskhand.modules.knowledge.actions.templates import save_template
from deskhand.modules.knowledge.actions.write import save_draft
from deskhand.modules.knowledge.models import Article, Audience, Confidence, Shelf, Translation
from deskhand.tickets.models import Ticket

FOLDER = "demo_articles"
"""Where the articles lie, in the folder form that the module imports and exports."""

ICONS = {
    "Network and VPN": "wifi",
    "Accounts and sign-in": "key-round",
    "Mail and calendar": "mail-check",
    "Printing and scanning": "printer",
    "Computers and devices": "laptop",
    "Software": "app-window",
    "Warehouse systems": "package",
    "Phones and meetings": "headset",
}

TEXTS_DE = {
    "Network and VPN": "Kabel, WLAN und die sichere Verbindung von außen.",
    "Accounts and sign-in": "Kennwörter, zweiter Faktor, Rechte, verdächtige Mails.",
    "Mail and calendar": "Postfächer, Kalender, gelöschte und überschriebene Dateien.",
    "Printing and scanning": "Drucker, Scanner und was darin wartet.",
    "Computers and devices": "Notebooks, Bildschirme, Headsets, Updates, verlorene Geräte.",
    "Software": "Programme, Lizenzen, das ERP-System.",
    "Warehouse systems": "Handscanner, Etikettendrucker und Tore.",
    "Phones and meetings": "Tischtelefone, Mobiltelefone, Besprechungsräume.",
}

FEATURED = ("network/vpn-drops", "accounts/password", "accounts/phishing", "computers/lost")

TEMPLATES = {
    "How do I ...?": {
        "issue": "<p>What people want to do, in their words.</p>",
        "resolution": "<ol><li>First step</li><li>Second step</li></ol>",
    },
    "Something is broken": {
        "issue": "<p>What people see, in their words.</p>",
        "environment": "<p>On which devices, since when.</p>",
        "resolution": "<ol><li>What to try first</li></ol><p>If that does not help, tell us ...</p>",
        "cause": "<p>Why it happens.</p>",
    },
}
"""Templates of the desk, by name."""

CHANGED = {
    "mail/shared-calendar": "<p>A calendar of a meeting room is shared by the service desk alone.</p>",
    "mail/deleted-file": "<p>Is it older than a year? It is gone: the copies are kept no longer.</p>",
    "computers/slow": "<p>A laptop that is older than five years is replaced: write to us.</p>",
    "printing/badge": "<p>Two-sided is the default. Change it on the display.</p>",
}
"""What was added to articles later. Where they were translated before, the translations are stale since."""


def furnish(desk: Desk, cast: Any) -> None:
    """Articles in two languages, in every state and for every audience, and what people made of them."""
    first = Ticket.objects.within(desk).aggregate(first=Min("created_at"))["first"] or clock.now()
    lead, begun = _actor(desk, cast, cast.personas.administrator), min(first, clock.ago(days=58))
    with clock.frozen(begun):
        articles = demo_import.imported(desk, lead, FOLDER, "Handbook of the service desk.zip")
    with clock.frozen(begun + timedelta(days=1)):
        _arrange(desk, lead)
        _offer(desk, lead)
        _narrow(desk, lead, articles)
        _decide(desk, lead, articles)
    _go_on(desk, cast, articles, begun)
    demo_course.furnish(desk, articles)
    demo_walls.furnish(cast, begun)


def _arrange(desk: Desk, actor: Actor) -> None:
    for shelf in Shelf.objects.within(desk):
        demo_import.pictured(actor, shelf, ICONS[shelf.name], {"de": TEXTS_DE[shelf.name]})


def _offer(desk: Desk, actor: Actor) -> None:
    """What new articles begin from."""
    for called, parts in TEMPLATES.items():
        save_template(actor=actor, desk=desk, called=called, parts=parts)


def _narrow(desk: Desk, actor: Actor, articles: dict[str, Article]) -> None:
    """What is for some only."""
    customer = list(Organization.objects.filter(name="Nordwind Logistik"))
    team = list(Team.objects.within(desk).filter(name="Network & Access"))
    two = list(Person.objects.filter(name__in=("Lena Hartmann", "Kwame Mensah")))
    for stem, audience, rows in (
        ("warehouse/scanner", Audience.ORGANIZATIONS, customer),
        ("warehouse/labels", Audience.ORGANIZATIONS, customer),
        ("network/port", Audience.TEAMS, team),
        ("accounts/break-glass", Audience.NAMED, two),
    ):
        govern.set_audience(actor=actor, article=articles[stem], audience=audience, rows=rows, is_confirmed=True)


def _decide(desk: Desk, actor: Actor, articles: dict[str, Article]) -> None:
    """What is featured, archived, not yet sure, soon over."""
    for stem in FEATURED:
        govern.govern(actor=actor, article=articles[stem], changes={"is_featured": True})
    archived, successor = articles["software/erp-client"], articles["software/erp"]
    govern.set_confidence(actor=actor, article=archived, confidence=Confidence.ARCHIVED, replaced_by=successor)
    govern.set_confidence(actor=actor, article=articles["computers/recovery-key"], confidence=Confidence.NOT_VALIDATED)
    with clock.frozen(clock.now() + timedelta(days=57)):
        changes = {"expires_at": clock.now() + timedelta(days=20)}
        govern.govern(actor=actor, article=articles["computers/update-restart"], changes=changes)
        changes = {"review_at": clock.now() - timedelta(days=6)}
        govern.govern(actor=actor, article=articles["phones/voicemail"], changes=changes)


def _go_on(desk: Desk, cast: Any, articles: dict[str, Article], begun: datetime) -> None:
    """New versions, a draft on what is published, what waits for review, and what is published by itself later."""
    lead = _actor(desk, cast, cast.personas.administrator)
    for number, (stem, more) in enumerate(CHANGED.items()):
        with clock.frozen(begun + timedelta(days=12 + 9 * number, hours=3)):
            spoken = _add(desk, articles[stem], lead, more, "Asked again and again")
            publish(actor=lead, translation=spoken)
    with clock.frozen(clock.ago(days=1, hours=2)):
        agent = _actor(desk, cast, cast.personas.agent)
        _add(desk, articles["phones/sound"], agent, "<p>Headsets with two cables go into the lower socket.</p>", "")
        waiting = articles["mail/not-arriving"].translations.get()
        send_to_review(actor=agent, translation=waiting)
        planned = articles["software/erp-export"].translations.get()
        publish(actor=lead, translation=planned, at=clock.now() + timedelta(days=21))


def _add(desk: Desk, article: Article, actor: Actor, more: str, note: str) -> Translation:
    """More words at the end of what is published, as a draft."""
    found = Translation.objects.within(desk).select_related("published", "article")
    spoken: Translation = found.get(article=article, language="en", published__isnull=False)
    assert spoken.published is not None  # noqa: S101 (asked for)
    said = words.of(spoken.published)
    said = replace(said, resolution=said.resolution + more)
    save_draft(actor=actor, translation=spoken, said=said, note=note)
    return spoken


def _actor(desk: Desk, cast: Any, key: str) -> Actor:
    """Somebody of the demo, or, on a desk with people of its own, whoever administers it."""
    named = Person.objects.filter(email=cast.people[key].email).first()
    administers = DeskRole.objects.filter(desk=desk, role=ADMIN).select_related("person").order_by("pk")
    return actor_for(named or administers[0].person, Channel.WEB)
