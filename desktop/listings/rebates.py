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
from desktop.listings.listed import Col, Listed, either, local_moment, name
from desktop.listings.listing import ListQuery
from desktop.listings.types import called
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell

_PIECES = frozenset({"goods", "thing"})
"""Rewards that are counted, not paid; they never stand in a column of money."""


def _paid(of: Callable[[Any], Decimal], *, pieces: bool = False) -> Callable[[Any, Language], Cell]:
    """A figure of a reward, in the column of money or in that of pieces."""

    def told(row: Any, _: Language) -> Cell:
        return of(row) if (row.reward in _PIECES) == pieces else None

    return told


# ---- where they stand -------------------------------------------------------------------------------------------


def _rebates(desk: Desk, _: ListQuery) -> Iterable[RebateRow]:
    return rebates.rebate_rows(desk)


def _tier(row: RebateRow, _: Language) -> Cell:
    return tier_reached(row)


def _missing(row: RebateRow, _: Language) -> Cell:
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


REBATES = Listed(
    (
        Col("经销商代码", "Dealer", "dealer.code"),
        Col("经销商", "Dealer's name", "dealer.name"),
        Col("政策编号", "Policy", "policy"),
        Col("版本", "Version", "version", "integer"),
        Col("政策", "Policy's name", "name"),
        Col("期间", "Period", "period"),
        Col("口径", "Measured", name("rebate_unit", "unit")),
        Col("计入", "Counted", "total", "quantity", "if_money", alike=_counted_by),
        Col("计返", "Earning", "base", "quantity", "if_money", alike=_counted_by),
        Col("任务量", "Target", "target", "quantity"),
        Col("档", "Tier", _tier, "integer"),
        Col("奖励", "Reward", name("reward_kind", "reward")),
        Col("已获", "Earned", _paid(_earned), "money", "always"),
        Col("已结", "Paid", _paid(_settled), "money", "always"),
        Col("暂扣", "Held back", _paid(_held), "money", "always"),
        Col("可多得", "At stake", _paid(_at_stake), "money", "always"),
        Col("已获件数", "Earned pieces", _paid(_earned, pieces=True), "quantity"),
        Col("已结件数", "Paid pieces", _paid(_settled, pieces=True), "quantity"),
        Col("可多得件数", "Pieces at stake", _paid(_at_stake, pieces=True), "quantity"),
        Col("到下一档还差", "Missing to the next tier", _missing, "quantity"),
        Col("剩余天数", "Days left", "days_left", "integer"),
    ),
    _rebates,
    is_money=lambda row: row.unit != "quantity",
)


# ---- settled and corrected --------------------------------------------------------------------------------------


def _payouts(desk: Desk, wish: ListQuery) -> list[PayoutView | AdjustmentView]:
    found = rebates.payouts(desk, wish.account, wish.policy)
    return [*found, *rebates.adjustments(desk, wish.account, wish.policy)]


def _payout(attribute: str) -> Callable[[Any, Language], Cell]:
    """Something only a settlement has."""

    def told(row: PayoutView | AdjustmentView, _: Language) -> Cell:
        cell: Cell = getattr(row, attribute) if isinstance(row, PayoutView) else None
        return cell

    return told


