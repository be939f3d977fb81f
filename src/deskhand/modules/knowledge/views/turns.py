"""What somebody decides about an article: review, publishing, how sure the desk is, mending, deleting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel import clock
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.modules.knowledge import access
from deskhand.modules.knowledge.actions import govern, publish, use, write
from deskhand.modules.knowledge.models import Article, Flag
from deskhand.modules.knowledge.views.frame import here, spoken
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

_WRITES = gate("desk:knowledge.write", sample="desk")


@_WRITES
@require_POST
def review(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Send the draft to review."""
    one = here(request, desk, pk)
    row = spoken(one, language)
    said = _("The draft waits for review.")
    return _told(request, one, language, said, lambda: publish.send_to_review(actor=actor_of(request), translation=row))


@_WRITES
@require_POST
def send_back(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Send a version in review back to its author, with words (``why``)."""
    one, why = here(request, desk, pk), request.POST.get("why", "")
    row = spoken(one, language)
    said = _("The version is sent back to its author.")
    return _told(
        request, one, language, said, lambda: publish.send_back(actor=actor_of(request), translation=row, why=why)
    )


@_WRITES
@require_POST
def publish_now(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Publish the open version: now, or ``at`` an instant (in the actor's time zone)."""
    one = here(request, desk, pk)
    row, typed = spoken(one, language), request.POST.get("at", "").strip()

    def turn() -> None:
        at = _instant(typed)
        publish.publish(actor=actor_of(request), translation=row, at=at)

    said = _("The version is published by itself at the time that you chose.") if typed else _("It is published.")
    return _told(request, one, language, said, turn)


@_WRITES
@require_POST
def withdraw(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Publish this translation no longer."""
    one = here(request, desk, pk)
    row = spoken(one, language)
    said = _("It is not published any more. Its words are a draft.")
    return _told(request, one, language, said, lambda: publish.withdraw(actor=actor_of(request), translation=row))


@_WRITES
@require_POST
def discard(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Throw the open version away."""
    one = here(request, desk, pk)
    row = spoken(one, language)
    said = _("The draft is thrown away.")
    return _told(request, one, language, said, lambda: write.discard_draft(actor=actor_of(request), translation=row))


@_WRITES
@require_POST
def roll_back(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """Begin a draft with the words of an earlier version (``version``)."""
    one, typed = here(request, desk, pk), request.POST.get("version", "")
    row, number = spoken(one, language), int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    said = _("The draft says what version %(number)s said. Publish it when it is right.") % {"number": number}
    return _told(
        request, one, language, said, lambda: publish.roll_back(actor=actor_of(request), translation=row, number=number)
    )


@_WRITES
@require_POST
def confidence(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Say how sure the desk is (``confidence``); when archiving, which article takes its place (``replaced_by``)."""
    one, actor = here(request, desk, pk), actor_of(request)

    def turn() -> None:
        follower = _follower(request, one)
        chosen = request.POST.get("confidence", "")
        govern.set_confidence(actor=actor, article=one, confidence=chosen, replaced_by=follower)

    return _told(request, one, one.language, _("It is changed."), turn)


@_WRITES
@require_POST
def still_true(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Somebody looked, and it is still true."""
    one = here(request, desk, pk)
    said = _("Noted. Its review date has moved on.")
    return _told(request, one, one.language, said, lambda: govern.confirm_review(actor=actor_of(request), article=one))


@_WRITES
@require_POST
def flag(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Say what is to be mended (``text``)."""
    one, text = here(request, desk, pk), request.POST.get("text", "")
    said = _("Thank you. Its owner sees it among the articles to mend.")
    return _told(
        request, one, one.language, said, lambda: use.flag_article(actor=actor_of(request), article=one, text=text)
    )


@_WRITES
@require_POST
def close_flag(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What was to be mended is done (``flag``)."""
    one, typed = here(request, desk, pk), request.POST.get("flag", "")
    row = get_object_or_404(
        Flag.objects.within(one.desk).filter(article=one), pk=int(typed) if typed.isdecimal() else 0
    )
    return _told(request, one, one.language, _("Done."), lambda: use.close_flag(actor=actor_of(request), flag=row))


@_WRITES
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Delete an article that nobody ever read."""
    one = here(request, desk, pk)
    try:
        govern.delete_article(actor=actor_of(request), article=one)
    except (Conflict, Denied) as refusal:
        messages.error(request, str(refusal))
        return redirect("knowledge:article", desk, pk)
    messages.success(request, _("The article is deleted."))
    return redirect("knowledge:list", desk)


def _told(request: HttpRequest, one: Article, language: str, said: str, turn: Callable[[], Any]) -> HttpResponse:
    """Do it, say so, and go back to the article; a refusal is told there."""
    try:
        turn()
    except Invalid as refusal:
        messages.error(request, " ".join([str(refusal), *refusal.fields.values()]))
    except (Conflict, Denied) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('knowledge:article', args=[one.desk.key, one.pk])}?language={language}")


def _instant(typed: str) -> Any:
    """The instant that was typed, None for now. Raises Invalid for what is none, or is past."""
    if not typed:
        return None
    try:
        found = parse_datetime(typed)
    except ValueError:
        found = None
    at = make_aware(found) if found is not None and is_naive(found) else found
    if at is None or at <= clock.now():
        raise Invalid(_("Choose a day and a time ahead."))
    return at


def _follower(request: HttpRequest, one: Article) -> Article | None:
    """The article whose number was typed. Raises Invalid if there is none that the actor reads."""
    typed = request.POST.get("replaced_by", "").strip()
    if not typed:
        return None
    try:
        return access.article_for(actor_of(request), int(typed) if typed.isdecimal() and len(typed) < 16 else 0)
    except NotFound:
        raise Invalid(_("There is no article with the number %(number)s.") % {"number": typed}) from None
