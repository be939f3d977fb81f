"""The services as pytest fixtures; the repository's `conftest.py` makes them known everywhere."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.environment import FOLDER
from tests.services.browser import launch_options
from tests.services.dovecot import Dovecot
from tests.services.issuer import Issuer
from tests.services.postgres import PostgresCluster
from tests.services.shared import Facts, Shared
from tests.services.smtp import SmtpReceiver
from tests.services.stub_smtp import StubSmtp

SOON = 120_000
"""Milliseconds that a page may take to show what is expected; only a failing test waits so long."""
expect.set_options(timeout=SOON)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A private PostgreSQL cluster, one for all workers of the run. Do not crash or stop it: make your own for that."""
    cluster = PostgresCluster()

    def start() -> Facts:
        cluster.start()
        return {"port": cluster.port, "folder": str(cluster.folder)}

    def stop(facts: Facts) -> None:
        _attached(facts).stop()

    with Shared(Path(os.environ[FOLDER]), "postgres").lease(start, stop) as facts:
        yield _attached(facts)


def _attached(facts: Facts) -> PostgresCluster:
    cluster = PostgresCluster()
    cluster.port, cluster.folder = facts["port"], Path(facts["folder"])
    return cluster


@pytest.fixture
def postgres_url(postgres_cluster: PostgresCluster) -> Iterator[str]:
    """The address of an empty PostgreSQL database, dropped afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    yield postgres_cluster.create_database(name)
    postgres_cluster.drop_database(name)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A real IMAP server, one for each worker. Give each test an account of its own (`imap_account`)."""
    with Dovecot() as server:
        yield server


@pytest.fixture
def imap_account(dovecot: Dovecot) -> tuple[str, str]:
    """Name and password of a fresh, empty account on `dovecot`."""
    name, password = f"box-{secrets.token_hex(4)}", secrets.token_urlsafe(12)
    dovecot.add_user(name, password)
    return name, password


@pytest.fixture(scope="session")
def trusted_issuer(dovecot: Dovecot) -> Iterator[Issuer]:
    """An OAuth 2.0 issuer whose tokens `dovecot` takes."""
    with Issuer() as server:
        dovecot.trust(f"{server.url}/introspect")
        yield server


@pytest.fixture
def issuer(trusted_issuer: Issuer, imap_account: tuple[str, str]) -> Issuer:
    """The issuer, afresh: whoever signs in there is the owner of `imap_account`."""
    trusted_issuer.begin(imap_account[0])
    return trusted_issuer


@pytest.fixture
def smtp_receiver() -> Iterator[SmtpReceiver]:
    """A real SMTP server that keeps what it is sent."""
    with SmtpReceiver() as server:
        yield server


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright launches the machine's own Chromium."""
    return launch_options()


@pytest.fixture
def stub_smtp() -> Iterator[StubSmtp]:
    """A mail server that plays a script for each recipient."""
    with StubSmtp() as server:
        yield server
