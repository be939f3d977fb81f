"""A service review as a PDF, set by WeasyPrint from the same words as the page.

Nothing is fetched while it is set: no pictures, no style sheets, no fonts from elsewhere. The fonts are those of the
machine.
"""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from PIL import ImageFile

from deskhand.modules.sla import months
from deskhand.modules.sla.models import WaiverState
from deskhand.modules.sla.review import Pack

STYLE = """
@page { size: A4; margin: 20mm 18mm;
  @bottom-right {
    content: counter(page) " / " counter(pages); font: 8pt "Noto Sans", "DejaVu Sans", sans-serif; color: #555;
  }
}
body { font: 9.5pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif; color: #16202a; overflow-wrap: break-word; }
h1 { font-size: 17pt; margin: 0 0 1mm; }
h2 { font-size: 11.5pt; margin: 8mm 0 2mm; break-after: avoid; }
.quiet { color: #55606b; }
dl { display: flex; flex-wrap: wrap; gap: 4mm 10mm; margin: 4mm 0 0; }
dt { font-size: 8pt; color: #55606b; }
dd { margin: 0; }
dd.value { font-size: 14pt; font-weight: bold; }
dd.meaning { font-size: 7.5pt; color: #55606b; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: start; padding: 1.2mm 2mm 1.2mm 0; border-bottom: .25pt solid #c3cad1; vertical-align: top; }
thead { display: table-header-group; }
th.n, td.n { text-align: end; white-space: nowrap; }
tr { break-inside: avoid; }
table.missed { table-layout: fixed; }
.missed th:nth-child(1) { width: 30%; }
.missed th:nth-child(2) { width: 17%; }
.missed th:nth-child(3) { width: 20%; }
.missed th:nth-child(4) { width: 11%; }
thead th { font-size: 8pt; color: #55606b; font-weight: normal; }
"""
"""How the paper looks."""


class Unwritable(Exception):
    """The PDF could not be set; the sentence, in English, says why."""


def rendered(pack: Pack, language: str) -> bytes:
    """The bytes of the PDF. Raises Unwritable where the machine lacks what WeasyPrint needs."""
    try:
        from weasyprint import CSS, HTML  # Slow to load: only a job that writes one does.

        ImageFile.LOAD_TRUNCATED_IMAGES = False  # It is switched on for the whole process by loading WeasyPrint.
    except OSError as error:  # WeasyPrint is there, the library that it draws with is not.
        raise Unwritable(f"Pango is missing on this machine: {error}") from error
    with translation.override(language), timezone.override(months.zone_of(pack.desk.pk)):
        text = _words(pack, language)
    paper = CSS(string=STYLE, url_fetcher=_nothing)
    content: bytes = HTML(string=text, url_fetcher=_nothing).write_pdf(stylesheets=[paper])
    return content


def not_begun() -> str:
    """Why a month to come has no review."""
    return _("This month has not begun.")


def _words(pack: Pack, language: str) -> str:
    from deskhand.modules.sla.views.contract_frame import figures_of, lateness, month_name, percent

    given = {
        "pack": pack,
        "language": language,
        "figures": figures_of(pack.figures),
        "percent": percent,
        "lateness": lateness,
        "month_name": month_name,
        "waivers": dict(WaiverState.choices),
    }
    return render_to_string("sla/review_pdf.html", given)


def _nothing(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError("A review fetches nothing.")
