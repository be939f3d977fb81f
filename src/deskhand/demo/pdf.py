"""One page of text as a valid PDF 1.4, written by hand: five objects, a cross-reference table and a trailer."""

from collections.abc import Sequence

LINES_PER_PAGE = 40
"""Lines that fit on the page; more are refused."""


def page(title: str, lines: Sequence[str]) -> bytes:
    """An A4 page with a title and lines in Helvetica; letters outside Windows-1252 become question marks.

    Raises ValueError for more lines than fit.
    """
    if len(lines) > LINES_PER_PAGE:
        raise ValueError(f"a page holds {LINES_PER_PAGE} lines, not {len(lines)}")
    text = b"BT /F1 18 Tf 60 770 Td (" + _string(title) + b") Tj /F1 11 Tf 0 -34 Td 17 TL\n"
    text += b"".join(b"(" + _string(line) + b") Tj T*\n" for line in lines) + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _string(words: str) -> bytes:
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return escaped.encode("cp1252", "replace")


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for nth, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (nth, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
