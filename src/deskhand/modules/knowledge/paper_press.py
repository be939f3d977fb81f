"""Sets one article on paper: a program of its own, started by :mod:`paper`, that knows nothing of Deskhand.

It reads JSON (``html``, ``style``, ``base``, ``pictures``: address to media type and Base64) and writes a PDF. It
fetches nothing: pictures are those that it was given. Its time and memory are bounded.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from typing import Any

CPU_SECONDS = 40
"""Seconds of computing after which it is ended."""

MEMORY = 2_000 * 1024 * 1024
"""Bytes of memory that it may address."""

NO_LIBRARY = 3
"""How it ends where Pango, which draws the text, is missing."""


def main() -> int:
    """Read, set, write."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given = json.load(sys.stdin)
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        sys.stderr.write(f"Pango is missing on this machine: {error}")
        return NO_LIBRARY

    class Given(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types.
        """Hands out what was given; for all else there is a gap on the paper."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in given["pictures"]:
                raise ValueError("Nothing is fetched.")
            kind, content = given["pictures"][url]
            return URLFetcherResponse(url, base64.b64decode(content), {"Content-Type": kind})

    fetcher = Given()
    paper = CSS(string=given["style"], url_fetcher=fetcher)
    document = HTML(string=given["html"], base_url=given["base"], url_fetcher=fetcher)
    sys.stdout.buffer.write(document.write_pdf(stylesheets=[paper]) or b"")
    return 0


if __name__ == "__main__":
    sys.exit(main())
