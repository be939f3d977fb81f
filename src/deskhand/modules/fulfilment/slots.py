"""The place that plans offer."""

from deskhand.kernel import slots

slots.declare(
    "plan_step",
    "What a step of a plan can call: a `fulfilment.calls.PlanCall` with `code`, `label` and `begin(call)`. It may end "
    "the step at once, or leave it waiting until a program reports the end.",
)
