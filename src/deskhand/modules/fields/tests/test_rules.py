"""Rules say the same on the server and in the browser."""

import json
import subprocess
from pathlib import Path

import pytest

from deskhand.modules.fields.rules import Ruled, asked, missing
from tests.house.source import ROOT
from tools.node import find_node

CASES = json.loads((Path(__file__).parent / "rules.json").read_text())
ASKS = """
import { readFileSync } from "node:fs";
import { asked, missing } from "./field-rules.js";
const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(cases.map((one) => [asked(one.fields, one.values), missing(one.fields, one.values)])));
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_what_is_asked_and_needed_on_the_server(case):
    fields = [Ruled(**one) for one in case["fields"]]
    assert asked(fields, case["values"]) == case["asked"]
    assert missing(fields, case["values"]) == case["missing"]


def test_the_browser_judges_the_same(tmp_path):
    node = find_node()
    assert node is not None, "the front end needs Node"
    compile_to = ("--outDir", str(tmp_path), "--module", "esnext", "--target", "es2022", "--ignoreConfig")
    node.run("node_modules/typescript/bin/tsc", "frontend/src/field-rules.ts", *compile_to, cwd=ROOT)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "asks.js").write_text(ASKS)
    call = [str(node.node), str(tmp_path / "asks.js"), str(Path(__file__).parent / "rules.json")]
    told = subprocess.run(call, capture_output=True, text=True, check=True, timeout=300).stdout
    assert json.loads(told) == [[case["asked"], case["missing"]] for case in CASES]
