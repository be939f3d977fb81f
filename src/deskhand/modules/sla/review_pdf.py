"""A service review as a PDF, set by WeasyPrint from the same words as the page.

Nothing is fetched while it is set: no pictures, no style sheets, no fonts from elsewhere. The fonts are those of the
machine.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from deskhand.modules.sla import months
from deskhand.modules.sla.models import WaiverState
from deskhand.modules.sla.review import Pack


class Unwritable(Exception):
    """The PDF could not be set; the sentence, in English, says why."""


def rendered(pack: Pack, language: str) -> bytes:
    """The bytes of the PDF. Raises Unwritable where the machine lacks what WeasyPrint needs."""
    try:
        from weasyprint import HTML  # Slow to load: only a job that writes one does.
    except OSError as error:  # WeasyPrint is there, the library that it draws with is not.
        raise Unwritable(f"Pango is missing on this machine: {error}") from error
    with translation.override(language), timezone.override(months.zone_of(pack.desk.pk)):
        text = _words(pack, language)
    content: bytes = HTML(string=text, url_fetcher=_nothing).write_pdf()
    return content


def not_begun() -> str:
    """Why a month to come has no review."""
    return _("This month has not begun.")


def _words(pack: Pack, language: str) -> str:
    from deskhand.modules.sla.views.contract_frame import figures_of, lateness, percent

    given = {
        "pack": pack,
        "language": language,
        "figures": figures_of(pack.figures),
        "percent": percent,
        "lateness": lateness,
        "waivers": dict(WaiverState.choices),
    }
    return render_to_string("sla/review_pdf.html", given)


def _nothing(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError("A review fetches nothing.")
