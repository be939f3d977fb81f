"""Hidden answers at rest: each encrypted under the key ring (``kernel.vault``), so that they rotate with it. Nothing
but :func:`deskhand.modules.catalog.actions.read_secrets` shows them to anybody, and it records who looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel import vault
from deskhand.kernel.errors import Invalid


def locked(values: Mapping[str, Any]) -> dict[str, str]:
    """Masked answers by code, as a line keeps them."""
    return {code: vault.locked(json.dumps(value)) for code, value in values.items()}


def opened(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that :func:`locked` was given. Raises Invalid if the key that they were locked with is gone."""
    try:
        return {code: json.loads(vault.opened(value)) for code, value in kept.items()}
    except ValueError as error:
        words = _("The hidden answers cannot be read any more: the secret key is another one. Ask for them again.")
        raise Invalid(words) from error
