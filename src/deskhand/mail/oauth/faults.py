"""Why there is no token."""

from __future__ import annotations


class NotConnected(Exception):
    """No token can be had; the words say what to do. ``is_final``: asking again is of no use until somebody connects
    the mailbox again or mends its settings."""

    def __init__(self, words: str, *, is_final: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final
