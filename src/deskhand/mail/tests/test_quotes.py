"""Newest words apart from what they answer."""

import pytest

from deskhand.mail.clean import clean_html, text_from_html
from deskhand.mail.quotes import is_forward_subject, reply_line, split_quoted, split_quoted_html, split_signature

OLD = "> an old line\n> another\n"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 3 Nov 2026 at 10:00, IT Desk <it@x.example> wrote:",
        "On 3 Nov 2026, at 10:00, IT Desk\n<it@x.example> wrote:",
        "3.11.2026 10:00, IT Desk wrote:",
        "Am 03.11.26 um 10:00 schrieb IT Desk:",
        "Le 3 nov. 2026 à 10:00, IT Desk <it@x.example> a écrit :",
        "El 3 nov 2026, a las 10:00, IT Desk <it@x.example> escribió:",
        "Il giorno 3 nov 2026, alle ore 10:00, IT Desk ha scritto:",
        "Op 3 nov. 2026 om 10:00 schreef IT Desk <it@x.example>:",
        "W dniu 3.11.2026 o 10:00, IT Desk pisze:",
        "Em 3 de nov. de 2026, às 10:00, IT Desk escreveu:",
        "Den 3 nov. 2026 kl. 10:00 skrev IT Desk:",
        "3 ноября 2026 г., в 10:00, IT Desk <it@x.example> написал(а):",
        "3 Kas 2026 tarihinde saat 10:00, IT Desk şunları yazdı:",
        "在 2026年11月3日，10:00，IT Desk <it@x.example> 写道：",
        "2026년 11월 3일 10:00, IT Desk <it@x.example> 작성:",
        "Στις 3 Νοε 2026 10:00, ο χρήστης IT Desk <it@x.example> έγραψε:",
        "Pe 3 nov. 2026 10:00, IT Desk <it@x.example> a scris:",
        "3. 11. 2026 v 10:00, IT Desk <it@x.example> napsal(a):",
    ],
)
def test_the_line_above_a_quote_goes_with_it(attribution: str):
    pieces = split_quoted(f"It works.\n\n{attribution}\n\n{OLD}")
    assert pieces.newest == "It works.\n\n"
    assert pieces.quoted.startswith(attribution[:10])


@pytest.mark.parametrize(
    "text",
    [
        "As I wrote on 3 November: it fails.\nIt still does.\n",
        "The log says:\n\n2026-11-03 10:00 error\n",
        "From: the left side it looks fine.\nThanks for asking.\n",
        "Steps:\n- one\n- two\n-- three\n",
        "I paid 5 > 3 euros\n",
        "Subject: is a bad name for a column\nTo: also\n",
        "---\nA rule above\n---\n",
        "Thanks! The second monitor is also broken, can you replace it?",
        "Thank you",
        "Best",
        "",
        "\n\n",
    ],
)
def test_words_that_only_look_like_quotes_stay(text: str):
    assert split_quoted(text) == (text, "", "")


def test_answers_between_the_lines_stay_with_their_questions():
    text = f"On 3 Nov 2026, IT <it@x.example> wrote:\n{OLD}\nYes.\n\n{OLD}\nNo.\n"
    assert split_quoted(text).newest == text


def test_an_answer_below_the_quote_is_the_newest():
    pieces = split_quoted(f"On 3 Nov 2026, IT <it@x.example> wrote:\n{OLD}\nYes, both.\n\n-- \nAnna\n")
    assert pieces.newest == "Yes, both.\n\n"
    assert pieces.signature == "-- \nAnna\n"


def test_a_mail_that_is_nothing_but_a_quote_stays_whole():
    assert split_quoted(OLD) == (OLD, "", "")


@pytest.mark.parametrize("prefix", ["Fwd:", "FW:", "WG:", "TR:", "RV:", "I:", "PD:", "ENC:", "转发：", "[x] Fwd:"])
def test_a_forwarded_mail_is_told_whole(prefix: str):
    text = f"Please see below.\n\nOn 3 Nov 2026, Shop <s@x.example> wrote:\n{OLD}"
    assert split_quoted(text, subject=f"{prefix} Invoice").newest == text


