"""Addresses that may stand in a link, whoever wrote them."""

from urllib.parse import urlsplit

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def safe_url(address: str | None) -> str:
    """Return the address if a click on it cannot run a script, else ``#``.

    Allowed are http, https, mailto, tel and addresses on this site. Control characters, which browsers drop before
    they look at the scheme, make an address unsafe.
    """
    text = (address or "").strip()
    if not text or any(ord(character) < 32 for character in text) or "\\" in text:
        return "#"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "#"
    if parts.scheme:
        return text if parts.scheme.lower() in SAFE_SCHEMES else "#"
    return text if text.startswith(("/", "?", "#")) and not text.startswith("//") else "#"
