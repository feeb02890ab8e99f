"""A comparison is signed off by a person and kept; what was signed of this account and period before is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop.ui import asks_answers, words
from desktop.ui.work import Latest

if TYPE_CHECKING:
    from desktop.actions.account_views import ReconciliationView
    from desktop.ui.page import Page


class SignOff(QObject):
    """The signature under what is shown.

    Signals:
        known: what is to be told of an earlier signature; empty where there is none.

    Attributes:
        kept: what was signed off, where it says what is shown.
    """

    known = Signal(str)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.found: ReconciliationView | None = None
        self.kept: Any = None
        self._latest = Latest(page.worker, self)
        self._latest.answered.connect(self._know)
        self._latest.failed.connect(page.tell)

    def begin(self, found: ReconciliationView | None) -> None:
        """Something else is shown, or nothing."""
        self.found, self.kept = found, None
        self._latest.drop()
        if found is not None:
            self._latest.ask(asks_answers.signed_before, found)

    def sign(self) -> None:
        """Once for each comparison; a second time would say nothing new."""
        if self.kept is not None:
            text = self.tr("这次核对已由 {0} 签认留存。")
            self._page.banner.say(text.format(self.kept.signed_by), "info")
        elif self.found is not None:
            asked = (asks_answers.sign_off, self.found, "")
            self._page.worker.write(*asked, then=self._signed, failed=self._page.tell)

    def print_table(self) -> None:
        """The table on paper, as signed off where it was."""
        if self.found is not None:
            paper = self._page.preferences.paper
            asked = (asks_answers.table_pages, self.found, self.kept, paper, words.language())
            self._page.worker.read(*asked, then=self._print_pages, failed=self._page.tell)

    @Slot(object)
    def _know(self, kept: Any) -> None:
        """The last signature of this account and period; it stands under what is shown only where both say the same."""
        if kept is None or self.found is None:
            self.known.emit("")
            return
        same = (kept.ours, kept.theirs, kept.adjusted, len(kept.rows))
        found = self.found
        if same == (found.our_closing, found.their_closing, found.adjusted, len(found.adjustments)):
            self.kept = kept
        text = self.tr("{0} 已由 {1} 签认，调节后余额 {2}")
        self.known.emit(text.format(kept.signed_at[:10], kept.signed_by, words.money(kept.adjusted)))

    @Slot(object)
    def _signed(self, kept: Any) -> None:
        text = self.tr("已由 {0} 签认并留存，调节后余额 ¥{1}。打印按 Ctrl+P。")
        self._page.banner.say(text.format(kept.signed_by, words.money(kept.adjusted)), "good")
        self._know(kept)

    @Slot(object)
    def _print_pages(self, shown: Any) -> None:
        from desktop.ui.paper.printing import Printing

        self._printing = Printing(self._page.worker, self._page)
        self._printing.told.connect(self._page.banner.say)
        self._printing.ask(shown)
