"""What a statement comes to, beside its pages: opening, what came and went, closing in figures and words."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import card, figure, label, row
from domain.statements.statement import Statement
from domain.values.english_words import amount_in_english


class FiguresCard(QWidget):
    """The card of figures."""

    def __init__(self) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        box.addWidget(frame)
        names = (self.tr("期初余额"), self.tr("本期增加"), self.tr("本期减少"))
        self._amounts = [figure(formatting.NONE) for _ in names]
        for name, value in zip(names, self._amounts, strict=True):
            inside.addLayout(row(label(name, "muted"), 1, value))
        self.closing = figure(formatting.NONE, "big")
        inside.addLayout(row(label(self.tr("期末余额"), "strong"), 1, self.closing))
        self._in_words = label("", "small", wrap=True)
        inside.addWidget(self._in_words)

    def clear(self) -> None:
        """Nobody's figures."""
        for value in (*self._amounts, self.closing):
            value.setText(formatting.NONE)
        self._in_words.clear()

    def show_statement(self, statement: Statement) -> None:
        """Fills it."""
        amounts = (statement.opening, statement.debit_total, statement.credit_total)
        for value, amount in zip(self._amounts, amounts, strict=True):
            value.setText(formatting.money(amount))
        self.closing.setText(formatting.yuan(statement.closing))
        zh = formatting.language() == "zh"
        self._in_words.setText(statement.amount_in_words if zh else amount_in_english(statement.closing))
