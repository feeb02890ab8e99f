"""Whose book this is, and into which of its streams a record for someone goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.settings import read_setting


@dataclass(frozen=True, slots=True)
class Home:
    """The place that writes: `role` is `hq` or `desk`, `desk` its id ("" at HQ), `prefix` that of its numbers."""

    role: str
    dealer: str
    desk: str
    prefix: str

    def stream_for(self, buyer: str) -> str:
        """Where documents for a buyer go: at HQ into what that buyer reads, at a desk into its one stream."""
        return f"dealer/{buyer}" if self.role == "hq" and buyer != self.dealer else self.own_stream

    @property
    def own_stream(self) -> str:
        """Where what concerns only this place goes."""
        return "hq" if self.role == "hq" else f"desk/{self.desk}"


def home_of(connection: Connection) -> Home:
    """The book's own place; UsageError `book_unfounded` where it is nobody's yet."""
    role = read_setting(connection, "role")
    if not role:
        raise UsageError("book_unfounded")
    return Home(
        role,
        read_setting(connection, "dealer_id"),
        read_setting(connection, "desk_id"),
        read_setting(connection, "prefix"),
    )
