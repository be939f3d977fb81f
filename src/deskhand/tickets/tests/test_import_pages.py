"""The pages of an import, with and without JavaScript: file, columns, check, import, undo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from deskhand.accounts.actions.importing import checking, forgetting, verbs
from deskhand.accounts.importing.reading import FILE_LIMIT
from deskhand.accounts.models import ImportBatch, Person
from deskhand.jobs.models import Job
from deskhand.kernel import clock
from tests.cast import Cast

LIST = "Name;Mail;Telefon\nAda <b>Lovelace</b>;ada@x.example;=1+1\nNo Address;;\nJana;jana@eberfeld.example;+49 5\n"
AT = "/agent/it/people/import/"


def upload(client: Client, content: str | bytes = LIST, what: str = "people", name: str = "people.csv") -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post(AT, {"what": what, "file": SimpleUploadedFile(name, raw)}, follow=True)


def the_import(cast: Cast) -> ImportBatch:
    batch: ImportBatch = ImportBatch.objects.within(cast.it).get()
    return batch


def test_a_list_goes_from_file_to_directory_and_back(cast: Cast):
    priya = cast.client("priya")
    page = upload(priya).content.decode()
    assert "What the first rows would do" in page and "Ada &lt;b&gt;Lovelace&lt;/b&gt;" in page
    at = f"{AT}{the_import(cast).pk}/"
    page = priya.post(f"{at}check", {"column": ["name", "email", "phone"], "existing": "fill"}, follow=True)
    assert "Being checked" in page.content.decode() and 'hx-trigger="every 1s"' in page.content.decode()
    assert priya.get(f"{at}progress").status_code == 200
    cast.work()
    assert priya.get(f"{at}progress").headers["HX-Redirect"] == at
    page = priya.get(at).content.decode()
    assert "Import 2 rows" in page and "No mail address" in page and "+49 5" in page
    assert not Person.objects.filter(email="ada@x.example").exists()
    priya.post(f"{at}start")
    cast.work()
    assert "Undo the import" in priya.get(at).content.decode()
    assert "1 added, 1 changed, 1 refused" in priya.get(AT).content.decode()
    assert "Ada" in priya.get("/agent/it/people/").content.decode()
    priya.post(f"{at}undo")
    cast.work()
    page = priya.get(at).content.decode()
    assert "Removed" in page and "Restored" in page and "Undo the import" not in page
    assert not Person.objects.filter(email="ada@x.example").exists()


def test_the_preview_follows_the_columns_and_changes_nothing(cast: Cast):
    priya = cast.client("priya")
    upload(priya)
    batch = the_import(cast)
    at = f"{AT}{batch.pk}/"
    page = priya.get(f"{at}preview", {"column": ["name", "", "email"], "existing": "fill"}).content.decode()
    assert "“=1+1” is not a mail address" in page
    without_script = priya.post(f"{at}check", {"column": ["name", "", "email"], "existing": "leave", "preview": "1"})
    assert "“=1+1” is not a mail address" in without_script.content.decode()
    batch.refresh_from_db()
    assert (batch.columns, batch.stage, batch.existing) == (["name", "email", "phone"], "mapping", "fill")


def test_the_preview_reads_no_more_than_the_first_rows_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    priya = cast.client("priya")
    rows = "".join(f"P{number};p{number}@x.example;boss@x.example\n" for number in range(40))
    upload(priya, f"Name;Mail;Manager\n{rows}Boss;boss@x.example;\n")
    monkeypatch.setattr(checking, "read", None)
    batch = the_import(cast)
    page = priya.get(f"{AT}{batch.pk}/").content.decode()
    assert "P7" in page and "nobody here has the manager" not in page
    page = priya.get(f"{AT}{batch.pk}/preview", {"column": ["name", "email", "manager"]}).content.decode()
    assert "p7@x.example" in page and "nobody here has the manager" not in page


def test_so_many_files_may_wait_and_old_ones_go_all_at_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(verbs, "UNFINISHED_LIMIT", 3)
    priya = cast.client("priya")
    for _file in range(3):
        upload(priya)
    refused = upload(priya)
    assert refused.status_code == 422 and "3 files wait to be imported" in refused.content.decode()
    monkeypatch.setattr(forgetting, "ROWS_AT_ONCE", 2)
    first = ImportBatch.objects.within(cast.it).order_by("pk")[0]
    priya.post(f"{AT}{first.pk}/check", {"column": ["name", "email", "phone"], "existing": "fill"})
    cast.work()
    with clock.frozen(clock.now() + timedelta(days=8)):
        forgetting.forget_what_cannot_be_undone.put()
        cast.work()
    assert not ImportBatch.objects.within(cast.it).exists()


def test_without_a_column_of_addresses_the_form_comes_back_as_it_was(cast: Cast):
    priya = cast.client("priya")
    upload(priya)
    at = f"{AT}{the_import(cast).pk}/check"
    answer = priya.post(at, {"column": ["last_name", "", ""], "existing": "overwrite"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Say which column is" in page
    assert '<option value="last_name" selected>' in page


def test_the_refused_rows_come_as_a_harmless_file(cast: Cast):
    priya = cast.client("priya")
    upload(priya, "Name;Mail;Telefon\n=cmd();nonsense;+49\n")
    batch = the_import(cast)
    priya.post(f"{AT}{batch.pk}/check", {"column": batch.columns, "existing": "fill"})
    cast.work()
    answer = priya.get(f"{AT}{batch.pk}/refused.csv")
    assert (
        answer.headers["Content-Type"].startswith("text/csv") and "attachment" in answer.headers["Content-Disposition"]
    )
    assert "2,“nonsense” is not a mail address.,nonsense,'=cmd(),'+49" in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"a,b\n", "nothing else")])
def test_a_file_that_cannot_be_read_is_refused_on_the_form(cast: Cast, content: bytes, words: str):
    answer = upload(cast.client("priya"), content)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_on_the_form(cast: Cast):
    answer = upload(cast.client("priya"), b"x" * (FILE_LIMIT + 1))
    assert answer.status_code == 422 and "20 MB" in answer.content.decode()


def test_work_that_stopped_can_be_put_on_again(cast: Cast):
    priya = cast.client("priya")
    upload(priya)
    batch = the_import(cast)
    at = f"{AT}{batch.pk}/"
    priya.post(f"{at}check", {"column": batch.columns, "existing": "fill"})
    Job.objects.filter(unique_key=f"import:{batch.pk}").delete()
    assert "Nothing is at work" in priya.get(at).content.decode()
    priya.post(f"{at}go-on")
    cast.work()
    assert "Import 2 rows" in priya.get(at).content.decode()


def test_an_import_of_another_desk_is_not_there_and_agents_have_no_button(cast: Cast):
    upload(cast.client("priya"))
    batch = the_import(cast)
    hanna = cast.client("hanna")
    for path in ("", "preview", "progress", "refused.csv"):
        assert hanna.get(f"/agent/hr/people/import/{batch.pk}/{path}").status_code == 404
    for verb in ("check", "start", "undo", "discard", "go-on"):
        assert hanna.post(f"/agent/hr/people/import/{batch.pk}/{verb}").status_code == 404
    assert cast.client("jana").get(AT).status_code == 403
    assert AT not in cast.client("jana").get("/agent/it/people/").content.decode()
    assert AT in cast.client("priya").get("/agent/it/people/").content.decode()


def test_a_page_of_rows_asks_the_same_few_questions_whatever_their_number(
    cast: Cast, django_assert_max_num_queries: Any
):
    priya = cast.client("priya")
    upload(priya, "name,email\n" + "".join(f"P{n},p{n}@x.example\n" for n in range(120)))
    batch = the_import(cast)
    priya.post(f"{AT}{batch.pk}/check", {"column": batch.columns, "existing": "fill"})
    cast.work()
    with django_assert_max_num_queries(16):
        assert "120 in all" in priya.get(f"{AT}{batch.pk}/").content.decode()
