"""Where one has been: pages, with what they showed, to go back to and forward again."""

from __future__ import annotations

MOST = 100


class Visit:
    """A page as it was entered and left; `sent` where another page led there, so that Esc leads back to it."""

    def __init__(self, name: str, given: object = None, *, sent: bool = False) -> None:
        self.name = name
        self.given = given
        self.sent = sent
        self.place: object = None


class History:
    """Visits before the present one, and after it where one went back.

    Attributes:
        here: the present one.
    """

    def __init__(self) -> None:
        self.here: Visit | None = None
        self._before: list[Visit] = []
        self._after: list[Visit] = []

    @property
    def before(self) -> Visit | None:
        """Where back leads."""
        return self._before[-1] if self._before else None

    @property
    def after(self) -> Visit | None:
        """Where forward leads."""
        return self._after[-1] if self._after else None

    def go(self, visit: Visit) -> None:
        """Goes on; what lay ahead is given up. Gone to again without anything given, a page is one visit."""
        here = self.here
        if here is not None and here.name == visit.name and visit.given is None:
            return
        if here is not None:
            self._before.append(here)
            del self._before[:-MOST]
        self.here = visit
        self._after.clear()

    def step(self, by: int) -> Visit | None:
        """Goes back (-1) or forward (1); None where there is nothing."""
        taken, kept = (self._before, self._after) if by < 0 else (self._after, self._before)
        if not taken or self.here is None:
            return None
        kept.append(self.here)
        self.here = taken.pop()
        return self.here
