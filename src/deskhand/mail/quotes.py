"""Newest words apart from quoted ones, in text and in cleaned HTML. The work is done in `deskhand.mail.quoting`."""

from deskhand.mail.quoting.html import SplitHtml, split_quoted_html
from deskhand.mail.quoting.languages import is_forward_subject
from deskhand.mail.quoting.text import SplitText, reply_line, split_quoted, split_signature

__all__ = [
    "SplitHtml",
    "SplitText",
    "is_forward_subject",
    "reply_line",
    "split_quoted",
    "split_quoted_html",
    "split_signature",
]
