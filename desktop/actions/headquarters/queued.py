"""What an action gives back where HQ was asked to do it: not what came of it, but that it waits for HQ's answer."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

T = TypeVar("T")
WAITING = "waiting"


class Queued(NamedTuple):  # the window's start loads it, and none of what dataclasses take
    """HQ was asked, and will answer: nothing is done yet, so there is nothing else to go on with.

    Attributes:
        code: the sentence that tells so.
        request: the request's id, under which HQ answers.
        verb: what HQ was asked to do, as in `REQUEST_TYPES`.
        state: how the request stands, always `waiting` here.
    """

    request: str
    verb: str
    state: str = WAITING

    @property
    def code(self) -> str:
        return "asked_hq"

    @property
    def facts(self) -> dict[str, str]:
        """What that sentence tells of it, and what a command answers in JSON."""
        return {"request": self.request, "verb": self.verb, "state": self.state}


def posted(result: T | Queued) -> T:
    """What came of an action where it is done at once: at a dealer's desk, or in HQ's own books."""
    if isinstance(result, Queued):
        raise TypeError(f"only asked of HQ: {result.verb}")
    return result
