"""A statement's lines as they came beside one's own book, and what was said of those that are disputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.statements.exchanged import ExchangedStatement
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

_TONES = {"differs": "bad", "not_here": "bad", "not_told": "warn"}


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    """One line: what the statement says, what one's own book holds, and what was said of it."""

    date: str
    number: str
    kind: str
    told: Decimal | None
    held: Decimal | None
    state: str
    why: str
    said: str


def rows_of(told: ExchangedStatement) -> list[ConfirmationLine]:
    """What differs or is disputed first, then all that is the same."""
    against = {each.number: each for each in told.view.disputed}
    answers = told.view.answers
    rows = []
    for line in told.lines:
        objection = against.pop(line.number, None)
        why = formatting.tell(line.cause) if line.cause else ""
        held = line.held if line.held is not None or objection is None else objection.theirs
        said = _said(objection, answers, held)
        rows.append(
            ConfirmationLine(line.date.isoformat(), line.number, line.kind, line.told, held, line.state, why, said)
        )
    rows += [
        ConfirmationLine(
            "", each.number, "", each.ours, each.theirs, "not_told", each.remark, _said(each, answers, each.theirs)
        )
        for each in against.values()
    ]
    return sorted(rows, key=lambda each: (each.state == "same" and not each.said, each.date))


def _said(objection: ObjectionRow | None, answers: Mapping[str, tuple[bool, str, str]], held: Decimal | None) -> str:
    """What was said of a line; with the amount that was claimed where the book beside it holds another."""
    if objection is None:
        return ""
    parts = [formatting.named("objection", objection.reason)]
    if objection.theirs is not None and objection.theirs != held:
        claimed = QCoreApplication.translate("words", "买方认为 {0}")
        parts.append(claimed.format(formatting.money(objection.theirs)))
    parts.append(objection.remark)
    if objection.number in answers:
        yes, remark, document = answers[objection.number]
        parts += ["→", formatting.named("accepted", "yes" if yes else "no"), document, remark]
    return " ".join(filter(None, parts))


class ToldLines(ListView):
    """The table."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)
        self.say_when_empty(self.tr("这张对账单上没有单据。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("日期"), _date, 104, whole=True, spare=True),
            Column(self.tr("单号"), self._number, 170, look="strong", second=_kind, whole=True),
            Column(self.tr("对账单金额"), _told, 108, right=True),
            Column(self.tr("买方账"), _held, 108, right=True, tone=_tone),
            Column(self.tr("核对结果"), self._state, 0, second=_why, tone=_tone),
        )

    def _number(self, row: ConfirmationLine) -> str:
        return row.number or self.tr("期初余额")

    def _state(self, row: ConfirmationLine) -> str:
        return row.said or formatting.named("compared", row.state)


def _date(row: ConfirmationLine) -> str:
    return row.date


def _kind(row: ConfirmationLine) -> str:
    return formatting.kind(row.kind) if row.kind else ""


def _told(row: ConfirmationLine) -> str:
    return formatting.money(row.told)


def _held(row: ConfirmationLine) -> str:
    return formatting.money(row.held)


def _why(row: ConfirmationLine) -> str:
    return row.why


def _tone(row: ConfirmationLine) -> str:
    return "bad" if row.said and row.state == "same" else _TONES.get(row.state, "text")
