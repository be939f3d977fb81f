"""Checking DKIM signatures over a whole letter, given the keys that were published: what a stranger wrote is hashed and
compared here, in the reader, and nobody is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Published:
    """A signature's key as its domain publishes it: the name that was asked for, in lower case, and the TXT record
    under it."""

    name: str
    record: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """The key for each signature that is looked at, in the letter's order."""

    keys: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether each of these signatures is good; ``faults`` says what the library could not make sense of."""

    good: tuple[bool, ...] = ()
    faults: tuple[str, ...] = ()


def verified(raw: bytes, asked: Asked) -> Verified:
    """Check the letter's signatures. A key serves the one signature that it was asked for."""
    import dkim  # Most letters need it not.

    good, faults = list[bool](), list[str]()
    for nth, key in enumerate(asked.keys):
        try:
            good.append(bool(dkim.DKIM(raw).verify(nth, dnsfunc=_only(key))))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (the library raises many things for what strangers write; all are told)
            good.append(False)
            faults.append(f"{type(error).__name__}: {error}"[:200])
    return Verified(tuple(good), tuple(faults))


def _only(key: Published) -> Any:
    def answer(name: bytes, timeout: float = 0) -> bytes | None:
        return key.record if name.lower() == key.name.encode("ascii", "replace") else None

    return answer
