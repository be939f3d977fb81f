"""Where webhooks may go: what is resolved is judged, and what was judged is connected to."""

import ipaddress
import socket
import ssl
import threading

import pytest

from deskhand.kernel import targets, wire
from deskhand.kernel.errors import Invalid

CLOSED = (
    "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",  # noqa: S104
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::",
    "2001:0:7f00:1::", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "100::1",
)  # fmt: skip
OPEN = ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("address", CLOSED)
def test_no_webhook_goes_inside(address):
    assert not targets.is_allowed(ipaddress.ip_address(address), 443)
    with pytest.raises(Invalid):
        targets.check(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_reached(address):
    assert targets.is_allowed(ipaddress.ip_address(address), 443)


@pytest.mark.parametrize("port", [22, 25, 53, 110, 143, 389, 445, 1, 1023])
def test_ports_of_other_services_are_closed(port):
    assert not targets.is_allowed(ipaddress.ip_address("8.8.8.8"), port)
    assert targets.is_allowed(ipaddress.ip_address("8.8.8.8"), 8443)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://tools.example.org/", "file:///etc/passwd", "//tools.example.org/", "tools.example.org", "https:///x",
        "http://tools.example.org/", "https://user:secret@tools.example.org/", "https://user@tools.example.org/",
        "https://tools.example.org/#part", "https://localhost/", "https://intranet/", "https://tools.example.org:99999/",
        "https://tools.example.org/a b", "https://tools.example.org/\r\nHost: x", "https://\u212bx.example/", "https://[::1",
    ],
)  # fmt: skip
def test_what_is_no_address_for_a_webhook_is_refused_in_words(url):
    with pytest.raises(Invalid) as refusal:
        targets.check(url)
    assert refusal.value.fields["url"]


def test_every_address_behind_a_name_is_judged(monkeypatch):
    answers = [("8.8.8.8", 443), ("10.0.0.1", 443)]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in answers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: found)
    with pytest.raises(targets.Unreachable):
        targets.addresses(targets.parsed("https://two-faced.example/"))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_other_spellings_of_this_machine_are_found_out_when_resolved(host, receiver):
    target = targets.Target(is_https=False, host=host, port=receiver.port, path="/")
    reply = wire.post(target, b"{}", {})
    assert reply.status is None and reply.error
    assert not receiver.got


def test_a_name_that_is_looked_up_again_leads_nowhere_else(monkeypatch, receiver, targets_allowed):
    targets_allowed("127.0.0.0/8")
    asked = []

    def resolve(host, port, **_more):
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", _only_for("rebinding.example", resolve))
    connected = []
    connect = socket.create_connection

    def watched(to, **more):
        connected.append(to)
        return connect(to, **more)

    monkeypatch.setattr(socket, "create_connection", watched)
    target = targets.parsed(f"http://rebinding.example:{receiver.port}/")
    assert wire.post(target, b"{}", {}).status == 204
    assert asked == ["rebinding.example"] and connected == [("127.0.0.1", receiver.port)]
    assert receiver.got[0]["headers"]["Host"] == f"rebinding.example:{receiver.port}"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver, targets_allowed):
    targets_allowed("127.0.0.0/8")
    receiver.statuses, receiver.headers = [302], {"Location": "http://169.254.169.254/"}
    reply = wire.post(targets.parsed(receiver.url()), b"{}", {})
    assert (reply.status, reply.is_good, len(receiver.got)) == (302, False, 1)


def test_without_https_only_named_networks_are_reached(monkeypatch):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: found)
    with pytest.raises(targets.Unreachable):
        targets.addresses(targets.parsed("http://tools.example.org/"))


def test_the_certificate_is_of_the_name_though_connected_by_address(
    monkeypatch, secure_receiver, certificate, targets_allowed
):
    targets_allowed("127.0.0.0/8")
    monkeypatch.setattr(wire, "context", certificate.client)

    def resolve(_host, port, *_a, **_m):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    good = wire.post(targets.parsed(secure_receiver.url("localhost")), b"{}", {})
    assert good.status == 204
    other = wire.post(targets.parsed(secure_receiver.url("somebody-else.example")), b"{}", {})
    assert other.status is None and other.error.startswith("certificate:")
    assert len(secure_receiver.got) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_receiver, targets_allowed):
    targets_allowed("127.0.0.0/8")
    reply = wire.post(targets.parsed(secure_receiver.url()), b"{}", {})
    assert reply.status is None and reply.error.startswith("certificate:")


def test_an_answer_is_read_to_its_limit(receiver, targets_allowed):
    targets_allowed("127.0.0.0/8")
    receiver.body, receiver.statuses = b"x" * 1_000_000, [200]
    reply = wire.post(targets.parsed(receiver.url()), b"{}", {})
    assert (reply.status, len(reply.text)) == (200, wire.ANSWER_LIMIT)


def test_a_server_that_drips_is_cut_off(receiver, targets_allowed, monkeypatch):
    targets_allowed("127.0.0.0/8")
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.4)
    receiver.drip = 5.0
    reply = wire.post(targets.parsed(receiver.url()), b"{}", {})
    assert reply.status is None and reply.seconds < 3


def test_a_host_with_many_dead_addresses_is_given_up_after_three_of_both_families(monkeypatch):
    names = [*(f"2606:4700::{n}" for n in range(1, 40)), *(f"8.8.8.{n}" for n in range(1, 40))]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, 443)) for name in names]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: found)
    tried = []

    def dead(address, timeout):
        tried.append((address[0], timeout <= wire.CONNECT_SECONDS))
        raise TimeoutError("timed out")

    monkeypatch.setattr(socket, "create_connection", dead)
    reply = wire.post(targets.parsed("https://black-hole.example/"), b"{}", {})
    assert reply.error == "timed out"
    assert tried == [("2606:4700::1", True), ("8.8.8.1", True), ("2606:4700::2", True)]


def test_asking_for_the_address_and_connecting_count_into_the_deadline(monkeypatch, receiver, targets_allowed):
    targets_allowed("127.0.0.0/8")
    monkeypatch.setattr(wire, "WHOLE_SECONDS", 0.3)
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: over.wait(20) and [])
    reply = wire.post(targets.parsed(receiver.url("slow-name.example")), b"{}", {})
    over.set()
    assert reply.status is None and reply.seconds < 3 and "in time" in reply.error
    assert receiver.got == []


def test_what_is_trusted_is_what_this_machine_trusts():
    context = wire.context()
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname


def _only_for(host, resolve):
    real = socket.getaddrinfo
    return lambda name, port, *a, **m: resolve(name, port) if name == host else real(name, port, *a, **m)
