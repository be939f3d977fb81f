"""What the servers before us say of a letter, who is on the lists, and who writes too much."""

from typing import Any

import pytest

from deskhand.mail.authenticity import MICROSOFT, told_by
from deskhand.mail.filters import FilterContext, Rate, judge_all, summary
from deskhand.mail.parse import parse
from deskhand.mail.tests.post import letter

NOTHING = FilterContext()
TRUSTED = FilterContext(trusted_server="mx.desk.example")


def said(headers: str, ctx: FilterContext = NOTHING, sender: str = "Mara <mara@kestrel.example>") -> dict[str, Any]:
    """The verdicts on a letter with these headers on top, by the filter that gave them."""
    raw = "\n".join(line.strip() for line in headers.strip().splitlines()).encode() + b"\n" + letter(sender)
    verdicts = judge_all(parse(raw), ctx)
    return {one.filter: one for one in verdicts}


def vouched(headers: str, ctx: FilterContext = TRUSTED, **more) -> str:
    """What the question of authentication comes to."""
    verdict = said(headers, ctx, **more)["authentication"]
    assert verdict.is_authentic == (verdict.verdict == "pass")
    return verdict.verdict


PASS = "Authentication-Results: mx.desk.example; dmarc=pass (p=reject) header.from=kestrel.example"
FAIL = "Authentication-Results: mx.desk.example; dmarc=fail (p=reject dis=none) header.from=kestrel.example"


def test_a_sender_is_vouched_for_by_a_dmarc_pass_of_the_trusted_server():
    verdict = said(PASS, TRUSTED)["authentication"]
    assert verdict.is_authentic and not verdict.forbids_answer
    assert (
        verdict.because
        == "kestrel.example vouches for its sender: DMARC pass, DKIM none, SPF none, says mx.desk.example"
    )


def test_nobody_is_believed_unless_a_server_is_named():
    assert "authentication" not in said(PASS)


@pytest.mark.parametrize(
    "headers",
    [
        "Authentication-Results: mx.evil.example; dmarc=pass header.from=kestrel.example",
        "X-Authentication-Results: mx.desk.example; dmarc=pass header.from=kestrel.example",
        'Authentication-Results: "mx.desk.example; x"; dmarc=pass header.from=kestrel.example',
        "Authentication-Results: (mx.desk.example;) other; dmarc=pass header.from=kestrel.example",
    ],
    ids=["another server", "another header", "name in quotes", "name in a comment"],
)
def test_a_field_of_another_name_is_not_believed(headers):
    assert vouched(headers) == "not-told"


@pytest.mark.parametrize(
    "server_says",
    [
        FAIL,
        "Authentication-Results: mx.desk.example; none",
        "Authentication-Results: mx.desk.example; spf=fail smtp.mailfrom=evil.example",
        "Authentication-Results: mx.desk.example 1; dmarc=temperror header.from=kestrel.example",
    ],
)
def test_only_the_topmost_field_of_the_trusted_server_counts_and_a_forged_one_below_never(server_says):
    assert vouched(f"{server_says}\n{PASS}") != "pass"
    assert vouched(f"{server_says}\nReceived: from a by b\n{PASS}") != "pass"


@pytest.mark.parametrize(
    "result",
    [
        'spf=pass smtp.mailfrom="x; dmarc=pass header.from=kestrel.example"@evil.example; dmarc=none',
        "spf=pass (of x; dmarc=pass header.from=kestrel.example) smtp.mailfrom=evil.example",
        r"spf=pass (of \) ; dmarc=pass header.from=kestrel.example) smtp.mailfrom=evil.example",
        "spf=pass (a (b) ; dmarc=pass header.from=kestrel.example) smtp.mailfrom=evil.example",
        "spf=pass smtp.mailfrom=x); dmarc=pass header.from=kestrel.example; dmarc=fail header.from=kestrel.example",
        "dkim=pass header.d=kestrel.example; spf=pass smtp.mailfrom=kestrel.example",
        "dmarc=bestguesspass header.from=kestrel.example",
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=evil.kestrel.example",
        "dmarc=pass header.from=",
    ],
)
def test_what_a_sender_smuggles_into_the_results_vouches_for_nobody(result):
    assert vouched(f"Authentication-Results: mx.desk.example; {result}") != "pass"


def test_two_authors_or_none_are_vouched_for_by_nobody():
    assert vouched(PASS, sender="Mara <mara@kestrel.example>, eve@evil.example") != "pass"
    assert vouched(f"{PASS}\nFrom: eve@kestrel.example") != "pass"


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=fail (p=REJECT sp=NONE dis=QUARANTINE) header.from=kestrel.example",
        "dmarc=fail action=oreject header.from=kestrel.example",
        'dmarc=fail reason="SPF not aligned" header.from=kestrel.example (policy=quarantine)',
        "dmarc=fail policy.dmarc=reject header.from=kestrel.example",
        "dmarc = fail ( p=quarantine ) header.from=kestrel.example",
    ],
)
def test_a_sender_whose_domain_disowns_the_letter_could_not_be_verified(results):
    verdict = said(f"Authentication-Results: mx.desk.example; {results}", TRUSTED)["authentication"]
    assert verdict.verdict == "unverified" and verdict.forbids_answer
    assert verdict.because.startswith("the sender could not be verified: DMARC fail")


