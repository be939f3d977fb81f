"""Deskhand's own settings: read once from the environment and one TOML file; unknown keys are errors.

Every key is a field of :class:`Config`. ``DESKHAND_<KEY>`` in the environment wins over ``<key>`` in the TOML file
named by ``DESKHAND_CONFIG`` (default: ``deskhand.toml`` in the data folder). Secrets can be given as a file:
``DESKHAND_<KEY>_FILE`` names a file whose first line is the value.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SECRET_KEYS = ("secret_key", "database_url", "smtp_url", "secret_key_fallbacks")
_SWITCH_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def gettext_noop(words: str) -> str:
    """Mark words for the catalogues. Django's own marker asks the settings, which are only being read here."""
    return words


class ConfigError(Exception):
    """A setting is unknown or cannot be used; the message says which and what to write instead."""


@dataclass(frozen=True)
class Config:
    """Everything that can be set from outside. Sizes are bytes, durations are seconds."""

    data: Path = field(metadata={"doc": gettext_noop("Folder of the database, the files and the keys.")})
    database_url: str = field(
        default="",
        metadata={
            "doc": gettext_noop("postgresql://user:password@host:port/name; empty means SQLite in the data folder.")
        },
    )
    base_url: str = field(
        default="http://127.0.0.1:8000",
        metadata={"doc": gettext_noop("Address under which people reach Deskhand; links in mails start with it.")},
    )
    secret_key: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "Key that signs sessions, links and mail tokens; made and kept in the data folder if unset."
            )
        },
    )
    secret_key_fallbacks: str = field(
        default="",
        metadata={"doc": gettext_noop("Former secret keys, separated by spaces; still accepted, never used to sign.")},
    )
    smtp_url: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "smtp://user:password@host:587?tls=starttls or smtps://...:465; overrides the mailbox's page."
            )
        },
    )
    bind: str = field(
        default="127.0.0.1:8000", metadata={"doc": gettext_noop("HOST:PORT that `deskhand serve` listens on.")}
    )
    web_workers: int = field(default=2, metadata={"doc": gettext_noop("Number of web processes.")})
    web_threads: int = field(
        default=4, metadata={"doc": gettext_noop("Threads in each web process; each opens one database connection.")}
    )
    trusted_proxies: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "Addresses of reverse proxies whose X-Forwarded headers are believed, separated by commas."
            )
        },
    )
    max_upload: int = field(default=25 * 1024 * 1024, metadata={"doc": gettext_noop("Largest attachment in bytes.")})
    max_mail: int = field(
        default=50 * 1024 * 1024, metadata={"doc": gettext_noop("Largest mail in bytes that is taken in.")}
    )
    lmtp: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "unix:/path or HOST:PORT where `deskhand serve` takes mail by LMTP from a mail server; off unless set."
            )
        },
    )
    smtp_listen: str = field(
        default="",
        metadata={"doc": gettext_noop("HOST:PORT where `deskhand serve` takes mail by SMTP; off unless set.")},
    )
    mail_networks: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "Networks from which mail is taken by LMTP and SMTP, such as 10.1.0.0/16, separated by commas; only "
                "this machine unless set."
            )
        },
    )
    mail_certificate: str = field(
        default="",
        metadata={"doc": gettext_noop("PEM file of the certificate with which LMTP and SMTP offer STARTTLS.")},
    )
    mail_certificate_key: str = field(default="", metadata={"doc": gettext_noop("PEM file of its private key.")})
    api_rate: int = field(
        default=6000,
        metadata={
            "doc": gettext_noop("Requests a minute that one API token may make, or one address without a token.")
        },
    )
    webhook_targets: str = field(
        default="",
        metadata={
            "doc": gettext_noop(
                "Private networks that webhooks may reach, such as 10.1.0.0/16, separated by commas; none unless named."
            )
        },
    )
    modules: str = field(
        default="",
        metadata={
            "doc": gettext_noop("Python packages of further modules, separated by commas; each is off at first.")
        },
    )
    debug: bool = field(
        default=False,
        metadata={"doc": gettext_noop("Developer's mode: style page, tracebacks. Never on a real network.")},
    )
    log_level: str = field(default="INFO", metadata={"doc": gettext_noop("DEBUG, INFO, WARNING or ERROR.")})
    time_zone: str = field(
        default="UTC", metadata={"doc": gettext_noop("Zone for people who have not chosen one, as in Europe/Berlin.")}
    )
    language: str = field(
        default="en", metadata={"doc": gettext_noop("Language for people who have not chosen one: en or de.")}
    )

    @property
    def host(self) -> str:
        """Host name of the base address, without port."""
        return urlsplit(self.base_url).hostname or "127.0.0.1"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def further_modules(self) -> list[str]:
        """The packages of :attr:`modules`, in their order. Raises :class:`ConfigError` for one that is not there."""
        packages = [name for part in self.modules.split(",") if (name := part.strip())]
        for name in packages:
            _need_package(name)
        return packages

    def described(self) -> dict[str, dict[str, str]]:
        """Every setting with its value and meaning; secrets are shown as ``(set)`` or ``(not set)``."""
        return {
            f"DESKHAND_{spec.name.upper()}": {"value": self._shown(spec.name), "doc": str(spec.metadata["doc"])}
            for spec in fields(self)
        }

    def _shown(self, name: str) -> str:
        value = getattr(self, name)
        if name in SECRET_KEYS:
            return "(set)" if value else "(not set)"
        return str(value)


