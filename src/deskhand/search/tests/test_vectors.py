"""What texts mean is kept beside them, written when they change, gone when they go, and found behind the same walls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskhand.search.index import Parts
from deskhand.search.index import put as put_words
from deskhand.search.models import SearchDocument, SearchVector, VectorState
from deskhand.search.semantic import embedding, store, vectors
from deskhand.search.semantic import nearest as near_module
from deskhand.search.semantic.hybrid import ranked
from deskhand.search.semantic.nearest import nearest, nearest_passages
from deskhand.search.tests.asking import AGENT, IT

pytestmark = [pytest.mark.django_db, pytest.mark.meaning]

VPN = "The VPN tunnel closes when the laptop changes from cable to wireless. Switch off power saving of the adapter."
PASSWORD = "Reset a forgotten password: open the sign-in page and choose 'Forgot password'. A link comes by mail."
LUNCH = "Lunch is served in the canteen from half past eleven to two. The menu is on the notice board."


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "path_of", lambda kind: tmp_path / f"{kind}.bin")
    vectors._shelves.clear()


@pytest.fixture(name="articles")
def _articles() -> None:
    for number, text in enumerate((VPN, PASSWORD, LUNCH), start=1):
        store.put("article", number, IT, "en", [text])


def asked(text: str, *within: int, at_least: float = 0.2) -> list[int]:
    return [one.object_id for one in nearest(text, "article", within=within or (1, 2, 3), at_least=at_least)]


@pytest.mark.usefixtures("articles")
def test_a_question_in_german_finds_the_article_in_english():
    assert asked("Die Verbindung ins Netz bricht ab, wenn das Kabel abgezogen wird")[0] == 1
    assert asked("Ich komme nicht mehr rein, habe mein Kennwort vergessen")[0] == 2
    assert asked("Wann gibt es etwas zu essen?")[0] == 3


@pytest.mark.usefixtures("articles")
def test_what_the_asker_may_not_read_is_not_even_scored(monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []
    cosines = near_module._cosines

    def watched(held: vectors.Vectors, rows: Any, question: Any) -> Any:
        seen.extend(int(one) for one in held.objects[rows])
        return cosines(held, rows, question)

    monkeypatch.setattr(near_module, "_cosines", watched)
    assert asked("VPN tunnel closes", 2, 3, at_least=-1.0) in ([2, 3], [3, 2])
    assert set(seen) == {2, 3}
    assert asked("VPN tunnel closes", 99) == []
    assert nearest("VPN", "article", within=()) == []
    readable = SearchVector.objects.filter(object_id=3).values("object_id")
    assert [one.object_id for one in nearest("VPN", "article", within=readable, at_least=-1.0)] == [3]


@pytest.mark.usefixtures("articles")
def test_what_the_asker_may_not_read_changes_no_score():
    def scores() -> list[tuple[int, float]]:
        return [(one.object_id, one.score) for one in nearest("VPN closes", "article", within=(1, 2, 3), at_least=-1.0)]

    before = scores()
    for number in range(10, 20):
        store.put("article", number, IT, "en", [f"{VPN} Canary {number}."])
    assert scores() == before


@pytest.mark.usefixtures("articles")
def test_what_all_have_in_common_tells_nothing_of_any(monkeypatch: pytest.MonkeyPatch):
    def score() -> float:
        found = nearest("VPN tunnel closes", "article", within=range(1, 100), limit=99)
        return next(one.score for one in found if one.object_id == 1)

    alone = score()
    for number in range(10, 20):
        store.put("article", number, IT, "en", [VPN])
    assert score() < alone
    whole = score()
    monkeypatch.setattr(near_module, "SAMPLE", 5)
    assert abs(score() - whole) < 0.1, "a sample tells the same"


@pytest.mark.usefixtures("articles")
def test_where_words_choose_the_candidates_their_scores_stay_the_same():
    everything = {one.object_id: one.score for one in nearest("VPN closes", "article", within=(1, 2, 3), at_least=-1.0)}
    [chosen] = nearest("VPN closes", "article", within=[1], out_of=(1, 2, 3))
    assert chosen.score == pytest.approx(everything[1], abs=1e-5)
    assert chosen.score != pytest.approx(nearest("VPN closes", "article", within=[1])[0].score, abs=1e-3)


@pytest.mark.usefixtures("articles")
def test_questions_about_the_rest_of_the_world_find_nothing_unless_somebody_wrote_about_it():
    readable = SearchDocument.objects.values("object_id")
    for number, text in enumerate((VPN, PASSWORD, LUNCH), start=1):
        put_words("article", number, IT, Parts("", [text]))

    def found(question: str) -> list[int]:
        return [one.object_id for one in ranked("article", question, AGENT, within=readable)]

    for question in ("how do I carve a pumpkin", "Wer malte die Mona Lisa?", "the tallest tree in the world"):
        assert found(question) == []
    assert found("Wann gibt es etwas zu essen?") == [3]
    store.put("article", 4, IT, "en", ["Pumpkins are carved in the canteen on the last day of October. Bring a knife."])
    put_words("article", 4, IT, Parts("", [""]))
    assert found("how do I carve a pumpkin")[0] == 4


@pytest.mark.usefixtures("articles")
def test_a_citation_points_to_its_place_in_the_text():
    long = f"# Network\n\n{VPN}\n\n## Canteen\n\n{LUNCH}"
    store.put("article", 4, IT, "en", ["Where things are", long])
    [best, *_] = nearest_passages("opening hours for lunch", "article", within=[4], per_object=1)
    assert (best.object_id, best.text, best.language) == (4, 1, "en")
    assert long[best.start : best.end] == f"## Canteen\n\n{LUNCH}"


@pytest.mark.usefixtures("articles")
def test_unchanged_texts_are_not_embedded_again(monkeypatch: pytest.MonkeyPatch):
    embedded: list[str] = []
    embed = embedding.embed

    def watched(texts: list[str]) -> embedding.Vectors:
        embedded.extend(texts)
        return embed(texts)

    monkeypatch.setattr(embedding, "embed", watched)
    assert store.written("article", 1, IT, "en", [VPN]) is None
    store.put("article", 1, IT, "en", [VPN, "And restart the laptop."])
    assert embedded == ["And restart the laptop."]
    store.put("article", 1, 2, "en", [VPN, "And restart the laptop."])
    assert embedded == ["And restart the laptop."], "another desk, the same words"
    assert set(SearchVector.objects.filter(object_id=1).values_list("desk_id", flat=True)) == {2}


@pytest.mark.parametrize("most", [2_000, 1])
@pytest.mark.usefixtures("articles")
def test_changes_and_removals_are_seen_at_the_next_question(monkeypatch: pytest.MonkeyPatch, most: int):
    monkeypatch.setattr(vectors, "MAX_LOOSE", most)
    assert asked("forgotten password")[0] == 2
    store.put("article", 2, IT, "en", [LUNCH])
    assert asked("forgotten password", 1, 2) == []
    store.put("article", 2, IT, "de", [PASSWORD])
    assert asked("forgotten password", 1, 2) == [2]
    store.put("article", 2, IT, "de", [""])
    assert asked("forgotten password", 1, 2) == []
    store.remove("article", 1, 77)
    assert asked("VPN tunnel closes", 1) == []
    assert not SearchVector.objects.filter(object_id=1).exists()
    assert vectors.path_of("article").exists() is (most == 1)


@pytest.mark.usefixtures("articles")
def test_a_lost_torn_or_foreign_file_is_made_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vectors, "MAX_LOOSE", 1)
    file = vectors.path_of("article")
    assert asked("lunch")[0] == 3
    whole = file.read_bytes()
    for harm in (b"", whole[:-9], b"x" * len(whole), whole.replace(b'"format": 1', b'"format": 0')):
        file.write_bytes(harm)
        vectors._shelves.clear()
        assert asked("lunch")[0] == 3
        assert file.read_bytes() == whole
    file.unlink()
    vectors._shelves.clear()
    assert asked("lunch")[0] == 3
    VectorState.objects.update(lineage="8a2c52a0-6a3c-4e5f-8a39-5ce0f9a1b4d1")
    assert asked("lunch")[0] == 3
    assert file.read_bytes() != whole


def test_vectors_of_another_model_rest_until_they_are_made_anew():
    for number, text in enumerate((VPN, PASSWORD, LUNCH), start=1):
        put_words("article", number, IT, Parts("", [text]))
    ids = SearchDocument.objects.order_by("pk")
    one, two, three = ids.values_list("pk", flat=True)
    assert store.behind("article", ids, 10) == [three, two, one]
    for object_id, text in ((one, VPN), (two, PASSWORD), (three, "")):
        store.put("article", object_id, IT, "en", [text])
    assert store.behind("article", ids, 10) == []
    SearchVector.objects.filter(object_id=one).update(model="older")
    assert asked("VPN tunnel closes", one, two, at_least=-1.0) == [two]
    assert store.behind("article", ids, 10) == [one]
    store.put("article", one, IT, "en", [VPN])
    assert asked("VPN tunnel closes", one, two) == [one]
    assert store.behind("article", ids, 10) == []


@pytest.mark.usefixtures("articles")
def test_words_and_meaning_together_put_first_what_both_find():
    for number, text in enumerate((VPN, PASSWORD, LUNCH), start=1):
        put_words("article", number, IT, Parts("", [text]))
    readable = SearchDocument.objects.values("object_id")
    found = ranked("article", "password forgotten", AGENT, within=readable)
    assert found[0].object_id == 2
    assert found[0].near is not None
    assert ranked("article", "Kennwort vergessen", AGENT, within=readable)[0].object_id == 2
    assert ranked("article", "recipe for apple pie", AGENT, within=readable) == []
    assert ranked("article", "password forgotten", AGENT, within=readable.filter(object_id=3)) == []


def test_without_the_extra_nothing_is_written_and_nothing_breaks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    store.put("article", 1, IT, "en", [VPN])
    assert not SearchVector.objects.exists()
    assert nearest(VPN, "article", within=[1]) == []
    assert store.behind("article", SearchDocument.objects.all(), 10) == []
