"""What of a bank's file waits for a person: it looks like money booked already, or lies before the account began."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from domain.bank.movements import Movement
from domain.bank.receipt_proposals import ReceiptProposal
from domain.bank.reversals import says_reversal
from domain.bank.states import is_settled
from domain.explain import Fact, Reason
from domain.values.money import from_fen, to_fen
from sync.records.books.bulk import query_rows, rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEAR = timedelta(days=3)  # by which a receipt may be dated otherwise than the bank's line
_LATE = timedelta(days=31)  # after the money came, within which somebody writes the receipt by hand
_OPEN = ("proposed", "payer_unclear")


def held_back(
    connection: Connection,
    seller: str,
    proposals: Sequence[ReceiptProposal],
    today: date,
    red: Collection[int] = (),
) -> dict[str, Reason]:
    """Why movements aren't booked by themselves, by their ids.

    `bank_looks_booked` (facts `number`, `date`, `amount`, `buyer`, `method`, `remark` of the receipt it looks like),
    `bank_before_opening` (facts `date`, `opening`), `bank_part_refunded` (facts `before`, `refunded`),
    `bank_says_reversal` (or its row is among `red`, with a minus where money goes out), `bank_state_unknown` (fact
    `status`), `bank_day_to_come` (facts `date`, `today`).
    """
    waiting = [each for each in proposals if each.state in _OPEN]
    began = _began(connection, seller, {each.payer for each in waiting if each.payer})
    held = {each.movement.id: _refunded(each.movement) for each in waiting if each.movement.refunded}
    held |= {
        each.movement.id: Reason("bank_says_reversal", "warn", {})
        for each in waiting
        if says_reversal(each.movement) or each.movement.row in red
    }
    held |= {
        each.movement.id: Reason("bank_state_unknown", "warn", {"status": each.movement.status})
        for each in waiting
        if not each.movement.refunded and not is_settled(each.movement.status)
    }
    for each in waiting:
        opening = began.get(each.payer or "", began.get(""))
        if opening is not None and each.movement.date < opening:
            facts = {"date": each.movement.date, "opening": opening}
            held[each.movement.id] = Reason("bank_before_opening", "warn", facts)
        if each.movement.date > today:
            held[each.movement.id] = Reason("bank_day_to_come", "warn", {"date": each.movement.date, "today": today})
    return {**held, **_looking_alike(connection, seller, proposals, waiting)}


def _refunded(movement: Movement) -> Reason:
    facts: dict[str, Fact] = {"before": movement.amount + movement.refunded, "refunded": movement.refunded}
    return Reason("bank_part_refunded", "warn", facts)


def with_holds(
    proposals: Iterable[ReceiptProposal], held: Mapping[str, Reason], asked: Collection[str]
) -> list[ReceiptProposal]:
    """The proposals with what is to be known of each; without a person's word those are held and settle nothing."""
    told = []
    for each in proposals:
        why = held.get(each.movement.id)
        if why is None or each.state not in _OPEN:
            told.append(each)
        elif each.movement.id in asked:
            told.append(replace(each, reasons=(*each.reasons, why)))
        else:
            told.append(replace(each, state="held", settlements=(), reasons=(why, *each.reasons)))
    return told


def _began(connection: Connection, seller: str, buyers: Collection[str]) -> dict[str, date]:
    """When accounts began, by buyer; under "" when the first of all did."""
    sql = "SELECT MIN(date) AS day FROM document WHERE kind = 'opening' AND seller = ? AND state = 'posted'"
    first = query_rows(connection, sql, seller)[0].day
    own = rows_in(
        connection,
        "SELECT buyer, MIN(date) AS day FROM document WHERE buyer IN (?*) AND kind = 'opening' AND seller = ? "
        "AND state = 'posted' GROUP BY buyer",
        sorted(buyers),
        seller,
    )
    found = {str(row.buyer): date.fromisoformat(row.day) for row in own}
    return {"": date.fromisoformat(first), **found} if first else found


def _looking_alike(
    connection: Connection, seller: str, every: Sequence[ReceiptProposal], waiting: Sequence[ReceiptProposal]
) -> dict[str, Reason]:
    """Movements of the amount, the days and the payer of a receipt that no movement of this file was booked as."""
    if not waiting:
        return {}
    days = [each.movement.date for each in waiting]
    receipts = query_rows(
        connection,
        "SELECT d.id, d.number, d.buyer, d.date, d.amount, d.method, d.ref, d.remark, COALESCE(p.name, '') AS party "
        "FROM document d LEFT JOIN dealer p ON p.id = d.buyer WHERE d.kind = 'money_receipt' AND d.date >= ? "
        "AND d.date <= ? AND d.seller = ? AND d.state = 'posted' AND d.reverses IS NULL ORDER BY d.date, d.pk",
        (min(days) - _NEAR).isoformat(),
        (max(days) + _LATE).isoformat(),
        seller,
    )
    ids = [each.movement.id for each in every]
    sql = "SELECT document FROM bank_line WHERE id IN (?*) AND state = 'booked'"
    taken = {row.document for row in rows_in(connection, sql, ids)}
    whole_sql = "SELECT document, amount FROM bank_line WHERE state IN (?*) AND date >= ? AND date <= ?"
    span = (min(days) - _NEAR).isoformat(), (max(days) + _LATE).isoformat()
    whole = {row.document: int(row.amount) for row in rows_in(connection, whole_sql, ["booked"], *span)}
    by_fen: defaultdict[int, list[Any]] = defaultdict(list)
    for row in receipts:
        if row.id not in taken:
            for fen in {abs(int(row.amount)), whole.get(row.id, abs(int(row.amount)))}:
                by_fen[fen].append(row)
    held: dict[str, Reason] = {}
    for each in waiting:
        # What was given back since it was booked, or isn't told by the file at hand, makes no other payment of it.
        sums = {to_fen(each.movement.amount), to_fen(each.movement.amount + each.movement.refunded)}
        likely = [row for fen in sums for row in by_fen[fen] if _alike(each, row, by_hand=row.id not in whole)]
        found = min(likely, key=lambda row: _apart(each, row), default=None)
        if found is not None:
            for rows in by_fen.values():
                rows[:] = [row for row in rows if row is not found]
            held[each.movement.id] = Reason("bank_looks_booked", "warn", _facts(found))
    return held


def _alike(proposal: ReceiptProposal, receipt: Any, *, by_hand: bool) -> bool:
    """Of whoever may have paid: within a few days, or written by hand in the month after; else of the very day."""
    apart = _apart(proposal, receipt)
    likely = {proposal.payer, *(guess.payer for guess in proposal.guesses)}
    if receipt.buyer not in likely:
        return not apart and proposal.payer is None
    late = by_hand and receipt.date >= proposal.movement.date.isoformat()
    return apart <= (_LATE if late else _NEAR)


def _apart(proposal: ReceiptProposal, receipt: Any) -> timedelta:
    return abs(date.fromisoformat(receipt.date) - proposal.movement.date)


def _facts(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "buyer": row.party,
        "date": date.fromisoformat(row.date),
        "amount": abs(from_fen(int(row.amount))),
        "method": row.method,
        "remark": " ".join(filter(None, (row.ref, row.remark))),
    }
