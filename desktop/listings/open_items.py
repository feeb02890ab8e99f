"""Lists of what is open between seller and buyer: unpaid documents, free payments, and what was set against what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts import settling
from desktop.labels import Language
from desktop.listings.listed import Col, Listed, either, name, yes
from desktop.listings.listing import ListQuery
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


_WHOSE = (Col("客户", "Customer", "buyer.code"), Col("客户名称", "Customer's name", "buyer.name"))
_OF_ACCOUNT = frozenset({"account", "seller", "on"})


def _days_late(row: Open, _: Language) -> Cell:
    late: int = row.row.days_late
    return late if late > 0 and row.row.overdue else None


def _part(row: Open, _: Language) -> Cell:
    part: int = row.row.part
    return part if part > 1 else None


DEBTS = Listed(
    (
        *_WHOSE,
        Col("单号", "Number", "row.number"),
        Col("种类", "Kind", name("kind", "row.kind")),
        Col("期次", "Instalment", _part, "integer"),
        Col("日期", "Date", "row.date", "date"),
        Col("到期", "Due", "row.due", "date"),
        Col("逾期天数", "Days late", _days_late, "integer"),
        Col("逾期金额", "Overdue", "row.overdue", "money", "always"),
        Col("金额", "Amount", "row.amount", "money", "always"),
        Col("未付", "Unpaid", "row.remaining", "money", "always"),
        Col("这次核销", "To be settled", "share", "money", "always", optional=True),
        Col("摘要", "Remark", "row.remark"),
    ),
    _debts,
    takes=_OF_ACCOUNT,
)
CREDITS = Listed(
    (
        *_WHOSE,
        Col("单号", "Number", "row.number"),
        Col("种类", "Kind", name("kind", "row.kind")),
        Col("日期", "Date", "row.date", "date"),
        Col("金额", "Amount", "row.amount", "money", "always"),
        Col("未核销", "Not settled", "row.remaining", "money", "always"),
        Col("留作预收", "Kept back", yes("row.held")),
        Col("摘要", "Remark", "row.remark"),
    ),
    _credits,
    takes=_OF_ACCOUNT,
)


def _valid(row: Open, _: Language) -> Cell:
    return None if row.row.void else row.row.amount


def _void(row: Open, _: Language) -> Cell:
    return row.row.amount if row.row.void else None


def _state(row: Open, language: Language) -> Cell:
    return either(language, "已作废", "void") if row.row.void else either(language, "有效", "in force")


SETTLEMENTS = Listed(
    (
        *_WHOSE,
        Col("日期", "Date", "row.date", "date"),
        Col("收款与贷项", "Payment", "row.credit_number"),
        Col("冲抵", "Pays for", "row.debt_number"),
        Col("期次", "Instalment", _part, "integer"),
        Col("金额", "Amount", _valid, "money", "always"),
        Col("已作废金额", "Void amount", _void, "money", "always"),
        Col("方式", "Way", name("settle_way", "row.mode")),
        Col("经手", "By", "row.by"),
        Col("状态", "State", _state),
    ),
    _settlements,
    takes=_OF_ACCOUNT,
)

LISTS = {"debts": DEBTS, "credits": CREDITS, "settlements": SETTLEMENTS}
