"""Keeping answers for repeated requests."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from deskhand.accounts.models import ApiToken
from deskhand.api.models import KEEP_ANSWERS, StoredAnswer
from deskhand.kernel import clock


@transaction.atomic
def reserve_answer(*, token: ApiToken, route: str, key: str, digest: str) -> tuple[StoredAnswer, bool]:
    """The row for this request, and whether it is the first of its kind. Of two at once the second waits here until
    the first has committed, or has given up."""
    mine = StoredAnswer.objects.filter(token=token, route=route, key=key)
    mine.filter(made_at__lt=clock.now() - KEEP_ANSWERS).delete()
    defaults = {"digest": digest, "made_at": clock.now()}
    return StoredAnswer.objects.get_or_create(token=token, route=route, key=key, defaults=defaults)


def keep_answer(*, row: StoredAnswer, status: int, headers: Mapping[str, str], body: str) -> None:
    """Fill the reserved row, in the transaction of the effect."""
    row.status, row.headers, row.body = status, dict(headers), body
    row.save(update_fields=["status", "headers", "body"])


def forget_answer(*, row: StoredAnswer) -> None:
    """Keep nothing of what may not be stored: asked again, the request has its effect again."""
    row.delete()


@transaction.atomic
def forget_old_answers() -> int:
    """Remove what is older than :data:`KEEP_ANSWERS`. Returns how many."""
    gone, _rows = StoredAnswer.objects.filter(made_at__lt=clock.now() - KEEP_ANSWERS).delete()
    return gone
