"""Whose book this is, and into which of its streams a record for someone goes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.books.bulk import rows_in
from sync.records.books.settings import identity


@dataclass(frozen=True, slots=True)
class Home:
    """The place that writes: `role` is `hq` or `desk`, `desk` its id ("" at HQ), `prefix` that of its numbers.

    `asks` says that this is a desk of HQ's own people: HQ's documents are written by HQ alone, so this desk asks for
    them by records of its own.
    """

    role: str
    dealer: str
    desk: str
    prefix: str
    asks: bool = False

    @property
    def at_hq(self) -> bool:
        """Whether HQ's people work here."""
        return self.role == "hq" or self.asks

    def stream_for(self, buyer: str) -> str:
        """Where documents for a buyer go: at HQ into what that buyer reads, at a desk into its one stream."""
        return f"dealer/{buyer}" if self.role == "hq" and buyer != self.dealer else self.own_stream

    @property
    def own_stream(self) -> str:
        """Where what concerns only this place goes."""
        return "hq" if self.role == "hq" else f"desk/{self.desk}"


def home_of(connection: Connection) -> Home:
    """The book's own place; UsageError `book_unfounded` where it is nobody's yet."""
    told = identity(connection)
    role, dealer = told.get("role", ""), told.get("dealer_id", "")
    if not role:
        raise UsageError("book_unfounded")
    # Whether a desk was enrolled for HQ itself: as HQ said at enrolment, or as the card says since.
    asks = role == "desk" and (told.get("dealer_tier") or _tier_of(connection, dealer)) == "hq"
    return Home(role, dealer, told.get("desk_id", ""), told.get("prefix", ""), asks)


def _tier_of(connection: Connection, dealer: str) -> str:
    rows = rows_in(connection, "SELECT tier FROM dealer WHERE id IN (?*)", [dealer])
    return str(rows[0][0]) if rows else ""
