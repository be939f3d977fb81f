"""The words of letters: built in, or a desk's own, with ``{placeholders}`` and no logic.

One text makes both halves of a letter: the plain one, and the HTML one, where values are escaped and ``{message}`` may
be cleaned HTML. A line that only holds a placeholder without a value disappears.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from deskhand.accounts.models import Desk, DeskBrand
from deskhand.kernel import own_words, sharing
from deskhand.mail import wording
from deskhand.mail.models import MailTemplate
from deskhand.mail.plaintext import html_from_text

SUBJECT_LIMIT = 300
BODY_LIMIT = 20_000
"""Most characters of a desk's own words."""

_PLACEHOLDER = re.compile(r"\{([a-z_]{1,40})\}")
_TICKET = ("number", "subject", "link", "desk", "requester", "first_name", "status", "team", "agent", "signature")
_AGENTS = ("number", "subject", "link", "desk", "requester", "status", "team", "actor", "message")


@dataclass(frozen=True)
class Kind:
    """A kind of letter that has words. ``is_fixed``: desks cannot change it."""

    code: str
    title: str | Promise
    placeholders: tuple[str, ...]
    is_fixed: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind("acknowledgement", gettext_lazy("Acknowledgement of a new request"), _TICKET),
        Kind("entered", gettext_lazy("A request that an agent entered"), _TICKET),
        Kind("closing", gettext_lazy("Before a request closes"), (*_TICKET, "days", "date")),
        Kind("reply", gettext_lazy("Frame around an answer"), (*_TICKET, "message")),
        Kind(
            "confirmation",
            gettext_lazy("The one mail to an unproven address"),
            ("number", "desk", "link"),
            is_fixed=True,
        ),
        Kind("new_in_team", gettext_lazy("To agents: new in my team"), _AGENTS),
        Kind("assigned_to_me", gettext_lazy("To agents: assigned to me"), _AGENTS),
        Kind("requester_wrote", gettext_lazy("To agents: the requester wrote on mine"), _AGENTS),
        Kind("agent_wrote", gettext_lazy("To agents: an answer on a ticket that I follow"), _AGENTS),
        Kind("new_on_desk", gettext_lazy("To agents: new on my desk"), _AGENTS),
        Kind("followed_wrote", gettext_lazy("To agents: the requester wrote on what I follow"), _AGENTS),
        Kind("noted", gettext_lazy("To agents: a note on mine or on what I follow"), _AGENTS),
        Kind("mentioned", gettext_lazy("To agents: mentioned in a note"), _AGENTS),
        Kind("team_mentioned", gettext_lazy("To agents: my team mentioned in a note"), _AGENTS),
        Kind("status_changed", gettext_lazy("To agents: another status on what I follow"), _AGENTS),
        Kind("reopened", gettext_lazy("To agents: open again"), _AGENTS),
        Kind("several", gettext_lazy("To agents: several changes of one ticket"), (*_AGENTS, "count")),
        Kind("answer_kept_back", gettext_lazy("To agents: a planned answer was not sent"), (*_AGENTS, "reason")),
        Kind("draft_taken", gettext_lazy("To agents: a colleague took over a draft"), _AGENTS),
        Kind("command_refused", gettext_lazy("To agents: a command by mail was not carried out"), _AGENTS),
        Kind("not_delivered", gettext_lazy("To agents: an answer was not delivered"), _AGENTS),
        Kind("told", gettext_lazy("To agents: what a module tells"), (*_AGENTS, "what"), is_fixed=True),
        Kind("digest", gettext_lazy("To agents: the summary"), ("desk", "count", "link", "message")),
        Kind("test", gettext_lazy("Test of a mailbox"), ("desk", "mailbox", "address"), is_fixed=True),
    )
}
"""Every kind of letter with words of its own, and what can be filled in."""


