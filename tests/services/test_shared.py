import subprocess
import sys
import textwrap

PROGRAM = textwrap.dedent("""
    import sys
    from pathlib import Path
    from tests.services.shared import Shared

    def note(word):
        with open(Path(sys.argv[1]) / "notes", "a") as notes:
            notes.write(word + "\\n")

    def start():
        note("start")
        return {"port": 7}

    with Shared(Path(sys.argv[1]), "thing").lease(start, lambda facts: note(f"stop {facts['port']}")):
        print("in", flush=True)
        sys.stdin.readline()
""")


def test_the_first_worker_starts_a_shared_service_and_only_the_last_stops_it(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    workers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "in\n"
    for worker in workers[:2]:
        worker.communicate("go\n", timeout=180)
    assert (tmp_path / "notes").read_text() == "start\n"
    workers[2].communicate("go\n", timeout=180)
    assert (tmp_path / "notes").read_text() == "start\nstop 7\n"
