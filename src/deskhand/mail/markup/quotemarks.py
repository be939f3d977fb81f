"""The marks by which mail programs set off what they quote, in the HTML that they write."""

import re

from deskhand.mail.markup.names import names

QUOTE = "mail-quote"
"""Class of an element that holds a quote."""

QUOTE_HEAD = "mail-quote-head"
"""Class of an element from which on everything is quoted, itself included."""

SIGNATURE = "mail-signature"
"""Class of an element that holds a signature."""

_QUOTE_CLASSES = names(
    """
    gmail_quote gmail_quote_container yahoo_quoted yahoo_quoted_begin protonmail_quote tutanota_quote
    zmail_extra moz-forward-container gmail_extra iluw_quote front-blockquote cm_quote mailbird-quote
    airmail_quote
    """
)
_HEAD_CLASSES = names("outlookmessageheader moz-email-headers-table gmail_attr_head")
_HEAD_IDS = names(
    """
    divrplyfwdmsg appendonsend stopspelling mail-editor-reference-message-container replysplit
    ms-outlook-mobile-body-separator-line
    """
)
_SIGNATURE_CLASSES = names("gmail_signature moz-signature protonmail_signature_block")
_SIGNATURE_IDS = frozenset({"signature", "ms-outlook-mobile-signature", "applemailsignature"})
# Outlook's rule above the header of the mail it answers, in all its spellings.
_RULE = re.compile(
    r"border-top:\s*(?:solid\s+#(?:e1e1e1|b5c4df)\s+1(?:\.0)?pt|1(?:\.0)?pt\s+solid\s+(?:#?e1e1e1|#?b5c4df|rgb\(225))",
    re.IGNORECASE,
)


def quote_mark(tag: str, attributes: dict[str, str]) -> str:
    """`QUOTE`, `QUOTE_HEAD`, `SIGNATURE` or "": what this element says of itself."""
    classes = {name.lower().removeprefix("x_") for name in attributes.get("class", "").split()[:20]}
    identity = attributes.get("id", "").lower().removeprefix("x_")
    if identity in _HEAD_IDS or classes & _HEAD_CLASSES or _RULE.search(attributes.get("style", "")[:1000]):
        return QUOTE_HEAD
    if classes & _QUOTE_CLASSES or (tag == "blockquote" and attributes.get("type", "").lower() == "cite"):
        return QUOTE
    return SIGNATURE if classes & _SIGNATURE_CLASSES or identity in _SIGNATURE_IDS else ""
