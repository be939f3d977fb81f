"""Commands on one ticket: every verb that its page offers to this person in this state."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Location, Team
from deskhand.kernel import clock
from deskhand.tickets import choosing, following, moving, snoozing, splitting
from deskhand.tickets.commands import ON_TICKET, Command, Where
from deskhand.tickets.models import Category, LinkKind, Macro, Priority, Service, Ticket

Words = str | Promise

MACROS = 60
"""Macros that are offered by name; the page of macros has all."""

ASSIGNEES = 60
"""Colleagues who are offered by name; the picker finds the others."""


def on_ticket(where: Where) -> Iterator[Command]:
    """Everything that can be done to the ticket at hand."""
    ticket = where.ticket
    if ticket is None:
        return
    if where.may("tickets.reply"):
        yield _pressing("reply", _("Reply"), "reply", "r", _("answer"))
    if where.may("tickets.note"):
        yield _pressing("note", _("Internal note"), "lock", "n", _("write a note, comment"))
    yield from _assigning(where, ticket)
    yield from _statuses(where, ticket)
    yield from _changing(where, ticket)
    yield from _listed(where, ticket)
    yield from _macros(where, ticket)
    yield from _following(where, ticket)
    yield from _linking(where, ticket)
    yield from _merging(where, ticket)
    yield from _splitting(where, ticket)
    yield from _telling(where, ticket)
    yield from _as_a_whole(where, ticket)


def _pressing(name: str, words: Words, icon: str, key: str, also: Words = "") -> Command:
    """A command that uses the control of the page which has this key."""
    return Command(f"ticket:{name}", ON_TICKET, words, icon, press=key, hint=key, also=also)


def _setting(
    ticket: Ticket, name: str, value: object, words: Words, icon: str, detail: Words, also: Words = ""
) -> Command:
    """A command that gives a property a value."""
    post, fields = reverse("tickets:change", args=[ticket.number, name]), {name: str(value)}
    key = f"ticket:{name}:{value}"
    return Command(key, ON_TICKET, words, icon, post=post, fields=fields, detail=detail, also=also)


def _assigning(where: Where, ticket: Ticket) -> Iterator[Command]:
    if not where.may("tickets.assign"):
        return
    yield _pressing("assign", _("Assign…"), "user-round", "a", _("assignee, owner"))
    if ticket.assignee_id is not None:
        yield _setting(ticket, "assignee", choosing.NOBODY, _("Assign to nobody"), "user-round-x", "", _("unassign"))
    for person in choosing.agents(ticket.desk)[:ASSIGNEES]:
        if person.pk == ticket.assignee_id:
            continue
        is_me = person.pk == where.actor.person_id
        words = _("Assign to me") if is_me else _("Assign to %(name)s") % {"name": person.name}
        icon = "user-round-check" if is_me else "user-round"
        yield _setting(ticket, "assignee", person.pk, words, icon, _("%(n)s open") % {"n": person.load}, _("take"))
    yield _pressing("team", _("Give to a team…"), "users", "g m", _("team, hand over"))
    for team in Team.objects.within(ticket.desk_id).active().order_by("name"):
        # A higher team wants a hand-over note: that is the picker's to ask.
        if team.pk != ticket.team_id and not team.is_above(ticket.team):
            yield _setting(ticket, "team", team.pk, _("Give to %(team)s") % {"team": team.name}, "users", _("team"))


def _statuses(where: Where, ticket: Ticket) -> Iterator[Command]:
    if not where.may("tickets.status"):
        return
    yield _pressing("status", _("Status…"), "circle-dot", "s")
    for status in choosing.statuses(ticket.desk):
        if status.pk != ticket.status_id and following.may_become(ticket.status, status):
            also = _("resolve, solve, done") if status.category == "resolved" else _("set status")
            yield _setting(ticket, "status", status.pk, status.label, "circle-dot", _("status"), also)
    if ticket.category == Category.ON_HOLD or following.in_category(ticket.status, Category.ON_HOLD):
        yield from _snoozing(where, ticket)


def _snoozing(where: Where, ticket: Ticket) -> Iterator[Command]:
    yield _pressing("snooze", _("On hold until…"), "alarm-clock", "h", _("snooze, later, remind"))
    post = reverse("tickets:snooze", args=[ticket.number])
    now, zone, me = clock.now(), timezone.get_current_timezone(), person_of(where.actor)
    own = snoozing.own_presets(me.snooze_times if me else (), now, zone)
    for one in (*own, *snoozing.presets(now, zone)):
        words = _("On hold: %(until)s") % {"until": one.words}
        key, fields = f"ticket:snooze:{one.code}", {"until": one.code}
        yield Command(key, ON_TICKET, words, "alarm-clock", post=post, fields=fields, also=_("snooze, later, remind"))


def _changing(where: Where, ticket: Ticket) -> Iterator[Command]:
    if not where.may("tickets.change"):
        return
    yield _pressing("priority", _("Priority…"), "signal", "p")
    for priority in reversed(Priority):
        if priority != ticket.priority:
            yield _setting(ticket, "priority", priority.word, priority.label, "signal", _("priority"))
    yield _pressing("tag", pgettext_lazy("verb", "Tag…"), "tag", "t", _("label"))


def _listed(where: Where, ticket: Ticket) -> Iterator[Command]:
    """Service and location, where the ticket's page has them."""
    if not where.may("tickets.change"):
        return
    if ticket.service_id is not None or Service.objects.within(ticket.desk_id).active().exists():
        yield _pressing("service", _("Service…"), "layers", "g v")
    if ticket.location_id is not None or Location.objects.within(ticket.desk_id).active().exists():
        yield _pressing("location", _("Location…"), "map-pin", "g l", _("place, site, office"))


