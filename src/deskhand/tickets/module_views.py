"""How many tickets the views of modules hold."""

from __future__ import annotations

from deskhand.kernel.actor import Actor
from deskhand.tickets import built_in_views, listing


def counts(actor: Actor, desk_id: int, version: str) -> dict[str, int]:
    """How many tickets each view of a module has, by its key, at most ``listing.COUNT_LIMIT``; none for a view whose
    question cannot be understood. One query a view, whose answer is kept as those of the built-in views are, but for
    each person: the question may mean who asks."""
    kept = built_in_views.kept_counts(desk_id, version)
    found: dict[str, int] = {}
    for view in built_in_views.of_modules(desk_id):
        place = (view.key, actor.person_id)
        if place not in kept:
            question = listing.asked(actor, desk_id, view.query)
            kept[place] = None if question.error else listing.counted(actor, question)
        if kept[place] is not None:
            found[view.key] = kept[place]
    return found
