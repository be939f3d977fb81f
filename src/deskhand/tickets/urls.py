"""Addresses of the workspace, under /agent/. A desk's pages begin with its key."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from deskhand.accounts.actions.desks import RESERVED
from deskhand.tickets import people_urls
from deskhand.tickets.views import (
    across_desks,
    all_desks,
    asking_desks,
    bulk,
    bulk_runs,
    editing,
    files,
    glass,
    invitations,
    joining,
    layout,
    leaving,
    letter_way,
    live,
    macro_use,
    macros,
    move,
    new,
    organizations,
    overview,
    own_replies,
    palette,
    people,
    readers,
    snooze_times,
    snoozing,
    status_needs,
    ticket,
    ticket_cascade,
    ticket_links,
    ticket_list,
    ticket_merge,
    ticket_split,
    undoing,
    waiting,
    writing,
)

app_name = "tickets"


class _Word:
    """One of a few words in an address."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Verb(_Word):
    regex = "spam|unspam|delete|restore"


class Side(_Word):
    regex = "previous|next"


class DeskKey(_Word):
    """A desk's key in an address; not one of the words that other pages under /agent/ begin with."""

    regex = rf"(?!(?:{'|'.join(RESERVED)})/)[a-z][a-z0-9-]{{0,19}}"


register_converter(DeskKey, "desk")
register_converter(Verb, "verb")
register_converter(Side, "side")

