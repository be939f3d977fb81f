"""What must hold for any bytes and any markup at all. Property tests and the fuzzer ask for the same."""

import re
from html.parser import HTMLParser

from deskhand.mail.clean import CLASSES, clean_html
from deskhand.mail.digest import content_digest
from deskhand.mail.explain import explain
from deskhand.mail.layout import clean_layout, layout_of
from deskhand.mail.parse import ParsedMail, parse
from deskhand.mail.parsing.limits import MAX_FILENAME
from deskhand.mail.quotes import split_quoted, split_quoted_html
from deskhand.mail.tests.golden import CONTEXT

TAGS = frozenset(
    """
    a abbr address b bdi bdo blockquote br caption cite code col colgroup del details dfn div em figcaption figure hr
    h1 h2 h3 h4 h5 h6 i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody
    td tfoot th thead time tr u ul var wbr
    """.split()
)
ATTRIBUTES = frozenset(
    """
    class dir title hidden lang href rel target src alt width height data-remote-src colspan rowspan scope start
    reversed value datetime open
    """.split()
)


LAYOUT_TAGS = TAGS | set("center font dl dt dd big strike tt nobr".split())
LAYOUT_ATTRIBUTES = ATTRIBUTES | set(
    "style align valign bgcolor border cellpadding cellspacing nowrap color face size type".split()
)
LAYOUT_CLASSES = frozenset({"mail-quote", "mail-quote-head", "mail-signature", "mail-remote"})
LOADS_OR_COVERS = re.compile(r"url|expression|@|\\|/\*|javascript|behavior|binding|position|z-index", re.IGNORECASE)


class Inspector(HTMLParser):
    """Reads cleaned HTML as a browser would and objects to whatever is not on its own, independent lists."""

    tags, attributes, classes = TAGS, ATTRIBUTES, frozenset(CLASSES)

    def handle_starttag(self, tag, attrs):
        assert tag in self.tags, tag
        values = dict(attrs)
        assert set(values) <= self.attributes, values
        assert set((values.get("class") or "").split()) <= self.classes
        assert not LOADS_OR_COVERS.search(values.get("style") or ""), values
        self.check_addresses(tag, values)
        if tag == "a":
            assert values["target"] == "_blank"
            assert set(values["rel"].split()) == {"noopener", "noreferrer", "nofollow"}

    def check_addresses(self, tag, values):
        if "href" in values:
            assert values["href"].lower().startswith(("https://", "http://", "mailto:", "tel:", "/files/")), values
        if "src" in values:
            assert values["src"].startswith("/files/"), values
        if "data-remote-src" in values:
            assert values["data-remote-src"].startswith(("https://", "http://")), values
            assert "src" not in values

    def handle_comment(self, data):
        raise AssertionError(f"a comment survived: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration survived: {decl}")

    handle_pi = handle_decl


class LayoutInspector(Inspector):
    """The same for HTML that keeps its layout."""

    tags, attributes, classes = LAYOUT_TAGS, LAYOUT_ATTRIBUTES, LAYOUT_CLASSES


def inspect(html: str, by: type[Inspector] = Inspector) -> None:
    inspector = by(convert_charrefs=True)
    inspector.feed(html)
    inspector.close()


def inspect_layout(html: str) -> None:
    """A mail cleaned with its layout, and what is shown of it, can load nothing, run nothing and cover nothing."""
    for cid_url in (lambda cid: f"/files/{len(cid)}", lambda cid: None):
        made = clean_layout(html, cid_url=cid_url).html
        made.encode("utf-8")
        inspect(made, LayoutInspector)
        inspect(layout_of(html, cid_url=cid_url).html, LayoutInspector)


def everything_of(mail: ParsedMail) -> list[str]:
    people = [mail.from_, mail.sender, *mail.reply_to, *mail.to, *mail.cc]
    texts = [
        mail.message_id,
        *mail.in_reply_to,
        *mail.references,
        mail.subject,
        mail.text,
        mail.html,
        mail.return_path or "",
    ]
    texts += [text for one in people for text in (one.name, one.email)] + [value for _, value in mail.headers.items()]
    return texts + [text for part in mail.attachments for text in (part.filename, part.content_type, part.cid)]


def assert_sound(raw: bytes) -> None:
    mail = parse(raw)
    for text in everything_of(mail):
        assert "\x00" not in text
        text.encode("utf-8")
    names = [part.filename.casefold() for part in mail.attachments]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= MAX_FILENAME and "/" not in name and "\\" not in name for name in names)
    assert "\n" not in mail.subject
    cleaned = clean_html(mail.html, cid_url=lambda cid: None)
    split_quoted_html(cleaned.html)
    assert "".join(sorted("".join(split_quoted(mail.text)))) == "".join(sorted(mail.text))
    assert content_digest(mail) == content_digest(parse(raw))
    assert all(value is not None for key, value in explain(raw, CONTEXT).items() if key != "bounce")
