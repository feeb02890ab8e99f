"""Whether any paper bears a day to come: asked at every start, so nothing is loaded for it."""

from __future__ import annotations

from datetime import date, timedelta

from domain.documents.kinds import DOCUMENTS
from sync.records.documents.kind_lists import quoted

ZONES = timedelta(days=1)
"""Time zones are a day apart."""
# A wallet's payment goes with its delivery. Named one by one, for the index of kinds and days.
DATED_KINDS = quoted(kind for kind in DOCUMENTS if kind != "rebate_settlement")
"""The kinds of paper that are looked at, as a list in a question."""
ANY_AHEAD = f"EXISTS (SELECT 1 FROM document WHERE kind IN ({DATED_KINDS}) AND date > ?) AS ahead"
"""Whether there is any paper after a day, as a column of a question."""


def day_ahead(today: date) -> str:
    """The day after which a paper is asked whether it may bear it."""
    return (today + ZONES).isoformat()