@pytest.mark.parametrize("subject", ["Re: Fwd: Invoice", "AW: WG: Rechnung", "Invoice", "I can not print", "Track: 7"])
def test_an_answer_to_a_forwarded_mail_is_an_answer(subject: str):
    assert not is_forward_subject(subject)


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAnna Weber\nACME\n",
        "--\nAnna\n",
        "Kind regards,\nAnna Weber\nTel. 030 1234\nwww.acme.example\n",
        "Mit freundlichen Grüßen\n\nHans Müller\n",
        "Viele Grüße aus Köln\nJule\n",
        "Bien cordialement,\nLuc\n",
        "Un saludo,\nMaría\n",
        "Sent from my iPhone\n",
        "Von meinem iPhone gesendet\n",
        "Envoyé de mon iPhone\n",
        "Get Outlook for Android\n",
    ],
)
def test_a_signature_is_set_apart(signature: str):
    assert split_signature(f"The printer is broken.\n\n{signature}") == ("The printer is broken.\n\n", signature)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks,\nbut it is still broken. Shall I bring it to you?\n",
        "Danke\n\nNoch etwas: wann kommt ihr?\n",
        "-- \nonly a signature\n",
        "Kind regards,\nAnna\n\nPS: the door code has changed\n",
    ],
)
def test_words_below_a_closing_are_not_lost_in_it(text: str):
    assert split_signature(f"Hello.\n\n{text}")[1] == "" or text.startswith("--")


def test_everything_below_our_own_line_is_ours():
    for words in ("Please reply above this line", "Bitte über dieser Zeile antworten"):
        line = reply_line(words)
        assert split_quoted(f"Yes\n\n{line}\nwhat we wrote\n").newest == "Yes\n\n"
        html = clean_html(f"<div>Yes</div><div><p>{line}</p><p>ours</p></div>", cid_url=lambda cid: None).html
        assert text_from_html(split_quoted_html(html).newest) == "Yes"


@pytest.mark.parametrize(
    "html",
    [
        '<div>Yes</div><div class="gmail_quote"><div>On x wrote:</div><blockquote>old</blockquote></div>',
        '<div>Yes</div><div class="x_gmail_quote"><blockquote>old</blockquote></div>',
        '<p>Yes</p><div class="moz-cite-prefix">Am 3.11. schrieb IT:</div><blockquote type="cite">old</blockquote>',
        "<p>Yes</p><p>On 3 Nov 2026, IT &lt;it@x.example&gt; wrote:</p><blockquote>old</blockquote>",
        '<div>Yes</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> IT</div><div>old</div>',
        '<div>Yes</div><div id="x_divRplyFwdMsg"><b>From:</b> IT</div><div>old</div>',
        '<p>Yes</p><div style="border:none;border-top:solid #B5C4DF 1.0pt"><p>Von: IT</p></div><p>old</p>',
        "<p>Yes</p><p><b>De :</b> IT<br><b>Envoyé :</b> mardi<br><b>À :</b> Luc<br><b>Objet :</b> x</p><p>old</p>",
        '<div>Yes</div><div class="yahoo_quoted"><div>On x wrote:</div><div>old</div></div>',
        '<div>Yes</div><div class="protonmail_quote">old</div>',
        "<div>Yes</div><div>-----Original Message-----</div><div>old</div>",
        '<blockquote type="cite">old</blockquote><p>Yes</p>',
        '<div>Yes<br><br><blockquote type="cite">old</blockquote><blockquote type="cite">older</blockquote></div>',
    ],
)
def test_html_is_cut_where_mail_programs_mark_it(html: str):
    newest, quoted = split_quoted_html(clean_html(html, cid_url=lambda cid: None).html)
    assert text_from_html(newest).strip() == "Yes"
    assert "old" in quoted


@pytest.mark.parametrize(
    "html",
    [
        '<blockquote type="cite">a</blockquote><p>one</p><blockquote type="cite">b</blockquote><p>two</p>',
        '<blockquote type="cite">only a quote</blockquote>',
        "<p>He said:</p><blockquote>a famous sentence</blockquote><p>and left.</p>",
        '<p>FYI</p><div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: x</div>body</div>',
        "<p>plain</p>",
        "",
    ],
)
def test_html_without_a_quote_of_its_own_stays_whole(html: str):
    cleaned = clean_html(html, cid_url=lambda cid: None).html
    assert split_quoted_html(cleaned) == (cleaned, "")
