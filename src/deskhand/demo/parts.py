"""Who plays which part in a ticket, and what its slots say about them."""

import random
from datetime import datetime, timedelta

from deskhand.demo.cast import Cast, Person
from deskhand.demo.hours import ZONE
from deskhand.demo.library import Story
from deskhand.demo.variation import Words

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}


class Parts:
    """The people of one ticket by part; any other name is taken as the key of a person."""

    def __init__(self, story: Story, cast: Cast, rng: random.Random) -> None:
        self.cast = cast
        requester = story.requester or rng.choice(_who_could_ask(story, cast))
        agent = story.agent or rng.choice(_team(cast, story.team, story.lang, without=requester))
        last_team = next(
            (value for step in reversed(story.steps) for field, value in step.changes if field == "team"),
            story.team,
        )
        self._people = {
            "requester": requester,
            "agent": agent,
            "other_agent": rng.choice(_team(cast, last_team, story.lang, without=agent)),
            "colleague": rng.choice(_colleagues(cast, requester, story.lang)),
        }

    def __getitem__(self, part: str) -> str:
        """The key of the person who plays the part."""
        return self._people.get(part, part)

    def person(self, part: str) -> Person:
        """The person who plays the part; raises KeyError for a name that is neither part nor person."""
        return self.cast.people[self[part]]


_asked: dict[tuple[str, ...], list[str]] = {}
"""Who could ask, by language and organizations: the same few lists are needed for every ticket."""


def _who_could_ask(story: Story, cast: Cast) -> list[str]:
    key = (story.lang, *story.orgs)
    if key not in _asked:
        _asked[key] = [
            person.key
            for person in cast.requesters
            if story.lang in person.writes and (not story.orgs or person.org in story.orgs)
        ]
    return _asked[key]


def _team(cast: Cast, team: str, lang: str, *, without: str) -> list[str]:
    able = [p.key for p in cast.agents if team in p.teams and lang in p.writes and p.key != without]
    return able or [p.key for p in cast.agents if team in p.teams and p.key != without]


def _colleagues(cast: Cast, requester: str, lang: str) -> list[str]:
    org = cast.people[requester].org or "eberfeld"
    near = [p.key for p in cast.requesters if p.org == org and p.key != requester]
    return [key for key in near if lang in cast.people[key].writes] or near


def words_for(story: Story, parts: Parts, created_at: datetime, rng: random.Random) -> Words:
    """The slots of one ticket: its people, its calendar, the story's own lists, then the desk's pools."""
    pools = parts.cast.pools
    local = created_at.astimezone(ZONE)

    def make(name: str) -> str | None:
        if ":" in name:
            return _moment(name, local, story.lang)
        return _about(name, parts, story.lang)

    own = pools[parts.person("requester").org or "eberfeld"]
    return Words(rng, {}, (story.lists, own, pools[story.lang], pools["any"]), make)


def _about(name: str, parts: Parts, lang: str) -> str | None:
    part, _, what = name.partition(".")
    if name == "hi":
        return _greeting(parts.person("requester"), lang)
    if part == "manager":
        person = parts.cast.people[parts.person("requester").manager or parts["colleague"]]
    elif part == "other":
        person = parts.person("other_agent")
    elif part in ("requester", "agent", "colleague"):
        person = parts.person(part)
    else:
        return None
    return _fact(person, what or "name", parts.cast)


def _fact(person: Person, what: str, cast: Cast) -> str | None:
    if what == "org":
        return next(o.name for o in cast.organizations if o.key == person.org)
    if what == "formal_object":
        return person.formal.replace("Herr ", "Herrn ")
    return str(getattr(person, what)) if what in Person.__slots__ else None


def _greeting(person: Person, lang: str) -> str:
    if lang == "de":
        return f"Guten Tag {person.formal},"
    return f"Bonjour {person.first}," if lang == "fr" else f"Hi {person.first},"


def _moment(name: str, created: datetime, lang: str) -> str | None:
    """`day:+2` (Monday, 30 November), `date:-3`, `weekday:1` (a working day), `clock:-20` in minutes, `month:1`."""
    what, _, offset = name.partition(":")
    if what == "clock":
        return f"{created + timedelta(minutes=int(offset)):%H:%M}"
    if what == "month":
        return _MONTHS[lang][(created.month - 1 + int(offset)) % 12]
    day = _working_day(created, int(offset))
    date = f"{day.day}{'.' if lang == 'de' else ''} {_MONTHS[lang][day.month - 1]}"
    weekday = _WEEKDAYS[lang][day.weekday()]
    if what == "day":
        return f"{weekday} {date}" if lang == "fr" else f"{weekday}, {date}"
    if what == "iso":
        return f"{day:%Y-%m-%d}"
    return {"date": date, "weekday": weekday}.get(what)


def _working_day(created: datetime, offset: int) -> datetime:
    day = created + timedelta(days=offset)
    while day.weekday() > 4:
        day += timedelta(days=1 if offset >= 0 else -1)
    return day
