"""What versions of policies promise, ready for pages that are looked at all day. Rows of versions never change: what
was read of one is good for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskhand.modules.sla import terms
from deskhand.modules.sla.models import PolicyVersion
from deskhand.modules.sla.terms import Target

KEPT = 5_000
"""Versions of policies whose targets a process keeps; then it begins anew."""

_kept: dict[int, Mapping[str, Target]] = {}


def targets_of(version_ids: Iterable[int]) -> Mapping[int, Mapping[str, Target]]:
    """The targets of versions whose clocks were read within their desk, by version and key. One query where this
    process has not seen one of them yet, else none."""
    wanted = set(version_ids)
    missing = wanted - _kept.keys()
    if missing:
        if len(_kept) + len(missing) > KEPT:
            _kept.clear()
        missing = wanted - _kept.keys()
        rows = PolicyVersion.objects.beyond_walls("versions of clocks that were read within their desk")
        for pk, said in rows.filter(pk__in=missing).values_list("pk", "terms"):
            _kept[pk] = {one.key: one for one in terms.read(said).targets}
    return _kept


def forget() -> None:
    """Read them anew: for tests, in which rows of one test have the ids of another's."""
    _kept.clear()
