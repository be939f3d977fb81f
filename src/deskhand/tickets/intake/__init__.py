"""How letters become tickets and replies: what fills the slot ``mail_intake``."""

from deskhand.tickets.intake.arriving import take_in

__all__ = ["take_in"]
