"""The words of letters, with a preview on a real ticket."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk, Person
from deskhand.mail import letters
from deskhand.mail.actions import forget_template, save_template
from deskhand.mail.models import MailTemplate
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.mail_pages.forms import WordsForm
from deskhand.tickets.context import actor_of
from deskhand.tickets.letter_preview import example, preview
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_safe
def templates(request: HttpRequest, desk: str) -> HttpResponse:
    """Every kind of letter, and where the desk has words of its own."""
    here = the_desk(desk)
    own = set(MailTemplate.objects.within(here).values_list("kind", "language"))
    return page(request, "ops/mail/templates.html", here, kinds=_kinds(own), written_in=settings.LANGUAGES)


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, desk: str, kind: str, language: str) -> HttpResponse:
    """The words of one kind in one language. ``act=preview`` fills them in and saves nothing."""
    here = the_desk(desk)
    _need_editable(kind, language)
    if request.method != "POST":
        subject, body = letters.words_of(kind, here, language)
        return _page(request, here, kind, language, WordsForm(initial={"subject": subject, "body": body}))
    form = WordsForm(request.POST)
    if request.POST.get("act") == "preview":
        if form.is_valid():
            for name, words in letters.mistakes(kind, **form.cleaned_data).items():
                form.add_error(name, words)
        return _page(request, here, kind, language, form)
    who = actor_of(request)
    if done(form, lambda **words: save_template(actor=who, desk=here, kind=kind, language=language, **words)):
        return after(request, _("These words are used from now on."), "mail:templates", desk)
    return _page(request, here, kind, language, form, status=422)


@gate("desk:mail.settings", sample="desk")
@require_POST
def built_in(request: HttpRequest, desk: str, kind: str, language: str) -> HttpResponse:
    """Back to the built-in words."""
    here = the_desk(desk)
    _need_editable(kind, language)
    forget_template(actor=actor_of(request), desk=here, kind=kind, language=language)
    return after(request, _("The built-in words are used again."), "mail:templates", desk)


def _kinds(own: set[tuple[str, str]]) -> list[dict[str, Any]]:
    def languages(code: str) -> list[str]:
        return [language for language, _name in settings.LANGUAGES if (code, language) in own]

    editable = [kind for kind in letters.KINDS.values() if not kind.is_fixed]
    return [{"code": kind.code, "title": kind.title, "own": languages(kind.code)} for kind in editable]


def _need_editable(kind: str, language: str) -> None:
    if kind not in letters.KINDS or letters.KINDS[kind].is_fixed or language not in dict(settings.LANGUAGES):
        raise Http404


def _page(
    request: HttpRequest, desk: Desk, kind: str, language: str, form: WordsForm, status: int = 200
) -> HttpResponse:
    number = request.POST.get("ticket") or request.GET.get("ticket") or ""
    ticket = example(desk, int(number) if number.isdecimal() and len(number) < 16 else None)
    words = _words(form)
    shown = None
    if ticket is not None and words is not None:
        person = cast(Person, request.user)
        shown = preview(ticket, subject=words["subject"], body=words["body"], language=language, by=person)
    context = {
        "kind": letters.KINDS[kind],
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "written_in": settings.LANGUAGES,
        "form": form,
        "ticket": ticket,
        "shown": shown,
        "is_own": MailTemplate.objects.within(desk).filter(kind=kind, language=language).exists(),
    }
    return page(request, "ops/mail/template.html", desk, status=status, **context)


def _words(form: WordsForm) -> dict[str, str] | None:
    """What to preview: the words as they stand in the form, unless they are wrong."""
    if not form.is_bound:
        return {name: str(form.initial[name]) for name in ("subject", "body")}
    return form.cleaned_data if not form.errors else None
