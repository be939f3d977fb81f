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
    "nav_entry",
    "An entry of the workspace's rail: an object with `name`, `label`, `icon`, `key`, `url(desk)` and "
    "`shown_to(actor, desk) -> bool`; `desk` is None for somebody who serves none.",
)
slots.declare(
    "settings_page",
    "An entry of the settings list: an object with `group`, `label`, `url(desk)`, `shown_to(actor, desk) -> bool` and "
    "perhaps `alert(desk) -> int`, how much fails there. `desk` is None for somebody who serves none.",
)
slots.declare("query_field", "A FieldSpec of the ticket query language.")
slots.declare("api_router", "A pair of path prefix and django-ninja Router.")
slots.declare("history_written", "A function of a list of tickets that were just written in bulk (demo, import).")
slots.declare("demo_content", "A function of the demo's desk and cast: adds what the feature shows in a demo.")
