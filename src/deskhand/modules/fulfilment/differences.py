"""What two versions of a plan have different."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from deskhand.modules.fulfilment.definition import ON_LABELS, Definition, Edge


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A step or an arrow, and what became of it."""

    what: str
    words: str


def between(old: Definition, new: Definition) -> list[Difference]:
    """Steps first, in the order of the newer one."""
    found = []
    for step in new.steps:
        before = old.by_code.get(step.code)
        if before is None:
            found.append(Difference(what=step.name, words=_("new")))
        elif asdict(before) != asdict(step):
            found.append(Difference(what=step.name, words=_("changed")))
    found += [Difference(what=one.name, words=_("removed")) for one in old.steps if one.code not in new.by_code]
    found += [Difference(what=_arrow(new, one), words=_("new")) for one in new.edges if one not in old.edges]
    found += [Difference(what=_arrow(old, one), words=_("removed")) for one in old.edges if one not in new.edges]
    return found


def _arrow(plan: Definition, edge: Edge) -> str:
    names = [plan.by_code[code].name if code in plan.by_code else code for code in (edge.start, edge.end)]
    return f"{names[0]} → {names[1]} ({ON_LABELS[edge.on]})"
