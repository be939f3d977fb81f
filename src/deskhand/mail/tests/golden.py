"""A letter's portrait: all that the parser, the cleaner, the cutter and the filters say about it, as plain values.

A golden letter is two files in `letters/`: `name.eml`, the bytes, and `name.toml`, what must be seen in them. The
second names only what the letter is about; each key is one of the portrait's. The lines to choose from are
printed by `python -m deskhand.mail.tests.golden name.eml`.
"""

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

from deskhand.mail.clean import clean_html
from deskhand.mail.filters import FilterContext, judge_all, summary
from deskhand.mail.parse import Address, Invitation, ParsedMail, parse
from deskhand.mail.quotes import split_quoted, split_quoted_html

LETTERS = Path(__file__).parent / "letters"

CONTEXT = FilterContext(
    own_addresses=frozenset({"helpdesk@desk.example"}),
    message_id_domain="mail.desk.example",
    instance="golden",
    blocked=frozenset({"@spam.example"}),
)


def portrait(raw: bytes) -> dict[str, Any]:
    """What is seen in a letter. Lists of addresses are `Name <email>`; dates are ISO 8601 in UTC."""
    mail = parse(raw)
    cut = split_quoted(mail.text, subject=mail.subject)
    cleaned = clean_html(mail.html, cid_url=lambda cid: f"/files/{cid}")
    cut_html = split_quoted_html(cleaned.html, subject=mail.subject)
    return {
        **_head(mail),
        "text": mail.text.strip(),
        "newest": cut.newest.strip(),
        "signature": cut.signature.strip(),
        "quoted": cut.quoted.strip(),
        "html": cleaned.html.strip(),
        "newest_html": cut_html.newest.strip(),
        "quoted_html": cut_html.quoted.strip(),
        "blocked_images": cleaned.blocked_images,
        "attachments": [
            f"{part.filename} | {part.content_type} | {part.size}{' | inline' if part.is_inline else ''}"
            for part in mail.attachments
        ],
        "invitation": _invitation(mail.invitation),
        "security": mail.security,
        "defects": list(mail.defects),
        **_judgement(mail),
    }


def _invitation(one: Invitation | None) -> list[str]:
    """`method: request`, `starts: 2026-11-10T08:00:00+00:00` and so on, what is empty left out."""
    return [f"{name}: {value}" for name, value in one.as_words().items()] if one else []


def _head(mail: ParsedMail) -> dict[str, Any]:
    return {
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "date": mail.date.isoformat() if mail.date else "",
        "from": str(mail.from_),
        "to": _people(mail.to),
        "cc": _people(mail.cc),
        "reply_to": _people(mail.reply_to),
        "subject": mail.subject,
    }


def _judgement(mail: ParsedMail) -> dict[str, Any]:
    verdicts = judge_all(mail, CONTEXT)
    whole = summary(verdicts)
    seen: dict[str, Any] = {
        "verdicts": [f"{one.filter}: {one.verdict}: {one.because}" for one in verdicts],
        "would_answer": whole.may_answer,
        "is_automatic": whole.is_automatic,
        "drop": whole.drop,
    }
    if whole.bounce:
        seen["bounce"] = {
            "recipients": list(whole.bounce.recipients),
            "permanent": whole.bounce.permanent,
            "status": whole.bounce.status,
            "server_says": whole.bounce.server_says,
            "original": whole.bounce.original_message_id,
        }
    return seen


def _people(addresses: tuple[Address, ...]) -> list[str]:
    return [str(address) for address in addresses]


def expected(letter: Path) -> dict[str, Any]:
    """What the file beside a letter asks for."""
    return tomllib.loads(letter.with_suffix(".toml").read_text("utf-8"))


def as_toml(seen: dict[str, Any]) -> str:
    """A portrait in the form of the expected files, empty values left out."""
    plain = {key: value for key, value in seen.items() if key != "bounce" and (value or value is False)}
    lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
    if "bounce" in seen:
        lines += ["", "[bounce]", *(f"{key} = {_toml(value)}" for key, value in seen["bounce"].items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, str) and "\n" in value and "'''" not in value:
        return f"'''\n{value}'''"
    if isinstance(value, str) and '"' in value and "'" not in value:
        return f"'{value}'"
    if isinstance(value, list) and value:
        return "[\n" + "".join(f"    {_toml(one)},\n" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(as_toml(portrait(Path(name).read_bytes())))
