"""Every pair of colours that text or a mark may stand on can be read, by day and by night."""

import re
from itertools import product
from pathlib import Path

import pytest

from deskhand.web.tests.oklch import contrast

TOKENS = Path(__file__).parents[4] / "frontend" / "src" / "css" / "tokens.css"
TEXT, MARK = 4.5, 3.0
SEMANTIC = ("success", "warning", "error", "info")

PAIRS = [
    *product([f"color-base-{n}" for n in (100, 200, 300)],
             ["color-base-content", "muted", "color-primary", *(f"color-{name}" for name in SEMANTIC)], [TEXT]),
    *product(["color-base-100", "color-base-200"], ["faint", "edge", "color-accent"], [MARK]),
    *[(f"color-{name}", f"color-{name}-content", TEXT)
      for name in ("primary", "secondary", "accent", "neutral", *SEMANTIC)],
    *product(["note"], ["color-base-content", "muted", "note-ink", "color-primary", "color-error"], [TEXT]),
    *product(["pick"], ["color-base-content", "muted", "color-primary"], [TEXT]),
    *product(["pick"], [f"color-{name}" for name in SEMANTIC[:3]], [TEXT]),
    *product(["rail"], ["rail-ink", "rail-mute"], [TEXT]),
]  # fmt: skip


def _themes():
    for block in re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', TOKENS.read_text(encoding="utf-8"), re.S):
        (name,) = re.findall(r'name: "(\w+)"', block)
        found = re.findall(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", block)
        yield name, {key: (float(light), float(chroma), float(hue)) for key, light, chroma, hue in found}


THEMES = dict(_themes())


def test_there_are_two_themes_and_96_pairs():
    assert sorted(THEMES) == ["day", "night"]
    assert len(PAIRS) * len(THEMES) == 96


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize(("ground", "ink", "least"), PAIRS)
def test_it_can_be_read(theme, ground, ink, least):
    colours = THEMES[theme]
    assert contrast(colours[ground], colours[ink]) >= least


@pytest.mark.parametrize("theme", ["day", "night"])
@pytest.mark.parametrize("hue", [222, 28, 340, 150, 70, 255, 190, 118])
def test_initials_can_be_read_on_every_face(theme, hue):
    block = TOKENS.read_text(encoding="utf-8").split(f'name: "{theme}"')[1]
    for ground, ink in (("agent", "agent-ink"), ("req", "req-ink")):
        pair = [re.findall(rf"--{name}: ([\d.]+) ([\d.]+)", block)[0] for name in (ground, ink)]
        one, other = ((float(light), float(chroma), float(hue)) for light, chroma in pair)
        assert contrast(one, other) >= TEXT


def test_the_measure_agrees_with_known_colours():
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)
