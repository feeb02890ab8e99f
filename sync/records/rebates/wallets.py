"""The rebate wallet as the books know it: which credits a dealer was given, what orders took of them, what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import uuid4

import msgspec
from sqlalchemy import Connection

from domain.policies.scopes import EVERYTHING, ProductScope
from domain.rebates.wallet import WalletEntry, WalletMove
from domain.values.forms import read_form
from domain.values.money import from_fen, share
from sync.records.bodies.records import DocumentBody
from sync.records.books.bulk import rows_in
from sync.records.books.numbering import next_number

NewPayout = tuple[str, str, DocumentBody]

_CREDITS = (
    "SELECT id, dealer, policy, version, period, payable, scope, expires, settled_at FROM rebate_payout "
    "WHERE dealer IN (?*) AND reward = 'credit' AND state <> 'lapsed' AND payable <> 0 ORDER BY number, id"
)

# Of an order that was refused or taken back nothing stands in `wallet_use`. The wallet is HQ's, and pays what HQ sells:
# what an order to anybody else says of it is one dealer's word to another.
_MOVES = (
    "SELECT w.entry, d.id, w.amount, l.accepted, l.delivered, l.closed FROM wallet_use w "
    "JOIN document d ON d.pk = w.document JOIN document_line l ON l.document = w.document AND l.line = w.line "
    "JOIN dealer h ON h.id = d.seller AND h.tier = 'hq' WHERE d.buyer IN (?*) AND d.kind = 'order' "
    "ORDER BY d.pk, w.entry, w.line"
)


def wallet_entries(connection: Connection, dealer: str) -> list[WalletEntry]:
    """The credits formal settlements gave a dealer, claw-backs as negative ones, also those that have expired."""
    return [
        WalletEntry(
            record,
            owner,
            policy,
            version,
            period,
            Decimal(payable).scaleb(-4),
            scope_of(scope),
            date.fromisoformat(expires) if expires else None,
            date.fromisoformat(settled[:10]) if settled else None,
        )
        for record, owner, policy, version, period, payable, scope, expires, settled in rows_in(
            connection, _CREDITS, [dealer]
        )
    ]


def wallet_moves(connection: Connection, dealer: str) -> list[WalletMove]:
    """What the dealer's standing orders hold of his credits, and what of it was spent by deliveries."""
    moves = []
    for entry, order, amount, accepted, delivered, closed in rows_in(connection, _MOVES, [dealer]):
        held = share(amount, max(accepted - closed, delivered), accepted) if closed else amount
        moves.append(WalletMove(entry, order, "reserved", from_fen(held)))
        if delivered and accepted:
            moves.append(WalletMove(entry, order, "spent", from_fen(share(amount, delivered, accepted))))
    return moves


WALLET = "wallet"
"""The method of a rebate settlement that pays a delivery out of the wallet."""


def wallet_payment(connection: Connection, prefix: str, delivery: str, body: DocumentBody) -> NewPayout | None:
    """What the wallet pays of a delivery about to be written: its share, posted as a rebate settlement beside it.

    However an order is cut into deliveries, their payments add up to what its wallet pays; a delivery that is reversed
    takes its payment back. Goods that come back are credited to the account: the wallet is not filled up again.
    """
    order = body.source or ""
    paid = _paid(connection, order)
    if body.reverses is not None:
        amount, undone = _payment_of(connection, body.reverses)
        amount = -amount
    else:
        taken = {line.order_line or 0: line.quantity for line in body.lines}
        amount, undone = _due(connection, order, taken) - paid, None
    if not amount:
        return None
    payment = DocumentBody(
        number=next_number(connection, "rebate_settlement", prefix, date.fromisoformat(body.date)),
        seller=body.seller,
        buyer=body.buyer,
        date=body.date,
        recorded_at=body.recorded_at,
        amount=amount,
        author=body.author,
        ref=body.ref,
        remark=body.number,
        method=WALLET,
        source=delivery if body.reverses is None else body.reverses,
        reverses=undone,
    )
    return "rebate_settlement", uuid4().hex, payment


_PAID = (
    "SELECT COALESCE(SUM(p.amount), 0) FROM document p JOIN document d ON d.id = p.source "
    "WHERE d.source IN (?*) AND d.kind = 'delivery' AND p.kind = 'rebate_settlement' AND p.method = ?"
)


def _paid(connection: Connection, order: str) -> int:
    """What the wallet paid so far of an order's deliveries, in fen."""
    return sum(int(amount) for (amount,) in rows_in(connection, _PAID, [order], WALLET))


def _due(connection: Connection, order: str, taken: Mapping[int, int]) -> int:
    """What the wallet is to have paid once so much more of each line is delivered."""
    sql = (
        "SELECT w.line, w.amount, l.accepted, l.delivered FROM wallet_use w JOIN document d ON d.pk = w.document "
        "JOIN document_line l ON l.document = w.document AND l.line = w.line WHERE d.id IN (?*) AND d.kind = 'order'"
    )
    return sum(
        share(amount, delivered + taken.get(line, 0), accepted)
        for line, amount, accepted, delivered in rows_in(connection, sql, [order])
        if accepted
    )


def _payment_of(connection: Connection, delivery: str) -> tuple[int, str | None]:
    """Amount and id of what the wallet paid of one delivery."""
    sql = (
        "SELECT amount, id FROM document WHERE source IN (?*) AND kind = 'rebate_settlement' AND method = ? "
        "AND reverses IS NULL AND state = 'posted'"
    )
    return next(((int(amount), str(each)) for amount, each in rows_in(connection, sql, [delivery], WALLET)), (0, None))


def scope_of(stored: str) -> ProductScope:
    """What a credit may buy, as its policy version said; everything where nothing was said."""
    form = msgspec.json.decode(stored or "null")
    scope, _ = read_form(ProductScope, form) if form else (EVERYTHING, [])
    return EVERYTHING if scope is None else scope
