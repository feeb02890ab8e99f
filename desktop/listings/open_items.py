"""Lists of what is open between seller and buyer: unpaid documents, free payments, and what was set against what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts import settling
from desktop.labels import Language
from desktop.listings.listing import ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, MONEY, YES, either, itself, named, said
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


class Open(NamedTuple):
    """A debt, a free payment or a settlement, with the customer whose it is."""

    buyer: Dealer
    row: Any
    share: Decimal | None = None


def _debts(desk: Desk, wish: ListQuery) -> Iterator[Open]:
    if wish.account:
        view = settling.account_view(desk, wish.account, wish.on, wish.seller or None)
        return (Open(view.buyer, each) for each in view.debts)
    return (Open(buyer, each) for buyer, debts, _ in settling.every_open_item(desk, wish.on) for each in debts)


def _credits(desk: Desk, wish: ListQuery) -> Iterator[Open]:
    if wish.account:
        view = settling.account_view(desk, wish.account, wish.on, wish.seller or None)
        return (Open(view.buyer, each) for each in view.credits)
    return (Open(buyer, each) for buyer, _, credits_ in settling.every_open_item(desk, wish.on) for each in credits_)


def _settlements(desk: Desk, wish: ListQuery) -> Iterator[Open]:
    if wish.account:
        view = settling.account_view(desk, wish.account, wish.on, wish.seller or None)
        return (Open(view.buyer, each) for each in view.settlements)
    return (Open(buyer, each) for buyer, made in settling.every_settlement(desk, wish.on) for each in made)


_WHOSE = (
    ListColumn("buyer", "客户", "Customer", CODE, "buyer.code"),
    ListColumn("buyer_name", "客户名称", "Customer's name", of="buyer.name"),
)
_OF_ACCOUNT = frozenset({"account", "seller", "on"})


def _days_late(row: Open) -> Cell:
    late: int = row.row.days_late
    return late if late > 0 and row.row.overdue else None


def _part(row: Open) -> Cell:
    part: int = row.row.part
    return part if part > 1 else None


DEBTS = Listing(
    "debts",
    (
        *_WHOSE,
        ListColumn("number", "单号", "Number", CODE, "row.number"),
        ListColumn("kind", "种类", "Kind", named("kind"), "row.kind"),
        ListColumn("part", "期次", "Instalment", COUNT, _part),
        ListColumn("date", "日期", "Date", DAY, "row.date"),
        ListColumn("due", "到期", "Due", DAY, "row.due"),
        ListColumn("days_late", "逾期天数", "Days late", COUNT, _days_late),
        ListColumn("overdue", "逾期金额", "Overdue", MONEY, "row.overdue", total="always"),
        ListColumn("amount", "金额", "Amount", MONEY, "row.amount", total="always"),
        ListColumn("remaining", "未付", "Unpaid", MONEY, "row.remaining", total="always"),
        ListColumn("share", "这次核销", "To be settled", MONEY, total="always", optional=True),
        ListColumn("remark", "摘要", "Remark", of="row.remark"),
    ),
    RowSource(_debts),
    takes=_OF_ACCOUNT,
)
CREDITS = Listing(
    "credits",
    (
        *_WHOSE,
        ListColumn("number", "单号", "Number", CODE, "row.number"),
        ListColumn("kind", "种类", "Kind", named("kind"), "row.kind"),
        ListColumn("date", "日期", "Date", DAY, "row.date"),
        ListColumn("amount", "金额", "Amount", MONEY, "row.amount", total="always"),
        ListColumn("remaining", "未核销", "Not settled", MONEY, "row.remaining", total="always"),
        ListColumn("held", "留作预收", "Kept back", YES, "row.held"),
        ListColumn("remark", "摘要", "Remark", of="row.remark"),
    ),
    RowSource(_credits),
    takes=_OF_ACCOUNT,
)


def _valid(row: Open) -> Cell:
    return None if row.row.void else row.row.amount


def _void(row: Open) -> Cell:
    return row.row.amount if row.row.void else None


def _state(row: Open, language: Language) -> Cell:
    return either(language, "已作废", "void") if row.row.void else either(language, "有效", "in force")


SETTLEMENTS = Listing(
    "settlements",
    (
        *_WHOSE,
        ListColumn("date", "日期", "Date", DAY, "row.date"),
        ListColumn("credit_number", "收款与贷项", "Payment", CODE, "row.credit_number"),
        ListColumn("debt_number", "冲抵", "Pays for", CODE, "row.debt_number"),
        ListColumn("part", "期次", "Instalment", COUNT, _part),
        ListColumn("valid", "金额", "Amount", MONEY, _valid, total="always"),
        ListColumn("void", "已作废金额", "Void amount", MONEY, _void, total="always"),
        ListColumn("mode", "方式", "Way", named("settle_way"), "row.mode"),
        ListColumn("by", "经手", "By", of="row.by"),
        ListColumn("state", "状态", "State", said(_state), itself),
    ),
    RowSource(_settlements),
    takes=_OF_ACCOUNT,
)

LISTS = (
    DEBTS,
    CREDITS,
    SETTLEMENTS,
)
