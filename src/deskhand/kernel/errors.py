"""What can go wrong with a request, in words that a person can act on.

Views, the API, mail and the command line translate these into their own dialect; actions raise nothing else on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class DeskhandError(Exception):
    """Base of every refusal. ``str(error)`` is a sentence for the person who asked."""

    status = 400
    code = "refused"

    def __init__(self, message: object) -> None:
        super().__init__(str(message))


class NotFound(DeskhandError):
    """The record does not exist, or the actor may not know that it does: both look the same."""

    status = 404
    code = "not_found"

    def __init__(self, message: object = "Nothing is here, or it is not yours to see.") -> None:
        super().__init__(message)


class Denied(DeskhandError):
    """The actor may read the record but not do this to it; the message says why."""

    status = 403
    code = "denied"


class ElsewhereFirst(Denied):
    """Something has to be done on another page first, whose address is ``page``."""

    def __init__(self, message: object, page: str) -> None:
        super().__init__(message)
        self.page = page


class Invalid(DeskhandError):
    """The input cannot be taken. ``fields`` maps field names to sentences."""

    status = 422
    code = "invalid"

    def __init__(self, message: object, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.fields = {name: str(text) for name, text in (fields or {}).items()}


class IllegalTransition(DeskhandError):
    """The status cannot change like this. ``allowed`` lists the status keys that can follow."""

    status = 409
    code = "illegal_transition"

    def __init__(self, message: object, allowed: Sequence[str]) -> None:
        super().__init__(message)
        self.allowed = list(allowed)


class Conflict(DeskhandError):
    """Somebody else changed the same field meanwhile. ``fields`` maps name to (before, theirs, yours)."""

    status = 409
    code = "conflict"

    def __init__(self, message: object, fields: Mapping[str, tuple[object, object, object]] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Stale(DeskhandError):
    """The record changed since the version that the caller named (HTTP If-Match)."""

    status = 412
    code = "stale"


class TooLarge(DeskhandError):
    """The input is over a stated limit."""

    status = 413
    code = "too_large"


class TooMany(DeskhandError):
    """Asked too often. ``retry_after`` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: object, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
