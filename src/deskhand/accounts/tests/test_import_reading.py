"""Files as people have them: whatever a spreadsheet or another help desk writes is read, or refused in words."""

from __future__ import annotations

import codecs

import pytest

from deskhand.accounts.importing import columns, export, judging, reading
from deskhand.kernel.errors import Invalid, TooLarge

PLAIN = "Name;E-Mail\r\nJürgen Groß;juergen@eberfeld.example\r\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_file_is_read_in_whatever_encoding_and_with_whatever_delimiter(encoding: str, mark: bytes, delimiter: str):
    sheet = reading.read(mark + PLAIN.replace(";", delimiter).encode(encoding))
    assert sheet.headings == ["Name", "E-Mail"]
    assert sheet.rows == [(2, ["Jürgen Groß", "juergen@eberfeld.example"])]


def test_a_quoted_cell_may_hold_line_breaks_and_delimiters_and_rows_are_counted_as_a_spreadsheet_does():
    raw = b'name,email,notes\r\nA,a@x.example,"one\r\ntwo, three"\r\n\r\nB,b@x.example,\r\n'
    assert reading.read(raw).rows == [(2, ["A", "a@x.example", "one\r\ntwo, three"]), (4, ["B", "b@x.example", ""])]


def test_a_file_without_headings_begins_with_a_person():
    sheet = reading.read(b"Ada,ada@x.example\nBo,bo@x.example\n")
    assert sheet.headings == ["Column 1", "Column 2"]
    assert [number for number, _cells in sheet.rows] == [1, 2]


def test_the_line_by_which_excel_names_its_delimiter_is_no_row():
    assert reading.read(b"sep=;\r\nName;Mail\r\nA, B;a@x.example\r\n").rows == [(2, ["A, B", "a@x.example"])]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"name,email\n", "nothing else"),
        (b"name,email\n" + b"a,a@x.example\n" * (reading.ROW_LIMIT + 1), "more than 50000 rows"),
        (b",".join([b"h"] * 101) + b"\n1\n", "more than 100 columns"),
        (b'name,email\n"A,a@x.example\n' + b"x" * 140_000, "Row 2 cannot be read"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(raw: bytes, words: str):
    with pytest.raises(Invalid, match=words):
        reading.read(raw)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge, match="20 MB"):
        reading.read(b"x" * (reading.FILE_LIMIT + 1))


@pytest.mark.parametrize(
    ("headings", "meanings"),
    [
        ("Name,E-Mail,Telefon,Abteilung,Standort,Firma", "name,email,phone,department,location,organization"),
        ("Vorname;Nachname;E-Mail-Adresse;Vorgesetzter", "first_name;last_name;email;manager"),
        (  # Zammad
            "id,login,firstname,lastname,email,organization,phone,mobile,department,vip,note",
            ",,first_name,last_name,email,organization,phone,phone,department,is_vip,",
        ),
        ("Name,Organization,Date Created,Email,Phone Number", "name,organization,,email,phone"),  # osTicket
        (  # Freshservice
            "First Name,Last Name,Job Title,Email,Work Phone,Reporting Manager Email,Time zone,Language,VIP User",
            "first_name,last_name,title,email,phone,manager,time_zone,language,is_vip",
        ),
        ("Name,Name,Mail,Mail", "name,,email,"),
    ],
)
def test_columns_are_guessed_from_english_german_and_other_products_headings(headings: str, meanings: str):
    cut = ";" if ";" in headings else ","
    assert columns.guessed(columns.PEOPLE, headings.split(cut)) == meanings.split(cut)


def test_a_row_says_who_it_is_in_one_spelling():
    told = judging.person(
        {
            "email": ["Ada Lovelace <ADA@X.example>"],
            "first_name": ["Ada"],
            "last_name": ["Lovelace"],
            "addresses": ["SMTP:ada@x.example;smtp:countess@y.example, nonsense"],
            "language": ["Deutsch"],
            "time_zone": ["europe/berlin"],
            "is_vip": ["ja"],
            "manager": ["mailto:charles@x.example"],
        }
    )
    assert (told.email, told.addresses, told.manager) == (
        "ada@x.example",
        ["countess@y.example"],
        "charles@x.example",
    )
    assert told.values == {"name": "Ada Lovelace", "language": "de", "time_zone": "Europe/Berlin", "is_vip": True}
    assert told.remarks == [["bad_further", "nonsense"]]
    assert told.refused is None


def test_what_a_spreadsheet_would_calculate_leaves_as_text_and_comes_back_as_it_was():
    out = export.sheet(["phone", "name"], [["+49 30 1", "=HYPERLINK(1)"], ["@x", "-1"]])
    assert b"'=HYPERLINK" in out and b"'+49" in out and b"'@x" in out and b"'-1" in out
    assert reading.read(out).rows == [(2, ["+49 30 1", "=HYPERLINK(1)"]), (3, ["@x", "-1"])]
