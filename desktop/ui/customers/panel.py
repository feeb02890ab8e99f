"""One customer's account beside the list: the credit bar, the terms, and the last documents."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.actions.documents.views import CustomerView, PaperRow
from desktop.ui.frame.style import tone
from desktop.ui.order.credit import CreditCard
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ElidedLabel, figure, label
from domain.documents.kinds import sign_of
from domain.explain import Reason

_SHOWN = 10


class AccountPanel(QWidget):
    """The panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.credit = CreditCard(with_order=False)
        self._papers = QFrame()
        self._papers.setProperty("card", True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[list[QWidget]] = []
        for place in range(_SHOWN):
            parts: list[QWidget] = [label("", "small"), ElidedLabel(), figure()]
            for column, part in enumerate(parts):
                self._grid.addWidget(part, place, column, Qt.AlignmentFlag.AlignVCenter)
            self._rows.append(parts)
        inside = QVBoxLayout(self._papers)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        inside.addWidget(label(self.tr("最近往来"), "heading"))
        self._none = label(self.tr("还没有往来。"), "muted")
        inside.addWidget(self._none)
        inside.addLayout(self._grid)
        self._contact = label("", "small", wrap=True)
        inside.addWidget(self._contact)
        self._cards = label("", "warning", wrap=True)
        inside.addWidget(self._cards)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self.credit)
        box.addWidget(self._papers)
        box.addStretch(1)

    def clear(self) -> None:
        """Nobody's account."""
        self.hide()

    def show_account(self, view: CustomerView, papers: list[PaperRow]) -> None:
        """Shows a customer."""
        self.show()
        self.credit.show_position(view.credit, Decimal(0))
        self._none.setVisible(not papers)
        for place, parts in enumerate(self._rows):
            paper = papers[place] if place < len(papers) else None
            for part in parts:
                part.setVisible(paper is not None)
            if paper is not None:
                self._show_paper(parts, paper)
        dealer = view.dealer
        told = [text for text in (dealer.contact, dealer.phone, dealer.address) if text]
        self._contact.setText("  ·  ".join(told))
        self._contact.setVisible(bool(told))
        cards = [*view.notes, *merged_notes(view)]
        self._cards.setText("\n".join(map(formatting.tell, cards)))
        self._cards.setVisible(bool(cards))

    def _show_paper(self, parts: list[QWidget], paper: PaperRow) -> None:
        date, name, amount = parts
        date.setText(formatting.near_day(paper.date))  # type: ignore[attr-defined]
        name.setText(formatting.kind(paper.kind))  # type: ignore[attr-defined]
        name.setToolTip(paper.number)
        shown = -paper.amount if sign_of(paper.kind) < 0 else paper.amount
        amount.setText(formatting.money(shown))  # type: ignore[attr-defined]
        tone(amount, tone="good" if shown < 0 else "")


def merged_notes(view: CustomerView) -> list[Reason]:
    """What stands on the accounts of cards that were merged into this one."""
    return [
        Reason("account_merged_here", "info", {"dealer": each.code, "name": each.name, "balance": each.balance})
        for each in view.merged
    ]
