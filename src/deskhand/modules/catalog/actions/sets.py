"""Sets of questions that forms share: written in a draft, given to forms version by version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog.actions.designing import change_form, draft_of, publish_form
from deskhand.modules.catalog.asking import editing, read_form
from deskhand.modules.catalog.events import QuestionSetEdited
from deskhand.modules.catalog.models import Item, QuestionSet, QuestionSetVersion
from deskhand.modules.catalog.models.item import CODE_LIMIT, TITLE_LIMIT


@transaction.atomic
def save_set(
    *, actor: Actor, desk: Desk, code: str, title: str, questions: Sequence[Any], is_table: bool
) -> QuestionSet:
    """Keep questions as a set, or give a set that is there a new version. Forms go on with what they have."""
    actor.need("catalog.design", desk.pk)
    _readable(code, title, questions, is_table=is_table)
    rows = QuestionSet.objects.within(desk).select_for_update()
    row: QuestionSet | None = rows.filter(code=code).first()
    if row is None:
        row = QuestionSet.objects.create(desk=desk, code=code, title=title.strip(), is_table=is_table)
    last = QuestionSetVersion.objects.within(desk).filter(question_set=row).order_by("number").last()
    if last is not None and last.questions == list(questions) and row.put_away_at is None:
        raise Invalid(_("The set asks just this already."))
    number = last.number + 1 if last is not None else 1
    QuestionSetVersion.objects.create(
        question_set=row, number=number, questions=list(questions), made_at=clock.now(), made_by_id=actor.person_id
    )
    row.title, row.is_table, row.put_away_at = title.strip(), is_table, None
    row.save(update_fields=["title", "is_table", "put_away_at"])
    emit(QuestionSetEdited(question_set=row.pk, number=number, fields=["questions"]), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def make_set(*, actor: Actor, desk: Desk, title: str, is_table: bool) -> QuestionSet:
    """A set that asks nothing yet: its draft is empty, and no form can have it before its first version."""
    actor.need("catalog.design", desk.pk)
    _named(title)
    row: QuestionSet = QuestionSet.objects.create(
        desk=desk,
        code=fresh_code(desk, title),
        title=title.strip(),
        is_table=is_table,
        draft=as_form([]),
    )
    _tell(actor, row, "title")
    return row


@transaction.atomic
def change_set(*, actor: Actor, question_set: QuestionSet, change: editing.Change) -> QuestionSet:
    """Change what a set shall ask next. Raises Invalid if it could not be asked."""
    row = _locked(actor, question_set)
    draft = editing.changed(set_draft_of(row), change)
    read_form(draft)
    if asked := list(editing.questions(draft)):
        _readable(row.code, row.title, asked, is_table=row.is_table)
    row.draft = draft
    row.save(update_fields=["draft"])
    _tell(actor, row, "draft")
    return row


@transaction.atomic
def drop_set_draft(*, actor: Actor, question_set: QuestionSet) -> QuestionSet:
    """Go on with what the set asks now."""
    row = _locked(actor, question_set)
    row.draft = None
    row.save(update_fields=["draft"])
    _tell(actor, row, "draft")
    return row


@transaction.atomic
def publish_set(*, actor: Actor, question_set: QuestionSet) -> QuestionSet:
    """What is being written is the set's newest version. Forms go on with what they have."""
    row = _locked(actor, question_set)
    asked = list(editing.questions(set_draft_of(row)))
    saved = save_set(actor=actor, desk=row.desk, code=row.code, title=row.title, questions=asked, is_table=row.is_table)
    saved.draft = None
    saved.save(update_fields=["draft"])
    return saved


@transaction.atomic
def name_set(*, actor: Actor, question_set: QuestionSet, title: str) -> QuestionSet:
    """Another name for a set. Its code stays."""
    row = _locked(actor, question_set)
    _named(title)
    row.title = title.strip()
    row.save(update_fields=["title"])
    _tell(actor, row, "title")
    return row


def set_draft_of(question_set: QuestionSet) -> dict[str, Any]:
    """What a set shall ask next, as a form of one step; without a draft what it asks now."""
    if question_set.draft is not None:
        return dict(question_set.draft)
    last = last_of(question_set)
    return as_form(last.questions if last is not None else [])


def fresh_code(desk: Desk, title: str) -> str:
    """A code made of the title that no set of the desk has yet."""
    codes = QuestionSet.objects.within(desk).values_list("code", flat=True)
    return editing.fresh_code(as_form([{"code": code} for code in codes]), title or "set")


def as_form(questions: Sequence[Any]) -> dict[str, Any]:
    """Questions as a form of one step without a title."""
    return {"steps": [{"title": "", "questions": list(questions)}]}


