"""A dealer's rebate wallet: each credit, what orders hold of it, what was spent, what is left and until when."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.policy_views import WalletRow, WalletView
from domain.money import from_fen
from domain.wallet import WalletMove, left
from sync.records.bulk import rows_in
from sync.records.shelf import published
from sync.records.wallets import wallet_entries

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_NOTHING = Decimal(0)
SOON = timedelta(30)
_USES = (
    "SELECT w.entry, d.id, d.number, SUM(w.amount) AS amount FROM wallet_use w JOIN document d ON d.pk = w.document "
    "WHERE w.entry IN (?*) AND d.state NOT IN ('refused', 'cancelled') GROUP BY w.entry, d.id, d.number"
)
_SPENT = (
    "SELECT d.source, SUM(s.amount) FROM document s JOIN document d ON d.id = s.source "
    "WHERE d.source IN (?*) AND s.kind = 'rebate_settlement' AND s.method = 'wallet' GROUP BY d.source"
)


def wallet(desk: Desk, dealer: str = "", on: date | None = None) -> WalletView:
    """The wallet of a dealer (id or code; "" one's own) on a day; UsageError `dealer_unknown`."""
    day = on or desk.today()
    with desk.book.reading() as connection:
        owner = dealer_named(connection, dealer, desk.dealer_id).id if dealer else desk.dealer_id
        card = dealers_by_id(connection, [owner]).get(owner) or stranger(owner)
        entries = wallet_entries(connection, owner)
        held = _held(connection, [entry.id for entry in entries])
        moves = [WalletMove(entry, order, "reserved", amount) for entry, order, _, amount, _ in held]
        usable = left(entries, moves, day)
        names = {(each.id, each.version): each.name for each in published(connection).values()}
    rows = []
    for entry in entries:
        own = [each for each in held if each[0] == entry.id]
        spent = sum((each[4] for each in own), _NOTHING)
        rows.append(
            WalletRow(
                id=entry.id,
                policy=entry.policy,
                version=entry.version,
                name=names.get((entry.policy, entry.version), entry.policy),
                period=entry.period,
                amount=entry.amount,
                reserved=sum((each[3] for each in own), _NOTHING) - spent,
                spent=spent,
                left=usable.get(entry.id, _NOTHING),
                scope=entry.scope,
                expires=entry.expires,
                orders=tuple((number, amount) for _, _, number, amount, _ in own),
            )
        )
    return WalletView(card, tuple(rows))


def expiring_soon(view: WalletView, on: date) -> list[WalletRow]:
    """Credits with something left that end within thirty days, the soonest first."""
    soon = [row for row in view.rows if row.left and row.expires is not None and on <= row.expires <= on + SOON]
    return sorted(soon, key=lambda row: (row.expires or date.max, row.id))


def _held(connection: Connection, entries: list[str]) -> list[tuple[str, str, str, Decimal, Decimal]]:
    """Entry, order's id and number, what the order holds of the entry, and what of that was spent by deliveries.

    What an order spent is told of its entries in the order in which they were reserved, in proportion to nothing else.
    """
    uses = [(row.entry, row.id, row.number, int(row.amount)) for row in rows_in(connection, _USES, entries)]
    uses.sort(key=lambda use: (use[2], use[0]))
    paid: defaultdict[str, int] = defaultdict(int)
    paid.update({order: int(total) for order, total in rows_in(connection, _SPENT, sorted({use[1] for use in uses}))})
    found = []
    for entry, order, number, amount in uses:
        spent = min(amount, max(paid[order], 0))
        paid[order] -= spent
        found.append((entry, order, number, from_fen(amount), from_fen(spent)))
    return found
