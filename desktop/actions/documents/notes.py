"""Delivery notes, return notes and goods receipts: a posted document put on the paper that goes with the goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from desktop.actions.catalog.cost import is_veiled_from
from desktop.actions.documents.document_views import order_views, paper_view
from desktop.actions.documents.views import PaperLineView, PaperView
from desktop.actions.statements.profiles import heading_of
from desktop.documents.faces import PAPERS, paper_like
from domain.documents.kinds import sign_of
from domain.errors import UsageError
from domain.values.chinese_amounts import amount_in_words
from domain.values.english_words import amount_in_english
from domain.values.money import ZERO, from_fen, line_amount
from domain.values.quantities import format_quantity
from domain.values.veiled import is_veiled
from sync.records.books import reading
from sync.records.books.bulk import query_rows, rows_in
from sync.records.documents.stored import document_row
from sync.records.pricing.policy_cache import policy_of
from sync.records.statements.issued import count_prints, printed_times

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.orders.order_views import OrderView
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.note import DeliveryNote, NoteLine

_FEN = Decimal("0.01")
_VOID = frozenset({"refused", "cancelled"})


def note_bytes(
    desk: Desk,
    number: str,
    paper: str = "241x140",
    language: Literal["zh", "en"] = "zh",
    *,
    prices: bool = True,
    copies: Sequence[str] = (),
    columns: Sequence[str] = (),
    why: bool = False,
) -> Printout:
    """The note of a document's number or id as PDF, with the characters the font lacks.

    `prices` False leaves out prices, amounts and balances (the driver's copy); `copies` are drawn each with its name;
    `columns` are those shown besides name and quantity; `why` tells below each line of an order how it came to its
    amount. Raises UsageError `document_unknown`, `document_ambiguous`, `note_kind`, `note_why`, `paper_unknown`.
    """
    from desktop.printing.note import print_delivery_note

    with desk.book.reading() as connection:
        row = document_row(connection, number)
        # Who may not see what is paid gets the copy without prices, as whoever drives the goods does.
        hidden = is_veiled_from(desk, row.buyer)
        prices, why = prices and not hidden, why and not hidden
        shown = paper_view(desk, connection, row)
        if shown.kind not in PAPERS:
            raise UsageError("note_kind", number=shown.number, kind=shown.kind)
        if why and shown.kind != "order":
            raise UsageError("note_why", number=shown.number, kind=shown.kind)
        order = order_views(desk, connection, [row])[0] if shown.kind == "order" else None
        deals = _of_order(order, language, why=why) if order else _of_delivery(connection, shown)
        before, after = _balances(connection, shown)
        bought = shown.kind == "goods_receipt" or (shown.kind == "order" and shown.buyer.id == desk.dealer_id)
        heading = heading_of(connection, shown.buyer if bought else shown.seller)
        times = printed_times(connection, f"{shown.kind}/{shown.number}")
    note = _note(shown, (before, after), language, bought=bought)
    if order:
        note = replace(note, remark=_with_standing(note.remark, order, language, prices=prices))
    return print_delivery_note(
        _with_deals(note, shown, deals, language),
        heading=heading,
        printed_at=desk.clock().astimezone().strftime("%Y-%m-%d %H:%M"),
        language=language,
        paper=paper,
        prices=prices,
        print_count=times + 1,
        copies=copies,
        columns=columns,
    )


def named(desk: Desk, number: str) -> tuple[str, str]:
    """Kind and number of a document's number or id; raises as `note_bytes` does."""
    with desk.book.reading() as connection:
        row = document_row(connection, number)
        return row.kind, row.number


def count_note(desk: Desk, number: str) -> None:
    """The note of this document's number or id went onto paper."""
    with desk.book.writing() as writing:
        row = document_row(writing.connection, number)
        count_prints(writing.connection, [f"{row.kind}/{row.number}"])


def notes_of_order(desk: Desk, order: str) -> list[str]:
    """Numbers of the deliveries and returns that follow an order (its id), the newest first."""
    sql = (
        "SELECT d.number FROM document d WHERE d.kind = 'delivery' AND d.source = ? "
        "OR d.kind = 'return' AND d.source IN (SELECT id FROM document WHERE kind = 'delivery' AND source = ?) "
        "ORDER BY d.date DESC, d.pk DESC"
    )
    with desk.book.reading() as connection:
        return [row.number for row in query_rows(connection, sql, order, order)]


def _balances(connection: Connection, shown: PaperView) -> tuple[Decimal | None, Decimal | None]:
    """What was owed before and after a document, by date and then as recorded; None for one that posts nothing."""
    found = reading.balances_around(connection, shown.seller.id, shown.buyer.id, shown.id, shown.date)
    return found or (None, None)


def _note(
    shown: PaperView,
    balances: tuple[Decimal | None, Decimal | None],
    language: Literal["zh", "en"],
    *,
    bought: bool,
) -> DeliveryNote:
    """The note's content; `bought`: it is the buyer's own paper, so the other party is the supplier."""
    from desktop.printing.note import DeliveryNote
    from desktop.wording import name_of

    sign = 1 if _of_money(shown) else sign_of(shown.kind) or 1
    other = shown.seller if bought else shown.buyer
    return DeliveryNote(
        number=shown.number,
        date=shown.date,
        customer=other.name,
        lines=_money_line(shown, language) or tuple(_line(line, sign, language) for line in shown.lines),
        total=sign * shown.amount,
        amount_in_words=_in_words(sign * shown.amount, language),
        kind=shown.kind,
        bought=bought,
        customer_code=other.code,
        contact="  ".join(text for text in (other.contact, other.phone) if text),
        address=other.address,
        source=shown.source_number,
        reverses=shown.reverses_number,
        undone=shown.state == "reversed",
        void=name_of("state", shown.state, language) if shown.kind == "order" and shown.state in _VOID else "",
        balance_before=balances[0],
        balance_after=balances[1],
        maker=shown.author,
        remark=shown.remark,
    )


def _with_standing(remark: str, order: OrderView, language: Literal["zh", "en"], *, prices: bool) -> str:
    """An order's remark, what stands of it where that isn't what was ordered, and what won't be delivered any more."""
    from desktop.wording import say

    said = [each for each in order.closings if each.by_seller]
    shut = [line for line in order.lines if line.closed]
    told = [remark]
    taken = order.accepted_total
    if prices and taken is not None and taken != order.total and order.state not in _VOID:
        sums = {"taken": taken, "delivered": order.delivered_total, "total": order.total}
        told.append(say("order_taken", language, **sums))
    if not said or not shut:
        return "  ".join(filter(None, told))
    goods = [f"{line.sku} {format_quantity(line.closed, line.base_unit or line.unit, line.packs)}" for line in shut]
    facts = {"date": said[-1].at[:10], "reason": said[-1].reason, "goods": ", ".join(goods)}
    return "  ".join(filter(None, (*told, say("note_closed", language, **facts))))


@dataclass(frozen=True, slots=True)
class _Deals:
    """What policies and wallet did to a document: names of policies, explanations by line, and what was taken off."""

    names: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    taken: tuple[tuple[str, Decimal], ...] = ()
    wallet: Decimal = ZERO


def _of_order(order: OrderView, language: Literal["zh", "en"], *, why: bool) -> _Deals:
    from desktop.wording import say, say_step

    names = {
        str(step.facts.get("policy")): str(step.facts.get("name", "")) for line in order.lines for step in line.steps
    }
    if not why:
        return _Deals(names, wallet=order.paid)
    # The steps stand in one row, parted by arrows: they end without a stop.
    told = {line.line: tuple(say_step(step, language).rstrip("。.") for step in line.steps) for line in order.lines}
    taken = tuple(
        (say("note_taken", language, name=each.name, policy=each.policy, version=each.version), each.amount)
        for each in order.discounts
    )
    return _Deals(names, told, taken, order.paid)


def _of_delivery(connection: Connection, shown: PaperView) -> _Deals:
    """Names of the policies whose goods on top were delivered, and what the wallet paid of it."""
    gifts = sorted({line.gift for line in shown.lines if line.gift})
    forms = rows_in(connection, "SELECT policy, form FROM policy WHERE policy IN (?*) ORDER BY policy, version", gifts)
    policies = {policy: policy_of(form) for policy, form in forms}
    sql = (
        "SELECT SUM(amount) FROM document WHERE source IN (?*) AND kind = 'rebate_settlement' AND method = 'wallet' "
        "AND state <> 'reversed' AND reverses IS NULL"
    )
    paid = int(rows_in(connection, sql, [shown.id])[0][0] or 0)
    return _Deals({each: policy.name for each, policy in policies.items() if policy}, wallet=from_fen(paid))


def _with_deals(note: DeliveryNote, shown: PaperView, deals: _Deals, language: Literal["zh", "en"]) -> DeliveryNote:
    """The note with discounts by line, the policies of goods on top, explanations, and what the wallet pays."""
    if _of_money(shown):
        return note
    lines = [
        replace(line, discount=_discount(each, line.amount), told=_told(each, deals, language))
        for each, line in zip(shown.lines, note.lines, strict=True)
    ]
    left = note.total - deals.wallet
    words = _in_words(left, language) if deals.wallet else ""
    # The wallet pays in the same moment, so what is owed after the delivery is owed without it.
    after = None if note.balance_after is None else note.balance_after - deals.wallet
    told = replace(note, lines=tuple(lines), taken=deals.taken, wallet=deals.wallet, words_left=words)
    return replace(told, balance_after=after)


def _in_words(amount: Decimal, language: Literal["zh", "en"]) -> str:
    if is_veiled(amount):
        return ""
    return amount_in_words(amount) if language == "zh" else amount_in_english(amount)


def _discount(line: PaperLineView, amount: Decimal) -> Decimal:
    """What promotions took off; of a part of an order one fen may be nothing but its rounding."""
    if line.gift or line.unit_price is None:
        return ZERO
    gross = line_amount(abs(line.quantity), line.unit_price)
    saved = gross - abs(amount)
    return ZERO if saved <= _FEN else saved if amount > 0 else -saved


def _told(line: PaperLineView, deals: _Deals, language: Literal["zh", "en"]) -> tuple[str, ...]:
    told = deals.told.get(line.line, ())
    if not line.gift or told:
        return told
    from desktop.wording import say

    name = deals.names.get(line.gift, "")
    return (say("note_gift", language, policy=line.gift, name=name if name != line.gift else ""),)


def _line(line: PaperLineView, sign: int, language: Literal["zh", "en"]) -> NoteLine:
    from desktop.printing.note import NoteLine

    mark = "赠 " if language == "zh" else "Free: "
    return NoteLine(
        line.sku,
        f"{mark}{line.name} · {line.gift_name}" if line.gift else line.name,
        line.quantity_text,
        line.unit_price,
        sign * line.amount,
        line.base_unit or (line.unit if line.pack_size == 1 else ""),
    )


def _money_line(shown: PaperView, language: Literal["zh", "en"]) -> tuple[NoteLine, ...]:
    """What is of money has no goods: its one line tells how the money came, or what it is for."""
    from desktop.printing.note import NoteLine
    from desktop.wording import name_of

    if not _of_money(shown):
        return ()
    told = " · ".join(text for text in (name_of("method", shown.method, language), shown.ref) if text)
    return (NoteLine("", told, "", None, shown.amount),)


def _of_money(shown: PaperView) -> bool:
    return paper_like(shown.kind) == "money_receipt"
