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
slots.declare(
    "portal_home",
    "The portal's start page below its heading, in an order of its own: a function of (request, desks) that returns "
    "rendered markup with the way to a new request and one's own requests in it, or an empty string for the plain "
    "page. The list of desks stays where there are several.",
)
slots.declare(
    "portal_look",
    "How the pages about a desk look to whoever asks: a function of (request, desk) that returns a dictionary with any "
    "of `name`, `heading`, `words` and the addresses `url`, `logo` and `colours`. What it does not say is the desk's "
    "own. `desk` is None on pages about several.",
)
slots.declare(
    "known_trouble",
    "What is broken or being mended now, for a page that draws it itself: a `deskhand.portal.known.Known`, which finds "
    "it for what somebody writes and counts whom it spared that.",
)
slots.declare(
    "portal_notices",
    "What everybody should know now and soon, where a page puts it in a place of its own instead of above all: a "
    "function of (request, desk) that returns rendered markup or an empty string.",
)
slots.declare(
    "portal_contacts",
    "Other ways to reach the desk, on the page where somebody writes a request: a function of (request, desk) that "
    "returns rendered markup or an empty string.",
)
slots.declare(
    "portal_search",
    "Something that the portal's one search finds: a `deskhand.portal.searching.Source`, which suggests while somebody "
    "types, and gives a page of what it found.",
)
