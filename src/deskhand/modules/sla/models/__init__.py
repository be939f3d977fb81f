"""What the module remembers."""

from deskhand.modules.sla.models.agreement import Agreement, Document, Review, ReviewState
from deskhand.modules.sla.models.clock import Clock, Interval, Outcome, Passing, Standing, State
from deskhand.modules.sla.models.policy import CatchUp, Level, Policy, PolicyVersion
from deskhand.modules.sla.models.simulation import Simulation
from deskhand.modules.sla.models.waiver import STANDING, Waiver, WaiverState

__all__ = [
    "STANDING",
    "Agreement",
    "CatchUp",
    "Clock",
    "Document",
    "Interval",
    "Level",
    "Outcome",
    "Passing",
    "Policy",
    "PolicyVersion",
    "Review",
    "ReviewState",
    "Simulation",
    "Standing",
    "State",
    "Waiver",
    "WaiverState",
]
