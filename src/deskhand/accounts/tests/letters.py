"""Reading what was mailed in a test."""

import re

from django.core import mail


def link_in(letter):
    """The path of the first address in a letter, with its query."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def last_letter():
    return mail.outbox[-1]
