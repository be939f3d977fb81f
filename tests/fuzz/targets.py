"""What is fuzzed: each target takes any bytes and asserts what must hold for all of them.

A finding is kept as `var/fuzz/crash-...`; mend the fault and put the bytes among the golden letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from deskhand.mail.clean import clean_composed, clean_html, html_from_text, text_from_html
from deskhand.mail.explain import explain
from deskhand.mail.parse import parse
from deskhand.mail.quotes import split_quoted, split_quoted_html
from deskhand.mail.sealing.model import KeyRing
from deskhand.mail.sealing.opening import unsealed
from deskhand.mail.tests.golden import CONTEXT, LETTERS
from deskhand.mail.tests.soundness import assert_sound, inspect, inspect_layout

NO_KEYS = KeyRing(datetime(2026, 1, 1, tzinfo=UTC))


def parser(raw: bytes) -> None:
    """Any bytes are some mail that can be stored, cleaned and cut."""
    assert_sound(raw)


def sanitiser(raw: bytes) -> None:
    """Whatever comes in, nothing comes out that is not on the list; cleaning again takes no word away."""
    html = raw.decode("utf-8", "surrogateescape")
    inspect(clean_html(html, cid_url=lambda cid: f"/files/{len(cid)}").html)
    once = clean_composed(html)
    inspect(once)
    twice = clean_composed(once)
    inspect(twice)
    assert text_from_html(twice) == text_from_html(once)
    text_from_html(html).encode()
    inspect(html_from_text(html))


def layout(raw: bytes) -> None:
    """A mail that keeps its layout is as harmless, whatever comes in."""
    inspect_layout(raw.decode("utf-8", "surrogateescape"))


def splitter(raw: bytes) -> None:
    """Cutting quotes and signatures loses no character."""
    text = raw.decode("utf-8", "replace")
    assert sorted("".join(split_quoted(text))) == sorted(text)
    html = clean_html(text, cid_url=lambda cid: None).html
    newest, quoted = split_quoted_html(html)
    inspect(newest)
    inspect(quoted)


def explainer(raw: bytes) -> None:
    """Every mail is explained, and no string is None."""
    told = explain(raw, CONTEXT)
    assert told["outcome"] in ("accepted", "quarantined", "refused")
    assert all(type(told[key]) is str for key in ("subject", "text", "html", "newest"))
    assert all(type(one[key]) is str for one in told["verdicts"] for key in ("filter", "verdict", "because"))


def seals(raw: bytes) -> None:
    """A broken seal stays closed and says so; it raises nothing, and no signature counts without a key."""
    found = unsealed(raw, NO_KEYS)
    assert found.seal is None or found.seal.signature not in ("valid", "other_address")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "parser": parser,
    "sanitiser": sanitiser,
    "layout": layout,
    "splitter": splitter,
    "explainer": explainer,
    "seals": seals,
}


def seeds(target: str) -> Iterator[bytes]:
    """What to begin with: the golden letters, or the HTML or text in them."""
    for letter in sorted(LETTERS.glob("*.eml")):
        raw = letter.read_bytes()
        if len(raw) > 20_000:
            continue
        if target in ("sanitiser", "layout", "splitter"):
            mail = parse(raw)
            yield (mail.html if target != "splitter" and mail.html else mail.text).encode()
        else:
            yield raw
