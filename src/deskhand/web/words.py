"""Words that the TypeScript islands say. The base page prints them once, in the reader's language.

The keys are the argument of `word("key", {...})` in `frontend/src`; a test keeps both sides equal. `{name}` is filled
in by the browser.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS: dict[str, str | Promise] = {
    "now": _("now"),
    "minutes": _("{n} min"),
    "hours": _("{n} h"),
    "days": _("{n} d"),
    "in": _("in {time}"),
    "selected": pgettext_lazy("tickets", "{n} selected"),
    "all_selected": _("All {n} selected"),
    "offline": _("No connection since {time}. What you write is kept here."),
    "signed_out": _("You are signed out. What you write is kept here."),
    "failed_network": _("No connection. Nothing was changed; try again."),
    "failed_server": _("The server could not do this (error {status}). Nothing was changed."),
    "draft_saved": _("Draft saved {time}"),
    "draft_kept": _("Draft kept on this device only"),
    "draft_restored": _("Your unsent text is back"),
    "uploading": _("Uploading {name}"),
    "upload_failed": _("{name} was not attached: {reason}"),
    "too_large": _("it is larger than {size}"),
    "upload_wait": _("Wait until all files are uploaded, then send."),
    "empty_message": _("Write something first."),
    "remove": _("Remove {name}"),
    "results": _("{n} found"),
    "no_results": _("Nobody found"),
    "use_address": _("Use {address}"),
    "passkey_failed": _("No passkey was used. Try again, or choose another way."),
    "passkey_known": _("This device holds a passkey for this account already."),
    "copied": _("Copied"),
    "confirm": _("Are you sure?"),
    "yes_do_it": _("Do it"),
    "unread": _("{n} new"),
    "arrived_reply": _("{name} replied just now"),
    "arrived_note": _("{name} wrote a note just now"),
    "arrived_more": _("{n} new messages"),
    "key_next": _("Next"),
    "key_previous": _("Previous"),
    "key_open": pgettext_lazy("verb", "Open"),
    "key_select": _("Select"),
    "key_range": _("Select up to here"),
    "key_clear": _("Clear, close"),
    "key_keys": _("All keys"),
    "cap_ctrl": pgettext_lazy("key", "Ctrl"),
    "cap_backspace": pgettext_lazy("key", "Backspace"),
    "cap_esc": pgettext_lazy("key", "Esc"),
    "key_send": _("Send"),
}