urlpatterns: list[URLPattern] = [
    path("", ticket_list.home, name="home"),
    path("desks/tickets/", all_desks.show, name="all_desks"),
    path("desks/tickets/change", across_desks.change, name="change_across"),
    path("desks/tickets/live", across_desks.news, name="live_across"),
    path("desks/tickets/options/<str:name>", across_desks.options, name="options_across"),
    path("<desk:desk>/tickets/", ticket_list.show, name="list"),
    path("<desk:desk>/views", ticket_list.views_column, name="views"),
    path("<desk:desk>/search/completions", ticket_list.completions, name="completions"),
    path("<desk:desk>/options/<slug:name>", ticket_list.options, name="options"),
    path("<desk:desk>/bulk", bulk.change, name="bulk"),
    path("<desk:desk>/bulk/", bulk_runs.runs, name="bulk_runs"),
    path("<desk:desk>/bulk/<int:pk>/", bulk_runs.one, name="bulk_run"),
    path("<desk:desk>/bulk/<int:pk>/progress", bulk_runs.progress, name="bulk_progress"),
    path("<desk:desk>/bulk/<int:pk>/<slug:act>", bulk_runs.act, name="bulk_act"),
    path("<desk:desk>/move/", move.move, name="move"),
    path("<desk:desk>/live", live.answer, name="live"),
    path("<desk:desk>/macros/", macros.listed, name="macros"),
    path("<desk:desk>/macros/new/", macros.new, name="new_macro"),
    path("<desk:desk>/macros/apply/", macro_use.on_many, name="many_macros"),
    path("<desk:desk>/macros/<int:pk>/", macros.edit, name="macro"),
    path("<desk:desk>/macros/<int:pk>/switch", macros.switch, name="switch_macro"),
    path("<desk:desk>/macros/<int:pk>/shift", macros.shift, name="shift_macro"),
    path("undo/<int:undo_id>", bulk.undo, name="undo"),
    path("<desk:desk>/replies/", own_replies.listed, name="own_replies"),
    path("<desk:desk>/replies/new/", own_replies.new, name="new_own_reply"),
    path("<desk:desk>/replies/<int:pk>/", own_replies.edit, name="own_reply"),
    path("<desk:desk>/replies/<int:pk>/put-away/", own_replies.put_away, name="put_own_reply_away"),
    path("<desk:desk>/replies/<int:pk>/restore/", own_replies.restore, name="restore_own_reply"),
    path("<desk:desk>/overview/", overview.show, name="overview"),
    path("<desk:desk>/new/", new.new, name="new"),
    path("<desk:desk>/uploads", files.upload, name="upload"),
    path("<desk:desk>/people/", people.listed, name="people"),
    *people_urls.paths(),
    path("<desk:desk>/people/new/", people.new, name="new_person"),
    path("<desk:desk>/organizations/", organizations.listed, name="organizations"),
    path("<desk:desk>/organizations/new/", organizations.edit, name="new_organization"),
    path("<desk:desk>/organizations/<int:pk>/", organizations.show, name="organization"),
    path("<desk:desk>/organizations/<int:pk>/edit/", organizations.edit, name="edit_organization"),
    path("<desk:desk>/organizations/<int:pk>/contacts/", organizations.add_contact, name="add_contact"),
    path(
        "<desk:desk>/organizations/<int:pk>/contacts/<int:person>/end/", organizations.drop_contact, name="drop_contact"
    ),
    path("<desk:desk>/people/<int:pk>/edit/", people.edit, name="edit_person"),
    path("<desk:desk>/people/<int:pk>/leave/", leaving.leave, name="leave"),
    path("<desk:desk>/people/<int:pk>/leave/<int:hand_over>/undo/", leaving.undo, name="undo_hand_over"),
    path("<desk:desk>/people/<int:pk>/forget/", people.forget, name="forget_person"),
    path("<desk:desk>/people/invitations/", invitations.invitations, name="invitations"),
    path("<desk:desk>/people/invitations/<int:pk>/again/", invitations.again, name="invite_again"),
    path("<desk:desk>/people/invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
    path("<desk:desk>/people/search", people.search, name="people_search"),
    path("<desk:desk>/people/options", people.options, name="people_options"),
    path("<desk:desk>/people/<int:pk>/", people.person, name="person"),
    path("snooze-times/", snooze_times.times, name="snooze_times"),
    path("snooze-times/change", snooze_times.change, name="change_snooze_times"),
    path("palette", palette.answer, name="palette"),
    path("palette/choose", palette.choose, name="choose"),
    path("tickets/seen", live.seen, name="seen"),
    path("tickets/present", live.present, name="present"),
    path("tickets/<int:number>/", ticket.show, name="ticket"),
    path("tickets/<int:number>/conversation", ticket.thread, name="thread"),
    path("tickets/<int:number>/messages/<int:pk>/layout", layout.layout, name="layout"),
    path("tickets/<int:number>/under-glass/", glass.under_glass, name="under_glass"),
    path("tickets/<int:number>/beside", ticket.beside, name="beside"),
    path("tickets/<int:number>/head", ticket.head, name="head"),
    path("tickets/<int:number>/send", writing.send, name="send"),
    path("tickets/<int:number>/draft", writing.save_draft, name="draft"),
    path("tickets/<int:number>/drafts/<int:pk>/take", waiting.take_draft, name="take_draft"),
    path("tickets/<int:number>/held/<int:pk>/back", waiting.take_back, name="take_back"),
    path("tickets/<int:number>/held/<int:pk>/now", waiting.send_now, name="send_now"),
    path("tickets/<int:number>/held/<int:pk>/time", waiting.move_plan, name="move_plan"),
    path("tickets/<int:number>/canned", writing.canned_replies, name="canned"),
    path("tickets/<int:number>/canned/<int:pk>/use", writing.use_canned_reply, name="use_canned"),
    path("tickets/<int:number>/mentionable", writing.mentionable, name="mentionable"),
    path("tickets/<int:number>/messages/<int:pk>/way", letter_way.show, name="letter_way"),
    path("tickets/<int:number>/messages/<int:pk>/admit", joining.admit, name="admit"),
    path("tickets/<int:number>/messages/<int:pk>/refuse", joining.refuse, name="refuse"),
    path("tickets/<int:number>/add", joining.add, name="add_to_claimed"),
    path("tickets/<int:number>/revoke", joining.revoke, name="revoke_addresses"),
    path("tickets/<int:number>/merge/", ticket_merge.merge, name="merge_ticket"),
    path("tickets/<int:number>/unmerge", ticket_merge.unmerge, name="unmerge_ticket"),
    path("tickets/<int:number>/split/", ticket_split.split, name="split_ticket"),
    path("tickets/<int:number>/unsplit", ticket_split.unsplit, name="unsplit_ticket"),
    path("tickets/<int:number>/history/<int:pk>/undo", undoing.undo_change, name="undo_change"),
    path("tickets/<int:number>/children/", ticket_cascade.children, name="tell_children"),
    path("tickets/<int:number>/readers/", readers.readers, name="readers"),
    path("tickets/<int:number>/links/", ticket_links.links, name="links"),
    path("tickets/<int:number>/links/<int:pk>/remove", ticket_links.unlink, name="unlink"),
    path("tickets/<int:number>/ask/", asking_desks.ask, name="ask_desk"),
    path("tickets/<int:number>/asked/<int:pk>/", asking_desks.asked, name="asked"),
    path("tickets/<int:number>/asked/<int:pk>/remind", asking_desks.remind, name="remind_desk"),
    path("tickets/<int:number>/asked/<int:pk>/withdraw", asking_desks.withdraw, name="withdraw_from_desk"),
    path("tickets/<int:number>/letters/<int:letter>/again", writing.send_again, name="send_again"),
    path("tickets/<int:number>/change/<slug:name>", editing.change, name="change"),
    path("tickets/<int:number>/status/", status_needs.set_status, name="set_status"),
    path("tickets/<int:number>/tags", editing.tags, name="tags"),
    path("tickets/<int:number>/followers", editing.followers, name="followers"),
    path("tickets/<int:number>/snooze", snoozing.snooze, name="snooze"),
    path("tickets/<int:number>/wake", snoozing.wake, name="wake"),
    path("tickets/<int:number>/macros/", macro_use.on_ticket, name="apply_macro"),
    path("tickets/<int:number>/<verb:verb>", editing.whole, name="whole"),
    path("tickets/<int:number>/<side:side>", ticket.neighbour, name="neighbour"),
]