def _macros(where: Where, ticket: Ticket) -> Iterator[Command]:
    if not where.may("tickets.own_macros") or ticket.deleted_at:
        return
    yield _pressing("macro", _("Apply a macro…"), "zap", "m", _("several changes"))
    post = reverse("tickets:apply_macro", args=[ticket.number])
    for row in Macro.objects.usable_by(where.actor, ticket.desk_id)[:MACROS]:
        fields, detail = {"macro": str(row.pk)}, _("macro")
        yield Command(
            f"ticket:macro:{row.pk}", ON_TICKET, row.name, "zap", post=post, fields=fields, leaves=True, detail=detail
        )


def _following(where: Where, ticket: Ticket) -> Iterator[Command]:
    me = where.actor.person_id
    if me is None or not where.may("tickets.follow") or me == ticket.requester_id:
        return
    post = reverse("tickets:followers", args=[ticket.number])
    if ticket.followers.filter(person_id=me).exists():
        fields = {"unfollow": str(me)}
        yield Command(
            "ticket:unfollow", ON_TICKET, _("Stop following"), "eye-off", post=post, fields=fields, also=_("unwatch")
        )
    else:
        fields = {"follower": str(me)}
        yield Command("ticket:follow", ON_TICKET, _("Follow"), "eye", post=post, fields=fields, also=_("watch"))


def _as_a_whole(where: Where, ticket: Ticket) -> Iterator[Command]:
    if ticket.is_spam and where.may("tickets.spam"):
        yield _whole(ticket, "unspam", _("Not spam"), "rotate-ccw")
    elif where.may("tickets.spam"):
        yield _pressing("spam", _("Mark as spam"), "ban", "!", _("junk, block"))
    if ticket.deleted_at and where.may("tickets.delete"):
        yield _whole(ticket, "restore", _("Restore"), "rotate-ccw")
    elif where.may("tickets.delete"):
        yield _pressing("delete", _("Delete"), "trash-2", "#", _("remove, bin"))
    is_put_away = ticket.is_spam or ticket.deleted_at
    if where.may("tickets.move") and not is_put_away and moving.is_there_another(where.actor, ticket.desk):
        url = f"{reverse('tickets:move', args=[ticket.desk.key])}?tickets={ticket.number}"
        yield Command("ticket:move", ON_TICKET, _("Move to another desk"), "forward", url=url)


def _linking(where: Where, ticket: Ticket) -> Iterator[Command]:
    if where.may("tickets.change"):
        url, also = (
            reverse("tickets:links", args=[ticket.number]),
            _("related, duplicate, parent, child, blocks, cause"),
        )
        yield Command("ticket:link", ON_TICKET, _("Link to another ticket"), "link", url=url, also=also)


def _merging(where: Where, ticket: Ticket) -> Iterator[Command]:
    if not where.may("tickets.merge") or ticket.is_spam or ticket.deleted_at:
        return
    if ticket.merged_into_id is None:
        url, also = reverse("tickets:merge_ticket", args=[ticket.number]), _("join, combine, duplicate")
        yield Command("ticket:merge", ON_TICKET, _("Merge into another ticket"), "git-merge", url=url, also=also)
    else:
        post = reverse("tickets:unmerge_ticket", args=[ticket.number])
        yield Command("ticket:unmerge", ON_TICKET, _("Undo the merge"), "rotate-ccw", post=post)


def _telling(where: Where, ticket: Ticket) -> Iterator[Command]:
    if where.may("tickets.reply") and ticket.links_out.filter(kind=LinkKind.PARENT_OF).exists():
        url, also = reverse("tickets:tell_children", args=[ticket.number]), _("cascade, answer all, resolve children")
        yield Command("ticket:children", ON_TICKET, _("Tell the children"), "megaphone", url=url, also=also)


def _splitting(where: Where, ticket: Ticket) -> Iterator[Command]:
    is_put_away = ticket.is_spam or ticket.deleted_at or ticket.merged_into_id
    if not where.may("tickets.merge") or is_put_away:
        return
    if where.may("tickets.create"):
        url, also = reverse("tickets:split_ticket", args=[ticket.number]), _("divide, new ticket from messages")
        yield Command("ticket:split", ON_TICKET, _("Split messages off"), "split", url=url, also=also)
    if splitting.split_of(ticket) is not None:
        post = reverse("tickets:unsplit_ticket", args=[ticket.number])
        yield Command("ticket:unsplit", ON_TICKET, _("Undo the split"), "rotate-ccw", post=post)


def _whole(ticket: Ticket, verb: str, words: Words, icon: str) -> Command:
    post = reverse("tickets:whole", args=[ticket.number, verb])
    return Command(f"ticket:{verb}", ON_TICKET, words, icon, post=post)