def test_a_domain_that_asks_for_nothing_disowns_nothing():
    assert vouched("Authentication-Results: mx.desk.example; dmarc=fail (p=none sp=reject) header.from=x") == "none"


def test_microsoft_writes_its_results_without_a_name():
    ours = FilterContext(trusted_server=MICROSOFT)
    field = "Authentication-Results: spf=pass (sender IP is ::1) smtp.mailfrom=x; dmarc={} header.from=kestrel.example"
    assert vouched(field.format("pass action=none"), ours) == "pass"
    assert vouched(field.format("fail action=quarantine") + "\n" + field.format("pass"), ours) == "unverified"
    assert vouched(field.format("pass")) == "not-told"


@pytest.mark.parametrize("junk", ["", ";", "((((", ")" * 50, '"' * 99, "mx.desk.example;" * 2_000, "=;=;=", "\\"])
def test_results_that_nobody_can_read_break_nothing(junk):
    told_by("mx.desk.example", [junk])
    told_by(MICROSOFT, [junk])


SPAM = {
    "rspamd": [
        "X-Spamd-Result: default: True [18.20 / 15.00]; BAYES_SPAM(5.10)",
        "X-Spam-Action: add header",
        "X-Spam: Yes",
    ],
    "spamassassin": ["X-Spam-Flag: YES", "X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99"],
    "microsoft": [
        "X-MS-Exchange-Organization-SCL: 6",
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;LANG:en;SCL:9;SRV:;IPV:NLI;SFV:SPM;H:mx;PTR:x;SFS:(1);DIR:INB;",
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;SFV:NSPM;CAT:HPHISH;DIR:INB",
        "X-Microsoft-Antispam: BCL:8;ARA:1234",
    ],
}
HAM = {
    "rspamd": ["X-Spamd-Result: default: False [2.10 / 15.00]", "X-Spam-Action: no action", "X-Spam: No"],
    "spamassassin": ["X-Spam-Flag: NO", "X-Spam-Status: No, score=-1.9 required=5.0 tests=NOT_SPAM"],
    "microsoft": [
        "X-MS-Exchange-Organization-SCL: -1",
        "X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:1;SFV:NSPM;CAT:NONE;DIR:INB",
        "X-Microsoft-Antispam: BCL:0;",
    ],
}


@pytest.mark.parametrize(("family", "header"), [(family, one) for family, many in SPAM.items() for one in many])
def test_a_spam_filter_before_us_is_believed_when_it_says_spam(family, header):
    for named in ("any", family):
        assert said(header, FilterContext(spam_filter=named))["spam"].is_spam
    for other in {"none", *SPAM} - {family}:
        assert "spam" not in said(header, FilterContext(spam_filter=other))


@pytest.mark.parametrize(("family", "header"), [(family, one) for family, many in HAM.items() for one in many])
def test_what_is_no_spam_is_none(family, header):
    assert "spam" not in said(header)
    assert "spam" not in said(header, FilterContext(spam_filter=family))


def test_ham_can_be_forged_so_that_any_word_of_spam_counts_but_below_our_own_filter_none_does():
    both = "X-Spam-Flag: NO\nX-Spam-Flag: YES"
    assert "spam" in said(both)
    assert "spam" not in said(both, FilterContext(spam_filter="spamassassin"))
    assert "spam" in said("X-Spam-Flag: YES\nX-Spam-Flag: NO", FilterContext(spam_filter="spamassassin"))


def lists(blocked=(), allowed=(), **more) -> FilterContext:
    return FilterContext(blocked=frozenset(blocked), allowed=frozenset(allowed), **more)


@pytest.mark.parametrize(
    ("blocked", "allowed", "becomes"),
    [
        (["mara@kestrel.example"], [], "blocked_sender"),
        (["@kestrel.example"], [], "blocked_sender"),
        (["@example"], [], "blocked_sender"),
        (["kestrel.example"], [], ""),
        (["@strel.example"], [], ""),
        (["@example"], ["@kestrel.example"], "allowed_sender"),
        (["@kestrel.example"], ["mara@kestrel.example"], "allowed_sender"),
        (["mara@kestrel.example"], ["@kestrel.example"], "blocked_sender"),
    ],
)
def test_the_entry_that_names_a_sender_most_closely_counts(blocked, allowed, becomes):
    found = said("X-Nothing: here", lists(blocked, allowed), sender="Mara <MARA@Kestrel.example>")
    assert set(found) == ({becomes} if becomes else set())


