"""What the module remembers."""

from deskhand.modules.sla.models.clock import Clock, Interval, Outcome, Passing, Standing, State
from deskhand.modules.sla.models.policy import CatchUp, Level, Policy, PolicyVersion
from deskhand.modules.sla.models.simulation import Simulation

__all__ = [
    "CatchUp",
    "Clock",
    "Interval",
    "Level",
    "Outcome",
    "Passing",
    "Policy",
    "PolicyVersion",
    "Simulation",
    "Standing",
    "State",
]
