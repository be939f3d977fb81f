"""Categories and their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.knowledge import words
from deskhand.modules.knowledge.events import ArticleMoved, ShelfEdited
from deskhand.modules.knowledge.models import Article, FormerSlug, Shelf
from deskhand.modules.knowledge.models.shelf import ICONS, NAME_LIMIT

SHELF_LIMIT = 500
"""Categories and sections of a desk."""

DEPTH_LIMIT = 4
"""How deep categories may stand within each other."""

TEXT_LIMIT = 400
"""Longest description of a category in characters."""


@dataclass(frozen=True, kw_only=True)
class ShelfDetails:
    """What a category is called and says, in the desk's language and in others by code."""

    name: str
    text: str = ""
    icon: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def create_shelf(*, actor: Actor, desk: Desk, details: ShelfDetails, parent: Shelf | None = None) -> Shelf:
    """Make a category, or a section within one, behind its siblings."""
    actor.need("knowledge.arrange", desk.pk)
    _lock(desk.pk)
    _check(details)
    if Shelf.objects.within(desk).count() >= SHELF_LIMIT:
        raise Invalid(_("A desk has at most %(limit)s categories.") % {"limit": SHELF_LIMIT})
    if parent is not None and parent.desk_id != desk.pk:
        raise NotFound
    _check_depth(parent, 1)
    last = Shelf.objects.within(desk).filter(parent=parent).aggregate(top=Max("position"))["top"]
    made: Shelf = Shelf.objects.create(
        desk=desk,
        parent=parent,
        slug=_free_slug(desk.pk, details.name),
        position=int(last or 0) + 1,
        created_at=clock.now(),
        **_columns(details),
    )
    emit(ShelfEdited(shelf=made.pk, what="made"), actor=actor, desk_id=desk.pk)
    return made


@transaction.atomic
def edit_shelf(*, actor: Actor, shelf: Shelf, details: ShelfDetails) -> Shelf:
    """Change what a category is called and says. Its former address leads on to the new one."""
    actor.need("knowledge.arrange", shelf.desk_id)
    _lock(shelf.desk_id)
    _check(details)
    shelf = Shelf.objects.within(shelf.desk_id).get(pk=shelf.pk)
    if details.name.strip() != shelf.name:
        former = shelf.slug
        shelf.slug = _free_slug(shelf.desk_id, details.name, but=shelf.pk)
        FormerSlug.objects.within(shelf.desk_id).filter(slug=shelf.slug).delete()
        if former != shelf.slug:
            FormerSlug.objects.within(shelf.desk_id).update_or_create(
                desk_id=shelf.desk_id, slug=former, defaults={"shelf": shelf}
            )
    for name, value in _columns(details).items():
        setattr(shelf, name, value)
    shelf.save()
    emit(ShelfEdited(shelf=shelf.pk, what="changed"), actor=actor, desk_id=shelf.desk_id)
    return shelf


@transaction.atomic
def move_shelf(*, actor: Actor, shelf: Shelf, parent: Shelf | None, after: Shelf | None = None) -> None:
    """Put a category elsewhere in the tree, behind a sibling (else first). Raises Invalid if it would stand within
    itself, or too deep."""
    actor.need("knowledge.arrange", shelf.desk_id)
    _lock(shelf.desk_id)
    shelf = Shelf.objects.within(shelf.desk_id).get(pk=shelf.pk)
    if parent is not None and parent.desk_id != shelf.desk_id:
        raise NotFound
    if parent is not None and shelf.pk in _ancestry(parent):
        raise Invalid(_("A category cannot stand within itself."), {"parent": _("Choose another category.")})
    _check_depth(parent, _height(shelf))
    siblings = Shelf.objects.within(shelf.desk_id).filter(parent=parent).exclude(pk=shelf.pk)
    order: list[int] = list(siblings.values_list("pk", flat=True))
    order.insert(order.index(after.pk) + 1 if after is not None and after.pk in order else 0, shelf.pk)
    shelf.parent = parent
    shelf.save(update_fields=["parent"])
    _rank(order)
    emit(ShelfEdited(shelf=shelf.pk, what="moved"), actor=actor, desk_id=shelf.desk_id)


