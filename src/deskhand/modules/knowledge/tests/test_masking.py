"""What is personal does not go into an article; what an article is found by stays."""

import pytest

from deskhand.modules.knowledge.masking import masked, masked_html

GOLDEN = {
    "a letter in English": (
        "Hi Jana,\nmy VPN drops since 2026-03-02. Call me at +44 20 7946 0958 or mara@kestrel.example.\n"
        "Kind regards,\nMara Lindqvist",
        "Hi [name],\nmy VPN drops since 2026-03-02. Call me at [phone] or [address].\nKind regards,\n[name]",
    ),
    "names that nobody knows, in German": (
        "Hallo Frau Müller,\nmeine Kundennummer 4711223, Rückruf 0151/2345678.\n"
        "Mit freundlichen Grüßen\nPetra von der Heide",
        "Hallo Frau [name],\nmeine Kundennummer [number], Rückruf [phone].\nMit freundlichen Grüßen\n[name]",
    ),
    "an address in Germany": ("Musterstraße 12, 12345 Berlin", "[address]"),
    "an address in England": ("We are at 12 Baker Street now", "We are at [address] now"),
    "French": (
        "Bonjour Madame Dupont, 12 rue de Rivoli. Mot de passe: Soleil2024!",
        "Bonjour Madame [name], [address]. Mot de passe: [secret]",
    ),
    "Spanish": (
        "Estimado Sr. García, mi usuario: pgarcia, Calle Mayor 5",
        "Estimado Sr. [name], mi usuario: [name], [address]",
    ),
    "Italian": (
        "Buongiorno Sig. Rossi, Via Roma 12, tel. 06 1234 5678\nGrazie\nPaola Conti",
        "Buongiorno Sig. [name], [address], tel. [phone]\nGrazie\n[name]",
    ),
    "a script without blanks": ("田中さんのパソコン", "[name]さんのパソコン"),
    "a name in another case, and whose": ("mara lindqvist, Mara's laptop", "[name], [name] laptop"),
    "numbers of tickets and accounts": (
        "Ticket 1042, #1043, invoice no. INV-2023-0001, IBAN DE89 3704 0044 0532 0130 00",
        "Ticket [number], [number], invoice no. [number], IBAN [number]",
    ),
    "addresses of machines": ("10.0.0.12, fe80::1, 00:1A:2B:3C:4D:5E", "[ip], [ip], [number]"),
    "links that open something": (
        "https://a.example/reset?token=abc and https://a.example/i/k3j4h5k3j4h5k3j4h5k3j4.",
        "[link] and [link].",
    ),
    "a folder of somebody": ("C:\\Users\\mlind\\AppData", "C:\\Users\\[name]\\AppData"),
    "a secret": ("My PIN is 1234.", "My PIN is [secret]."),
}
KEPT = [
    "Error 0x80070005 and 10061, KB5034441, version 10.0.19045.3803, CVE-2024-12345",
    "Windows 11 23H2, port 443, room 12, 1,000,000 rows, at 12:30",
    "See https://intranet.example/wiki/vpn.",
    "The password reset page is at fault.",
    "Danke\nder Drucker geht wieder",
    "A Marathon of restarts",
]


@pytest.mark.parametrize("case", GOLDEN)
def test_what_tells_of_somebody_is_masked(case):
    text, wanted = GOLDEN[case]
    assert masked(text, ["Mara Lindqvist", "Jana Vogt", "田中"]) == wanted


@pytest.mark.parametrize("text", KEPT)
def test_what_an_article_is_found_by_stays(text):
    assert masked(text, ["Mara Lindqvist"]) == text


def test_a_number_and_an_organization_are_masked_as_a_whole_alone():
    said = masked("1042 at Kestrel Biotech: 10421 biotech labs", whole=["1042", "Kestrel Biotech"])
    assert said == "[name] at [name]: 10421 biotech labs"


def test_marks_are_worded_by_the_caller():
    marks = {**dict.fromkeys(("name", "phone", "number", "ip", "link", "secret"), "?"), "address": "[Adresse]"}
    assert masked("Schreiben Sie an a@b.example", marks=marks) == "Schreiben Sie an [Adresse]"


def test_markup_stays_and_pictures_and_links_of_somebody_go():
    html = (
        "<p>Hi Jana &amp; <b>Petra</b></p><p>1 &lt; 2</p><img src='/files/secret.png' alt='Petra'>"
        '<p><a href="https://a.example/b">this</a> <a href="mailto:a@b.example">a@b.example</a></p>'
        "<p>Kind regards</p><p>Petra Stein</p>"
    )
    wanted = (
        "<p>Hi [name] &amp; <b>Petra</b></p><p>1 &lt; 2</p>"
        '<p><a href="https://a.example/b">this</a> [address]</p>'
        "<p>Kind regards</p><p>[name]</p>"
    )
    assert masked_html(html, lambda text: masked(text, ["Jana Vogt"])) == wanted


def test_long_texts_are_masked_without_delay():
    for text in ("1 " * 20_000, "a" * 40_000, "A b " * 10_000, "." * 20_000, "::" * 10_000, "x@" * 10_000):
        assert masked(text)
