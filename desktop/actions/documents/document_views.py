"""Documents as people see them: the stored rows turned into views, with names and quantities as they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.catalog.cards import dealers_by_id, products_by_id, stranger
from desktop.actions.catalog.cost import shown_order, veiled_for
from desktop.actions.documents.views import OrderLineView, OrderView, PaperLineView, PaperView
from desktop.actions.orders.explaining import discounts_of, list_price_of, summed, told_steps
from desktop.actions.orders.order_views import RestClosingView
from domain.catalog.products import Product
from domain.documents.fulfilment import OPEN_STATES, UNDECIDED, VOID
from domain.explain import Fact, Reason, Step
from domain.rebates.wallet import Spending
from domain.values.money import ZERO, from_fen, from_price, line_amount, share
from domain.values.quantities import Pack, format_quantity, from_milli
from sync.records.bodies.records import StepBody
from sync.records.books.bulk import rows_in
from sync.records.documents.applier import reasons_of
from sync.records.orders.fulfilment import rest_fen
from sync.records.orders.order_progress import order_progress
from sync.records.pricing.policy_cache import published

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_LINES = "SELECT * FROM document_line WHERE document IN (?*) ORDER BY document, line"
_ONE = Decimal(1)


def _lines_of(connection: Connection, rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Each document's lines, by its key."""
    lines: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for line in rows_in(connection, _LINES, list(lines)):
        lines[line.document].append(line)
    return lines


def order_views(desk: Desk, connection: Connection, rows: Sequence[Any]) -> list[OrderView]:
    """The views of these document rows, in their order, as whoever works here may see them."""
    dealers = dealers_by_id(connection, [each for row in rows for each in (row.seller, row.buyer)])
    lines = _lines_of(connection, rows)
    products = products_by_id(connection, [line.product for each in lines.values() for line in each])
    wallets, answered = _wallets(connection, list(lines)), _answered(connection, [row.id for row in rows])
    names = policy_names(connection, [line.gift for each in lines.values() for line in each])
    ids = [row.id for row in rows]
    closings, posted, progress = _closings(connection, ids), _posted(connection, ids), order_progress(connection, ids)
    views = []
    for row in rows:
        shown = tuple(
            _order_line(line, products.get(line.product), row.state, posted[row.id, line.line], names)
            for line in lines[row.pk]
        )
        views.append(
            OrderView(
                id=row.id,
                number=row.number,
                kind=row.kind,
                seller=dealers.get(row.seller) or stranger(row.seller),
                buyer=dealers.get(row.buyer) or stranger(row.buyer),
                date=date.fromisoformat(row.date),
                state=row.state,
                total=sum((line.amount for line in shown), ZERO),
                warehouse=row.warehouse,
                ref=row.ref,
                remark=row.remark,
                author=row.author,
                recorded_at=row.recorded_at,
                reasons=(*read_reasons(row.reasons, shown), *map(_said, closings[row.id])),
                lines=shown,
                closings=tuple(closings[row.id]),
                progress=progress[row.id],
                gross=sum((_gross(line) for line in shown), ZERO),
                discounts=summed(each for line in shown for each in line.discounts),
                wallet=tuple(wallets[row.pk]),
                coupons=tuple(msgspec.json.decode(row.coupons, type=list[str])),
                policies=msgspec.json.decode(answered.get(row.id, row.policies), type=dict[str, int]),
            )
        )
    return [shown_order(desk, view.seller, view.buyer, view) for view in views]


def _gross(line: OrderLineView) -> Decimal:
    return ZERO if line.unit_price is None else line_amount(line.quantity, line.unit_price)


def _wallets(connection: Connection, pks: Sequence[int]) -> dict[int, list[Spending]]:
    """What the wallet pays of each of these orders, as it stands."""
    found: dict[int, list[Spending]] = {pk: [] for pk in pks}
    sql = (
        "SELECT w.document, w.entry, w.line, w.amount, COALESCE(l.accepted, 0) AS accepted, COALESCE(l.closed, 0) "
        "FROM wallet_use w LEFT JOIN document_line l ON l.document = w.document AND l.line = w.line "
        "WHERE w.document IN (?*) ORDER BY w.document, w.line, w.entry"
    )
    for pk, entry, line, amount, accepted, closed in rows_in(connection, sql, pks):
        paid = share(amount, accepted - closed, accepted) if closed else amount
        found[pk].append(Spending(entry, line, from_fen(paid)))
    return found


def _closings(connection: Connection, ids: Sequence[str]) -> defaultdict[str, list[RestClosingView]]:
    """What was said about closing the rest of these orders, the first first."""
    sql = 'SELECT "order", side, "by", at, reason FROM order_closing WHERE "order" IN (?*) ORDER BY at, id'
    found: defaultdict[str, list[RestClosingView]] = defaultdict(list)
    for row in rows_in(connection, sql, ids):
        found[row.order].append(RestClosingView(row.side == "seller", row.by, row.at, row.reason))
    return found


