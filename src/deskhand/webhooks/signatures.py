"""Secrets and signatures after the Standard Webhooks specification."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from standardwebhooks.webhooks import Webhook as Signer

from deskhand.kernel import clock, vault
from deskhand.webhooks.models import Webhook

SECRET_BYTES = 32
"""Length of a secret; the specification asks for 24 to 64."""


def fresh_secret() -> str:
    """A new secret, as it is shown to the administrator."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def signed(hook: Webhook, message_id: str, body: str, at: datetime) -> dict[str, str]:
    """The three headers of a message that is sent now; with two signatures while a former secret counts. Raises
    ValueError if a secret cannot be opened any more."""
    stored = [hook.secret]
    if hook.former_secret and hook.former_until is not None and hook.former_until > clock.now():
        stored.append(hook.former_secret)
    signatures = [Signer(vault.opened(one)).sign(msg_id=message_id, timestamp=at, data=body) for one in stored]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
