"""What became of a rebate: each settlement with its lines, each correction by hand, and where its reward stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject

from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateView
from desktop.ui.frame.work import Worker
from desktop.ui.rebates import telling
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from domain.rebates.settlement import SettlementLine

Settled = PayoutView | AdjustmentView
_TONES = {"earned": "info", "approved": "info", "ordered": "warn", "handed_over": "good", "lapsed": "muted"}
translate = QCoreApplication.translate


def line_name(kind: str) -> str:
    """What one line of a settlement is called."""
    return {
        "accrued": translate("settled", "应得"),
        "tier_change": translate("settled", "与逐单计提之差"),
        "adjustment": translate("settled", "手工调整"),
        "held_back": translate("settled", "暂扣"),
        "released": translate("settled", "解除暂扣"),
        "paid": translate("settled", "减已结"),
    }.get(kind, kind)


def state_name(payout: PayoutView) -> str:
    """Where the reward stands; money that was booked at once is simply settled."""
    if payout.reward in ("credit", "account"):
        return translate("settled", "扣回") if payout.payable < 0 else translate("settled", "已入账")
    return formatting.reward_state(payout.state)


def state_tone(payout: PayoutView) -> str:
    """The colour of its state."""
    if payout.reward in ("credit", "account"):
        return "bad" if payout.payable < 0 else "good"
    return _TONES.get(payout.state, "muted")


class SettledList(ListView):
    """Settlements, the newest first, and corrections."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)
        self.say_when_empty(self.tr("还没有结算过，也没有调整。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("单号"), self._number, 176, second=_when, look="strong", whole=True),
            Column(self.tr("内容"), self._content, 0, second=self._detail),
            Column(self.tr("金额"), _amount, 132, right=True, look="strong", tone=_sign),
            Column(self.tr("状态"), self._state, 116, look="chip", tone=_tone),
            Column(self.tr("经手"), _by, 150),
        )

    def show_view(self, view: RebateView) -> None:
        """What waits for an approval first, then the settlements."""
        waiting = [each for each in view.adjustments if not each.approved_by]
        done = [each for each in view.adjustments if each.approved_by]
        payouts = sorted(view.payouts, key=lambda each: (each.settled_at, each.number), reverse=True)
        self.rows.show_rows([*waiting, *payouts, *done])

    def _number(self, each: Settled) -> str:
        return each.number if isinstance(each, PayoutView) else self.tr("手工调整")

    def _content(self, each: Settled) -> str:
        if isinstance(each, AdjustmentView):
            return each.reason
        return "  ".join(f"{line_name(line.kind)} {_figure(each, line)}" for line in each.lines)

    def _detail(self, each: Settled) -> str:
        if isinstance(each, AdjustmentView):
            return telling.period(each.period)
        told = [telling.reward_kind(each.reward), *([each.reward_name] if each.reward_name else [])]
        if each.expires:
            told.append(self.tr("有效至 {0}").format(formatting.day(each.expires)))
        return "  ·  ".join(told)

    def _state(self, each: Settled) -> str:
        if isinstance(each, PayoutView):
            return state_name(each)
        return self.tr("已批准") if each.approved_by else self.tr("待批准")


def _figure(payout: PayoutView, line: SettlementLine) -> str:
    return telling.gain_of(payout.reward, "", line.amount)


def _amount(each: Settled) -> str:
    if isinstance(each, PayoutView):
        return telling.gain_of(each.reward, "", each.payable)
    return formatting.money(each.amount)


def _sign(each: Settled) -> str:
    amount = each.payable if isinstance(each, PayoutView) else each.amount
    return "bad" if amount < 0 else "text"


def _when(each: Settled) -> str:
    return formatting.clock(each.settled_at) if isinstance(each, PayoutView) else ""


def _tone(each: Settled) -> str:
    if isinstance(each, PayoutView):
        return state_tone(each)
    return "good" if each.approved_by else "warn"


def _by(each: Settled) -> str:
    if isinstance(each, PayoutView):
        return each.settled_by
    return f"{each.made_by} → {each.approved_by}" if each.approved_by else each.made_by
