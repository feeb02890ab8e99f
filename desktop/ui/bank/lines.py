"""The movements of a bank's file as a list: who paid, how sure that is and why, and what it would settle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import BankLineRow, PayerGuess
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

OPEN = frozenset({"proposed", "payer_unclear", "held", "refused"})
_TONES = {
    "proposed": "info",
    "payer_unclear": "warn",
    "held": "warn",
    "asked": "info",
    "booked": "good",
    "refused": "bad",
}


def sureness(line: BankLineRow) -> int:
    """How sure the payer is, in per cent; one whom nothing speaks for but a person's word is 0."""
    if line.payer is None:
        return 0
    return next((each.confidence for each in line.guesses if each.dealer.id == line.payer.id), 0)


def likeliest(line: BankLineRow) -> PayerGuess | None:
    """Who probably paid what nobody is sure of yet."""
    return line.guesses[0] if line.payer is None and line.guesses and line.direction == "in" else None


class BankListLine(NamedTuple):
    """A movement, whether it is ticked, and whether it was said to be no customer's money."""

    line: BankLineRow
    ticked: bool
    skipped: bool


class BankList(ListView):
    """The movements.

    Signals:
        ticked: the space bar on one, or a click on its tick; carries the ShownLine.
    """

    ticked = Signal(object)
    narrowable = False  # what is ticked is told of all of them

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)
        self.clicked.connect(self._clicked)

    def _columns(self) -> Sequence[Column]:
        return (
            Column("", _tick, 40, look="strong", tone=_tick_tone),
            Column(self.tr("日期"), _date, 104, second=_place, whole=True),
            Column(self.tr("付款人"), _from, 0, second=_about, name=True),
            Column(self.tr("金额"), _amount, 112, right=True, look="strong", tone=_amount_tone),
            Column(self.tr("客户"), self._payer, 0, second=_why, tone=_payer_tone, name=True),
            Column(self.tr("把握"), _sure, 70, right=True, tone=_sure_tone),
            Column(self.tr("核销"), self._pays, 172, second=self._ahead),
            Column(self.tr("状态"), _state, 116, look="chip", tone=_state_tone),
        )

    def _pays(self, shown: BankListLine) -> str:
        line = shown.line
        if line.document_number:
            return line.document_number
        if not line.settlements:
            return formatting.NONE
        first = line.settlements[0].number
        count = len(line.settlements)
        return first if count == 1 else self.tr("{0} 等 {1} 张").format(first, count)

    def _ahead(self, shown: BankListLine) -> str:
        """Why these documents, and what is left over."""
        line = shown.line
        if line.payer is None or line.document_number:
            return ""
        told = [formatting.settle_way(mode) for mode in dict.fromkeys(each.mode for each in line.settlements)]
        if line.ahead:
            told.append(self.tr("多出 {0} 记预收").format(formatting.money(line.ahead)))
        return self.tr("，").join(told)

    def _payer(self, shown: BankListLine) -> str:
        line, guess = shown.line, likeliest(shown.line)
        if shown.skipped:
            return formatting.NONE
        if guess is not None and line.state in OPEN:
            return self.tr("可能是 {0}").format(guess.dealer.name)
        return line.payer.name if line.payer else formatting.NONE

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row = self.current_row()
        if index.column() == 0 and row is not None:
            self.ticked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            row = self.current_row()
            if row is not None:
                self.ticked.emit(row)
        else:
            super().keyPressEvent(event)


def _tick(shown: BankListLine) -> str:
    if shown.line.state not in OPEN:
        return ""
    return "✓" if shown.ticked else "□"


def _tick_tone(shown: BankListLine) -> str:
    return "good" if shown.ticked else "faint"


def _date(shown: BankListLine) -> str:
    return shown.line.date.isoformat()


def _place(shown: BankListLine) -> str:
    return f"#{shown.line.row}"


def _from(shown: BankListLine) -> str:
    return shown.line.payer_name or shown.line.payer_account or formatting.NONE


def _about(shown: BankListLine) -> str:
    line = shown.line
    account = line.payer_account if line.payer_name else ""
    return "  ·  ".join(each for each in (account, line.summary) if each)


def _amount(shown: BankListLine) -> str:
    line = shown.line
    return formatting.money(line.amount if line.direction == "in" else -line.amount)


def _amount_tone(shown: BankListLine) -> str:
    return "text" if shown.line.direction == "in" else "faint"


def _payer_tone(shown: BankListLine) -> str:
    return "faint" if shown.skipped else "text" if shown.line.payer else "warn"


def _why(shown: BankListLine) -> str:
    line, guess = shown.line, likeliest(shown.line)
    warned = [reason for reason in line.reasons if reason.severity == "warn"]
    if guess is not None and line.state in OPEN:
        return " ".join(map(formatting.tell, [*warned, *guess.reasons]))
    if line.payer is None:
        return formatting.tell(line.reasons[0]) if line.reasons else ""
    if line.state == "refused" and line.reasons:
        return formatting.tell(line.reasons[-1])
    found = next((each for each in line.guesses if each.dealer.id == line.payer.id), None)
    return " ".join(map(formatting.tell, [*warned, *(found.reasons if found else ())]))


def _sure(shown: BankListLine) -> str:
    guess = likeliest(shown.line) if shown.line.state in OPEN else None
    sure = guess.confidence if guess else sureness(shown.line)
    return f"{sure}%" if sure else formatting.NONE


def _sure_tone(shown: BankListLine) -> str:
    return "good" if sureness(shown.line) >= 80 else "warn"


def _state(shown: BankListLine) -> str:
    return formatting.named("bank_line", "skipped" if shown.skipped else shown.line.state)


def _state_tone(shown: BankListLine) -> str:
    return "muted" if shown.skipped else _TONES.get(shown.line.state, "muted")
