"""A result can be compared with another: the same workload, the same names, whole files."""

import json
import os
import subprocess
import sys

from bench import processes, ratios, results, taking, timing, workload
from bench.caller import Answer
from bench.operations import Operation

GOLDEN = "Meeting meeting camera (case 00000007)"
MADE = {"list_cpu", "page_cpu", "create_commits", "growth_list_p95", "growth_page_p95"}


def told(count):
    return list(workload.tickets(count))


def test_the_workload_is_the_same_in_every_run():
    found = told(200)
    first = found[6]
    assert found == told(200)
    assert (first.subject, first.at[0].isoformat()) == (GOLDEN, "2024-11-27T01:12:00+00:00")
    assert workload.text_of(7, 0) == first.texts[0]


def test_tickets_have_the_shape_that_the_readme_tells():
    found = told(2_000)
    usual, long = found[:2_000], found[2_000:]
    assert all(len(one.texts) == 3 for one in usual)
    assert [len(one.texts) for one in long] == [workload.LONG_MESSAGES] * workload.LONG_TICKETS
    assert all(workload.SHORTEST - 5 <= len(text) <= workload.LONGEST for one in usual for text in one.texts)
    assert 150 < sum(one.category != "closed" for one in usual) < 250
    assert {one.category for one in long} == {"open"}
    assert all(one.at == tuple(sorted(one.at)) for one in found)


def test_the_rare_and_the_common_word_stand_where_the_checks_expect_them():
    found = told(500)
    having = [one.index for one in found if any(workload.RARE in text for text in one.texts)]
    assert having == [7]
    common = [one.index for one in found if any(workload.COMMON in text.lower() for text in one.texts)]
    assert common == list(range(3, 501, 10))
    assert not any(workload.COMMON in one.subject.lower() for one in found)


def test_a_letter_is_read_as_it_was_meant():
    from deskhand.mail.parse import parse

    read = parse(workload.letter(4, "support@helpdesk.example"))
    assert read.subject == workload.subject_of(20_000_004)
    assert workload.text_of(20_000_004, 0).split()[:5] == read.text.split()[:5]


def test_a_typical_letter_has_text_html_and_a_picture_in_some_five_kilobytes():
    from deskhand.mail.parse import parse

    letters = [taking.typical(number) for number in range(20)]
    assert 4_500 < sum(map(len, letters)) / len(letters) < 5_800
    read = parse(letters[3])
    assert read.subject == workload.subject_of(30_000_003)
    assert read.html and read.text.split()[:5] == workload.text_of(30_000_003, 0).split()[:5]
    assert [part.filename for part in read.attachments] == ["screen.png"]


def test_the_cpu_of_a_process_counts_that_of_its_children():
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}]); sys.stdin.read()"
    running = subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE)
    try:
        from tests.services.service import wait_until

        wait_until(lambda: processes.cpu_seconds([running.pid]) >= 0.3, "0.3 seconds of work")
        assert processes.cpu_seconds([os.getpid()]) >= processes.cpu_seconds([running.pid])
        assert processes.memory_megabytes(running.pid) > 1
    finally:
        running.communicate(b"")


def test_rounds_call_cheap_operations_more_often_and_take_turns():
    order = []

    def step(name):
        def call():
            order.append(name)
            return Answer(200, "", 5)

        return call

    made = [Operation("dear", step("dear"), []), Operation("cheap", step("cheap"), [], times=3)]
    found = timing.in_rounds(made, rounds=2, calls=2)
    assert order[2 * timing.WARM_UP :] == (["dear"] * 2 + ["cheap"] * 6) * 2
    assert found["cheap"].summary() | {"p50_ms": 0, "p95_ms": 0} == {
        "n": 12, "p50_ms": 0, "p95_ms": 0, "cpu_ms": 0.0, "cpu_ms_of_rounds": [0.0, 0.0], "bytes": 5,
    }  # fmt: skip


def figures(cpu):
    one = {"cpu_ms": cpu, "p50_ms": 2.0, "p95_ms": 3.0}
    floor = {"cpu_ms": 5.0}
    return {
        "operations": {"list": one, "long_page": one, "floor_list": floor, "floor_long_page": floor},
        "create_commits": 5.0,
        "growth": {name: {"p95_ms": 3.0} for name in ("list_large", "list_small", "page_large", "page_small")},
    }


def test_every_ratio_has_a_name_that_stays_a_value_an_aim_and_a_better_side():
    found = ratios.ratios({"sqlite": figures(20.0), "postgresql": figures(5.0)})
    assert set(found) == MADE | {f"{name}_postgresql" for name in MADE}
    assert found["list_cpu"] == {"value": 4.0, "aim": 2.0, "better": "lower"}
    assert ratios.missed(found) == ["list_cpu", "page_cpu", "create_commits", "create_commits_postgresql"]


def result(at, **values):
    told = {name: {"value": value, "aim": 1.0, "better": "lower"} for name, value in values.items()}
    return {"at": at, "commit": "0123456789", "ratios": told}


def test_a_result_is_written_whole_and_those_that_can_no_longer_be_compared_go(tmp_path):
    first = results.write(result("2026-11-01T10:00:00+00:00", kept=1.0, gone=2.0), tmp_path)
    second = results.write(result("2026-11-02T10:00:00+00:00", kept=1.0), tmp_path)
    third = results.write(result("2026-11-03T10:00:00+00:00", kept=1.0, fresh=3.0), tmp_path)
    assert second.name == "2026-11-02T10-00-00Z-0123456789.json"
    assert sorted(tmp_path.iterdir()) == [second, third]
    assert not first.exists()
    assert json.loads(third.read_text())["ratios"]["fresh"]["value"] == 3.0


def test_the_results_at_hand_have_every_ratio_and_no_place_of_the_machine():
    for file in results.FOLDER.glob("*.json"):
        text = file.read_text()
        kept = json.loads(text)
        assert set(kept["ratios"]) == MADE | {f"{name}_postgresql" for name in MADE}, file.name
        assert all(set(one) == {"value", "aim", "better"} for one in kept["ratios"].values()), file.name
        assert not any(place in text for place in ("/tmp", "/home", "/root")), file.name