@transaction.atomic
def bring_back_set(*, actor: Actor, question_set: QuestionSet) -> QuestionSet:
    """Offer a set again that was put away."""
    row = _locked(actor, question_set)
    if row.put_away_at is not None:
        row.put_away_at = None
        row.save(update_fields=["put_away_at"])
        _tell(actor, row, "put_away_at")
    return row


@transaction.atomic
def put_away_set(*, actor: Actor, question_set: QuestionSet) -> QuestionSet:
    """Offer it no more. Forms keep what they have of it."""
    row = _locked(actor, question_set)
    if row.put_away_at is None:
        row.put_away_at = clock.now()
        row.save(update_fields=["put_away_at"])
        _tell(actor, row, "put_away_at")
    return row


@transaction.atomic
def insert_set(*, actor: Actor, item: Item, question_set: QuestionSet, step: int = 0) -> Item:
    """The newest version of a set in the draft of a form, in the place of an older one that is there."""
    if question_set.desk_id != item.desk_id or question_set.put_away_at is not None:
        raise NotFound
    last = newest(question_set)
    change = editing.insert_set(
        question_set.code, question_set.title, last.questions, is_table=question_set.is_table, step=step
    )
    return change_form(actor=actor, item=item, change=change)


@transaction.atomic
def take_up(*, actor: Actor, question_set: QuestionSet, items: Sequence[Item]) -> list[Item]:
    """New versions of these items with the newest version of the set. Where a draft is being written, it is put into
    the draft and not published. Gives those that were published."""
    published = []
    for item in items:
        had_draft = item.draft is not None
        row = insert_set(actor=actor, item=item, question_set=question_set)
        if not had_draft and row.published_id is not None:
            publish_form(actor=actor, item=row)
            published.append(row)
    return published


@dataclass(frozen=True)
class User:
    """An item that asks a set. ``is_old`` if it asks it otherwise than the set's newest version."""

    item: Item
    is_old: bool


def users_of(question_set: QuestionSet) -> list[User]:
    """The items whose form, published or being written, has questions of the set, by title. Three queries."""
    wanted = last_of(question_set)
    items = Item.objects.within(question_set.desk_id).exclude(status="retired").select_related("published")
    found = []
    for one in items.order_by("title", "pk"):
        draft = draft_of(one)
        if any(each.get("of_set") == question_set.code for each in editing.questions(draft)):
            is_old = wanted is not None and editing.of_set(draft, question_set.code) != wanted.questions
            found.append(User(one, is_old))
    return found


def offered_on(desk: Desk) -> Any:
    """The sets that forms of the desk can take up."""
    versions = QuestionSetVersion.objects.within(desk).values("question_set_id")
    return QuestionSet.objects.within(desk).filter(put_away_at=None, pk__in=versions)


def newest(question_set: QuestionSet) -> QuestionSetVersion:
    """What a set asks now. Raises NotFound before its first version."""
    last = last_of(question_set)
    if last is None:
        raise NotFound
    return last


def last_of(question_set: QuestionSet) -> QuestionSetVersion | None:
    """The newest version of a set; None before its first."""
    rows = QuestionSetVersion.objects.within(question_set.desk_id).filter(question_set=question_set)
    found: QuestionSetVersion | None = rows.order_by("number").last()
    return found


def _readable(code: str, title: str, questions: Sequence[Any], *, is_table: bool) -> None:
    if not questions:
        raise Invalid(_("A set asks something."), {"title": _("A set asks something.")})
    _named(title)
    if len(code) > CODE_LIMIT:
        raise Invalid(_("Give the set a name."), {"title": _("Give the set a name.")})
    asked = [{"code": code, "kind": "table", "label": title, "columns": questions}] if is_table else questions
    read_form(as_form(asked))


def _named(title: str) -> None:
    if not title.strip() or len(title) > TITLE_LIMIT:
        raise Invalid(_("Give the set a name."), {"title": _("Give the set a name.")})


def _locked(actor: Actor, question_set: QuestionSet) -> QuestionSet:
    actor.need("catalog.design", question_set.desk_id)
    rows = QuestionSet.objects.within(question_set.desk_id).select_for_update(of=("self",)).select_related("desk")
    row: QuestionSet | None = rows.filter(pk=question_set.pk).first()
    if row is None:
        raise NotFound
    return row


def _tell(actor: Actor, row: QuestionSet, field: str) -> None:
    last = last_of(row)
    fact = QuestionSetEdited(question_set=row.pk, number=last.number if last is not None else 0, fields=[field])
    emit(fact, actor=actor, desk_id=row.desk_id)
