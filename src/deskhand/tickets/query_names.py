"""What names in a query stand for: people, teams, tags, statuses, organizations of the desks that the asker serves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk, DeskRole, Location, Person, Team
from deskhand.kernel.actor import Channel
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.query import Env, Suggestion
from deskhand.kernel.query.fields import MAX_SUGGESTIONS
from deskhand.kernel.query.values import Text
from deskhand.kernel.words import fold
from deskhand.tickets.models import Category, Service, Status, Tag
from deskhand.tickets.people import begins_like, of_desks, organizations_of

OWN_TEAMS = "mine"
"""``team:mine``: every team that the asker is in."""

MOST_PEOPLE = 200
"""People that one name may stand for; a part of a name that more share is too vague to be meant."""

CHANNELS: tuple[tuple[str, Any], ...] = (
    (Channel.WEB.value, gettext_lazy("Entered by an agent")),
    (Channel.PORTAL.value, gettext_lazy("Portal")),
    (Channel.FORM.value, gettext_lazy("Web form")),
    (Channel.MAIL.value, gettext_lazy("Mail")),
    (Channel.PHONE.value, gettext_lazy("Phone")),
    (Channel.WALK_IN.value, gettext_lazy("At the counter")),
    (Channel.API.value, gettext_lazy("API")),
    (Channel.CLI.value, gettext_lazy("Command line")),
    (Channel.IMPORT.value, gettext_lazy("Import")),
    (Channel.SYSTEM.value, gettext_lazy("Deskhand")),
)
"""Doors that a ticket can have come through, with their words."""


def desks(env: Env) -> list[int]:
    """The desks that a query may look at: those that the asker serves, narrowed to the one it is asked on."""
    served = env.actor.desks_with("tickets.read") if env.actor is not None else []
    if env.actor is not None and env.actor.is_system and env.desk_id is not None:
        return [env.desk_id]
    return [one for one in served if env.desk_id is None or one == env.desk_id]


def served(env: Env) -> list[int]:
    """The desks that the asker serves, whichever it is asked on."""
    if env.actor is None or env.actor.is_system:
        return desks(env)
    return env.actor.desks_with("tickets.read")


def people(text: str, env: Env) -> Collection[int]:
    """By address, by whole name, else by the beginning of a word of the name."""
    known = of_desks(desks(env))
    exact = list(
        known.filter(Q(email=text.strip().lower()) | Q(name__iexact=text.strip())).values_list("pk", flat=True)
    )
    return exact or list(known.filter(begins_like(text.strip())).values_list("pk", flat=True)[:MOST_PEOPLE])


def suggest_people(text: str, env: Env) -> Sequence[Suggestion]:
    """Requesters and colleagues, by name."""
    return _suggested(of_desks(desks(env)), text)


def suggest_agents(text: str, env: Env) -> Sequence[Suggestion]:
    """Those who serve the desk."""
    serving = DeskRole.objects.filter(desk_id__in=desks(env), role__in=STAFF)
    return _suggested(Person.objects.filter(pk__in=serving.values("person_id")), text)


def _suggested(known: Any, text: str) -> list[Suggestion]:
    found = known.filter(begins_like(text.strip())) if text.strip() else known
    rows = found.order_by("name").values_list("name", "email")[:MAX_SUGGESTIONS]
    return [Suggestion(Text(email or name).to_text(), f"{name} ({email})" if email else name) for name, email in rows]


def teams(text: str, env: Env) -> Collection[int]:
    """By name, or all of one's own for ``mine``."""
    here = Team.objects.within(desks(env))
    if fold(text) == OWN_TEAMS:
        return list(here.filter(memberships__person_id=env.me).values_list("pk", flat=True)) if env.me else []
    return _by_name(here, text)


def suggest_teams(text: str, env: Env) -> Sequence[Suggestion]:
    own = [Suggestion(OWN_TEAMS, _("My teams"))] if OWN_TEAMS.startswith(fold(text)) else []
    return own + _named(Team.objects.within(desks(env)).active(), text)


def organizations(text: str, env: Env) -> Collection[int]:
    return _by_name(_organizations(env), text)


def suggest_organizations(text: str, env: Env) -> Sequence[Suggestion]:
    return _named(_organizations(env), text)


def _organizations(env: Env) -> Any:
    return organizations_of(desks(env))


def services(text: str, env: Env) -> Collection[int]:
    return _folded(Service, text, env)


def suggest_services(text: str, env: Env) -> Sequence[Suggestion]:
    return _named(Service.objects.within(desks(env)).active(), text)


def has_services(env: Env) -> bool:
    return bool(Service.objects.within(desks(env)).exists())


def locations(text: str, env: Env) -> Collection[int]:
    return _folded(Location, text, env)


def suggest_locations(text: str, env: Env) -> Sequence[Suggestion]:
    return _named(Location.objects.within(desks(env)).active(), text)


def has_locations(env: Env) -> bool:
    return bool(Location.objects.within(desks(env)).exists())


def _folded(model: Any, text: str, env: Env) -> list[int]:
    """Those of a desk's list, also put away, whose name is this one however it is spelled."""
    wanted = fold(" ".join(text.split()))
    return list(model.objects.within(desks(env)).filter(folded=wanted).values_list("pk", flat=True))


def desks_called(text: str, env: Env) -> Collection[int]:
    """By key or name."""
    rows = Desk.objects.filter(pk__in=served(env)).values_list("pk", "key", "name")
    return [pk for pk, key, name in rows if fold(text) in (key, fold(name))]


def suggest_desks(text: str, env: Env) -> Sequence[Suggestion]:
    typed = fold(text)
    rows = Desk.objects.filter(pk__in=served(env)).order_by("name").values_list("key", "name")
    fitting = [Suggestion(key, name) for key, name in rows if key.startswith(typed) or fold(name).startswith(typed)]
    return fitting[:MAX_SUGGESTIONS]


def has_several_desks(env: Env) -> bool:
    return len(served(env)) > 1


def tags(text: str, env: Env) -> Collection[int]:
    return list(Tag.objects.within(desks(env)).filter(name=text.casefold()).values_list("pk", flat=True))


def suggest_tags(text: str, env: Env) -> Sequence[Suggestion]:
    return _named(Tag.objects.within(desks(env)), text)


def statuses(text: str, env: Env) -> Collection[int]:
    """By key or name; a category's word stands for all statuses of the category."""
    wanted = fold(text)
    return [one.pk for one in _statuses(env) if wanted in {one.category, fold(one.key), fold(one.label)}]


def suggest_statuses(text: str, env: Env) -> Sequence[Suggestion]:
    typed = fold(text)
    labels = {one.key: one.label for one in _statuses(env)}
    return [
        Suggestion(Text(key).to_text(), label)
        for key, label in labels.items()
        if fold(key).startswith(typed) or fold(label).startswith(typed)
    ]


def _statuses(env: Env) -> list[Status]:
    order = {category: place for place, category in enumerate(Category.values)}
    return sorted(Status.objects.within(desks(env)), key=lambda one: (order[one.category], one.position))


def _by_name(known: Any, text: str) -> list[int]:
    """Exactly that name, in any case; names are few, so accents are folded here."""
    return [pk for pk, name in known.values_list("pk", "name") if fold(name) == fold(text)]


def _named(known: Any, text: str) -> list[Suggestion]:
    typed = fold(text)
    names = dict.fromkeys(known.order_by("name").values_list("name", flat=True))
    fitting = [name for name in names if any(fold(part).startswith(typed) for part in (name, *name.split()))]
    return [Suggestion(Text(name).to_text(), name) for name in fitting[:MAX_SUGGESTIONS]]
