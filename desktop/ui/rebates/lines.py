"""Each document line a rebate looked at: whether it counted, whether it earned, and why; thousands are searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.frame.list_page import SEARCH_AFTER
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.sums import ListFooter
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import FilterBar, SearchEdit, card
from domain.rebates.facts import CountedLine
from domain.values.money import from_fen
from domain.values.quantities import from_milli, plain_number


class RebateListLine(NamedTuple):
    """A line with what the list says of it, made once so that searching only compares texts."""

    line: CountedLine
    name: str
    sku: str
    unit: str
    why: str
    sought: str
    accrued: Decimal = Decimal(0)


def told_lines(
    lines: Sequence[CountedLine], products: Mapping[str, tuple[str, str, str]], accruals: Sequence[Decimal] = ()
) -> list[RebateListLine]:
    """The newest first; `products` gives name, SKU and base unit by id, `accruals` what each line accrues."""
    found = []
    pairs = zip(lines, accruals or [Decimal(0)] * len(lines), strict=True)
    for line, accrued in sorted(pairs, key=lambda each: (each[0].fact.on, each[0].fact.number), reverse=True):
        name, sku, unit = products.get(line.fact.product, (line.fact.product, "", ""))
        why = formatting.tell(line.reason)
        sought = f"{line.fact.number} {name} {sku} {line.fact.on} {why}".lower()
        found.append(RebateListLine(line, name, sku, unit, why, sought, accrued))
    return found


class CountedList(QWidget):
    """Search, a filter, and the lines."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[RebateListLine] = []
        self._quantity = False
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.say_when_empty(self.tr("没有符合的单据行。"))
        self.search = SearchEdit(self.tr("单号、商品、日期、原因"))
        self.search.setMaximumWidth(260)
        self.filters = FilterBar(
            [("", self.tr("全部")), ("in", self.tr("计入")), ("out", self.tr("不计")), ("idle", self.tr("计入但不返"))]
        )
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_AFTER)
        self._soon.timeout.connect(self._list)
        self._build()
        self.search.textChanged.connect(self._typed)
        self.search.left_down.connect(self.view.setFocus)
        self.view.left_up.connect(self.search.setFocus)
        self.filters.picked.connect(self._list)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.search, 2)
        line.addWidget(self.filters)
        line.addStretch(1)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(ListFooter(self.view))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addLayout(line)
        box.addWidget(frame, 1)

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("日期"), _date, 100, whole=True),
            Column(self.tr("单号"), _number, 172, whole=True),
            Column(self.tr("商品"), _name, 0, second=_sku, name=True),
            Column(self.tr("数量"), _amount_of_goods, 88, right=True),
            Column(self.tr("金额"), _money, 106, right=True, tone=_sign),
            Column(self.tr("计入"), self._counted, 112, right=True, look="strong", second=self._earning),
            Column(self.tr("原因"), _why, 232, tone=_why_tone),
        )

    def show_lines(self, lines: Sequence[RebateListLine], *, quantity: bool) -> None:
        """Shows these; `quantity`: the policy counts goods, not money."""
        self._all = list(lines)
        self._quantity = quantity
        self._list()

    @property
    def shown(self) -> int:
        return len(self.rows.ids)

    @Slot(str)
    def _typed(self, _: str) -> None:
        self._soon.start()

    @Slot()
    def _list(self) -> None:
        typed = self.search.text().strip().lower()
        fits = _FITS[self.filters.code]
        chosen = [each for each in self._all if fits(each.line) and typed in each.sought]
        self.rows.show_rows(chosen)

    def _figure(self, value: object) -> str:
        text = plain_number(value) if self._quantity else formatting.money(value)  # type: ignore[arg-type]
        return text.replace("-", "−")

    def _counted(self, each: RebateListLine) -> str:
        return self._figure(each.line.counted) if each.line.period is not None else formatting.NONE

    def _earning(self, each: RebateListLine) -> str:
        line = each.line
        if line.period is None:
            return ""
        told = [self.tr("计返 {0}").format(self._figure(line.earning))] if line.counted != line.earning else []
        if each.accrued:
            told.append(self.tr("计提 {0}").format(formatting.money(each.accrued)))
        return "  ".join(told)


_FITS: Mapping[str, Callable[[CountedLine], bool]] = {
    "": lambda _: True,
    "in": lambda line: line.period is not None,
    "out": lambda line: line.period is None,
    "idle": lambda line: line.period is not None and not line.earning,
}


def _date(each: RebateListLine) -> str:
    return each.line.fact.on.isoformat()


def _number(each: RebateListLine) -> str:
    return each.line.fact.number


def _name(each: RebateListLine) -> str:
    return each.name


def _sku(each: RebateListLine) -> str:
    return each.sku


def _amount_of_goods(each: RebateListLine) -> str:
    if not each.line.fact.product:
        return formatting.NONE
    return f"{plain_number(from_milli(each.line.fact.milli))}{each.unit}".replace("-", "−")


def _money(each: RebateListLine) -> str:
    return formatting.money(from_fen(each.line.fact.fen))


def _sign(each: RebateListLine) -> str:
    return "bad" if each.line.fact.fen < 0 else "text"


def _why(each: RebateListLine) -> str:
    return each.why


def _why_tone(each: RebateListLine) -> str:
    if each.line.period is None:
        return "muted"
    return "good" if each.line.earning else "warn"
