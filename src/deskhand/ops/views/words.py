"""What a desk calls its things: a tab of its settings."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts import word_choices
from deskhand.accounts.actions import call_things
from deskhand.accounts.models import Desk
from deskhand.kernel import own_words
from deskhand.kernel.errors import Invalid
from deskhand.kernel.renaming import LANGUAGES
from deskhand.ops.forms.words import LANGUAGE_NAMES, WordsForm, sentences
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, desk: str) -> HttpResponse:
    """The words and how they sound. ``preview`` shows them without keeping them, ``usual`` takes all away."""
    here = the_desk(desk)
    if request.method != "POST":
        return _page(request, here, WordsForm.of(here.words), here.words)
    form = WordsForm(request.POST)
    if "usual" in request.POST:
        return _called(request, here, {}, _("The usual words are back."))
    if not form.is_valid():
        return _page(request, here, form, here.words, status=422)
    try:
        wanted = word_choices.checked(form.words())
        if "preview" not in request.POST:
            return _called(request, here, wanted, _("Saved."))
    except Invalid as refusal:
        form.refuse(refusal.fields)
        return _page(request, here, form, here.words, status=422)
    return _page(request, here, form, wanted)


@gate("desk:desks.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def words_back(request: HttpRequest, desk: str) -> HttpResponse:
    """Undo: the words that the address says, as the form would."""
    here, form = the_desk(desk), WordsForm(request.GET)
    if request.method == "POST" and form.is_valid():
        call_things(actor=actor_of(request), desk=here, words=form.words())
        return after(request, _("The words are as they were."), "ops:words", desk)
    return redirect("ops:words", desk)


def _called(request: HttpRequest, desk: Desk, wanted: Any, said: str) -> HttpResponse:
    """Call the things so; the message takes it back."""
    before = desk.words
    now = call_things(actor=actor_of(request), desk=desk, words=wanted).words
    back = f"{reverse('ops:words_back', args=[desk.key])}?{urlencode(WordsForm.of(before).initial)}"
    messages.success(request, said, extra_tags=f"undo:{back}" if now != before else "")
    return redirect("ops:words", desk.key)


def _page(request: HttpRequest, desk: Desk, form: WordsForm, wanted: Any, *, status: int = 200) -> HttpResponse:
    voice = word_choices.voice(desk.pk, desk.key, wanted)
    heard = []
    for language in LANGUAGES:
        with translation.override(language), own_words.speaking(voice):
            lines = sentences()
        heard.append({"name": LANGUAGE_NAMES[language], "lang": language, "lines": lines})
    given = {"form": form, "heard": heard, "has_words": bool(desk.words)}
    return page(request, "ops/words.html", desk, status=status, **given)
