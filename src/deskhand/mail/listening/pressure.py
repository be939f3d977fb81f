"""When no more letters are taken for a while: they are safer where they are."""

from __future__ import annotations

import shutil
import time

from django.conf import settings

from deskhand.mail.listening.limits import BACKLOG, DISK_RESERVE, LOOK_SECONDS
from deskhand.mail.models import InboundMail, InboundState


class Pressure:
    """Asks at most every :data:`LOOK_SECONDS`."""

    def __init__(self) -> None:
        self._words, self._until = "", 0.0

    def words(self) -> str:
        """Why no letter is taken now; empty if there is no reason."""
        now = time.monotonic()
        if now >= self._until:
            self._words, self._until = _found(), now + LOOK_SECONDS
        return self._words


def _found() -> str:
    if shutil.disk_usage(settings.DESKHAND.data).free < DISK_RESERVE + settings.DESKHAND.max_mail:
        return "the disk is nearly full"
    waiting = InboundMail.objects.beyond_walls("the backlog of all desks").filter(state=InboundState.STORED)
    if waiting.order_by("received_at")[BACKLOG : BACKLOG + 1].values_list("pk", flat=True).exists():
        return f"more than {BACKLOG} letters wait to be read"
    return ""