def read_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings. Raises :class:`ConfigError` naming the first key that is unknown or unusable."""
    environ = os.environ if environ is None else environ
    given = {key[len("DESKHAND_") :]: value for key, value in environ.items() if key.startswith("DESKHAND_")}
    toml_path = given.pop("CONFIG", "")
    given = {name: _from_file(name, value) for name, value in given.items()}
    values = {_plain_name(name): value for name, value in given.items()}
    data = Path(values.get("data", "var/data")).absolute()
    merged: dict[str, Any] = {
        **_toml(Path(toml_path) if toml_path else data / "deskhand.toml", bool(toml_path)),
        **values,
    }
    merged["data"] = data
    return _typed(merged)


def kept_secret(data: Path) -> str:
    """The secret key kept in the data folder; made on first use, readable by its owner alone."""
    path = data / "keys" / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = secrets.token_urlsafe(50)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(fresh)
    except FileExistsError:  # Another process was first: its key counts.
        return path.read_text().strip()
    return fresh


def _need_package(name: str) -> None:
    try:
        found = importlib.util.find_spec(f"{name}.apps")
    except (ImportError, ValueError):
        found = None
    if found is None:
        raise ConfigError(
            f"DESKHAND_MODULES names {name!r}, which is no module that this Python can import (it needs {name}.apps). "
            "Install its package beside Deskhand, or take the name out."
        )


def _plain_name(name: str) -> str:
    return name.removesuffix("_FILE").lower()


def _from_file(name: str, value: str) -> str:
    if not name.endswith("_FILE"):
        return value
    try:
        return Path(value).read_text().splitlines()[0].strip()
    except (OSError, IndexError) as error:
        raise ConfigError(f"DESKHAND_{name} names {value!r}, which cannot be read: {error}") from error


def _toml(path: Path, must_exist: bool) -> dict[str, Any]:
    if not path.exists():
        if must_exist:
            raise ConfigError(f"DESKHAND_CONFIG names {path}, which does not exist.")
        return {}
    try:
        return tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error


def _typed(merged: Mapping[str, Any]) -> Config:
    specs = {spec.name: spec for spec in fields(Config)}
    unknown = sorted(set(merged) - set(specs))
    if unknown:
        raise ConfigError(
            f"Unknown setting {unknown[0]!r} (DESKHAND_{unknown[0].upper()}). "
            f"Known settings: {', '.join(sorted(specs))}."
        )
    typed: dict[str, Any] = {"data": merged["data"]}
    for name, value in merged.items():
        if name != "data":
            typed[name] = _cast(name, str(specs[name].type), value)
    config = Config(**typed)
    parts = urlsplit(config.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"DESKHAND_BASE_URL must be like https://help.example.org, not {config.base_url!r}.")
    return config


def _cast(name: str, kind: str, value: Any) -> Any:
    if kind == "int":
        try:
            return int(value)
        except ValueError:
            raise ConfigError(f"DESKHAND_{name.upper()} must be a whole number, not {value!r}.") from None
    if kind == "bool":
        word = str(value).strip().lower()
        if word not in _SWITCH_WORDS:
            raise ConfigError(f"DESKHAND_{name.upper()} must be yes or no, not {value!r}.")
        return _SWITCH_WORDS[word]
    return str(value)
