"""A ticket's facts in words: who did what, through which door, when and why."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Channel
from deskhand.kernel.own_words import mark
from deskhand.tickets.facts import KEPT, Fact
from deskhand.tickets.history_macros import APPLIED, applied, grouped
from deskhand.tickets.history_readers import ABOUT_SOMEBODY, PLAIN
from deskhand.tickets.history_together import TOGETHER, in_force
from deskhand.tickets.history_undone import without_what_put_back
from deskhand.tickets.history_waiting import snoozed, woken
from deskhand.tickets.module_facts import HistorySentence, hidden, on_desk, sentences
from deskhand.tickets.names import Names, category_word, kind_word, priority_word

WRITTEN = frozenset(
    {"ticket.created", "ticket.replied", "ticket.requester_replied", "ticket.noted", "ticket.letter_filed"}
)
"""Facts that are messages: the conversation shows what was written, not that it was."""

QUIET = frozenset({"ticket.reopened", "ticket.left", "ticket.heard_of_merged"})
"""Facts that another one recorded beside them tells already."""

DOORS: Mapping[str, Any] = {
    Channel.MAIL.value: gettext_lazy("by mail"),
    Channel.PORTAL.value: gettext_lazy("on the portal"),
    Channel.API.value: gettext_lazy("through the API"),
    Channel.CLI.value: gettext_lazy("on the command line"),
    Channel.PHONE.value: gettext_lazy("by phone"),
    Channel.FORM.value: gettext_lazy("by the web form"),
    Channel.IMPORT.value: gettext_lazy("by an import"),
    "walk_in": gettext_lazy("at the counter"),
}
"""How somebody came in, where it is worth a word: the workspace itself and Deskhand are not."""


class Entry(NamedTuple):
    """One fact in words. ``parts`` are those of a macro that it came to. ``mark`` is the category whose mark stands
    before it, for changes of the status; ``merged`` the number of the other of a merge that can be taken back."""

    id: int
    at: datetime
    code: str
    words: str
    door: str
    reason: str
    mark: str = ""
    merged: int | None = None
    parts: tuple[Any, ...] = ()


def told(facts: tuple[Fact, ...], names: Names, desk_id: int) -> tuple[Entry, ...]:
    """The facts in words, in their order; without those of modules that are off on the desk."""
    of_modules, quiet = sentences(desk_id), QUIET | hidden(desk_id)
    facts = on_desk(facts, desk_id, of_modules)
    return _in_words(facts, names, of_modules, quiet, (get_language(), str(timezone.get_current_timezone()), mark()))


@functools.lru_cache(maxsize=KEPT)
def _in_words(
    facts: tuple[Fact, ...],
    names: Names,
    of_modules: tuple[HistorySentence, ...],
    quiet: frozenset[str],
    _reader: tuple[Hashable, ...],
) -> tuple[Entry, ...]:
    merged, says = in_force(facts), _SENTENCES | {one.code: one.say for one in of_modules}
    shown = (fact for fact in facts if fact.code not in quiet and not _is_told_beside(fact))
    told = (_entry(fact, names, says)._replace(merged=merged.get(fact.id)) for fact in shown)
    return grouped(without_what_put_back(tuple(told), facts), facts)


def each(facts: tuple[Fact, ...], names: Names, desk_id: int) -> dict[int, Entry]:
    """Every one of the facts in words by its id, also those that another one beside it tells."""
    of_modules = sentences(desk_id)
    says = _SENTENCES | {one.code: one.say for one in of_modules}
    return {fact.id: _entry(fact, names, says) for fact in on_desk(facts, desk_id, of_modules)}


def _is_told_beside(fact: Fact) -> bool:
    """Whether a change of the status follows from a fact that tells it."""
    return fact.code == "ticket.status_changed" and fact.values.get("because") in ("snoozed", "woken")


def counted(facts: Iterable[Fact]) -> tuple[str, ...]:
    """How often the ticket was reopened and given on, in words; nothing for what never happened. Counted from the
    facts: giving it to a first person is not giving it on."""
    codes = [fact.code for fact in facts if fact.code != "ticket.assigned" or fact.values["old"]]
    reopened, given_on = (
        codes.count("ticket.reopened"),
        codes.count("ticket.assigned") + codes.count("ticket.team_changed"),
    )
    words = []
    if reopened:
        words.append(ngettext("reopened once", "reopened %(num)s times", reopened) % {"num": reopened})
    if given_on:
        words.append(ngettext("given on once", "given on %(num)s times", given_on) % {"num": given_on})
    return tuple(words)


def _entry(fact: Fact, names: Names, says: Mapping[str, _Sentence]) -> Entry:
    who = names.person(fact.actor_id) if fact.actor_id else "Deskhand"
    if fact.on_behalf_of_id:
        who = _("%(who)s for %(other)s") % {"who": who, "other": names.person(fact.on_behalf_of_id)}
    values = fact.values
    return Entry(
        id=fact.id,
        at=fact.at,
        code=fact.code,
        words=says.get(fact.code, _unknown)(who, values, names, fact.code),
        door=str(DOORS.get(fact.channel, "")),
        reason=fact.reason,
        mark=values.get("new_category", ""),
    )


_Values = Mapping[str, Any]
_Sentence = Callable[[str, _Values, Names, str], str]


def _created(who: str, values: _Values, names: Names, code: str) -> str:
    requester = values.get("requester")
    if requester and names.person(requester) != who:
        return _("%(who)s entered this for %(requester)s") % {"who": who, "requester": names.person(requester)}
    return _("%(who)s opened this") % {"who": who}


def _noted(who: str, values: _Values, names: Names, code: str) -> str:
    if values.get("kind") == "log":
        return _("%(who)s logged a call or visit") % {"who": who}
    return _("%(who)s wrote an internal note") % {"who": who}


_BECAUSE: Mapping[str, Any] = {
    "assigned": gettext_lazy("%(who)s took this up: from %(old)s to %(new)s"),
    "agent_reply": gettext_lazy("%(who)s answered, so this went from %(old)s to %(new)s"),
    "requester_reply": gettext_lazy("%(who)s answered, so this went from %(old)s to %(new)s"),
    "added": gettext_lazy("%(who)s added this elsewhere, so it went from %(old)s to %(new)s"),
    "merged": gettext_lazy("%(who)s merged this, so it went from %(old)s to %(new)s"),
    "plan": gettext_lazy("From %(old)s to %(new)s by the plan"),
    "replaced": gettext_lazy("From %(old)s to %(new)s, because the desk put that status away"),
    "silence": gettext_lazy("%(new)s by itself, after days of silence"),
    "undo": gettext_lazy("%(who)s took a change back: from %(old)s to %(new)s"),
}


def _status(who: str, values: _Values, names: Names, code: str) -> str:
    pattern = _BECAUSE.get(values.get("because", ""), _("%(who)s changed the status from %(old)s to %(new)s"))
    return str(pattern) % {
        "who": who,
        "old": names.status(values["old"], values["old_category"]),
        "new": names.status(values["new"], values["new_category"]),
    }


def _reopened(who: str, values: _Values, names: Names, code: str) -> str:
    return _("%(who)s opened this again; it was %(old)s") % {"who": who, "old": category_word(values["old_category"])}


def _assigned(who: str, values: _Values, names: Names, code: str) -> str:
    old, new = values.get("old"), values.get("new")
    said = {"who": who, "old": names.person(old), "new": names.person(new)}
    if new is None:
        return _("%(who)s took this from %(old)s; it is nobody’s now") % said
    if said["new"] == who:
        return _("%(who)s took this from %(old)s") % said if old else _("%(who)s took this") % said
    return _("%(who)s gave this from %(old)s to %(new)s") % said if old else _("%(who)s gave this to %(new)s") % said


def _team(who: str, values: _Values, names: Names, code: str) -> str:
    said = {"who": who, "old": names.team(values.get("old")), "new": names.team(values.get("new"))}
    if values.get("new") is None:
        return _("%(who)s took this from the team %(old)s") % said
    if values.get("old") is None:
        return _("%(who)s gave this to the team %(new)s") % said
    return _("%(who)s gave this from the team %(old)s to %(new)s") % said


def _priority(who: str, values: _Values, names: Names, code: str) -> str:
    said = {"who": who, "old": priority_word(values["old"]), "new": priority_word(values["new"])}
    if values["new"] > values["old"]:
        return _("%(who)s raised the priority from %(old)s to %(new)s") % said
    return _("%(who)s lowered the priority from %(old)s to %(new)s") % said


def _changed(who: str, values: _Values, names: Names, code: str) -> str:
    old, new, name = values.get("old"), values.get("new"), values.get("field")
    if name == "kind":
        said = {"who": who, "old": kind_word(str(old)), "new": kind_word(str(new))}
        return _("%(who)s changed the kind from %(old)s to %(new)s") % said
    if name == "requester":
        said = {"who": who, "old": names.person(old), "new": names.person(new)}
        return _("%(who)s changed the requester from %(old)s to %(new)s") % said
    if name == "affected":
        said = {"who": who, "new": names.person(new)}
        return (
            _("%(who)s said that this is about %(new)s") % said
            if new
            else _("%(who)s cleared whom this is about") % said
        )
    if name == "organization":
        said = {"who": who, "old": names.organization(old), "new": names.organization(new)}
        return _("%(who)s changed the organization from %(old)s to %(new)s") % said
    if name == "service":
        said = {"who": who, "old": names.service(old), "new": names.service(new)}
        return _("%(who)s changed the service from %(old)s to %(new)s") % said
    if name == "location":
        said = {"who": who, "old": names.location(old), "new": names.location(new)}
        return _("%(who)s changed the location from %(old)s to %(new)s") % said
    if name == "subject":
        return _("%(who)s changed the subject") % {"who": who}
    return _("%(who)s changed %(field)s") % {"who": who, "field": name}


def _tagged(who: str, values: _Values, names: Names, code: str) -> str:
    added, removed = values.get("added", []), values.get("removed", [])
    said = {
        "who": who,
        "added": ", ".join(names.tag(one) for one in added),
        "removed": ", ".join(names.tag(one) for one in removed),
    }
    if added and removed:
        return _("%(who)s put on %(added)s and took off %(removed)s") % said
    if added:
        return ngettext("%(who)s put on the tag %(added)s", "%(who)s put on the tags %(added)s", len(added)) % said
    return (
        ngettext("%(who)s took off the tag %(removed)s", "%(who)s took off the tags %(removed)s", len(removed)) % said
    )


def _follower(pattern: Any, own: Any) -> _Sentence:
    def sentence(who: str, values: _Values, names: Names, code: str) -> str:
        person = names.person(values.get("person"))
        return str(own if person == who else pattern) % {"who": who, "person": person}

    return sentence


def _moved(who: str, values: _Values, names: Names, code: str) -> str:
    said = {"who": who, "old": names.desk(values.get("old_desk")), "new": names.desk(values.get("new_desk"))}
    if values.get("is_undo"):
        return _("%(who)s took the move back: from %(old)s to %(new)s") % said
    return _("%(who)s moved this from %(old)s to %(new)s") % said


def _added(who: str, values: _Values, names: Names, code: str) -> str:
    said = {"who": who, "number": values.get("number")}
    if values.get("is_follow_up"):
        return _("%(who)s made this a follow-up to %(number)s") % said
    return _("%(who)s added this to %(number)s") % said


def _spam(who: str, values: _Values, names: Names, code: str) -> str:
    if values.get("blocked"):
        return _("%(who)s marked this as spam and blocked the sender") % {"who": who}
    return _("%(who)s marked this as spam") % {"who": who}


def _plain(pattern: Any) -> _Sentence:
    return lambda who, values, names, code: str(pattern) % {"who": who}


def _unknown(who: str, values: _Values, names: Names, code: str) -> str:
    return _("%(who)s: %(what)s") % {"who": who, "what": code.partition(".")[2].replace("_", " ")}


_KEPT_BACK: Mapping[str, Any] = {
    "by_hand": gettext_lazy("%(who)s took back the planned answer of %(person)s"),
    "requester_wrote": gettext_lazy("The planned answer of %(person)s was not sent: the requester wrote before"),
    "letter_filed": gettext_lazy(
        "The planned answer of %(person)s was not sent: a letter came before that waits for an agent’s decision"
    ),
    "ended": gettext_lazy("The planned answer of %(person)s was not sent: the ticket ended before"),
    "spam": gettext_lazy("The planned answer of %(person)s was not sent: the ticket was marked as spam"),
    "deleted": gettext_lazy("The planned answer of %(person)s was not sent: the ticket was deleted"),
    "author_gone": gettext_lazy("The planned answer of %(person)s was not sent: they do not serve this desk any more"),
    "refused": gettext_lazy("The planned answer of %(person)s was not sent: it could not be written"),
}


def _kept_back(who: str, values: _Values, names: Names, code: str) -> str:
    person = names.person(values.get("person"))
    if values.get("because") == "by_hand" and person == who:
        return _("%(who)s took back a planned answer") % {"who": who}
    pattern = _KEPT_BACK.get(values.get("because", ""), _KEPT_BACK["refused"])
    return str(pattern) % {"who": who, "person": person}


_SENTENCES: dict[str, _Sentence] = {
    "ticket.created": _created,
    "ticket.confirmed": _plain(gettext_lazy("%(who)s proved the address")),
    "ticket.replied": _plain(gettext_lazy("%(who)s answered")),
    "ticket.answer_planned": _plain(gettext_lazy("%(who)s planned an answer")),
    "ticket.answer_kept_back": _kept_back,
    "ticket.snoozed": snoozed,
    "ticket.woken": woken,
    "ticket.draft_taken": _follower(
        gettext_lazy("%(who)s took over the draft of %(person)s"), gettext_lazy("%(who)s took over a draft")
    ),
    "ticket.requester_replied": _plain(gettext_lazy("%(who)s wrote")),
    "ticket.noted": _noted,
    "ticket.letter_filed": _plain(gettext_lazy("A letter was put into the conversation")),
    "ticket.letter_copied": _plain(gettext_lazy("The letter came to another mailbox, too")),
    "ticket.sender_admitted": _follower(
        gettext_lazy("%(who)s let %(person)s in"), gettext_lazy("%(who)s came in by a letter")
    ),
    "ticket.sender_refused": _plain(gettext_lazy("%(who)s did not let the sender of a letter in")),
    "ticket.letter_added": _added,
    "ticket.letter_unjoined": _plain(gettext_lazy("%(who)s took back what was let in")),
    "ticket.reply_addresses_revoked": _plain(
        gettext_lazy("%(who)s made all reply addresses handed out so far count no more")
    ),
    "ticket.status_changed": _status,
    "ticket.reopened": _reopened,
    "ticket.closing_announced": _plain(gettext_lazy("%(who)s told the requester that this is about to close")),
    "ticket.assigned": _assigned,
    "ticket.team_changed": _team,
    "ticket.priority_changed": _priority,
    "ticket.changed": _changed,
    "ticket.tagged": _tagged,
    "ticket.moved": _moved,
    "ticket.left": _plain(gettext_lazy("%(who)s moved this to another desk")),
    **TOGETHER,
    **{code: _plain(words) for code, words in PLAIN.items()},
    **{code: _follower(*words) for code, words in ABOUT_SOMEBODY.items()},
    APPLIED: applied,
    "ticket.marked_spam": _spam,
    "ticket.unmarked_spam": _plain(gettext_lazy("%(who)s took the spam mark back")),
    "ticket.deleted": _plain(gettext_lazy("%(who)s deleted this")),
    "ticket.restored": _plain(gettext_lazy("%(who)s restored this from the bin")),
    "ticket.change_undone": _plain(gettext_lazy("%(who)s took a change back")),
    "ticket.purged": _plain(gettext_lazy("Deleted for good")),
}
"""Every type of fact about tickets but those of modules; a test keeps it whole."""
