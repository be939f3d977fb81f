"""Forms and answers made at random: server and browser judge the same, and nothing that is sent gets past the judge."""

import json
import subprocess
from dataclasses import asdict
from datetime import date
from random import Random

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.asking import Context, judge, read_form, rules
from deskhand.modules.catalog.asking.form import Kind
from deskhand.modules.catalog.asking.rule_reading import ops_of
from deskhand.modules.catalog.asking.ruled import ruled
from tests.house.source import ROOT
from tools.node import find_node

CASES = 600
CODES = ("a", "b", "c", "d", "e", "f")
WORDS = ("x", "y", "lab", "Ärger", "12", "2026-11-23")
NUMBERS = ("-3", "0", "7", "12.5", "123456789012345")
DAYS = ("2026-11-20", "2026-11-23", "2027-01-01")
KINDS = ("text", "integer", "decimal", "date", "choice", "choices", "checkbox", "section", "table", "masked")
TEXTS = {"integer": NUMBERS[:3], "decimal": NUMBERS, "date": DAYS, "choice": ("x", "y"), "choices": ("x", "y")}
ASKS = """
import { readFileSync } from "node:fs";
import { judged } from "./asking-rules.js";
const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(cases.map((one) => judged(one.form, one.given))));
"""


def leaf(dice, below):
    if not below or dice.random() < 0.2:
        return {"of": "person.department", "op": "is", "values": [dice.choice(("Lab", "Finance"))]}
    other = dice.choice(below)
    op = dice.choice(ops_of(other))
    pool = (*DAYS, "today", "+2 days") if other.kind == Kind.DATE else TEXTS.get(other.kind, WORDS)
    return {"of": other.code, "op": op, "values": [] if op == "set" else [dice.choice(pool)]}


def rule(dice, below, depth=2):
    word = dice.choice(("leaf", "leaf", "not", "all", "any")) if depth else "leaf"
    if word == "leaf":
        return leaf(dice, below)
    if word == "not":
        return {"not": rule(dice, below, depth - 1)}
    return {word: [rule(dice, below, depth - 1) for _each in range(dice.randint(1, 2))]}


def question(dice, code, below):
    kind = dice.choice(KINDS)
    asked = {"code": code, "kind": kind, "label": code.upper()}
    can_be_fixed = kind not in ("section", "table", "masked")
    names = ("show_if", *(() if kind == "section" else ("require_if",)), *(("readonly_if",) if can_be_fixed else ()))
    asked |= {name: rule(dice, below) for name in names if dice.random() < 0.35}
    if kind != "section":
        asked["required"] = dice.random() < 0.5
    if kind in ("choice", "choices"):
        asked["options"] = [{"code": "x"}, {"code": "y"}]
    if kind == "table":
        many = {"code": "many", "kind": "integer", "label": "Many", "least": "1"}
        name = {"code": "name", "kind": "text", "label": "Name", "required": dice.random() < 0.5, "max_length": 3}
        asked["columns"] = [name, many]
        asked["min_rows"], asked["max_rows"] = dice.choice(((0, 0), (1, 2), (2, 2)))
    if kind in ("integer", "decimal", "date"):
        asked["least"], asked["most"] = ("today", "+30 days") if kind == "date" else ("0", "12")
    if kind == "text":
        asked |= {"max_length": dice.choice((0, 2)), "readonly": dice.random() < 0.2}
    if kind in TEXTS and dice.random() < 0.5:
        asked["default"] = [TEXTS[kind][0]]
    return asked


def form(dice):
    asked, known = [], []
    for code in CODES[: dice.randint(1, len(CODES))]:
        asked.append(question(dice, code, known))
        known = [one for one in read_form({"steps": [{"questions": asked}]}).asked() if one.kind != Kind.MASKED]
    order = dice.sample(asked, len(asked))
    half = dice.randint(0, len(asked))
    try:
        return read_form({"steps": [{"questions": order[:half]}, {"questions": order[half:]}]})
    except Invalid:  # The new order may put two headings into a ring.
        return read_form({"steps": [{"questions": asked}]})


def row(dice):
    cells = {"name": dice.choice(WORDS), "many": dice.choice(NUMBERS[:3])}
    return {code: [text] for code, text in cells.items() if dice.random() < 0.7}


def answer(dice, one):
    if one.kind == Kind.TABLE:
        return [found for _each in range(dice.randint(0, 3)) if (found := row(dice))]
    if one.kind == Kind.CHECKBOX:
        return ["yes"]
    return [dice.choice(TEXTS.get(one.kind, WORDS))]


def case(seed):
    dice = Random(seed)  # noqa: S311 - the same forms each time
    made = form(dice)
    department = dice.choice(("Lab", "Finance", ""))
    facts = {"department": department} if department else {}
    sent = {one.code: answer(dice, one) for one in made.asked() if dice.random() < 0.6}
    return made, Context(desk_id=1, today=date(2026, 11, 23), facts=facts), sent


def test_no_raw_answer_gets_past_the_judge():
    for seed in range(CASES):
        made, context, sent = case(seed)
        compiled = {one["code"]: one for one in ruled(made, context)["questions"]}
        found = judge(made, sent, context)
        asked = {code for code in found.shown if made.codes[code].asks}
        assert set(found.values) <= asked, f"{seed}: what is hidden was kept"
        for code in found.fixed:
            assert found.values.get(code, []) == compiled[code]["default"], f"{seed}: read-only took what was sent"
        for code in asked - set(found.fixed):
            is_needed = made.codes[code].required or code in found.needed
            assert not is_needed or found.values.get(code) or code in found.wrong, f"{seed}: a needed one was skipped"
        assert judge(made, found.values, context).values == found.values, f"{seed}: judging again changes it"


def test_the_browser_judges_the_same(tmp_path):
    made = [{"form": ruled(form, context), "given": sent} for form, context, sent in map(case, range(CASES))]
    here = [asdict(rules.judged(one["form"], one["given"])) for one in made]
    for seed, (browser, server) in enumerate(zip(in_browser(tmp_path, made), here, strict=True)):
        assert browser == server, seed
    assert {problem for one in here for problem in one["problems"].values()} == {
        "missing", "low", "high", "long", "few", "many"
    }  # fmt: skip


def in_browser(folder, made):
    node = find_node()
    assert node is not None, "the front end needs Node"
    compile_to = ("--outDir", str(folder), "--module", "esnext", "--target", "es2022", "--ignoreConfig")
    node.run("node_modules/typescript/bin/tsc", "frontend/src/asking-rules.ts", *compile_to, cwd=ROOT)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "asks.js").write_text(ASKS)
    (folder / "cases.json").write_text(json.dumps(made))
    call = [str(node.node), str(folder / "asks.js"), str(folder / "cases.json")]
    return json.loads(subprocess.run(call, capture_output=True, text=True, check=True, timeout=300).stdout)
