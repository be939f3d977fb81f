"""A small OAuth 2.0 issuer: consent, tokens, refresh and introspection, over plain HTTP on the loopback.

Every refresh token is good once (RFC 9700, rotation): whoever spends one twice is refused.
"""

import base64
import hashlib
import json
import secrets
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.services.service import LOOPBACK, Service


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    issuer: "Issuer"


class _Doors(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """The consent of whoever `account` names, given at once."""
        parts = urlsplit(self.path)
        where = self.server.issuer.consent({name: values[0] for name, values in parse_qs(parts.query).items()})
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        """A token, or whether one is good."""
        words = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        given = {name: values[0] for name, values in parse_qs(words).items()}
        ask = self.server.issuer.introspect if self.path == "/introspect" else self.server.issuer.grant
        status, answer = ask(given)
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class Issuer(Service):
    """Tokens for `account`, whoever that is at the moment. `refusal` makes every grant fail with a code and words."""

    client_id, client_secret = "deskhand", "app-secret"

    def __init__(self) -> None:
        self.account = ""
        self.lifetime = 3600
        self.refusal: tuple[str, str] | None = None
        self.refreshes = 0
        self.asked: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._good: dict[str, str] = {}
        self._refresh: dict[str, str] = {}
        self._lock = threading.Lock()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def start(self) -> None:
        """Listen in threads of its own."""
        self._server = _Server((LOOPBACK, 0), _Doors)
        self._server.issuer = self
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def begin(self, account: str) -> None:
        """Forget everything; from now on this is who signs in."""
        self.account, self.lifetime, self.refusal, self.refreshes = account, 3600, None, 0
        self.asked.clear()
        for kept in (self._codes, self._good, self._refresh):
            kept.clear()

    def revoke(self) -> None:
        """No token that was given is good any more."""
        self._good.clear()
        self._refresh.clear()

    def follow(self, address: str) -> str:
        """What a browser does with a link to `consent()`: the address that it is sent back to."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *args: object, **named: object) -> None:
                return None

        try:
            urllib.request.build_opener(Stay).open(address)
        except urllib.error.HTTPError as answer:
            return str(answer.headers["Location"])
        raise AssertionError("the issuer sent nobody back")

    def consent(self, asked: dict[str, str]) -> str:
        """Somebody says yes: back with a code."""
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        self.asked.append(asked)
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def grant(self, given: dict[str, str]) -> tuple[int, dict[str, object]]:
        """The token address."""
        if self.refusal:
            return 400, {"error": self.refusal[0], "error_description": self.refusal[1]}
        if (given.get("client_id"), given.get("client_secret")) != (self.client_id, self.client_secret):
            return 401, {"error": "invalid_client", "error_description": "Wrong client secret"}
        with self._lock:
            if given["grant_type"] == "authorization_code":
                return self._by_code(given)
            if given["grant_type"] == "refresh_token":
                self.refreshes += 1
                if self._refresh.pop(given["refresh_token"], None) is None:
                    return 400, {"error": "invalid_grant", "error_description": "The refresh token was spent"}
            return 200, self._tokens(has_refresh=given["grant_type"] != "client_credentials")

    def introspect(self, given: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Whether a token is good, and whose it is."""
        account = self._good.get(given.get("token", ""))
        return 200, {"active": bool(account), "username": account or "nobody"}

    def _by_code(self, given: dict[str, str]) -> tuple[int, dict[str, object]]:
        asked = self._codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != proof or asked["redirect_uri"] != given.get("redirect_uri"):
            return 400, {"error": "invalid_grant", "error_description": "The code is not good"}
        return 200, self._tokens(has_refresh=True)

    def _tokens(self, *, has_refresh: bool) -> dict[str, object]:
        token = secrets.token_urlsafe(16)
        self._good[token] = self.account
        claims = base64.urlsafe_b64encode(json.dumps({"email": f"{self.account}@eberfeld.example"}).encode()).decode()
        made: dict[str, object] = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.lifetime,
            "id_token": f"e30.{claims.rstrip('=')}.x",
        }
        if has_refresh:
            refresh = secrets.token_urlsafe(16)
            self._refresh[refresh] = self.account
            made["refresh_token"] = refresh
        return made
