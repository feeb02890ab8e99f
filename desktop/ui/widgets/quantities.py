"""A dialog over the lines of a document: how much of each, typed as in an order, and what that comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from desktop.actions.documents.views import OrderLineView, PaperLineView, PaperView
from desktop.ui.frame.style import tone
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import ElidedLabel, figure, flowing, label
from desktop.ui.widgets.warehouse_box import PlaceBox
from domain.errors import UsageError
from domain.values.quantities import Pack, counting_unit, read_quantity

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Countable:
    """One line: its number, what it is, how much there is to do at most (base units), and how it is counted."""

    line: int
    name: str
    sku: str
    most: Decimal
    unit: str
    packs: tuple[Pack, ...]
    gift: str = ""
    """The policy that gives it, by name; "" for what is bought."""

    @property
    def shown(self) -> str:
        """What it is, and whether it is given."""
        free = formatting.told("given_by", policy=self.gift) if self.gift else ""
        return "   ".join(filter(None, (self.name, self.sku, free)))

    @property
    def counted_in(self) -> str:
        """The unit a bare number counts in; it stands beside the field."""
        return counting_unit(self.most, self.unit, self.packs)

    def read(self, text: str) -> Decimal:
        """What was typed, in base units; nothing typed is none. Raises UsageError as `read_quantity`."""
        plain = text.strip()
        if not plain:
            return _NOTHING
        try:
            return read_quantity(plain, self.unit, self.packs, self.counted_in)[0]
        except UsageError as wrong:
            if wrong.code == "quantity_zero":
                return _NOTHING
            raise

    def told(self, quantity: Decimal) -> str:
        """A quantity as people count."""
        return formatting.quantity(quantity, self.unit, self.packs)


def a_countable(line: OrderLineView | PaperLineView, most: Decimal) -> Countable:
    """A line of an order or a document, of which there is so much at most."""
    gift = line.gift_name or line.gift
    return Countable(line.line, line.name, line.sku, most, line.base_unit or line.unit, line.packs, gift)


def countables(paper: PaperView, left: Mapping[int, Decimal]) -> list[Countable]:
    """The lines of a document of which anything is left, by what is left of each."""
    return [a_countable(line, left[line.line]) for line in paper.lines if left.get(line.line, _NOTHING) > 0]


class QuantityEdit(EnterEdit):
    """A quantity of one line; empty or 0 leaves the line out."""

    def __init__(self, line: Countable, *, filled: bool) -> None:
        super().__init__(line.told(line.most) if filled else "")
        self.line = line
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(96)

    def quantity(self) -> Decimal:
        """Base units; raises UsageError."""
        return self.line.read(self.text())

    def settle(self) -> bool:
        try:
            self.quantity()
        except UsageError as wrong:
            tone(self, wrong=True)
            self.setToolTip(formatting.tell(wrong))
            return False
        tone(self, wrong=False)
        self.setToolTip("")
        return True


class QuantityDialog(FormDialog):
    """Quantities, a date, and perhaps a warehouse; beside each field what will be written, and what that leaves."""

    nothing = "quantity_nowhere"
    """What is told where no line has a quantity."""

    def __init__(
        self,
        title: str,
        doing: str,
        lines: Sequence[Countable],
        today: dt.date,
        parent: QWidget,
        *,
        most: str,
        filled: bool = True,
    ) -> None:
        """`most` is the head over what is possible; `filled`: all of it stands in the fields already."""
        super().__init__(parent, width=640)
        self.say_what(title, doing)
        self._edits: list[tuple[int, QuantityEdit]] = []
        self._coming: list[QLabel] = []
        self._wrong: list[QLabel] = []
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(12)
        for column, text in ((0, self.tr("商品")), (1, most), (2, self.tr("数量")), (4, self.tr("这次 / 余下"))):
            grid.addWidget(label(text, "small") if not column else figure(text, "small"), 0, column)
        for place, line in enumerate(lines, 1):
            self._add_line(grid, 2 * place, line, filled=filled)
        grid.setRowStretch(2 * len(lines) + 2, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setMinimumHeight(min(30 + 40 * len(lines), 360))
        self.fields.addWidget(area, 1)
        self._rows = area
        self.sums = label("", "muted")
        self.fields.addWidget(self.sums)
        self.day = DayEdit(today)
        self.day_field = Field(self.tr("日期"), self.day)
        self.day.wronged.connect(self.day_field.blame)
        self.blames(self.day_field, "date_")
        self.place = PlaceBox()
        self.place_field = Field(self.tr("仓库"), self.place)
        self.add_row([self.day_field, self.place_field])
        self._reckon()

    def _add_line(self, grid: QGridLayout, place: int, line: Countable, *, filled: bool) -> None:
        edit, coming = QuantityEdit(line, filled=filled), figure("", "small")
        edit.setAccessibleName(line.name)
        grid.addWidget(ElidedLabel(line.shown), place, 0)
        grid.addWidget(figure(line.told(line.most)), place, 1)
        grid.addWidget(edit, place, 2)
        grid.addWidget(label(line.counted_in, "small"), place, 3)
        grid.addWidget(coming, place, 4)
        grid.setColumnMinimumWidth(4, 150)
        # What can't be read is told under its line, over its whole width: beside it, it would push the names away.
        wrong = flowing("", "error")
        wrong.setAlignment(Qt.AlignmentFlag.AlignRight)
        wrong.hide()
        grid.addWidget(wrong, place + 1, 0, 1, 5)
        self._wrong.append(wrong)
        edit.textChanged.connect(self._reckon)
        self.chain(edit)
        self._edits.append((line.line, edit))
        self._coming.append(coming)

    def _reckon(self) -> None:
        """What will be written, line by line, and of how many lines."""
        count = wrong = 0
        for (_, edit), coming, told in zip(self._edits, self._coming, self._wrong, strict=True):
            line = edit.line
            try:
                quantity = edit.quantity()
            except UsageError as unread:
                wrong += 1
                coming.setText(formatting.NONE)
                tone(coming, tone="small")
                told.setText(formatting.tell(unread))
                told.show()
                continue
            told.hide()
            count += bool(quantity)
            left = line.most - quantity
            after = (
                self.tr("余 {0}").format(line.told(left)) if left >= 0 else self.tr("多 {0}").format(line.told(-left))
            )
            coming.setText(f"{line.told(quantity)}  ·  {after}" if quantity else formatting.NONE)
            tone(coming, tone="error" if left < 0 else "small")
        done = self.tr("这次 {0} 行，共 {1} 行。").format(count, len(self._edits))
        self.sums.setText(done + (self.tr("还有 {0} 行认不出。").format(wrong) if wrong else ""))

    def show_places(self, names: list[str]) -> None:
        """The warehouses to choose from."""
        self.place.show_places(names)

    def without_day(self) -> None:
        """Where neither a date nor a warehouse belongs to it."""
        self.day_field.hide()
        self.place_field.hide()

    def confirm(self) -> None:
        """Does it, if at least one line is wanted."""
        if self.do.isEnabled() and self._nothing_wanted():
            self.refuse(UsageError(self.nothing))
            self._edits[0][1].setFocus()
        else:
            super().confirm()

    def _nothing_wanted(self) -> bool:
        return bool(self._edits) and not any(edit.text().strip(" 0") for _, edit in self._edits)

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Base units by line; lines left out are not in it."""
        read = ((line, edit.quantity()) for line, edit in self._edits)
        return {line: quantity for line, quantity in read if quantity}
