"""Two books as tables: the adjustment table with both sides abreast, what differs and why, and what agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.actions.reconciliation.views import AdjustmentRow, BookRow, LeftoverRow, MatchRow, ReconciliationView
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

translate = QCoreApplication.translate
_TONES = {"differs": "bad", "opening": "bad", "ours_only": "warn", "theirs_only": "info"}


@dataclass(frozen=True, slots=True)
class Half:
    """One side's cell of the adjustment table: what it is, of which document and why, and how much."""

    text: str = ""
    detail: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Abreast:
    """One row of the adjustment table."""

    ours: Half
    theirs: Half
    strong: bool = False


def abreast(found: ReconciliationView) -> list[Abreast]:
    """Both balances, what is added to each, and what both come to."""
    sides = [[_half(each) for each in found.adjustments if each.side == side] for side in ("ours", "theirs")]
    first = Abreast(
        Half(translate("abreast", "我方余额"), amount=found.our_closing),
        Half(translate("abreast", "对方余额"), amount=found.their_closing),
        strong=True,
    )
    last = Half(translate("abreast", "调节后余额"), amount=found.adjusted)
    other = Half(translate("abreast", "调节后余额"), amount=found.their_adjusted)
    middle = [Abreast(ours, theirs) for ours, theirs in zip_longest(*sides, fillvalue=Half())]
    return [first, *middle, Abreast(last, other, strong=True)]


def _half(row: AdjustmentRow) -> Half:
    sign = translate("abreast", "加：") if row.amount >= 0 else translate("abreast", "减：")
    why = formatting.tell(row.cause) if row.cause else ""
    return Half(f"{sign}{formatting.named('adjustment', row.code)}  {row.number}".rstrip(), why, abs(row.amount))


class AdjustmentTableView(ListView):
    """余额调节表."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=46)
        self.say_when_empty(self.tr("选好账户、期间和对方的账，这里就是余额调节表。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("我方"), _our_text, 0, second=_our_detail, strong=_strong),
            Column(self.tr("金额"), _our_amount, 124, right=True, strong=_strong),
            Column(self.tr("对方"), _their_text, 0, second=_their_detail, strong=_strong),
            Column(self.tr("金额"), _their_amount, 124, right=True, strong=_strong),
        )


class DifferencesTable(ListView):
    """What doesn't agree, with its likely cause."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=46)

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("差异"), _kind, 128, look="chip", tone=_kind_tone),
            *_sides(self.tr("我方"), self.tr("我方金额"), self.tr("对方"), self.tr("对方金额")),
            Column(self.tr("可能原因"), _cause, 0, look="flow"),
        )


class MatchesTable(ListView):
    """What agrees, and how it was found."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=46)

    def _columns(self) -> Sequence[Column]:
        return (
            *_sides(self.tr("我方"), self.tr("我方金额"), self.tr("对方"), self.tr("对方金额")),
            Column(self.tr("怎样对上"), _how, 0, second=self._apart),
        )

    def _apart(self, row: MatchRow) -> str:
        return self.tr("相差 %n 天", "", row.days_apart) if row.days_apart else ""


def _sides(ours: str, our_amount: str, theirs: str, their_amount: str) -> tuple[Column, ...]:
    return (
        Column(ours, _our_number, 160, second=_our_date, whole=True),
        Column(our_amount, _our_sum, 100, right=True),
        Column(theirs, _their_number, 160, second=_their_date, whole=True),
        Column(their_amount, _their_sum, 100, right=True),
    )


def _strong(row: Abreast) -> bool:
    return row.strong


def _our_text(row: Abreast) -> str:
    return row.ours.text


def _our_detail(row: Abreast) -> str:
    return row.ours.detail


def _our_amount(row: Abreast) -> str:
    return "" if row.ours.amount is None else formatting.money(row.ours.amount)


def _their_text(row: Abreast) -> str:
    return row.theirs.text


def _their_detail(row: Abreast) -> str:
    return row.theirs.detail


def _their_amount(row: Abreast) -> str:
    return "" if row.theirs.amount is None else formatting.money(row.theirs.amount)


Both = LeftoverRow | MatchRow


def _kind(row: LeftoverRow) -> str:
    return formatting.named("adjustment", row.code)


def _kind_tone(row: LeftoverRow) -> str:
    return _TONES[row.side]


def _cause(row: LeftoverRow) -> str:
    return formatting.tell(row.cause)


def _how(row: MatchRow) -> str:
    return formatting.named("matched", row.how)


def _our_number(row: Both) -> str:
    return _numbers(row.ours)


def _our_date(row: Both) -> str:
    return _dates(row.ours)


def _our_sum(row: Both) -> str:
    return _sum(row.ours)


def _their_number(row: Both) -> str:
    return _numbers(row.theirs)


def _their_date(row: Both) -> str:
    return _dates(row.theirs)


def _their_sum(row: Both) -> str:
    return _sum(row.theirs)


def _numbers(lines: Sequence[BookRow]) -> str:
    if not lines:
        return formatting.NONE
    opening = formatting.kind("opening") if lines[0].kind == "opening" else ""
    name = lines[0].number or lines[0].summary or opening or formatting.NONE
    return f"{name} +{len(lines) - 1}" if len(lines) > 1 else name


def _dates(lines: Sequence[BookRow]) -> str:
    return lines[0].date.isoformat() if lines else ""


def _sum(lines: Sequence[BookRow]) -> str:
    return formatting.money(sum((each.amount for each in lines), Decimal(0))) if lines else ""
