"""Whether what is drawn now is drawn for the practice company: then every page and sheet says so.

Whoever does something for opened books says whose they are, once for all that is drawn on the way; so no paper can
forget it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PRACTICE_TEXT = "练习 PRACTICE"
_practising: ContextVar[bool] = ContextVar("practising", default=False)


@contextmanager
def drawing_for(desk: object) -> Iterator[None]:
    """What is drawn in the block is drawn for this opened desk; None where there is none yet."""
    token = _practising.set(bool(getattr(desk, "practice", False)))
    try:
        yield
    finally:
        _practising.reset(token)


def is_practice_paper() -> bool:
    """Whether what is drawn now doesn't count."""
    return _practising.get()
