"""Lists of people are imported by the API, looked at first, and taken back."""

from django.core.files.uploadedfile import SimpleUploadedFile

from deskhand.accounts.models import Person

LIST = "Name,Mail,Shoe size\nNoa Berg,noa@kestrel.example,38\nNobody,no address,40\n"


def people(words=LIST):
    return SimpleUploadedFile("people.csv", words.encode(), content_type="text/csv")


def test_a_list_is_checked_imported_and_taken_back(cast, call):
    lena = call("lena")
    begun = lena.upload("/desks/it/imports", people(), what="people")
    assert (begun.status_code, begun.json()["stage"]) == (201, "mapping")
    assert begun.json()["columns"] == ["name", "email", ""]
    path = f"/desks/it/imports/{begun.json()['id']}"
    assert lena.post(f"{path}/start").status_code == lena.post(f"{path}/undo").status_code == 409
    assert lena.post(f"{path}/check", {"columns": ["name", "", ""]}).json()["errors"][0]["field"] == "columns"
    assert lena.post(f"{path}/check", {"columns": ["name", "email", ""]}).json()["stage"] == "checking"
    cast.work()
    checked = call("priya", "read").get(path).json()
    assert (checked["stage"], checked["counts"]["new"], checked["counts"]["refused"]) == ("checked", 1, 1)
    assert not Person.objects.filter(email="noa@kestrel.example").exists()
    (refused,) = lena.get(f"{path}/rows", verdict="refused").json()["items"]
    assert (refused["number"], refused["name"]) == (3, "Nobody") and refused["remarks"]
    assert lena.post(f"{path}/start").json()["stage"] == "applying"
    cast.work()
    done = lena.get(path).json()
    assert done["stage"] == "done" and done["undo_until"]
    assert Person.objects.filter(email="noa@kestrel.example").exists()
    lena.post(f"{path}/undo")
    cast.work()
    assert lena.get("/desks/it/imports").json()["items"][0]["stage"] == "undone"
    (back,) = lena.get(f"{path}/rows", verdict="new").json()["items"]
    assert back["undone"]


def test_an_import_that_changed_nothing_is_thrown_away(cast, call):
    lena = call("lena")
    path = f"/desks/it/imports/{lena.upload('/desks/it/imports', people()).json()['id']}"
    assert [lena.delete(path).status_code for _twice in range(2)] == [204, 404]


def test_who_may_not_import_reads_no_import(cast, call):
    path = f"/desks/it/imports/{call('lena').upload('/desks/it/imports', people()).json()['id']}"
    for address in (path, f"{path}/rows", "/desks/it/imports"):
        refused = {name: call(name).get(address).status_code for name in ("jana", "hanna", "mara")}
        assert refused == {"jana": 403, "hanna": 404, "mara": 404}
    assert call("hanna").get(path.replace("/it/", "/hr/")).status_code == 404
    assert call("jana").upload("/desks/it/imports", people()).status_code == 403


def test_what_is_no_list_is_refused_in_words(cast, call):
    lena = call("lena")
    refused = lena.upload("/desks/it/imports", people(""))
    assert refused.status_code == 422 and refused.json()["detail"]
    assert lena.upload("/desks/it/imports", people(), what="cats").json()["errors"][0]["field"] == "what"
