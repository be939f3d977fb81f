"""What people of the demo did with its articles: used them on tickets, searched, judged, said what was missing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.kernel.bulk import insert_many
from deskhand.kernel.words import words as words_of
from deskhand.modules.knowledge.actions.reading import tell_what_was_missing
from deskhand.modules.knowledge.actions.use import flag_article, use_article
from deskhand.modules.knowledge.models import Article, Asked, How, Judgement, Place, Spared, Translation
from deskhand.tickets.models import Ticket

USES = 90
"""Tickets on which articles were used, the newest that fit."""

LOOKED_AT = 2_000
"""Newest tickets among which they are looked for."""

ABOUT = (
    ("network/vpn-drops", r"vpn.*(drop|disconnect|cut|unstable|bricht|abbr)|(drop|bricht).*vpn"),
    ("network/vpn-set-up", r"\bvpn\b"),
    ("network/wifi-guests", r"guest|gäste"),
    ("network/dock", r"dock"),
    ("accounts/locked", r"locked|gesperrt"),
    ("accounts/password", r"password|kennwort|passwort"),
    ("accounts/new-phone", r"second factor|authenticator|new phone|neues telefon"),
    ("accounts/phishing", r"phishing|suspicious|verdächtig"),
    ("accounts/shared-folder", r"folder|ordner|laufwerk|drive"),
    ("accounts/starter", r"new (colleague|starter|employee)|neue[r]? (kollege|mitarbeiter)"),
    ("mail/mailbox-full", r"mailbox|postfach"),
    ("mail/shared-calendar", r"calendar|kalender"),
    ("mail/deleted-file", r"deleted|restore|gelöscht|wiederherstell"),
    ("printing/toner", r"toner"),
    ("printing/offline", r"print|druck"),
    ("warehouse/labels", r"label|etikett"),
    ("warehouse/scanner", r"scanner"),
    ("computers/second-screen", r"screen|monitor|bildschirm"),
    ("computers/slow", r"slow|langsam"),
    ("computers/lost", r"lost|stolen|verloren|gestohlen"),
    ("software/erp", r"\berp\b"),
    ("software/install", r"install|licen[cs]e|lizenz"),
    ("phones/room", r"meeting room|besprechungsraum"),
    ("phones/sound", r"headset|microphone"),
    ("phones/forwarding", r"forward|call|anruf"),
)
"""Which article answers a subject: the first that fits."""

MISSING = (
    ("Badge reader at the east gate", 5),
    ("print from my phone", 4),
    ("car park card", 3),
    ("Zeiterfassung Fehlbuchung", 3),
    ("two calendars side by side", 2),
    ("sim card abroad", 2),
)
"""Searches that found nothing, and how often."""

FOUND = ("vpn drops", "password", "printer offline", "toner", "second screen", "VPN bricht ab", "wifi guest", "slow")

TO_MEND = (
    ("printing/toner", "The new printers on the second floor have the cupboard on the left."),
    ("computers/second-screen", "Say which adapter people get from us."),
)

WAS_MISSING = (
    ("phones/voicemail", "How do I change the greeting?"),
    ("network/wifi-guests", "Our guests stay for a week. Is there a code for longer?"),
)


def furnish(desk: Desk, articles: dict[str, Article]) -> None:
    """The course of the last weeks. The same seed tells the same."""
    rng = random.Random(7)  # noqa: S311 (a story, no secret)
    _use(desk, articles)
    _search(desk, rng)
    _judge(desk, articles, rng)
    _mend(desk, articles, rng)


def _use(desk: Desk, articles: dict[str, Article]) -> None:
    left = USES
    rows = Ticket.objects.within(desk).listed().exclude(assignee=None).select_related("assignee")
    for ticket in rows.order_by("-pk")[:LOOKED_AT]:
        article = articles.get(_answer_to(ticket.subject))
        if article is None or ticket.assignee is None:
            continue
        how = How.LINKED if left % 3 else How.ATTACHED
        with clock.frozen(max(ticket.updated_at, article.created_at)):
            actor = actor_for(ticket.assignee, Channel.WEB)
            if actor.may("knowledge.write", desk.pk):
                use_article(actor=actor, article=article, ticket=ticket, how=how)
                left -= 1
        if not left:
            return


def _answer_to(subject: str) -> str:
    said = subject.casefold()
    return next((stem for stem, pattern in ABOUT if re.search(pattern, said)), "")


def _search(desk: Desk, rng: random.Random) -> None:
    questions = [(words, 0) for words, count in MISSING for _again in range(count)]
    questions += [(words, rng.randint(1, 6)) for words in FOUND for _again in range(rng.randint(4, 12))]
    places = (Place.PORTAL, Place.PORTAL, Place.WRITING, Place.TICKET)
    rows = [
        Asked(
            desk=desk,
            language="de" if "bricht" in words or "Zeit" in words else "en",
            words=words,
            folded=" ".join(words_of(words)),
            place=rng.choice(places),
            found=found,
            at=_lately(rng),
        )
        for words, found in questions
    ]
    insert_many(rows)


def _judge(desk: Desk, articles: dict[str, Article], rng: random.Random) -> None:
    """Strangers and people said whether articles helped; some of them instead of sending a request."""
    outward = Article.objects.within(desk).filter(audience="public", confidence="validated")
    judged, spared = list[Judgement](), list[Spared]()
    for one in Translation.objects.within(desk).filter(article__in=outward, published__isnull=False):
        is_loved = any(articles[stem].pk == one.article_id for stem in ("network/vpn-drops", "accounts/password"))
        for _again in range(rng.randint(14, 30) if is_loved else rng.randint(0, 6)):
            at, has_helped = _lately(rng), rng.random() < 0.86
            is_spared = has_helped and rng.random() < 0.25
            judged.append(Judgement(translation=one, has_helped=has_helped, is_spared=is_spared, at=at))
            if is_spared:
                spared.append(Spared(article=one.article, is_confirmed=True, place=Place.WRITING, at=at))
    insert_many(judged)
    insert_many(spared)


def _mend(desk: Desk, articles: dict[str, Article], rng: random.Random) -> None:
    agents = [ticket.assignee for ticket in _newest(desk) if ticket.assignee is not None]
    requesters = [ticket.requester for ticket in _newest(desk)]
    for number, (person, (stem, text)) in enumerate(zip(_different(agents), TO_MEND, strict=False)):
        with clock.frozen(clock.ago(days=4 + 3 * number)):
            actor = actor_for(person, Channel.WEB)
            if actor.may("knowledge.write", desk.pk):
                flag_article(actor=actor, article=articles[stem], text=text)
    for number, (person, (stem, text)) in enumerate(zip(_different(requesters), WAS_MISSING, strict=False)):
        with clock.frozen(clock.ago(days=2 + number, hours=rng.randint(0, 5))):
            spoken = articles[stem].translations.get(language="en")
            tell_what_was_missing(actor=actor_for(person, Channel.PORTAL), translation=spoken, text=text)


def _newest(desk: Desk) -> list[Ticket]:
    rows = Ticket.objects.within(desk).listed().select_related("assignee", "requester")
    return list(rows.order_by("-pk")[:40])


def _different(people: list[Person]) -> Iterator[Person]:
    return iter({one.pk: one for one in people}.values())


def _lately(rng: random.Random) -> datetime:
    return clock.now() - timedelta(days=rng.randint(0, 40), hours=rng.randint(0, 20), minutes=rng.randint(0, 59))