def test_an_allowed_sender_is_neither_spam_nor_too_much_but_still_loops():
    flood = Rate(sender=60, domain=600, sender_limit=60, domain_limit=600)
    ctx = lists(allowed=["@kestrel.example"], rate=flood, own_addresses=frozenset({"it@eberfeld.example"}))
    found = said("X-Spam-Flag: YES\nX-Loop: it@eberfeld.example", ctx)
    assert set(found) == {"allowed_sender", "loop"}


def test_an_allowed_sender_who_is_forged_is_not_let_in():
    ctx = lists(allowed=["@kestrel.example"], trusted_server="mx.desk.example")
    assert "allowed_sender" in said(f"{PASS}\nX-Spam-Flag: YES", ctx)
    found = said(f"{FAIL}\nX-Spam-Flag: YES", ctx)
    assert "allowed_sender" not in found and "spam" in found


@pytest.mark.parametrize(
    ("sender", "domain", "words"),
    [
        (59, 599, ""),
        (60, 60, "more than 60 letters in an hour came from mara@kestrel.example"),
        (1, 600, "more than 600 letters in an hour came from @kestrel.example"),
    ],
)
def test_who_writes_more_than_the_limit_waits(sender, domain, words):
    found = said("X-Nothing: here", FilterContext(rate=Rate(sender, domain, 60, 600)))
    assert (found["rate"].because if "rate" in found else "") == words
    assert not words or found["rate"].holds


def test_no_limit_is_no_limit():
    assert "rate" not in said("X-Nothing: here", FilterContext(rate=Rate(10_000, 10_000, 0, 0)))


def test_a_letter_over_the_limit_says_how_large_it_is():
    ctx = FilterContext(size=60 * 1024 * 1024, max_size=50 * 1024 * 1024)
    found = judge_all(parse(letter()), ctx)
    assert summary(found).drop
    assert found[0].because == "it has 60.0 MB, and at most 50.0 MB are taken"


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: VPN", "Out of Office: VPN", "Mara Lindqvist is out of the office",
        "Automatische Antwort: VPN", "Abwesenheitsnotiz", "Petra Klein ist außer Haus.",
        "Réponse automatique : VPN", "Message d’absence",
        "Respuesta automática: VPN", "Fuera de la oficina", "Risposta automatica: VPN", "Resposta automática: VPN",
        "Automatisch antwoord: VPN", "Afwezig", "Odpowiedź automatyczna: VPN", "Automatyczna odpowiedź: VPN",
        "Automatická odpověď: VPN", "Automatická odpoveď: VPN", "Automatikus válasz: VPN", "Răspuns automat: VPN",
        "Autosvar: VPN", "Automatisk svar: VPN", "Automatiskt svar: VPN", "Automaattinen vastaus: VPN",
        "Автоответ: VPN", "Автоматический ответ: VPN", "Автоматична відповідь: VPN", "Автоматичен отговор: VPN",
        "Otomatik yanıt: VPN", "Αυτόματη απάντηση: VPN", "رد تلقائي: VPN", "תשובה אוטומטית: VPN", "自动答复: VPN",
        "自動回覆: VPN", "自動応答: VPN", "不在: VPN", "자동 회신: VPN",
        "Trả lời tự động: VPN", "Samodejni odgovor: VPN",
    ],
)  # fmt: skip
def test_an_absence_note_is_known_by_its_subject_in_any_language_if_something_else_says_so_too(subject):
    raw = letter(subject=subject, In_Reply_To="<m1@desk.example>")
    assert [one.verdict for one in judge_all(parse(raw), NOTHING)] == ["auto-reply"]
    assert judge_all(parse(letter(subject=subject)), NOTHING) == ()


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ("Auto-Submitted: auto-replied (zimbra; vacation)", "auto-reply"),
        ("Auto-Submitted: Auto-Replied; owner-email=x@y.example", "auto-reply"),
        ("Auto-Submitted: auto-generated", "auto-generated"),
        ("Auto-Submitted: auto-notified", "auto-generated"),
        ("X-Autoreply: yes", "auto-reply"),
        ("X-Autorespond: VPN", "auto-reply"),
        ("Precedence: auto_reply", "auto-reply"),
        ("X-Precedence: auto-reply", "auto-reply"),
        ("Delivered-To: Autoresponder", "auto-reply"),
        ("X-Autogenerated: Reply", "auto-reply"),
        ("X-Mailer: vacation 1.2.7", "auto-reply"),
        ("X-Auto-Response-Suppress: OOF, AutoReply", "no-answer-wanted"),
        ("Auto-Submitted: no", ""),
        ("X-Autoreply: no", ""),
        ("X-Auto-Response-Suppress: DR", ""),
        ("X-Mailer: Vacationland Mail", ""),
    ],
)
def test_answering_machines_are_known_by_their_headers(headers, verdict):
    found = said(headers)
    assert (found["auto_reply"].verdict if "auto_reply" in found else "") == verdict
    assert not verdict or found["auto_reply"].forbids_answer