def _number(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    return row.number if isinstance(row, PayoutView) else either(language, "手工调整", "correction by hand")


def _reward(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    return called("reward_kind", row.reward, language) if isinstance(row, PayoutView) else None


def _settled_at(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    return local_moment(row.settled_at) if isinstance(row, PayoutView) else None


def _line(*kinds: str) -> Callable[[Any, Language], Cell]:
    """What the lines of these kinds come to."""

    def told(row: Any, _: Language) -> Cell:
        if isinstance(row, AdjustmentView) or row.reward in _PIECES:
            return None
        amounts = [line.amount for line in row.lines if line.kind in kinds]
        return sum(amounts, Decimal(0)) if amounts else None

    return told


def _payable(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    """Money: what was settled, and corrections by themselves in a column of their own."""
    return row.payable if isinstance(row, PayoutView) and row.reward not in _PIECES else None


def _pieces(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    return row.payable if isinstance(row, PayoutView) and row.reward in _PIECES else None


def _correction(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    return row.amount if isinstance(row, AdjustmentView) else None


def _state(row: PayoutView | AdjustmentView, language: Language) -> Cell:
    if isinstance(row, AdjustmentView):
        return either(language, "已批准", "approved") if row.approved_by else either(language, "待批准", "waits")
    if row.reward in {"credit", "account"}:
        return either(language, "扣回", "taken back") if row.payable < 0 else either(language, "已入账", "booked")
    return called("reward", row.state, language)


def _by(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    if isinstance(row, PayoutView):
        return row.settled_by
    return " → ".join(filter(None, (row.made_by, row.approved_by)))


def _why(row: PayoutView | AdjustmentView, _: Language) -> Cell:
    return row.reason if isinstance(row, AdjustmentView) else row.reward_name


PAYOUTS = Listed(
    (
        Col("单号", "Number", _number),
        Col("经销商代码", "Dealer", "dealer.code"),
        Col("经销商", "Dealer's name", "dealer.name"),
        Col("政策编号", "Policy", "policy"),
        Col("政策", "Policy's name", _payout("name")),
        Col("期间", "Period", "period"),
        Col("奖励", "Reward", _reward),
        Col("应得", "Earned", _line("accrued", "tier_change"), "money", "always"),
        Col("调整", "Corrections", _line("adjustment"), "money", "always"),
        Col("暂扣与解除", "Held and released", _line("held_back", "released"), "money", "always"),
        Col("减已结", "Paid before", _line("paid"), "money", "always"),
        Col("实结", "Settled", _payable, "money", "always"),
        Col("实结件数", "Settled pieces", _pieces, "quantity"),
        Col("手工调整", "Correction by hand", _correction, "money", "always"),
        Col("状态", "State", _state),
        Col("有效至", "Good until", _payout("expires"), "date"),
        Col("结算时间", "Settled at", _settled_at, "stamp"),
        Col("经手", "By", _by),
        Col("说明", "What it is", _why),
    ),
    _payouts,
    takes=frozenset({"account", "policy"}),
)

# ---- what settling now would pay ---------------------------------------------------------------------------------


def _dues(desk: Desk, wish: ListQuery) -> Iterable[Any]:
    whom: tuple[str, ...] = ()
    if wish.account:
        with desk.book.reading() as connection:
            whom = (dealer_named(connection, wish.account, desk.dealer_id).id,)
    return previews.previews(desk, wish.policy, wish.period, whom)


def _due_pieces(row: Any, _: Language) -> Cell:
    return row.payable if row.reward in _PIECES else None


def _due(row: Any, _: Language) -> Cell:
    return None if row.reward in _PIECES else row.payable


DUES = Listed(
    (
        Col("经销商代码", "Dealer", "dealer.code"),
        Col("经销商", "Dealer's name", "dealer.name"),
        Col("奖励", "Reward", name("reward_kind", "reward")),
        Col("应得", "Earned", _line("accrued", "tier_change"), "money", "always"),
        Col("调整", "Corrections", _line("adjustment"), "money", "always"),
        Col("暂扣与解除", "Held and released", _line("held_back", "released"), "money", "always"),
        Col("减已结", "Paid before", _line("paid"), "money", "always"),
        Col("这次应付", "To be paid", _due, "money", "always"),
        Col("这次应付件数", "Pieces to be paid", _due_pieces, "quantity"),
    ),
    _dues,
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
    return "、".join(row.row.buys) or either(language, "全部商品", "all products")


def _orders(row: Credit, _: Language) -> Cell:
    return "、".join(number for number, _ in row.row.orders)


WALLET = Listed(
    (
        Col("经销商代码", "Dealer", "dealer.code"),
        Col("经销商", "Dealer's name", "dealer.name"),
        Col("政策编号", "Policy", "row.policy"),
        Col("来自", "From", "row.name"),
        Col("期间", "Period", "row.period"),
        Col("可买", "May buy", _buys),
        Col("金额", "Amount", "row.amount", "money", "always"),
        Col("订单占用", "Held by orders", "row.reserved", "money", "always"),
        Col("已用", "Spent", "row.spent", "money", "always"),
        Col("剩余", "Left", "row.left", "money", "always"),
        Col("有效至", "Good until", "row.expires", "date"),
        Col("占用的订单", "Orders", _orders),
    ),
    _wallet,
    takes=frozenset({"account", "on"}),
)

LISTS = {"rebates": REBATES, "rebate_payouts": PAYOUTS, "rebate_dues": DUES, "wallet": WALLET}
