"""Places that the portal offers."""

from deskhand.kernel import slots

slots.declare(
    "portal_home_top",
    "A part below the heading of the portal's start page: a function of (request, desks) that returns rendered markup "
    "or an empty string. `desks` are those that whoever looks can write to.",
)
slots.declare(
    "portal_nav",
    "An entry of the portal's menu: a function of (request, desk) that returns a dictionary with `key`, `label` and "
    "`url`, or None for no entry. `desk` is the one that the page is about, or None.",
)
slots.declare(
    "request_offer",
    "What may answer a request before it is sent: a function of (request, desk, words) that returns rendered markup or "
    "an empty string. `words` is what was typed so far. It is drawn inside the form while somebody writes, and as a "
    "step before sending for whoever writes without script.",
)
