"""Mail whose layout is part of what it says: in a frame of its own, behind the walls of its message."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from deskhand.mail.layout import clean_layout, layout_of
from deskhand.mail.tests.post import letter, post, tickets
from deskhand.mail.tests.vectors import VECTORS
from deskhand.tickets.models import Message, MessageLayout

INVOICE = (
    '<style>td{position:fixed}</style><table width="600" align="center" bgcolor="#0b3d2e" style="max-width:600px">'
    '<tr><td style="padding:24px;color:#ffffff;background:url(https://pixel.example/t.png)">Invoice 4711 '
    '<img src="cid:logo@x"><img src="https://shop.example/banner.png" width="580">'
    '<a href="https://shop.example/pay">Pay</a></td></tr></table>'
)


@pytest.fixture
def framed(cast):
    """The message of a mail that needs its layout."""
    post(cast.mailbox, letter("Shop <shop@kestrel.example>", "Invoice", html=INVOICE))
    return Message.objects.within(cast.it).get(ticket=tickets()[0])


def address(message):
    return f"/agent/tickets/{message.ticket.number}/messages/{message.pk}/layout"


class Names(HTMLParser):
    """Collects the names of all attributes."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [name for name, _value in attrs]


def names_in(html):
    reader = Names()
    reader.feed(html)
    return reader.found


def text(response):
    return response.content.decode()


def test_the_ticket_shows_it_in_a_sandboxed_frame_and_in_a_simple_form_on_demand(cast, framed):
    page = f"/agent/tickets/{framed.ticket.number}/"
    client = cast.client("jana")
    shown = text(client.get(page))
    frame = shown.split("<iframe")[1].split(">")[0]
    assert f'src="{address(framed)}"' in frame and 'loading="lazy"' in frame
    assert 'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"' in frame
    assert "srcdoc" not in frame and "allow-scripts" not in frame
    simple = text(client.get(page, {"simple": framed.pk}))
    assert "<iframe" not in simple and "Invoice 4711" in simple and "View with its layout" in simple


def test_the_frames_policy_lets_nothing_run_and_nothing_load(cast, framed):
    answer = cast.client("jana").get(address(framed))
    policy = dict(one.strip().partition(" ")[::2] for one in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["form-action"] == "'none'"
    assert policy["img-src"] == policy["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in policy["sandbox"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN" and answer["Referrer-Policy"] == "no-referrer"
    body = text(answer)
    assert 'bgcolor="#0b3d2e"' in body and "padding:24px" in body
    assert 'rel="noopener noreferrer nofollow"' in body
    assert "url(" not in body and "position" not in body and ' src="https:' not in body


def test_pictures_from_elsewhere_come_after_a_click_and_tell_no_address(cast, framed):
    answer = cast.client("jana").get(address(framed), {"pictures": "1"})
    assert 'referrerpolicy="no-referrer" loading="lazy" src="https://shop.example/banner.png"' in text(answer)
    assert "img-src 'self' https: http:" in answer["Content-Security-Policy"]
    page = text(cast.client("jana").get(f"/agent/tickets/{framed.ticket.number}/", {"pictures": framed.pk}))
    assert f'src="{address(framed)}?pictures=1"' in page


@pytest.mark.parametrize("who", ["hanna", "mara", "oliver"])
def test_who_does_not_serve_the_desk_is_told_that_there_is_nothing(cast, framed, who):
    assert cast.client(who).get(address(framed)).status_code == 404


def test_a_message_of_another_ticket_or_without_layout_is_not_there(cast, framed):
    other = cast.ticket("Other")
    client = cast.client("jana")
    assert client.get(f"/agent/tickets/{other.number}/messages/{framed.pk}/layout").status_code == 404
    plain = other.messages.get()
    assert client.get(f"/agent/tickets/{other.number}/messages/{plain.pk}/layout").status_code == 404


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello</p><table border=1><tr><td>1</td><td>2</td></tr></table>",
        "<p>It jams every morning when I print.</p><table width=500 bgcolor=#123456><tr><td>ACME</td></tr></table>",
        '<p style="color:red">See my comments in red</p>',
    ],
)
def test_simple_mail_and_mail_with_a_decorated_signature_need_no_frame(cast, html):
    post(cast.mailbox, letter("Mara <mara@kestrel.example>", "Plain", html=html))
    assert not MessageLayout.objects.within(cast.it).exists()


def test_what_an_answer_quotes_makes_no_frame_of_it(cast):
    html = f'<p>Thanks, paid.</p><div class="gmail_quote"><blockquote>{INVOICE}</blockquote></div>'
    post(cast.mailbox, letter("Mara <mara@kestrel.example>", "Re: Invoice", html=html))
    assert not MessageLayout.objects.within(cast.it).exists()


FORBIDDEN = ("<script", "<iframe", "<form", "<style", "<svg", "<math", "<meta", "<base", "<link", "<object", "<embed")


def test_no_attack_survives_the_wider_cleaning():
    for vector in VECTORS:
        wrapped = f'<table bgcolor="red"><tr><td>{vector}</td></tr></table>'
        made = clean_layout(wrapped, cid_url=lambda cid: None).html.lower()
        assert not [word for word in FORBIDDEN if word in made], vector
        assert not [name for name in names_in(made) if name.startswith("on")], vector
        assert not re.search(r"style=\"[^\"]*(url|expression|@import)", made), vector


@pytest.mark.parametrize(
    ("style", "left"),
    [
        ("position:fixed;top:0;color:red", "color:red"),
        ("background:#eee url(x.png)", ""),
        ("width:100px;behavior:url(x)", "width:100px"),
        ("color:rgb(1,2,3);margin:0 auto !important", "color:rgb(1,2,3);margin:0 auto !important"),
        ("font:12px/1.5 'Segoe UI', Arial", "font:12px/1.5 'segoe ui', arial"),
        ("color:red/**/;width:calc(1px)", ""),
        (r"background:\75rl(x)", ""),
        ("display:flex;display:none", "display:none"),
    ],
)
def test_styles_keep_what_only_looks(style, left):
    from deskhand.mail.markup.layout_styles import safe_style

    assert safe_style(style) == left


def test_layout_is_not_sought_where_nothing_points_to_it():
    assert not layout_of("<p>Hello</p>", cid_url=lambda cid: None).html
