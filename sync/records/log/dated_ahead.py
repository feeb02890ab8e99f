"""Papers that bear a day nobody has lived yet, because the clock of the machine that wrote them was wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from domain.documents.kinds import DOCUMENTS, KINDS
from domain.values.dates import AHEAD
from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment
from sync.records.documents.kind_lists import quoted
from sync.records.log.days_ahead import DATED_KINDS, ZONES, day_ahead
from sync.records.orders.contradiction import Contradiction
from sync.records.orders.contradictions import dismissed

_OF_BUYER = quoted(kind for kind in DOCUMENTS if KINDS[kind].writer == "buyer")
_OF_EITHER = quoted(kind for kind in DOCUMENTS if KINDS[kind].writer != "seller")
_OWN = f"(d.seller = ? AND d.kind NOT IN ({_OF_BUYER}) OR d.buyer = ? AND d.kind IN ({_OF_EITHER}))"
_PAPERS = (
    "SELECT d.id, d.kind, d.number, d.date, COALESCE(p.name, '') AS party FROM document d "
    "LEFT JOIN dealer p ON p.id = CASE d.buyer WHEN ? THEN d.seller ELSE d.buyer END AND d.seller <> d.buyer "
    f"WHERE d.kind IN ({DATED_KINDS}) AND d.date > ? AND (d.date > ? OR d.recorded_at > ?) AND {_OWN} "
    "AND d.reverses IS NULL AND d.state NOT IN ('reversed', 'cancelled', 'refused') "
    "ORDER BY d.date DESC, d.pk DESC LIMIT ?"
)


def dated_ahead(
    connection: Connection, dealer: str, today: date, now: datetime, most: int = 100
) -> Iterator[Contradiction]:
    """A dealer's own papers dated further ahead than anybody may date one, or dated and written at a time to come.

    `today` and `now` as the best clock known shows them. What a person dated some days ahead is in order.
    """
    facts = (day_ahead(today), (today + AHEAD).isoformat(), moment(now + ZONES), dealer, dealer, most)
    rows = query_rows(connection, _PAPERS, dealer, *facts)
    keys = {row.id: f"ahead/{row.id}" for row in rows}
    away = dismissed(connection, dealer, list(keys.values()))
    for row in rows:
        if keys[row.id] not in away:
            code = "order_dated_ahead" if row.kind == "order" else "paper_dated_ahead"
            told = {"of": row.number, "of_kind": row.kind, "date": row.date, "today": today.isoformat()}
            told |= {"party": row.party}
            yield Contradiction(code, row.kind, row.number, keys[row.id], told)