@dataclass(frozen=True)
class Written:
    """A finished letter: subject on one line, plain text, and an HTML document."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Filling:
    """What fills the placeholders: plain values, and for ``{message}`` its two halves (the HTML cleaned already)."""

    values: Mapping[str, str]
    message_text: str = ""
    message_html: str = ""


def written(kind: str, filling: Filling, *, desk: Desk | None, language: str) -> Written:
    """A letter in the words of the desk in that language, else the built-in ones."""
    subject, body = words_of(kind, desk, language)
    return filled(subject, body, filling, language=language, look=look_of(desk))


def words_of(kind: str, desk: Desk | None, language: str) -> tuple[str, str]:
    """Subject and body with placeholders that serve a desk in a language."""
    if desk is not None and not KINDS[kind].is_fixed:
        own = sharing.once(
            ("mail_template", desk.pk, kind, language),
            lambda: MailTemplate.objects.within(desk).filter(kind=kind, language=language).first(),
        )
        if own is not None:
            return own.subject, own.body
    with own_words.of_desk(desk.pk if desk is not None else None):
        subject, body = wording.built_in(kind, language)
        return own_words.said(language, subject), own_words.said(language, body)


def look_of(desk: Desk | None) -> Mapping[str, str]:
    """A desk's logo (a whole address) and accent colour for the head of its letters; empty without."""
    brand = sharing.once(("brand", desk.pk), DeskBrand.objects.filter(desk=desk).first) if desk is not None else None
    if desk is None or brand is None:
        return {}
    logo = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('portal:logo', args=[brand.mark])}"
    return {"logo": logo if brand.logo_id else "", "accent": brand.accent, "name": desk.shown_name}


def filled(
    subject: str, body: str, filling: Filling, *, language: str, look: Mapping[str, str] | None = None
) -> Written:
    """Fill in a template that may not be saved yet: the preview uses this too."""
    values = {name: text.strip() for name, text in filling.values.items()}
    plain = values | {"message": filling.message_text.strip()}
    text = _tidied("\n".join(_filled_lines(body, plain)))
    # Built from escaped values and cleaned HTML only.
    safe = Markup(_html(body, values, filling.message_html))  # noqa: S704
    headline = " ".join(_put_in(subject, values).split())
    shown = {"body": safe, "language": language, "title": headline, "look": look or {}}
    return Written(headline, text, render_to_string("mail/letter.html", shown, using="jinja2"))


def mistakes(kind: str, subject: str, body: str) -> dict[str, str]:
    """What is wrong with a desk's own words, by field; empty if they can be saved."""
    found: dict[str, str] = {}
    known = KINDS[kind].placeholders
    for field, text, limit in (("subject", subject, SUBJECT_LIMIT), ("body", body, BODY_LIMIT)):
        unknown = [name for name in _PLACEHOLDER.findall(text) if name not in known]
        if not text.strip():
            found[field] = _("Write something, or go back to the built-in words.")
        elif len(text) > limit:
            found[field] = _("At most %(limit)s characters.") % {"limit": limit}
        elif unknown:
            can = ", ".join(f"{{{name}}}" for name in known)
            words = _("{%(name)s} cannot be filled in here. What can: %(known)s.")
            found[field] = words % {"name": unknown[0], "known": can}
    if "message" in known and "body" not in found and kind == "reply" and "{message}" not in body:
        found["body"] = _("Without {message} the answer itself would be missing.")
    return found


def _put_in(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _filled_lines(body: str, values: Mapping[str, str]) -> list[str]:
    lines = []
    for line in body.splitlines():
        names = _PLACEHOLDER.findall(line)
        bare = _PLACEHOLDER.sub("", line).strip()
        if names and not bare and not any(values.get(name, "-") for name in names):
            continue
        lines.append(_greeting(_put_in(line, values)) if names else line)
    return lines


def _greeting(line: str) -> str:
    """Without a name, "Hello ," is "Hello,"."""
    return re.sub(r" +([,.:!])", r"\1", line)


def _tidied(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _html(body: str, values: Mapping[str, str], message_html: str) -> str:
    """The same text as HTML. Lines are filled before they become HTML, except for what is HTML already or a link."""
    kept = {"message": message_html, "link": _link(values.get("link", ""))}
    marks = {name: f"\ue000{name}\ue001" for name in kept}
    lines = _filled_lines(body, {**values, **{name: marks[name] if kept[name] else "" for name in kept}})
    html = html_from_text(_tidied("\n".join(lines)))
    for name, mark in marks.items():
        html = re.sub(rf"<p[^>]*>{mark}</p>", mark, html).replace(mark, kept[name])
    return html


def _link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url)}</a>' if url else ""
