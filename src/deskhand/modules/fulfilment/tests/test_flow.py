"""What comes next follows from where the steps stand: whatever the plan and whoever ends first."""

from hypothesis import given, settings
from hypothesis import strategies as some

from deskhand.modules.fulfilment.definition import Definition, Edge, Step
from deskhand.modules.fulfilment.flow import ENDS, next_steps

ONS = ("done", "declined", "skipped", "any")
OUTCOMES = ("done", "declined", "skipped")


@some.composite
def plans(draw):
    """A plan without a circle: arrows lead from earlier to later steps."""
    count = draw(some.integers(1, 8))
    joins = draw(some.lists(some.sampled_from(("all", "any")), min_size=count, max_size=count))
    steps = tuple(Step(code=f"s{n}", kind="task", name=f"S{n}", join=join) for n, join in enumerate(joins))
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count)]
    chosen = (
        draw(some.lists(some.tuples(some.sampled_from(pairs), some.sampled_from(ONS)), max_size=14)) if pairs else []
    )
    edges = tuple(dict.fromkeys(Edge(start=f"s{a}", end=f"s{b}", on=on) for (a, b), on in chosen))
    return Definition(steps, edges)


def walked(plan, choose):
    """Walk a plan to its end; ``choose`` picks which step that is under way ends, and how."""
    states, order = {}, []
    while True:
        found = next_steps(plan, states)
        assert not set(found.reached) & set(states) and not set(found.passed) & set(states)
        states |= dict.fromkeys(found.passed, "passed")
        if found.ended:
            return found.ended, states, order
        states |= dict.fromkeys(found.reached, "active")
        order += found.reached
        open_ones = sorted(code for code, state in states.items() if state == "active")
        assert open_ones, "a plan that has not ended has something to do"
        code, outcome = choose(open_ones)
        states[code] = outcome


@given(plans(), some.data())
@settings(max_examples=150, deadline=None)
def test_every_plan_ends_each_step_begins_once_and_never_before_what_leads_to_it(plan, data):
    def choose(codes):
        return data.draw(some.sampled_from(codes)), data.draw(some.sampled_from(OUTCOMES))

    ended, states, order = walked(plan, choose)
    assert len(order) == len(set(order))
    if ended == "done":
        assert set(states) == {one.code for one in plan.steps} and set(states.values()) <= ENDS
    for code in order:
        ways = plan.into[code]
        assert not ways or any(edge.start in order for edge in ways)


@given(plans(), some.data())
@settings(max_examples=100, deadline=None)
def test_the_end_does_not_depend_on_who_was_first_where_all_wait_for_all(plan, data):
    plan = Definition(tuple(Step(code=one.code, kind=one.kind, name=one.name) for one in plan.steps), plan.edges)
    how = {one.code: data.draw(some.sampled_from(("done", "skipped"))) for one in plan.steps}
    first = walked(plan, lambda codes: (codes[0], how[codes[0]]))
    last = walked(plan, lambda codes: (codes[-1], how[codes[-1]]))
    assert first[:2] == last[:2]


@given(plans())
@settings(max_examples=60, deadline=None)
def test_a_plan_is_read_as_it_was_kept(plan):
    assert Definition.read(plan.kept()) == plan
