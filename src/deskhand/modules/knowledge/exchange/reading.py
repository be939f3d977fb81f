"""Which kind of archive it is, and what stands in it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.knowledge.exchange import confluence, folder, zendesk
from deskhand.modules.knowledge.exchange.archive import Archive
from deskhand.modules.knowledge.exchange.parcel import PAGE_LIMIT, Parcel


def read(content: bytes, language: str) -> Parcel:
    """What an archive holds; ``language`` is that of pages which name none. Raises Invalid with words for what
    cannot be read at all."""
    archive = Archive.opened(content)
    reader = next((one for one in (zendesk, confluence, folder) if one.is_one(archive)), None)
    if reader is None:
        raise _refused(_("There are no Markdown or HTML files in it, and no export of Zendesk Guide or Confluence."))
    parcel: Parcel = reader.read(archive, language)
    if not parcel.pages:
        raise _refused(_("There is no article in it."))
    if len(parcel.pages) > PAGE_LIMIT:
        raise _refused(
            _("Too many pages: %(count)s. Import at most %(limit)s at once.")
            % {"count": len(parcel.pages), "limit": PAGE_LIMIT}
        )
    return parcel


def _refused(why: str) -> Invalid:
    return Invalid(_("This archive cannot be imported."), {"file": why})
