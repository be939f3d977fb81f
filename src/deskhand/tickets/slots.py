"""Places that tickets offer."""

from deskhand.kernel import slots

slots.declare(
    "ticket_panel",
    "A panel beside the conversation: an object with `title` and `render(request, ticket) -> Markup | None`.",
)
slots.declare(
    "workspace_banner",
    "A line above the workspace: a function of (request, desk_ids) that returns rendered markup or an empty string.",
)
slots.declare(
    "portal_banner",
    "A line above the portal: a function of (request) that returns rendered markup or an empty string.",
)
slots.declare(
    "overview_top",
    "A part above a desk's overview: a function of (request, desk) that returns rendered markup or an empty string.",
)
slots.declare(
    "nav_entry",
    "An entry of the workspace's rail: an object with `name`, `label`, `icon`, `key`, `url(desk)` and "
    "`shown_to(actor, desk) -> bool`; `desk` is None for somebody who serves none. Perhaps `now(actor)`: what of it is "
    "other at this moment, as another `label`, or `is_marked`, a dot.",
)
slots.declare(
    "settings_page",
    "An entry of the settings list: an object with `group`, `label`, `code` (its word in addresses), `url(desk)`, "
    "`shown_to(actor, desk) -> bool`, `changes` (one sentence: what the page changes) and `facts` (codes of the events "
    "that record it); perhaps `entry` (pages with the same one are tabs), `forms` and `form_url(desk)` (for the search "
    "over settings), `verbs` and `labels` (for the page's history: verbs of its facts, and names of what they tell of "
    "and no form has), `section` (if its pages stand elsewhere in the workspace) and `alert(desk) -> int`, how much "
    "fails there. `desk` is None for somebody who serves none.",
)
slots.declare(
    "palette_command",
    "A function of a `tickets.commands.Where` (actor, desk, ticket) that yields `Command`s for the palette: only those "
    "that the actor may carry out there.",
)
slots.declare(
    "status_gate",
    "A function of (Actor, Ticket, Status) that yields a `tickets.status_gates.Missing` for each thing that the ticket "
    "must have before somebody may give it that status. It only reads. It is asked at every door (page, many tickets "
    "at once, API, mail), not of consequences and of what the system does itself.",
)
slots.declare(
    "own_move_guard",
    "What the requester of a ticket may not do with it now: a function of (ticket) that returns why not, a sentence by "
    "category (`cancelled` for withdrawing, `resolved` for saying that it is solved). The portal shows it in place of "
    "the button, and every door refuses with it.",
)
slots.declare(
    "move_notice",
    "What a move to another desk does to what a module holds of tickets: a function of (desk_id, ticket_ids) that "
    "yields sentences for whoever is about to move them, with one query however many tickets.",
)
slots.declare(
    "history_sentence",
    "A `tickets.module_facts.HistorySentence`: how the history of a ticket tells facts of one code (`ticket.<word>`). "
    "Facts of a module that is off are not told.",
)
slots.declare(
    "new_ticket_part",
    "What a module asks for a new ticket: an object with `code`, `render(request, desk, asked) -> Markup` (its part of "
    "the form; `asked` is a `tickets.new_parts.Asked`), `read(posted, desk_id, side)` (the same part of a posted form) "
    "and `take(actor, ticket, given)`, called as the ticket is made, in its transaction: `given` is what `read` or a "
    "program gave, or None where nobody was asked (a letter, an import). It raises Invalid with fields "
    "`<code>.<its name>`. Perhaps `initial(request, desk)`: first values for the agents' form.",
)
slots.declare(
    "new_ticket_top",
    "A line above the agents' form for a new ticket: a function of (request, desk) that returns rendered markup or an "
    "empty string.",
)
slots.declare(
    "request_part",
    "A part beside a request on the portal, which everybody on the requester's side reads: a function of (request, "
    "ticket) that returns rendered markup or an empty string.",
)
slots.declare(
    "request_stage",
    "Where a request stands, for its requester: a function of (ticket) that returns `tickets.stages.Stage`s. They are "
    "one line with those of others, in the order of their places.",
)
slots.declare(
    "ticket_answers",
    "What was asked about a ticket beyond its own fields: a function of (ticket) that returns "
    "`tickets.answered.Answered`s.",
)
slots.declare(
    "approval_desk",
    "What gets approvals of tickets: a `tickets.approving.ApprovalDesk`. Others ask through it and answer to the event "
    "`approval.decided`. The first one that is on for a desk is asked.",
)
slots.declare(
    "plan_desk",
    "What carries out plans for tickets: a `tickets.fulfilling.PlanDesk`. Others start plans through it and answer to "
    "the event `plan.ended`. Of those that are on for a desk the one that offers the plan is asked.",
)
slots.declare(
    "settable_fields",
    "What a ticket holds beyond its own fields and others may set: a `tickets.settable.SetsFields` with "
    "`offered(desk_id)` and `set(actor=, ticket=, code=, value=)`.",
)
slots.declare(
    "ticket_column",
    "Columns of the list of tickets: a function of (desk_id, ticket_ids) that returns `tickets.columns.Column`s, with "
    "one query for the whole page.",
)
slots.declare(
    "ticket_sort",
    "A `tickets.sorting.Sort`: an order of the list of tickets by a column of a module's own row. A column of the list "
    "may name it as its `sort`; programs ask for it as `sort=`. Its key is a word that no other order has.",
)
slots.declare(
    "ticket_view",
    "A `tickets.built_in_views.TicketView` below the desk's first views: a named question, which may use words that "
    "the module adds. It says `nothing` and `hint` while it is empty. How many tickets it holds is counted with one "
    "query.",
)
slots.declare(
    "query_field",
    "A FieldSpec of the ticket query language, or a function of the ids of desks that yields those of their own.",
)
slots.declare(
    "event_listener",
    "A function of (desk_id, code): whether anybody outside is told of the desk's events of this code.",
)
slots.declare("api_router", "A pair of path prefix and the dotted path of a django-ninja Router, loaded late.")
slots.declare("history_written", "A function of a list of tickets that were just written in bulk (demo, import).")
slots.declare("demo_content", "A function of the demo's desk and cast: adds what the feature shows in a demo.")