@transaction.atomic
def arrange_articles(*, actor: Actor, desk: Desk, shelf: Shelf | None, order: Sequence[int]) -> None:
    """Put these articles (ids) of a category, or of those that stand in none, into this order, in the places that they
    have now among all of it: those that the actor does not read stay where they are. Raises Conflict if one does not
    stand there any more."""
    actor.need("knowledge.arrange", desk.pk)
    _lock(desk.pk)
    now = list(Article.objects.within(desk).filter(shelf=shelf).values_list("pk", flat=True))
    wanted = set(order)
    if not wanted <= set(now) or len(wanted) != len(order):
        raise Conflict(_("The articles of this category have changed meanwhile. Load the page again."))
    following = iter(order)
    arranged = [next(following) if pk in wanted else pk for pk in now]
    if arranged == now:
        return
    ranked = [Article(pk=pk, position=place) for place, pk in enumerate(arranged, start=1)]
    Article.objects.within(desk).bulk_update(ranked, ["position"], batch_size=500)
    emit(ShelfEdited(shelf=shelf.pk if shelf else 0, what="ordered"), actor=actor, desk_id=desk.pk)


@transaction.atomic
def delete_shelf(*, actor: Actor, shelf: Shelf) -> None:
    """Remove a category in which nothing stands that the actor reads. Articles that they may not read go into the
    category above, behind those there: a refusal would tell of them. Raises Conflict while anything else stands in
    it."""
    actor.need("knowledge.arrange", shelf.desk_id)
    _lock(shelf.desk_id)
    if not is_free(actor, shelf):
        raise Conflict(_("There are articles or sections in this category. Move them first."))
    _hand_up(actor, shelf)
    pk = shelf.pk
    emit(ShelfEdited(shelf=pk, what="removed"), actor=actor, desk_id=shelf.desk_id)
    shelf.delete()


def is_free(actor: Actor, shelf: Shelf) -> bool:
    """Whether no section and no article that the actor reads stands in it."""
    return not shelf.children.exists() and not Article.objects.served_by(actor).filter(shelf=shelf).exists()


def _hand_up(actor: Actor, shelf: Shelf) -> None:
    mine = Article.objects.within(shelf.desk_id)
    last = int(mine.filter(shelf=shelf.parent).aggregate(top=Max("position"))["top"] or 0)
    for place, article in enumerate(mine.filter(shelf=shelf), start=last + 1):
        mine.filter(pk=article.pk).update(shelf=shelf.parent, position=place)
        fact = ArticleMoved(article=article.pk, before=shelf.pk, after=shelf.parent_id or 0)
        emit(fact, actor=actor, desk_id=shelf.desk_id)


def _lock(desk_id: int) -> None:
    """One change of a desk's tree at a time, so that no two make a circle."""
    list(Desk.objects.select_for_update().filter(pk=desk_id).values_list("pk"))


def _ancestry(shelf: Shelf) -> list[int]:
    found, one = [shelf.pk], shelf
    while one.parent_id is not None and one.parent_id not in found:
        one = Shelf.objects.within(shelf.desk_id).get(pk=one.parent_id)
        found.append(one.pk)
    return found


def _height(shelf: Shelf) -> int:
    return 1 + max((_height(child) for child in shelf.children.all()), default=0)


def _check_depth(parent: Shelf | None, height: int) -> None:
    above = len(_ancestry(parent)) if parent is not None else 0
    if above + height > DEPTH_LIMIT:
        raise Invalid(
            _("Categories stand at most %(limit)s deep.") % {"limit": DEPTH_LIMIT},
            {"parent": _("Choose a category that is not so deep.")},
        )


def _check(details: ShelfDetails) -> None:
    wrong: dict[str, str] = {}
    if not details.name.strip():
        wrong["name"] = _("Write a name.")
    for said, limit, name in [
        *((one, NAME_LIMIT, "name") for one in (details.name, *details.names.values())),
        *((one, TEXT_LIMIT, "text") for one in (details.text, *details.texts.values())),
    ]:
        if len(said.strip()) > limit:
            wrong[name] = _("At most %(limit)s characters.") % {"limit": limit}
    if details.icon and details.icon not in ICONS:
        wrong["icon"] = _("Choose one of the pictures.")
    if wrong:
        raise Invalid(_("This category cannot be saved."), wrong)


def _columns(details: ShelfDetails) -> dict[str, object]:
    return {
        "name": details.name.strip(),
        "text": details.text.strip(),
        "icon": details.icon,
        "names": {code: name.strip() for code, name in details.names.items() if name.strip()},
        "texts": {code: text.strip() for code, text in details.texts.items() if text.strip()},
    }


def _free_slug(desk_id: int, name: str, but: int = 0) -> str:
    base = words.slug_of(name)
    taken = set(Shelf.objects.within(desk_id).exclude(pk=but).values_list("slug", flat=True))
    return next(slug for number in range(1, SHELF_LIMIT + 2) if (slug := _numbered(base, number)) not in taken)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _rank(order: Sequence[int]) -> None:
    ranked = [Shelf(pk=pk, position=number) for number, pk in enumerate(order, start=1)]
    Shelf.objects.beyond_walls("siblings within one desk, locked").bulk_update(ranked, ["position"])
