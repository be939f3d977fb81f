"""What answers come to, compared with an oracle that counts on fingers."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.modules.approvals.engine import NEEDS, StageView, decide, stage_outcome


def by_hand(stage):
    """Naively: try every way in which those who have not answered could; what all of them agree on is decided."""
    if stage.verdict:
        return stage.verdict
    if not stage.asked:
        return "open"
    if stage.needs == "any":
        return {True: "approved", False: "declined"}[stage.votes[0]] if stage.votes else "open"
    share = {"all": stage.asked, "quorum": stage.number, "percent": -(-stage.asked * stage.number // 100)}
    need = min(max(share[stage.needs], 1), stage.asked)
    left = stage.asked - len(stage.votes)
    ends = {sum(stage.votes) + sum(rest) >= need for rest in product((True, False), repeat=left)}
    return "open" if len(ends) == 2 else ("approved" if ends.pop() else "declined")


@st.composite
def stages(draw, group=0):
    asked = draw(st.one_of(st.none(), st.integers(0, 6)))
    votes = tuple(draw(st.lists(st.booleans(), max_size=asked or 0)))
    verdict = draw(st.sampled_from(("", "", "", "approved", "declined")))
    number = draw(st.integers(0, 120))
    return StageView(group, draw(st.sampled_from(NEEDS)), number, asked, votes, verdict)


@given(stages())
def test_a_stage_is_decided_as_soon_as_nothing_can_change_it(stage):
    assert stage_outcome(stage) == by_hand(stage)


@given(st.lists(st.integers(0, 3).flatmap(lambda group: stages(group=group)), max_size=6), st.randoms())
def test_a_round_goes_group_by_group_and_ends_at_the_first_that_is_declined(found, random):
    placed = [
        StageView(n % 3, *[getattr(one, f) for f in ("needs", "number", "asked", "votes", "verdict")])
        for n, one in enumerate(found)
    ]
    outcome = decide(placed)
    for group in sorted({one.group for one in placed}):
        here = [by_hand(one) for one in placed if one.group == group]
        if all(one == "approved" for one in here):
            continue
        assert outcome.group == group
        begins = any(one.asked is None and not one.verdict for one in placed if one.group == group)
        assert outcome.word == ("declined" if "declined" in here else "begin" if begins else "open")
        break
    else:
        assert outcome.word == "approved"
    random.shuffle(placed)
    assert decide(placed) == outcome


@pytest.mark.parametrize(("asked", "percent", "yes"), [(3, 50, 2), (4, 50, 2), (3, 1, 1), (3, 100, 3), (1, 34, 1)])
def test_a_percentage_is_rounded_up(asked, percent, yes):
    enough = StageView(0, "percent", percent, asked, (True,) * yes)
    assert stage_outcome(enough) == "approved"
    few = StageView(0, "percent", percent, asked, (True,) * (yes - 1))
    assert stage_outcome(few) == "open"
