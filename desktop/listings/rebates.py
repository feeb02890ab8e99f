"""Lists of rebates: where they stand, what was settled or would be, and the wallet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.actions.catalog.cards import dealer_named
from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateRow, WalletRow, WalletView
from desktop.actions.rebates import previews, rebates, wallets
from desktop.actions.rebates.steps import next_of, tier_reached
from desktop.labels import Language
from desktop.listings.listing import COMMAND, JSON, TOLD, CellLook, ListColumn, Listing, ListQuery, RowSource
from desktop.listings.periods import PERIOD
from desktop.listings.types import (
    CODE,
    COUNT,
    DAY,
    MOMENT,
    MONEY,
    QUANTITY,
    TEXT,
    called,
    either,
    itself,
    named,
    said,
)
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

_PIECES = frozenset({"goods", "thing"})
"""Rewards that are counted, not paid; they never stand in a column of money."""


def _paid(of: Callable[[Any], Decimal], *, pieces: bool = False) -> Callable[[Any], Cell]:
    """A figure of a reward, in the column of money or in that of pieces."""

    def told(row: Any) -> Cell:
        return of(row) if (row.reward in _PIECES) == pieces else None

    return told


# ---- where they stand -------------------------------------------------------------------------------------------


def _rebates(desk: Desk, _: ListQuery) -> Iterable[RebateRow]:
    return rebates.rebate_rows(desk)


def _tier(row: RebateRow) -> Cell:
    return tier_reached(row)


def _missing(row: RebateRow) -> Cell:
    coming = next_of(row)
    return None if coming is None else coming.missing


def _at_stake(row: RebateRow) -> Decimal:
    coming = next_of(row)
    return Decimal(0) if coming is None else coming.brings


def _earned(row: RebateRow) -> Decimal:
    return row.earned


def _settled(row: RebateRow) -> Decimal:
    return row.paid


def _held(row: RebateRow) -> Decimal:
    return row.held


def _counted_by(row: RebateRow) -> object:
    """Two policies count the same purchases, and so do two periods of one year: only what one counts adds up."""
    return row.policy, row.version, row.period


REBATES = Listing(
    "rebates",
    (
        ListColumn("dealer", "经销商代码", "Dealer", CODE, "dealer.code"),
        ListColumn("dealer_name", "经销商", "Dealer's name", of="dealer.name"),
        ListColumn("policy", "政策编号", "Policy", CODE),
        ListColumn("version", "版本", "Version", COUNT),
        ListColumn("name", "政策", "Policy's name"),
        ListColumn("period", "期间", "Period"),
        ListColumn("unit", "口径", "Measured", named("rebate_unit")),
        ListColumn("total", "计入", "Counted", QUANTITY, total="if_money", alike=_counted_by),
        ListColumn("base", "计返", "Earning", QUANTITY, total="if_money", alike=_counted_by),
        ListColumn("target", "任务量", "Target", QUANTITY),
        ListColumn("tier", "档", "Tier", COUNT, _tier),
        ListColumn("reward", "奖励", "Reward", named("reward_kind")),
        ListColumn("earned", "已获", "Earned", MONEY, _paid(_earned), total="always"),
        ListColumn("settled", "已结", "Paid", MONEY, _paid(_settled), total="always"),
        ListColumn("held", "暂扣", "Held back", MONEY, _paid(_held), total="always"),
        ListColumn("at_stake", "可多得", "At stake", MONEY, _paid(_at_stake), total="always"),
        ListColumn("earned_pieces", "已获件数", "Earned pieces", QUANTITY, _paid(_earned, pieces=True)),
        ListColumn("settled_pieces", "已结件数", "Paid pieces", QUANTITY, _paid(_settled, pieces=True)),
        ListColumn("at_stake_pieces", "可多得件数", "Pieces at stake", QUANTITY, _paid(_at_stake, pieces=True)),
        ListColumn("missing", "到下一档还差", "Missing to the next tier", QUANTITY, _missing),
        ListColumn("days_left", "剩余天数", "Days left", COUNT),
    ),
    RowSource(_rebates),
    is_money=lambda row: row.unit != "quantity",
)


# ---- settled and corrected --------------------------------------------------------------------------------------


def _payouts(desk: Desk, wish: ListQuery) -> list[PayoutView | AdjustmentView]:
    found = rebates.payouts(desk, wish.account, wish.policy)
    return [*found, *rebates.adjustments(desk, wish.account, wish.policy)]


def _payout(attribute: str) -> Callable[[Any], Cell]:
    """Something only a settlement has."""

    def told(row: PayoutView | AdjustmentView) -> Cell:
        cell: Cell = getattr(row, attribute) if isinstance(row, PayoutView) else None
        return cell

    return told


def _number(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    return row.number if isinstance(row, PayoutView) else either(language, "手工调整", "correction by hand")


def _reward(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    return called("reward_kind", row.reward, language) if isinstance(row, PayoutView) else None


def _settled_at(row: PayoutView | AdjustmentView) -> Cell:
    return row.settled_at if isinstance(row, PayoutView) else None


def _line(*kinds: str) -> Callable[[Any], Cell]:
    """What the lines of these kinds come to."""

    def told(row: Any) -> Cell:
        if isinstance(row, AdjustmentView) or row.reward in _PIECES:
            return None
        amounts = [line.amount for line in row.lines if line.kind in kinds]
        return sum(amounts, Decimal(0)) if amounts else None

    return told


_RECKONED = (
    ListColumn("accrued_tier_change", "应得", "Earned", MONEY, _line("accrued", "tier_change"), total="always"),
    ListColumn("adjustment", "调整", "Corrections", MONEY, _line("adjustment"), total="always"),
    ListColumn(
        "held_back_released",
        "暂扣与解除",
        "Held and released",
        MONEY,
        _line("held_back", "released"),
        total="always",
    ),
    ListColumn("paid", "减已结", "Paid before", MONEY, _line("paid"), total="always"),
)
"""What a settlement is reckoned from, line by line."""


def _payable(row: PayoutView | AdjustmentView) -> Cell:
    """Money: what was settled, and corrections by themselves in a column of their own."""
    return row.payable if isinstance(row, PayoutView) and row.reward not in _PIECES else None


def _pieces(row: PayoutView | AdjustmentView) -> Cell:
    return row.payable if isinstance(row, PayoutView) and row.reward in _PIECES else None


def _correction(row: PayoutView | AdjustmentView) -> Cell:
    return row.amount if isinstance(row, AdjustmentView) else None


def _state(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    if isinstance(row, AdjustmentView):
        return either(language, "已批准", "approved") if row.approved_by else either(language, "待批准", "waits")
    if row.reward in {"credit", "account"}:
        return either(language, "扣回", "taken back") if row.payable < 0 else either(language, "已入账", "booked")
    return called("reward", row.state, language)


def _by(row: PayoutView | AdjustmentView) -> Cell:
    if isinstance(row, PayoutView):
        return row.settled_by
    return " → ".join(filter(None, (row.made_by, row.approved_by)))


def _why(row: PayoutView | AdjustmentView) -> Cell:
    return row.reason if isinstance(row, AdjustmentView) else row.reward_name


def _short(identity: str, _row: Any, _language: Language) -> str:
    """As much of it as is enough to type."""
    return identity[:8]


_SHORT = CODE._replace(told=_short)
PAYOUTS = Listing(
    "rebate_payouts",
    (
        ListColumn("number", "单号", "Number", said(_number), itself),
        ListColumn("dealer", "经销商代码", "Dealer", CODE, "dealer.code"),
        ListColumn("dealer_name", "经销商", "Dealer's name", of="dealer.name"),
        ListColumn("policy", "政策编号", "Policy", CODE),
        ListColumn("name", "政策", "Policy's name", of=_payout("name")),
        ListColumn("period", "期间", "Period"),
        ListColumn("reward", "奖励", "Reward", said(_reward), itself),
        *_RECKONED,
        ListColumn("payable", "实结", "Settled", MONEY, _payable, total="always"),
        ListColumn("pieces", "实结件数", "Settled pieces", QUANTITY, _pieces),
        ListColumn("correction", "手工调整", "Correction by hand", MONEY, _correction, total="always"),
        ListColumn("state", "状态", "State", said(_state), itself),
        ListColumn("expires", "有效至", "Good until", DAY, _payout("expires")),
        ListColumn("settled_at", "结算时间", "Settled at", MOMENT, _settled_at),
        ListColumn("by", "经手", "By", of=_by),
        ListColumn("why", "说明", "What it is", of=_why),
        ListColumn("id", "编号", "Id", _SHORT, where=frozenset({COMMAND, JSON})),
    ),
    RowSource(_payouts),
    takes=frozenset({"account", "policy"}),
)

# ---- what settling now would pay ---------------------------------------------------------------------------------


def _dues(desk: Desk, wish: ListQuery) -> Iterable[Any]:
    whom: tuple[str, ...] = ()
    if wish.account:
        with desk.book.reading() as connection:
            whom = (dealer_named(connection, wish.account, desk.dealer_id).id,)
    return previews.previews(desk, wish.policy, wish.period, whom)


def _due_pieces(row: Any) -> Cell:
    return row.payable if row.reward in _PIECES else None


def _due(row: Any) -> Cell:
    return None if row.reward in _PIECES else row.payable


DUES = Listing(
    "rebate_dues",
    (
        ListColumn("dealer", "经销商代码", "Dealer", CODE, "dealer.code"),
        ListColumn("dealer_name", "经销商", "Dealer's name", of="dealer.name"),
        ListColumn("reward", "奖励", "Reward", named("reward_kind")),
        *_RECKONED,
        ListColumn("due", "这次应付", "To be paid", MONEY, _due, total="always"),
        ListColumn("due_pieces", "这次应付件数", "Pieces to be paid", QUANTITY, _due_pieces),
    ),
    RowSource(_dues),
    takes=frozenset({"policy", "period", "account"}),
    needs=frozenset({"policy", "period"}),
)


# ---- the wallet -------------------------------------------------------------------------------------------------


class Credit(NamedTuple):
    """A credit and whose wallet it is in."""

    dealer: Dealer
    row: WalletRow


def credits_of(view: WalletView) -> list[Credit]:
    """A wallet's credits."""
    return [Credit(view.dealer, row) for row in view.rows]


