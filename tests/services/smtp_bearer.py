"""A real SMTP receiver that takes bearer tokens and nothing else."""

import secrets
from base64 import b64decode
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, AuthResult

from tests.services.smtp import SmtpReceiver


class BearerReceiver(SmtpReceiver):
    """Lets in whoever shows a token that is good, as Microsoft 365 and Google do (XOAUTH2)."""

    def __init__(self, is_good: Callable[[str], bool]) -> None:
        super().__init__(credentials=("nobody", secrets.token_hex()))
        self._is_good = is_good

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """Called by the server; who is refused is told why, and has to answer that with nothing."""
        user, _mark, rest = b64decode(args[1]).decode().removeprefix("user=").partition("\x01auth=Bearer ")
        if self._is_good(rest.rstrip("\x01")):
            return AuthResult(success=True, auth_data=user)
        await server.challenge_auth('{"status":"400"}')
        return AuthResult(success=False, handled=False)
