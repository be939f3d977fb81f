"""Writing an article: a new one, its open version, a translation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.knowledge import differences, licences, shown, tongues, words
from deskhand.modules.knowledge.actions import files, publish, write
from deskhand.modules.knowledge.actions.write import open_version, source_version
from deskhand.modules.knowledge.forms_edit import EditForm, NewForm
from deskhand.modules.knowledge.models import Article, Shelf, Template, Translation, Version
from deskhand.modules.knowledge.views import gaps
from deskhand.modules.knowledge.views.frame import here, page
from deskhand.modules.knowledge.words import PARTS, Words
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next
from deskhand.web.refusals import put_on


@gate("desk:knowledge.write", sample="desk")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new article, empty or begun with one of the desk's templates (``template``)."""
    actor, where = actor_of(request), desk_of(request, desk)
    if request.method != "POST":
        return _new_page(request, where, _begun(request, where))
    form = NewForm(request.POST, desk=where)
    if form.is_valid():
        shelf = form.cleaned_data["shelf"]
        row = get_object_or_404(Shelf.objects.within(where), pk=int(shelf)) if shelf else None
        language = form.cleaned_data["language"]
        try:
            made = write.create_article(actor=actor, desk=where, language=language, said=form.words(), shelf=row)
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            gaps.begun(request, where, made)
            return _onward(request, made.translations.get())
    return _new_page(request, where, form, status=422)


@gate("desk:knowledge.write", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int, language: str) -> HttpResponse:
    """The open version of a translation, else a new one after the published; one that is not there is begun."""
    one = here(request, desk, pk)
    row = one.translations.select_related("published").filter(language=language).first()
    if request.method != "POST":
        said = words.of(_now(row)) if row else Words(title="")
        return _page(request, one, language, row, EditForm.begun(said, _known(row)))
    form = EditForm(request.POST)
    if form.is_valid():
        try:
            return _onward(request, _saved(request, one, row, language, form))
        except Invalid as refusal:
            put_on(form, refusal)
        except Conflict as refusal:
            put_on(form, refusal)
            return _page(request, one, language, _again(one, language), form, status=409)
    return _page(request, one, language, row, form, status=422)


@gate("desk:knowledge.write", sample="desk")
@require_POST
def upload(request: HttpRequest, desk: str, pk: int) -> JsonResponse:
    """Take in one picture, video or captions (``file``) for the text of an article: 201 and its address."""
    one, file = here(request, desk, pk), request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file."), {"file": _("Choose a file.")})
    made = files.add_file(actor=actor_of(request), article=one, filename=file.name or "", content=file.read())
    told = {
        "id": made.key,
        "filename": made.filename,
        "size": file.size,
        "is_image": made.content_type not in files.PLAYED,
    }
    told |= {"is_captions": made.content_type == files.CAPTIONS}
    return JsonResponse(told | {"url": files.address_of(made)}, status=201)


def _saved(request: HttpRequest, one: Article, row: Translation | None, language: str, form: EditForm) -> Translation:
    actor, said = actor_of(request), form.words()
    if row is None:
        return write.begin_translation(actor=actor, article=one, language=language, said=said)
    note, in_step = form.cleaned_data["note"], form.cleaned_data["in_step"]
    write.save_draft(actor=actor, translation=row, said=said, note=note, known=form.seen(), is_in_step=in_step)
    return row


def _onward(request: HttpRequest, row: Translation) -> HttpResponse:
    """What is saved is sent to review or published, if that was asked for (``then``); if it cannot be, the draft is
    kept and the reason is told."""
    actor, then = actor_of(request), request.POST.get("then", "")
    try:
        if then == "publish":
            publish.publish(actor=actor, translation=row)
            messages.success(request, _("The article is published."))
        elif then == "review":
            publish.send_to_review(actor=actor, translation=row)
            messages.success(request, _("The draft is saved and waits for review."))
        else:
            messages.success(request, _("The draft is saved."))
    except (Invalid, Denied) as refusal:
        messages.error(request, _("The draft is saved. %(why)s") % {"why": refusal})
    address = reverse("knowledge:article", args=[row.article.desk.key, row.article_id])
    return redirect(safe_next(request, f"{address}?language={row.language}&draft"))


def _begun(request: HttpRequest, where: Desk) -> NewForm:
    """A new form: empty, or with the parts of a template."""
    asked = request.GET.get("template", "")
    row = (
        Template.objects.within(where).offered().filter(pk=int(asked)).first()
        if asked.isdecimal() and len(asked) < 10
        else None
    )
    now: dict[str, Any] = {part: getattr(row, part) for part in PARTS} if row else {}
    now |= {"title": request.GET.get("title", "")[:200], "language": where.language}
    return NewForm(desk=where, initial=now)


def _new_page(request: HttpRequest, where: Desk, form: NewForm, *, status: int = 200) -> HttpResponse:
    templates = Template.objects.within(where).offered()
    level = licences.level_of(actor_of(request), where.pk)
    given = {"form": form, "templates": templates, "level": level, "as_markdown": _as_markdown(request)}
    return page(request, "knowledge/new.html", where, status=status, **given)


def _page(
    request: HttpRequest, one: Article, language: str, row: Translation | None, form: EditForm, *, status: int = 200
) -> HttpResponse:
    actor, source = actor_of(request), source_version(one)
    name = dict(tongues.offered(one.desk_id, *([language] if row else []))).get(language)
    if row is None and (name is None or source is None):
        raise Invalid(_("The desk offers no articles in this language."))
    given: dict[str, Any] = {"one": one, "form": form, "row": row, "source": None}
    given |= {"language": language, "language_name": name}
    given |= {"may_publish": licences.has(actor, one.desk_id, licences.to_publish(one))}
    given |= {"as_markdown": _as_markdown(request), "next": safe_next(request, "")}
    given |= {"upload_url": reverse("knowledge:upload", args=[one.desk.key, one.pk])}
    if language != one.language and source is not None:
        given |= {"source": source, "source_parts": shown.parts(source), "since": _since(row, source)}
    if status == 409 and row is not None:
        now = _now(row)
        given |= {"theirs": now, "conflict": differences.between(words.of(now), form.words())}
        given |= {"known": "{}.{}".format(*(_known(row) or (0, 0)))}
    return page(request, "knowledge/edit.html", one.desk, status=status, **given)


def _since(row: Translation | None, source: Version) -> list[differences.Change]:
    """What has changed in the source since the translation was made from it."""
    made = _now(row).made_from if row else None
    return differences.between(words.of(made), words.of(source)) if made and made.pk != source.pk else []


def _now(row: Translation) -> Version:
    """The version that somebody goes on with."""
    found = open_version(row) or row.published or row.versions.first()
    assert found is not None  # noqa: S101 (a translation has at least one version)
    return found


def _known(row: Translation | None) -> tuple[int, int] | None:
    return (_now(row).number, _now(row).edition) if row else None


def _again(one: Article, language: str) -> Translation | None:
    """The translation as it is now."""
    found: Translation | None = one.translations.select_related("published").filter(language=language).first()
    return found


def _as_markdown(request: HttpRequest) -> bool:
    return request.GET.get("as") == "markdown"
