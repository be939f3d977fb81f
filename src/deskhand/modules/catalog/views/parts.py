"""The parts of a bundle: which items its answers choose, with which answers, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import designer_rules, limits
from deskhand.modules.catalog.actions.parts import items_of, save_parts
from deskhand.modules.catalog.asking.form import Form, Kind
from deskhand.modules.catalog.asking.rule_words import in_words
from deskhand.modules.catalog.models import Item, Status
from deskhand.modules.catalog.parts import Part, form_of, hints
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

KEEP = "keep"
"""A condition that one row of pickers cannot show stays as it is."""


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The parts; ``add`` begins one more, which is kept with the others."""
    here = the_desk(desk)
    bundle: Item = get_object_or_404(Item.objects.within(here).select_related("desk", "published"), pk=pk)
    if not bundle.is_bundle:  # It may have been one when the link was drawn.
        return redirect("catalog:settings_item", desk, pk)
    if request.method != "POST":
        begun = [_begun(request.GET["add"])] if request.GET.get("add") else []
        return _page(request, bundle, [*bundle.parts, *begun], {})
    given = _posted(request.POST, bundle)
    try:
        save_parts(actor=actor_of(request), item=bundle, parts=given)
    except Invalid as refusal:
        return _page(request, bundle, given, dict(refusal.fields))
    messages.success(request, _("The parts are saved."))
    return redirect("catalog:settings_parts", desk, pk)


def _begun(code: str) -> Part:
    return {"item": code[:60], "when": None, "quantity": 1, "after": [], "answers": {}}


def _posted(posted: QueryDict, bundle: Item) -> list[Part]:
    """The parts in the order of their places, without those that were taken out."""
    before = {str(one.get("item")): one for one in bundle.parts}
    found = []
    for at, code in enumerate(posted.getlist("part")[: limits.PART_LIMIT + 1]):
        if f"{code}.drop" not in posted:
            place = _whole(posted.get(f"{code}.place", ""), at)
            found.append((place, at, _part(posted, code, before.get(code, {}))))
    return [part for _place, _at, part in sorted(found, key=lambda one: one[:2])]


def _part(posted: QueryDict, code: str, before: Mapping[str, Any]) -> Part:
    start = f"{code}.answers."
    answers = {name.removeprefix(start): posted[name] for name in posted if name.startswith(start) and posted[name]}
    return {
        "item": code,
        "when": _when(posted, code, before),
        "quantity": _whole(posted.get(f"{code}.quantity", "1"), 0),
        "after": posted.getlist(f"{code}.after"),
        "answers": answers,
    }


def _when(posted: QueryDict, code: str, before: Mapping[str, Any]) -> Any:
    of, op = posted.get(f"{code}.of", ""), posted.get(f"{code}.op", "is")
    if of == KEEP:
        return before.get("when")
    if not of:
        return None
    plain = op.removeprefix("not_")
    values = [one.strip() for one in posted.get(f"{code}.values", "").split(",") if one.strip()]
    leaf = {"of": of, "op": plain, "values": [] if plain == "set" else values}
    return {"not": leaf} if op != plain else leaf


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _page(request: HttpRequest, bundle: Item, given: list[Part], wrong: dict[str, str]) -> HttpResponse:
    items, form = items_of(bundle, [str(one.get("item")) for one in given]), form_of(bundle)
    shown = [
        _shown(form, part, items[part["item"]], at, wrong) for at, part in enumerate(given) if part["item"] in items
    ]
    others = Item.objects.within(bundle.desk_id).exclude(kind="bundle").exclude(status=Status.RETIRED)
    askable = [(one.code, one.label) for one in designer_rules.askable(form, "")]
    return settings_page(
        request,
        "catalog/settings_parts.html",
        bundle.desk,
        status=422 if wrong else 200,
        item=bundle,
        parts=shown,
        hints=hints(given, items),
        wrong=wrong,
        askable=askable,
        ops=designer_rules.OPS,
        more=[(one.code, one.title) for one in others if one.code not in items],
        asks=bool(form.codes),
    )


def _shown(form: Form, part: Part, item: Item, at: int, wrong: Mapping[str, str]) -> dict[str, Any]:
    path = f"parts.{at}"
    return {
        "item": item,
        "quantity": part.get("quantity", 1),
        "after": part.get("after") or [],
        "words": in_words(form, part.get("when")),
        "row": _row(part.get("when")),
        "answers": list(_answers(form, part, item)),
        "wrong": [words for name, words in wrong.items() if name == path or name.startswith(f"{path}.")],
    }


def _row(when: Any) -> dict[str, str]:
    """The condition in one row of pickers."""
    leaf = when["not"] if when and "not" in when else when
    if leaf and "of" not in leaf:
        return {"of": KEEP, "op": "is", "compared": ""}
    if not leaf:
        return {"of": "", "op": "is", "compared": ""}
    no = "not_" if "not" in when else ""
    return {"of": leaf["of"], "op": f"{no}{leaf['op']}", "compared": ", ".join(leaf.get("values", []))}


def _answers(form: Form, part: Part, item: Item) -> Iterator[dict[str, Any]]:
    """What the item asks, and what of the bundle can answer it. Files and hidden answers are passed on by their code
    alone."""
    named = part.get("answers") or {}
    for one in form_of(item).asked():
        if one.kind != Kind.ATTACHMENT:
            same = form.codes.get(one.code)
            usual = _("As “%(label)s”") % {"label": same.label} if same is not None else _("Begins as the item says")
            ours = [(other.code, other.label) for other in form.asked() if other.code != one.code]
            yield {
                "code": one.code,
                "label": one.label,
                "value": named.get(one.code, ""),
                "options": [("", usual), *ours],
            }
