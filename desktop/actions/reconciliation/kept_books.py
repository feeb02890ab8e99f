"""Two books brought to one balance, signed off by a person and kept: listed, shown and printed again as they were."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.catalog.cards import own_dealer
from desktop.actions.catalog.cost import is_veiled_from
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.reconciliation.views import AdjustmentRow, ReconciliationView
from desktop.actions.statements.profiles import heading_of
from desktop.wording import say_reason
from desktop.wording.accounts.adjustment_text import (
    LANGUAGES,
    KeptBooks,
    KeptRemark,
    KeptRow,
    Language,
    adjustment_text,
)
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.money import to_fen
from sync.records.bodies.accounts import ReconciledBody
from sync.records.books.bulk import query_rows

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout

_MOST_REMARKS = 60
_read = msgspec.json.Decoder(KeptBooks).decode


def as_kept(desk: Desk, found: ReconciliationView) -> KeptBooks:
    """What was found as it would be signed off."""
    return KeptBooks(
        seller=found.seller.id,
        seller_name=found.seller.name,
        buyer=found.buyer.id,
        buyer_name=found.buyer.name,
        start=found.start,
        end=found.end,
        source=found.source,
        ours=found.our_closing,
        theirs=found.their_closing,
        adjusted=found.adjusted,
        rows=tuple(map(_row, found.adjustments)),
        matched=len(found.matches),
        differing=found.differences,
        unproven=found.unproven,
        their_adjusted=found.their_adjusted,
        remarks=tuple(KeptRemark(*(say_reason(each, language) for language in LANGUAGES)) for each in _first(found)),
        we_sell=found.buyer.id != desk.dealer_id,
    )


@changes()
def sign_off(desk: Desk, found: ReconciliationView, seen: Decimal | None, remark: str = "") -> KeptBooks:
    """Signs what was found off in the person's name and keeps it; `seen` is the adjusted balance that he agrees to.

    Raises RefusedError `reconciliation_apart` (facts `ours`, `theirs`) where both adjusted balances aren't one,
    `reconciliation_unseen` (facts `adjusted`, `count`) where nobody named the balance; UsageError
    `reconciliation_balance` (facts `adjusted`, `seen`) where it is another.
    """
    desk.need("statement_write")
    if not found.comes_to_one:
        raise RefusedError("reconciliation_apart", ours=found.adjusted, theirs=found.their_adjusted)
    if seen is None:
        raise RefusedError("reconciliation_unseen", adjusted=found.adjusted, count=len(found.adjustments))
    if seen != found.adjusted:
        raise UsageError("reconciliation_balance", adjusted=found.adjusted, seen=seen)
    with desk.book.writing() as writing:
        kept = msgspec.structs.replace(
            as_kept(desk, found),
            id=uuid.uuid4().hex,
            signed_by=desk.operator,
            signed_at=desk.now(),
            remark=remark.strip(),
        )
        body = ReconciledBody(
            seller=kept.seller,
            buyer=kept.buyer,
            first_day=kept.start.isoformat(),
            last_day=kept.end.isoformat(),
            source=kept.source,
            our_closing=to_fen(kept.ours),
            their_closing=to_fen(kept.theirs),
            adjusted=to_fen(kept.adjusted),
            form=msgspec.Raw(msgspec.json.encode(kept)),
            signed_by=kept.signed_by,
            signed_at=kept.signed_at,
            remark=kept.remark,
        )
        writing.put(home_of(desk).own_stream, "reconciled", kept.id, body)
    return kept


def kept_books(desk: Desk, account: str = "") -> list[KeptBooks]:
    """What this dealer signed off, the newest first; only of one account (a dealer's id)."""
    sql = (
        "SELECT form FROM reconciled WHERE (seller = ? OR buyer = ?) AND (? = '' OR seller = ? OR buyer = ?) "
        "ORDER BY signed_at DESC, pk DESC"
    )
    own = desk.dealer_id
    with desk.book.reading() as connection:
        found = [_read(row.form) for row in query_rows(connection, sql, own, own, account, account, account)]
    return [each for each in found if not is_veiled_from(desk, each.buyer)]


def signed_before(desk: Desk, found: ReconciliationView) -> KeptBooks | None:
    """What was signed off last of the same account and period."""
    sql = (
        "SELECT form FROM reconciled WHERE seller = ? AND buyer = ? AND first_day = ? AND last_day = ? "
        "ORDER BY signed_at DESC, pk DESC LIMIT 1"
    )
    days = (found.start.isoformat(), found.end.isoformat())
    with desk.book.reading() as connection:
        rows = query_rows(connection, sql, found.seller.id, found.buyer.id, *days)
    return _read(rows[0].form) if rows else None


def kept_one(desk: Desk, record: str) -> KeptBooks:
    """What was signed off under an id or the beginning of one; UsageError `reconciled_unknown`."""
    found = [each for each in kept_books(desk) if record and each.id.startswith(record)]
    if len(found) != 1:
        raise UsageError("reconciled_unknown", id=record)
    return found[0]


def adjustment_pdf(desk: Desk, kept: KeptBooks, paper: str = "a4", language: Language = "zh") -> Printout:
    """The table on paper, with room for both sides to sign; UsageError `paper_unknown`."""
    from desktop.printing.policy import PolicyPaper, print_policy

    with desk.book.reading() as connection:
        heading = heading_of(connection, own_dealer(connection, desk))
    facts = (f"{kept.signed_by} {kept.signed_at[:10]}",) if kept.signed_by else ()
    draft = "未签认" if language == "zh" else "not signed off"
    shown = PolicyPaper(adjustment_text(kept, language), kept.id[:8], facts, "" if kept.signed_by else draft)
    printed_at = desk.clock().astimezone().strftime("%Y-%m-%d %H:%M")
    return print_policy(shown, heading=heading, printed_at=printed_at, language=language, paper=paper)


def _first(found: ReconciliationView) -> Sequence[Reason]:
    """As many remarks as a paper holds, and how many more there are."""
    more = len(found.told) - _MOST_REMARKS
    return [*found.told[:_MOST_REMARKS], *([Reason("remarks_more", "warn", {"count": more})] if more > 0 else [])]


def kept_form(kept: KeptBooks) -> Any:
    """What was signed off as plain JSON values."""
    return msgspec.to_builtins(kept)


def _row(row: AdjustmentRow) -> KeptRow:
    zh, en = (say_reason(row.cause, each) if row.cause else "" for each in LANGUAGES)
    return KeptRow(row.side, row.code, row.number, row.amount, zh, en)
