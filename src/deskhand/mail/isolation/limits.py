"""What reading one letter may cost. A letter that would take more goes to quarantine."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024

CPU_SECONDS = 2.0
"""Time of a processor for a letter."""

CPU_SECONDS_A_MEGABYTE = 0.2
"""More of it for each megabyte of the letter."""

PATIENCE = 5
"""How many times longer than that the worker waits on the clock: on a busy machine work takes longer than it costs."""

MEMORY = 64 * MEGABYTE
"""Bytes of memory beyond what the reader takes while it rests."""

MEMORY_PER_BYTE = 5
"""More of them for each byte of the letter."""

LETTERS_BY_ONE = 2_000
"""Letters that one reader reads before a fresh one takes its place, so that nothing can pile up in it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for a piece of work: CPU in seconds, memory in bytes, waiting in seconds."""

    cpu: float
    memory: int

    @classmethod
    def for_size(cls, size: int) -> Limits:
        """The limits for a letter of so many bytes."""
        return cls(CPU_SECONDS + CPU_SECONDS_A_MEGABYTE * size / MEGABYTE, MEMORY + MEMORY_PER_BYTE * size)

    @property
    def wait(self) -> float:
        """Seconds on the clock after which nobody waits any longer."""
        return self.cpu * PATIENCE
