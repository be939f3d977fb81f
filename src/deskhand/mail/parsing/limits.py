"""Every limit of the mail parser. What exceeds one is cut, and the mail says so in `ParsedMail.defects`."""

MAX_DEPTH = 30
"""Nested multiparts. Deeper ones are kept, unopened, as one `.eml` attachment."""

MAX_PARTS = 1_000
"""MIME parts of one mail. What follows the last one stays in the raw mail only."""

MAX_HEADER_FIELDS = 2_000
"""Header fields of one part; further ones are ignored."""

MAX_HEADER_BLOCK = 2_000_000
"""Bytes of one header block; a longer one ends here and the rest counts as body."""

MAX_FIELD_BYTES = 100_000
"""Bytes of one header field's value that are looked at."""

MAX_SUBJECT = 500
"""Characters of a subject."""

MAX_NAME = 200
"""Characters of a display name."""

MAX_EMAIL = 254
"""Characters of an address (RFC 5321, path limit); longer ones are not addresses."""

MAX_ADDRESSES = 1_000
"""Addresses of one header field."""

MAX_MESSAGE_ID = 995
"""Characters of a Message-ID, brackets included (RFC 5322: a line has 998)."""

MAX_REFERENCES = 200
"""Message-IDs kept of References or In-Reply-To: the first one and the newest ones."""

MAX_FILENAME = 200
"""Characters of a file name, extension included."""

MAX_TEXT = 500_000
"""Characters of the plain text. The whole text is then kept as an attachment as well."""

MAX_HTML = 2_000_000
"""Characters of the HTML. The whole of it is then kept as an attachment as well."""

MAX_GUESSES = 8
"""Bodies of one mail whose unnamed charset is guessed by statistics (some 20 ms each); others count as windows-1252."""

MAX_CALENDAR = 200_000
"""Bytes of a calendar part that is read; a longer one is an attachment like any other."""
