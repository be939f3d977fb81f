"""A private PostgreSQL cluster. `python -m tests.services.postgres COMMAND...` runs a command on a fresh one."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.service import LOOPBACK, Service, free_port

OWNER = "postgres"
"""The system's user that runs the server when the tests run as root, which PostgreSQL refuses."""

URL_VARIABLE = "TEST_DATABASE_URL"
"""Names the database of a running cluster for the tests of this run."""

SERVER_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "fsync": "on",
    "synchronous_commit": "on",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


class PostgresCluster(Service):
    """One cluster with a superuser `deskhand` and no password, reachable on the loopback interface alone."""

    user = "deskhand"

    def __init__(self) -> None:
        self.port = 0
        self.folder = Path()

    def start(self) -> None:
        """Make a fresh cluster and start it; about two seconds."""
        self.folder = Path(tempfile.mkdtemp(prefix="deskhand-postgres-"))
        self.port = free_port()
        self._give_to_owner()
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={self.user}")
        self.boot()

    def boot(self) -> None:
        """Start the server of a cluster that was shut down or crashed."""
        settings = {**SERVER_SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run(
            "pg_ctl",
            "start",
            "--wait",
            "--timeout=240",
            "--silent",
            f"--log={self.folder / 'log'}",
            f"--options={options}",
        )

    def crash(self) -> None:
        """Stop as after a power cut: no checkpoint, connections cut. `boot()` recovers."""
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")

    def stop(self) -> None:
        """Stop the server, cutting open connections, and remove the cluster."""
        if not (self.folder / "cluster").is_dir():
            return
        if (self.folder / "cluster" / "postmaster.pid").exists():
            self.crash()
        shutil.rmtree(self.folder)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, in the form that DESKHAND_DATABASE_URL takes."""
        return f"postgresql://{self.user}@{LOOPBACK}:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Make an empty database; its address."""
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, cutting its connections; no error if it is not there."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True, connect_timeout=60) as connection:
            connection.execute(statement)

    def _give_to_owner(self) -> None:
        if os.geteuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        command = [_program(program), "--pgdata", str(self.folder / "cluster"), *arguments]
        owner = OWNER if os.geteuid() == 0 else None
        # The server keeps the descriptors it is started with: a pipe here would never close.
        with (self.folder / "commands").open("ab") as log:
            done = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=owner, timeout=300
            )
        if done.returncode != 0:
            raise RuntimeError(f"{program} failed: {self._logs()}")

    def _logs(self) -> str:
        return "\n".join(
            path.read_text()[-2000:] for name in ("commands", "log") if (path := self.folder / name).exists()
        )


def _program(name: str) -> str:
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    for folder in newest_first:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not installed: run make test-setup")
    return found


def main(command: list[str]) -> int:
    """Run a command with TEST_DATABASE_URL set to a fresh cluster; the command's exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with PostgresCluster() as cluster:
        environment = {**os.environ, URL_VARIABLE: cluster.create_database("deskhand")}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
