"""Putting a template onto a desk that there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions import switch_modules
from deskhand.accounts.models import Desk
from deskhand.desk_templates.checks import check
from deskhand.desk_templates.events import TemplateApplied
from deskhand.desk_templates.file import Entry, Template
from deskhand.desk_templates.models import FromTemplate
from deskhand.desk_templates.section import Joined, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import clock, growing, slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid
from deskhand.kernel.events import emit


@dataclass
class Applied:
    """What came of it: the rows that were made, the modules that were switched on for it, and the rows of before to
    which something was put (or was not, because somebody has changed them)."""

    desk: Desk
    made: list[FromTemplate] = field(default_factory=list)
    switched_on: list[str] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)


@transaction.atomic
def apply_template(
    *, actor: Actor, desk: Desk, template: Template, language: str, switch_on: Sequence[str] = ()
) -> Applied:
    """Make what the template has and the desk has not, in one transaction: all or nothing. First the modules of
    ``switch_on`` and what they need are switched on; what belongs to modules that are off is left for another time.
    What came from the template before, or has its name, stays as it is; but if nobody has touched it, it gets what the
    template says of it and only came now, such as an item its approval. Raises Invalid with file and line."""
    actor.need("desks.edit", desk.pk)
    if language not in dict(settings.LANGUAGES):
        words = _("One of: %(words)s.") % {"words": ", ".join(code for code, _name in settings.LANGUAGES)}
        raise Invalid(words, {"language": words})
    check(template)
    desk = Desk.objects.select_for_update().get(pk=desk.pk)
    done = Applied(desk, switched_on=_switch(actor, desk, switch_on))
    work = _work(actor, desk, template, language)
    tables = [
        (section, entry)
        for section in slots.items("desk_template", desk_id=desk.pk)
        for entry in template.sections.get(section.code, ())
    ]
    before = dict(work.known)
    for section, entry in tables:
        row = _make(work, section, entry)
        done.made += [row] if row is not None and row.is_made else []
    for section, entry in tables:
        row = before.get((section.code, entry.code))
        if row is not None and row.is_made and (found := section.join(work, entry, row)) is not None:
            done.joined.append(found)
            if found.is_done:  # What the template puts there itself is nobody's change.
                FromTemplate.objects.within(desk).filter(pk=row.pk).update(at=clock.now())
    fact = TemplateApplied(desk=desk.pk, template=template.key, language=language, made=len(done.made))
    emit(fact, actor=actor, desk_id=desk.pk)
    done.desk = work.desk
    return done


def _switch(actor: Actor, desk: Desk, wanted: Sequence[str]) -> list[str]:
    on = growing.on_at(desk.pk)
    if set(wanted) <= on:
        return []
    return switch_modules(actor=actor, desk=desk, wanted=on | set(wanted))


def _work(actor: Actor, desk: Desk, template: Template, language: str) -> Work:
    rows = FromTemplate.objects.within(desk).filter(template=template.key)
    return Work(actor, desk, template, language, {(one.section, one.code): one for one in rows})


def _make(work: Work, section: Section, entry: Entry) -> FromTemplate | None:
    if (section.code, entry.code) in work.known:
        return None
    try:
        with transaction.atomic():
            made = section.make(work, entry)
    except (Invalid, Conflict) as refusal:
        fields = getattr(refusal, "fields", None) or {}
        raise entry.wrong(" ".join([str(refusal), *(f"{name}: {words}" for name, words in fields.items())])) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        # A table of somebody's own that has not the shape which the section reads.
        raise entry.wrong(_("It has not the right shape: %(error)s") % {"error": str(error)[:200]}) from error
    if made is None:
        return None
    row: FromTemplate = FromTemplate.objects.create(
        desk=work.desk,
        template=work.template.key,
        section=section.code,
        code=entry.code,
        row_id=made.row.pk,
        word=made.word,
        is_made=made.is_new,
        at=clock.now(),
    )
    work.known[section.code, entry.code] = row
    work.fresh.add((section.code, entry.code))
    return row
