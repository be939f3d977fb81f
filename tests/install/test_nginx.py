"""Deskhand behind the nginx of the example, over HTTPS: what a browser and a stranger see of it."""

import re
import socket
import ssl

import httpx
import pytest

from deskhand.kernel.config import Config
from deskhand.web.middleware import UPLOADS_AT_ONCE
from tests.e2e.served import ServedDemo
from tests.install.visitor import Visitor, work_a_ticket
from tests.services.nginx import EXAMPLE, Nginx
from tests.services.service import LOOPBACK, free_port, wait_until

pytestmark = [pytest.mark.xdist_group("nginx")]
STRANGER = "127.0.0.2"
"""An address of this machine that no setting trusts."""
WORTH_PACKING = 1024
"""Bytes from which on the example packs."""
LIE = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "evil.example"}


class Front:
    """The proxy and what stands behind it."""

    def __init__(self, nginx, demo):
        self.demo = demo
        self.url, self.port, self.tls_port = nginx.url, nginx.port, nginx.tls_port
        self.certificate, self.upstream_port = nginx.certificate, nginx.upstream_port


@pytest.fixture(scope="module")
def proxy():
    """nginx before a demo that knows its address and trusts it."""
    with Nginx(free_port()) as nginx:
        settings = {"DESKHAND_BASE_URL": nginx.url, "DESKHAND_TRUSTED_PROXIES": LOOPBACK}
        demo = ServedDemo(tickets=5, **settings)
        demo.port = nginx.upstream_port
        with demo:
            yield Front(nginx, demo)


@pytest.fixture
def visitor(proxy):
    with Visitor(proxy.url, verify=proxy.certificate.client()) as one:
        yield one


def fresh_link(proxy):
    return proxy.demo.run("user", "link", proxy.demo.people["agent"]).stdout.decode().strip()


def test_a_ticket_is_worked_over_https_and_its_page_stays_live(proxy, visitor):
    number = work_a_ticket(visitor, fresh_link(proxy))
    path = f"/agent/it/live?ticket={number}"

    version = ""

    def is_settled():
        """True once what follows from the ticket is done: the page is told that it is current."""
        nonlocal version
        version = visitor.get(path).json()["version"]
        return visitor.client.get(path, params={"ticket": number, "since": version}).status_code == 204

    wait_until(is_settled, "an answer that nothing has changed")
    page = f"/agent/tickets/{number}/"
    visitor.submit(page, to=f"{page}send", kind="note", body="The roller is ordered.")
    later = visitor.client.get("/agent/it/live", params={"ticket": number, "since": version})
    assert later.json()["version"] != version


def test_cookies_are_bound_to_this_host_over_https(proxy, visitor):
    visitor.sign_in(fresh_link(proxy))
    cookies = {one.name: one for one in visitor.client.cookies.jar}
    assert {"__Host-deskhand_session", "__Host-deskhand_csrf"} <= cookies.keys()
    assert all(name.startswith("__Host-") for name in cookies)
    for one in cookies.values():
        assert one.secure
        assert one.path == "/"
        assert not one.domain_specified
    assert cookies["__Host-deskhand_session"].has_nonstandard_attr("HttpOnly")


def test_a_browser_is_told_to_come_by_https_alone(proxy, visitor):
    answer = visitor.get("/sign-in/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    plain = httpx.get(f"http://{LOOPBACK}:{proxy.port}/sign-in/?next=/agent/", timeout=60)
    assert plain.status_code == 308
    assert plain.headers["location"] == f"{proxy.url}/sign-in/?next=/agent/"


def test_forwarded_headers_of_a_client_are_not_believed(proxy, visitor):
    """Through the proxy they are replaced: who pretends to be many clients is still counted as one."""
    seen = set()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', visitor.get("/sign-in/").text)[1]
    for attempt in range(25):
        lie = {**LIE, "X-Forwarded-For": f"203.0.113.{attempt}", "Referer": f"{proxy.url}/sign-in/"}
        form = {"csrfmiddlewaretoken": token, "login": f"nobody{attempt}@lindental.example"}
        answer = visitor.client.post("/sign-in/link/", data=form, headers=lie)
        assert "evil.example" not in answer.text
        seen.add(answer.status_code)
    assert 429 in seen, "twenty links an hour and client"


def test_a_client_that_comes_past_the_proxy_cannot_pretend_to_be_it(proxy):
    """From an address that is not trusted, `https` and another client's address are not believed."""
    direct = f"http://{LOOPBACK}:{proxy.upstream_port}/sign-in/"
    with httpx.Client(transport=httpx.HTTPTransport(local_address=STRANGER), timeout=120) as stranger:
        assert "strict-transport-security" not in stranger.get(direct, headers=LIE).headers
    with httpx.Client(timeout=120) as trusted:
        assert "strict-transport-security" in trusted.get(direct, headers=LIE).headers


def test_another_name_than_its_own_is_refused(proxy, visitor):
    assert visitor.client.get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400


def test_what_is_too_large_for_deskhand_ends_at_the_proxy(proxy):
    said = re.search(r"client_max_body_size (\d+)m;", EXAMPLE.read_text())
    limit = UPLOADS_AT_ONCE * Config.max_upload
    assert int(said[1]) * 1024 * 1024 == limit
    head = f"POST /agent/it/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Length: {limit + 1}\r\n\r\n"
    with (
        socket.create_connection((LOOPBACK, proxy.tls_port), timeout=60) as plain,
        proxy.certificate.client().wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(head.encode())
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_scripts_and_styles_are_kept_by_browsers_and_packed_on_the_way(visitor):
    page = visitor.get("/sign-in/").text
    built = re.findall(r'(?:href|src)="(/static/deskhand/[^"]+)"', page)
    assert built
    for path in built:
        answer = visitor.get(path)
        assert answer.headers["cache-control"] == "max-age=315360000, public, immutable"
        assert answer.headers.get("content-encoding") == "gzip" or len(answer.content) < WORTH_PACKING


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_only_present_day_encryption_is_spoken(proxy):
    old = proxy.certificate.client()
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with (
        socket.create_connection((LOOPBACK, proxy.tls_port), timeout=60) as plain,
        pytest.raises(ssl.SSLError),
    ):
        old.wrap_socket(plain, server_hostname="localhost")
