"""What somebody exports: the articles that they read, narrowed as their list is."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import TooLarge
from deskhand.modules.knowledge import catalogue
from deskhand.modules.knowledge.exchange import writing

EXPORT_LIMIT = 2_000
"""Articles of one file."""

IN_MEMORY = 8 * 1024 * 1024
"""How large a file grows before it is written to disk on its way, in bytes."""


def exported(actor: Actor, desk: Desk, wanted: Mapping[str, Any]) -> IO[bytes]:
    """The articles of the list, as ``wanted`` narrows it, in a ZIP file; archived ones only if the list shows them.
    Raises TooLarge."""
    rows = catalogue.chosen(actor, desk, wanted)
    if (count := rows.count()) > EXPORT_LIMIT:
        said = _("These are %(count)s articles. A file has at most %(limit)s: narrow the list, say by category.")
        raise TooLarge(said % {"count": count, "limit": EXPORT_LIMIT})
    into = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    writing.write(rows, into)
    into.seek(0)
    return into
