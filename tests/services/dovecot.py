"""A real Dovecot server, IMAP and POP3, with accounts and letters that a test puts there."""

import getpass
import grp
import imaplib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.services.certificates import Certificate
from tests.services.service import LOOPBACK, PATIENCE, Service, answers, free_port, wait_until

MAIL_USER = "mail"
"""Whose the letters are when the tests run as root; Dovecot gives no mail to root."""

CONFIGURATION = """\
protocols = imap pop3
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:~/Maildir
mail_uid = {mail_uid}
mail_gid = {mail_gid}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 200
auth_mechanisms = plain login oauthbearer xoauth2
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users/%u
}}
passdb {{
  driver = oauth2
  mechanisms = oauthbearer xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = {host}
    port = {port}
  }}
  inet_listener imaps {{
    address = {host}
    port = {tls_port}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    address = {host}
    port = {pop3_port}
  }}
  inet_listener pop3s {{
    address = {host}
    port = {pop3_tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  # No growing delay after wrong passwords.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""

OAUTH2 = """\
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
debug = no
"""
"""Whom Dovecot asks whether a bearer token is good (RFC 7662)."""


class Dovecot(Service):
    """IMAP with or without STARTTLS on `port`, over TLS on `tls_port`, and POP3 likewise on `pop3_port` and
    `pop3_tls_port`; accounts are added while it runs. Bearer tokens are good once `trust()` named their issuer.

    Its certificate is trusted only by whoever asks `certificate` for a client's context.
    """

    certificate: Certificate

    host = LOOPBACK

    def __init__(self) -> None:
        self.port = self.tls_port = self.pop3_port = self.pop3_tls_port = 0
        self.folder = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._serial = itertools.count(1)

    def start(self) -> None:
        """Write the configuration and start the server; well under a second."""
        self.folder = Path(tempfile.mkdtemp(prefix="deskhand-dovecot-"))
        self.folder.chmod(0o755)
        self.port, self.tls_port, self.pop3_port, self.pop3_tls_port = (free_port() for _ in range(4))
        self.certificate = Certificate(self.folder)
        (self.folder / "mail").mkdir()
        (self.folder / "users").mkdir()
        (self.folder / "dovecot.conf").write_text(self._configuration())
        (self.folder / "oauth2.conf").write_text(OAUTH2.format(url=f"http://{self.host}:1/"))
        self.boot()

    def boot(self) -> None:
        """Start the server again after `shut_down()`, with the same accounts and letters."""
        command = [_program(), "-F", "-c", str(self.folder / "dovecot.conf")]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            wait_until(lambda: answers(self.port) or self._has_ended(), "Dovecot's start")
        finally:
            if self._has_ended():
                raise RuntimeError(f"Dovecot did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def shut_down(self) -> None:
        """Stop answering: connections are cut, accounts and letters stay."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(timeout=PATIENCE)
        self._process = None

    def stop(self) -> None:
        """Stop the server and remove everything."""
        self.shut_down()
        if self.folder != Path():
            shutil.rmtree(self.folder, ignore_errors=True)

    def add_user(self, name: str, password: str) -> None:
        """Make an account, or give it another password; it can sign in when this returns."""
        for part in ("", "Maildir", "Maildir/tmp", "Maildir/new", "Maildir/cur"):
            folder = self.folder / "mail" / name / part
            folder.mkdir(exist_ok=True)
            _give_to_mail_user(folder)
        (self.folder / "users" / name).write_text(f"{name}:{{PLAIN}}{password}::::::\n")
        # Dovecot looks at a file that it knows once a second at most.
        wait_until(lambda: self._accepts(name, password), f"Dovecot's taking note of {name}")

    def trust(self, introspection_url: str) -> None:
        """Take the bearer tokens of this issuer from now on."""
        (self.folder / "oauth2.conf").write_text(OAUTH2.format(url=introspection_url))
        self.shut_down()
        self.boot()

    def _accepts(self, name: str, password: str) -> bool:
        with imaplib.IMAP4(self.host, self.port, timeout=PATIENCE) as client:
            try:
                client.login(name, password)
            except imaplib.IMAP4.error:
                return False
        return True

    def deliver(self, name: str, raw: bytes) -> None:
        """Put a letter, byte for byte, into an account's inbox."""
        maildir = self.folder / "mail" / name / "Maildir"
        unique = f"{time.time_ns()}.{next(self._serial)}_{os.getpid()}.{socket.gethostname()}"
        letter = maildir / "tmp" / unique
        letter.write_bytes(raw)
        _give_to_mail_user(letter)
        letter.rename(maildir / "new" / unique)

    def deliver_many(self, name: str, count: int) -> None:
        """Put so many small letters into an account's inbox, as files at once."""
        new = self.folder / "mail" / name / "Maildir" / "new"
        began = time.time_ns()
        for number in range(count):
            letter = new / f"{began + number}.{number}_{os.getpid()}.{socket.gethostname()}"
            head = f"From: p{number}@kestrel.example\r\nSubject: {number}\r\nMessage-ID: <{number}@kestrel.example>\r\n"
            letter.write_bytes(f"{head}\r\nLetter {number}\r\n".encode())
            _give_to_mail_user(letter)

    def forget_inbox(self, name: str) -> None:
        """Empty an account's inbox and what the server knows of it, as if it had been restored: another UIDVALIDITY."""
        maildir = self.folder / "mail" / name / "Maildir"
        for path in (*(maildir / "new").iterdir(), *(maildir / "cur").iterdir(), *maildir.glob("dovecot.index*")):
            path.unlink()
        known = maildir / "dovecot-uidlist"
        head = known.read_text().splitlines()[0].split()
        known.write_text(f"3 V{int(head[1][1:]) + 1} N1 {head[3]}\n")

    def letters(self, name: str) -> list[bytes]:
        """Every letter in the inbox, seen or not, oldest first."""
        maildir = self.folder / "mail" / name / "Maildir"
        found = [path for part in ("new", "cur") for path in (maildir / part).iterdir()]
        return [path.read_bytes() for path in sorted(found, key=lambda path: path.name)]

    def log(self) -> str:
        """What the server has logged."""
        return (self.folder / "log").read_text(errors="replace")

    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _configuration(self) -> str:
        as_root = os.geteuid() == 0
        me = getpass.getuser()
        mail = pwd.getpwnam(MAIL_USER if as_root else me)
        return CONFIGURATION.format(
            host=self.host,
            port=self.port,
            tls_port=self.tls_port,
            pop3_port=self.pop3_port,
            pop3_tls_port=self.pop3_tls_port,
            folder=self.folder,
            internal="dovecot" if as_root else me,
            internal_group="dovecot" if as_root else grp.getgrgid(os.getgid()).gr_name,
            login="dovenull" if as_root else me,
            mail_uid=mail.pw_uid,
            mail_gid=mail.pw_gid,
        )


def _give_to_mail_user(path: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(MAIL_USER)
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _program() -> str:
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError("Dovecot is not installed: run make test-setup")
    return found
