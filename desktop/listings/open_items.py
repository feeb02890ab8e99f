"""Lists of what is open between seller and buyer: unpaid documents, free payments, and what was set against what."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.accounts import settling
from desktop.actions.accounts.account_rows import short_id
from desktop.labels import Language
from desktop.listings.listing import COMMAND, JSON, TOLD, WINDOW, CellLook, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.types import CODE, COUNT, DAY, DAYS_LATE, MONEY, NONE, YES, called, either, itself, named, said
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell


class Open(NamedTuple):
    """A debt, a free payment or a settlement, with the customer whose it is."""

    buyer: Dealer | None
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
    ListColumn("buyer", "客户", "Customer", CODE, "buyer.code", TOLD),
    ListColumn("buyer_name", "客户名称", "Customer's name", of="buyer.name", where=TOLD),
)
_SEEN = frozenset({WINDOW})
_NOWHERE: frozenset[Any] = frozenset()
"""Only on the second line under another."""
_ABOUT = ("kind", "date", "remark")
_OF_ACCOUNT = frozenset({"account", "seller", "on"})


def _days_late(row: Open) -> Cell:
    late: int = row.row.days_late
    return late if late > 0 and row.row.overdue else None


def _part(row: Open) -> Cell:
    part: int = row.row.part
    return part if part > 1 else None


def _late_said(row: Open, language: Language) -> Cell:
    """How long it is overdue; or that what was paid and isn't settled yet would do."""
    late = row.row.days_late
    if late <= 0:
        return None
    if not row.row.overdue:
        return either(language, "有未核销款可抵", "payments cover it")
    return DAYS_LATE.text(late, row, language)


def _late_tone(row: Open) -> str:
    return "bad" if row.row.overdue else "text"


def _share_tone(row: Open) -> str:
    return "good" if row.share else "faint"


def _short(identity: str, _row: Open, _language: Language) -> str:
    """As people read and type it."""
    return short_id(identity)


SHORT_ID = CODE._replace(told=_short)
DEBTS = Listing(
    "debts",
    (
        *_WHOSE,
        ListColumn(
            "number", "单号", "Number", CODE, "row.number", look=CellLook(second=_ABOUT, title=("欠款", "Document"))
        ),
        ListColumn("kind", "种类", "Kind", named("kind"), "row.kind", TOLD),
        ListColumn("part", "期次", "Instalment", COUNT, _part, TOLD),
        ListColumn("date", "日期", "Date", DAY, "row.date", TOLD),
        ListColumn("due", "到期", "Due", DAY, "row.due", look=CellLook(108, second=("late",), tone=_late_tone)),
        ListColumn("late", "逾期", "Late", said(_late_said), itself, _NOWHERE),
        ListColumn("days_late", "逾期天数", "Days late", COUNT, _days_late, TOLD),
        ListColumn("overdue", "逾期金额", "Overdue", MONEY, "row.overdue", TOLD, total="always"),
        ListColumn("amount", "金额", "Amount", MONEY, "row.amount", TOLD, total="always"),
        ListColumn("remaining", "未付", "Unpaid", MONEY, "row.remaining", total="always", look=CellLook(108)),
        ListColumn(
            "share",
            "这次核销",
            "To be settled",
            MONEY,
            total="always",
            optional=True,
            look=CellLook(112, "strong", tone=_share_tone, title=("这次核销", "To settle")),
        ),
        ListColumn("remark", "摘要", "Remark", of="row.remark", where=TOLD),
    ),
    RowSource(_debts),
    takes=_OF_ACCOUNT,
)


def _held_text(_held: bool, _row: Open, language: Language) -> str:
    return called("settle_way", "held", language)


CREDITS = Listing(
    "credits",
    (
        *_WHOSE,
        ListColumn(
            "number",
            "单号",
            "Number",
            CODE,
            "row.number",
            look=CellLook(second=_ABOUT, title=("收款与贷项", "Credit")),
        ),
        ListColumn("kind", "种类", "Kind", named("kind"), "row.kind", TOLD),
        ListColumn("date", "日期", "Date", DAY, "row.date", TOLD),
        ListColumn("amount", "金额", "Amount", MONEY, "row.amount", total="always", look=CellLook(104)),
        ListColumn(
            "remaining",
            "未核销",
            "Not settled",
            MONEY,
            "row.remaining",
            total="always",
            look=CellLook(112, "strong", second=("held",)),
        ),
        ListColumn(
            "held",
            "留作预收",
            "Kept back",
            YES._replace(text=_held_text, told=YES.text),
            "row.held",
            TOLD,
            quiet=True,
        ),
        ListColumn("remark", "摘要", "Remark", of="row.remark", where=TOLD),
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


def _is_void(row: Open) -> object:
    """What stands and what doesn't make no sum together."""
    return row.row.void


def _void_tone(row: Open) -> str:
    return "faint" if row.row.void else "text"


def _state_tone(row: Open) -> str:
    return "muted" if row.row.void else "good"


SETTLEMENTS = Listing(
    "settlements",
    (
        *_WHOSE,
        ListColumn("date", "日期", "Date", DAY, "row.date", look=CellLook(108)),
        ListColumn("credit_number", "收款与贷项", "Payment", CODE, "row.credit_number"),
        ListColumn("debt_number", "冲抵", "Pays for", CODE, "row.debt_number", nothing=(NONE, NONE), quiet=True),
        ListColumn("part", "期次", "Instalment", COUNT, _part, TOLD),
        ListColumn("valid", "金额", "Amount", MONEY, _valid, TOLD, total="always"),
        ListColumn("void", "已作废金额", "Void amount", MONEY, _void, TOLD, total="always"),
        ListColumn(
            "amount",
            "核销金额",
            "Settled amount",
            MONEY,
            "row.amount",
            _SEEN,
            total=_is_void,
            look=CellLook(120, "strong", tone=_void_tone, title=("金额", "Amount")),
        ),
        ListColumn("mode", "方式", "Way", named("settle_way"), "row.mode", look=CellLook(150, tone=_void_tone)),
        ListColumn("by", "经手", "By", of="row.by", look=CellLook(110)),
        ListColumn("state", "状态", "State", said(_state), itself, look=CellLook(96, "chip", tone=_state_tone)),
        ListColumn("id", "核销号", "Id", SHORT_ID, "row.id", frozenset({COMMAND, JSON})),
    ),
    RowSource(_settlements),
    takes=_OF_ACCOUNT,
)

LISTS = (
    DEBTS,
    CREDITS,
    SETTLEMENTS,
)
