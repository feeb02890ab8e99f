"""What HQ's service keeps for itself: which beginnings of enrolment codes were tried wrongly, and how often."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from sync.records.columns import Moment, metadata

wrong_code = Table(
    "wrong_code",
    metadata,
    # A digest of the first half; what was typed isn't kept.
    Column("half", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
)