def _wallet(desk: Desk, wish: ListQuery) -> list[Credit]:
    return credits_of(wallets.wallet(desk, wish.account, wish.on))


def _buys(row: Credit, language: Language) -> Cell:
    return either(language, "、", ", ").join(row.row.buys) or either(language, "全部商品", "all products")


def _orders(row: Credit) -> Cell:
    return "、".join(number for number, _ in row.row.orders)


def _orders_text(_numbers: str, row: Credit, language: Language) -> str:
    return either(language, "、", ", ").join(number for number, _ in row.row.orders)


def _expires_tone(row: Credit) -> str:
    return "text" if row.row.left > 0 else "muted"


WALLET = Listing(
    "wallet",
    (
        ListColumn("dealer", "经销商代码", "Dealer", CODE, "dealer.code", TOLD),
        ListColumn("dealer_name", "经销商", "Dealer's name", of="dealer.name", where=TOLD),
        ListColumn("policy", "政策编号", "Policy", CODE, "row.policy", TOLD),
        ListColumn("name", "来自", "From", of="row.name", look=CellLook(look="strong", second=("period",), name=True)),
        ListColumn("period", "期间", "Period", PERIOD, "row.period", TOLD),
        ListColumn("buys", "可买", "May buy", said(_buys), itself, look=CellLook(150)),
        ListColumn("amount", "金额", "Amount", MONEY, "row.amount", total="always", look=CellLook(106)),
        ListColumn(
            "reserved",
            "订单占用",
            "Held by orders",
            MONEY,
            "row.reserved",
            total="always",
            quiet=True,
            look=CellLook(106, second=("orders",)),
        ),
        ListColumn("spent", "已用", "Used", MONEY, "row.spent", total="always", quiet=True, look=CellLook(106)),
        ListColumn("left", "剩余", "Left", MONEY, "row.left", total="always", look=CellLook(112, "strong")),
        ListColumn(
            "expires",
            "有效至",
            "Good until",
            DAY,
            "row.expires",
            nothing=("长期有效", "always"),
            look=CellLook(110, tone=_expires_tone),
        ),
        ListColumn("orders", "占用的订单", "Orders", TEXT._replace(text=_orders_text), _orders, TOLD),
    ),
    RowSource(_wallet),
    takes=frozenset({"account", "on"}),
)

LISTS = (
    REBATES,
    PAYOUTS,
    DUES,
    WALLET,
)