def _posted(connection: Connection, ids: Sequence[str]) -> defaultdict[tuple[str, int], int]:
    """What deliveries of these orders were posted at, in fen by order and line; reversals take off again."""
    sql = (
        "SELECT d.source, l.order_line, SUM(l.amount) FROM document d JOIN document_line l ON l.document = d.pk "
        "WHERE d.source IN (?*) AND d.kind = 'delivery' AND l.order_line IS NOT NULL GROUP BY d.source, l.order_line"
    )
    found: defaultdict[tuple[str, int], int] = defaultdict(int)
    found.update({(order, line): int(fen) for order, line, fen in rows_in(connection, sql, ids)})
    return found


def _said(closing: RestClosingView) -> Reason:
    code = "rest_closed_by" if closing.by_seller else "closing_asked_by"
    return Reason(code, "info", {"by": closing.by, "date": closing.at[:10], "reason": closing.reason})


def _answered(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The versions that sellers' answers name, by order."""
    sql = 'SELECT "order", policies FROM answer WHERE "order" IN (?*)'
    return {order: policies for order, policies in rows_in(connection, sql, ids) if policies != "{}"}


_APPROVALS = ("approved_by", "approved_because")
_PASSABLE = ("credit_over", "credit_overdue", "price_by_hand", "price_outside_band")


def read_reasons(stored: str, lines: Sequence[OrderLineView] = ()) -> tuple[Reason, ...]:
    """Stored reasons; those of a line also learn its name and base unit, which a sentence needs.

    What a person let pass is told as `passed`: it stops nothing any more, and nobody has to approve it again.
    """
    reasons = []
    bodies = reasons_of(stored)
    approved = any(body.code in _APPROVALS for body in bodies)
    for body in bodies:
        facts: dict[str, Fact] = dict(body.facts)
        if body.line is not None and 0 < body.line <= len(lines):
            line = lines[body.line - 1]
            facts = {"name": line.name, "base_unit": line.base_unit, **facts}
        severity = body.severity if body.severity in ("info", "warn") else "stop"
        if approved and body.code in _PASSABLE:
            facts["passed"] = True
            severity = "info" if severity == "info" else "warn"
        reasons.append(Reason(body.code, severity, facts, body.line))  # type: ignore[arg-type]
    return tuple(reasons)


def read_steps(stored: str) -> tuple[Step, ...]:
    """A price's stored explanation."""
    if stored == "[]":
        return ()
    return tuple(
        Step(
            body.code,
            None if body.before is None else from_price(body.before),
            None if body.after is None else from_price(body.after),
            dict(body.facts),
        )
        for body in msgspec.json.decode(stored, type=list[StepBody])
    )


def counted(quantity: Decimal, unit: str, size: Decimal, product: Product | None) -> str:
    """A quantity as people count it, with the line's own unit where the product isn't known here."""
    if product is not None:
        return format_quantity(quantity, product.unit, product.packs)
    return format_quantity(quantity, unit if size == _ONE else "", (Pack(unit, size),))


def _order_line(row: Any, product: Product | None, state: str, posted: int, names: Mapping[str, str]) -> OrderLineView:
    """A line of an order in this state, with what its deliveries were posted at (fen)."""
    quantity, size = from_milli(row.quantity), from_milli(row.pack)
    # The seller's price, where he answered with one, holds before what was asked.
    answered = None if row.answered_price is None else from_price(row.answered_price)
    asked = None if row.unit_price is None else from_price(row.unit_price)
    steps = read_steps(row.why)
    price = asked if answered is None else answered
    accepted = None if row.accepted is None else from_milli(row.accepted)
    return OrderLineView(
        line=row.line,
        product=row.product,
        sku=row.sku,
        name=row.name or (product.name if product else ""),
        quantity=quantity,
        unit=row.unit,
        pack_size=size,
        quantity_text=counted(quantity, row.unit, size, product),
        unit_price=price,
        amount=from_fen(row.amount) if answered in (None, asked) else line_amount(quantity, price or ZERO),
        accepted=accepted,
        delivered=from_milli(row.delivered),
        steps=told_steps(steps, quantity, asked),
        base_unit=product.unit if product else "",
        packs=product.packs if product else (),
        list_price=list_price_of(steps),
        discounts=discounts_of(steps),
        gift=row.gift,
        by_hand=bool(row.by_hand),
        net=_net(row, accepted, price),
        asked_price=asked,
        added=row.order_line is not None,
        closed=from_milli(row.closed),
        taken=_taken(row, state),
        due=None if _taken(row, state) is None else from_fen(posted + _rest(row, state)),
        delivered_amount=from_fen(posted),
        gift_name=_gift_name(row.gift, steps, names),
    )


def _gift_name(gift: str, steps: Sequence[Step], names: Mapping[str, str]) -> str:
    """What the policy that gives a line's goods was called when it gave them, or is called now."""
    told = (str(step.facts.get("name") or "") for step in steps if step.code == "gift")
    return next(filter(None, told), names.get(gift, gift))


def _taken(row: Any, state: str) -> Decimal | None:
    """What stands as accepted, less what was closed; None while the order waits for its answer or an approval."""
    if row.accepted is None or state in UNDECIDED:
        return None
    return ZERO if state in VOID else from_milli(max(row.accepted - row.closed, row.delivered))


def _rest(row: Any, state: str) -> int:
    if state not in OPEN_STATES:
        return 0
    price = row.unit_price if row.answered_price is None else row.answered_price
    return rest_fen((row.amount, price, row.accepted, row.delivered, row.net, row.closed))


def _net(row: Any, accepted: Decimal | None, price: Decimal | None) -> Decimal | None:
    """What the accepted part of a line costs; None while nothing is accepted or refused."""
    if accepted is None or row.net is not None:
        return None if accepted is None else from_fen(row.net)
    return line_amount(accepted, price or ZERO)


def papers_of(desk: Desk, pks: Sequence[int]) -> list[PaperView]:
    """Whole documents by key, in the order asked for."""
    with desk.book.reading() as connection:
        found = {row.pk: row for row in rows_in(connection, "SELECT * FROM document WHERE pk IN (?*)", list(pks))}
        return paper_views(desk, connection, [found[pk] for pk in pks if pk in found])


def paper_view(desk: Desk, connection: Connection, row: Any) -> PaperView:
    """The view of one posted document."""
    return paper_views(desk, connection, [row])[0]


def paper_views(desk: Desk, connection: Connection, rows: Sequence[Any]) -> list[PaperView]:
    """The views of these document rows, in their order, as whoever works here may see them."""
    dealers = dealers_by_id(connection, [each for row in rows for each in (row.seller, row.buyer)])
    lines = _lines_of(connection, rows)
    products = products_by_id(connection, [line.product for each in lines.values() for line in each])
    others = numbers_of(connection, [each for row in rows for each in (row.source, row.reverses) if each])
    names = policy_names(connection, [line.gift for each in lines.values() for line in each])
    views = [
        PaperView(
            id=row.id,
            kind=row.kind,
            number=row.number,
            seller=dealers.get(row.seller) or stranger(row.seller),
            buyer=dealers.get(row.buyer) or stranger(row.buyer),
            date=date.fromisoformat(row.date),
            due=date.fromisoformat(row.due) if row.due else None,
            state=row.state,
            amount=from_fen(row.amount),
            warehouse=row.warehouse,
            ref=row.ref,
            remark=row.remark,
            method=row.method,
            source_number=others.get(row.source, ""),
            reverses_number=others.get(row.reverses, ""),
            author=row.author,
            recorded_at=row.recorded_at,
            lines=tuple(_paper_line(line, products.get(line.product), names) for line in lines[row.pk]),
        )
        for row in rows
    ]
    return [veiled_for(desk, view.buyer.id, view) for view in views]


def policy_names(connection: Connection, policies: Iterable[str]) -> dict[str, str]:
    """What these policies are called by their newest version, as far as they are known here."""
    wanted = {each for each in policies if each}
    if not wanted:
        return {}
    versions = sorted(published(connection).values(), key=lambda each: each.version)
    return {each.id: each.name for each in versions if each.id in wanted}


def numbers_of(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The numbers of documents by their ids."""
    rows = rows_in(connection, "SELECT id, number FROM document WHERE id IN (?*)", sorted(set(ids)))
    return {row.id: row.number for row in rows}


def _packs(unit: str, size: Decimal, product: Product | None) -> tuple[Pack, ...]:
    """The units a line's goods are counted in beside the base unit: the product's, and the one it was written in."""
    known = product.packs if product else ()
    return known if size == 1 or any(pack.unit == unit for pack in known) else (*known, Pack(unit, size))


def _paper_line(row: Any, product: Product | None, names: Mapping[str, str]) -> PaperLineView:
    quantity, size = from_milli(row.quantity), from_milli(row.pack)
    return PaperLineView(
        line=row.line,
        product=row.product,
        sku=row.sku,
        name=row.name or (product.name if product else ""),
        quantity=quantity,
        unit=row.unit,
        pack_size=size,
        quantity_text=counted(quantity, row.unit, size, product),
        unit_price=None if row.unit_price is None else from_price(row.unit_price),
        amount=from_fen(row.amount),
        order_line=row.order_line,
        base_unit=product.unit if product else "",
        gift=row.gift,
        by_hand=bool(row.by_hand),
        gift_name=names.get(row.gift, row.gift),
        packs=_packs(row.unit, size, product),
    )
