"""A comparison is signed off by a person and kept; what was signed of this account and period before is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.frame.actions import kept_books
from desktop.ui.frame.work import Latest
from desktop.ui.paper.pages import Pages, pages_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.signing import SigningDialog

if TYPE_CHECKING:
    from desktop.actions.reconciliation.views import AdjustmentRow, ReconciliationView
    from desktop.desk import Desk
    from desktop.labels import Language
    from desktop.ui.frame.page import WindowPage


class SignOffDialog(SigningDialog):
    """Whose books, their balances, what they were adjusted by, and what is to be known of them; ticked, then signed."""

    def __init__(self, found: ReconciliationView, parent: QWidget) -> None:
        super().__init__(self.tr("签认余额调节表"), self.tr("签认留存"), parent)
        self.found = found
        self.say_facts(
            [
                (self.tr("卖方"), found.seller.name),
                (self.tr("买方"), found.buyer.name),
                (self.tr("期间"), self.tr("{0} 至 {1}").format(found.start, found.end)),
                (self.tr("我方余额"), formatting.yuan(found.our_closing)),
                (self.tr("对方余额"), formatting.yuan(found.their_closing)),
                (self.tr("调节后余额"), formatting.yuan(found.adjusted)),
            ]
        )
        lines = [formatting.tell(each) for each in (*found.verdicts[1:], *found.told)]
        lines += [self._line(each) for each in found.adjustments]
        if lines:
            code = "reconciled_listed" if found.differences else "reconciled_notes"
            self.say_lines(formatting.told(code, count=found.differences), lines)
        agree = self.tr("已看过以上须知，同意余额 {0}") if lines else self.tr("两边一致，同意余额 {0}")
        if found.differences or found.adjustments:
            agree = self.tr("已逐笔看过差异，同意调节后余额 {0}")
        self.ask_to_agree(agree.format(formatting.yuan(found.adjusted)))
        self.remark = EnterEdit()
        self.add(Field(self.tr("说明"), self.remark))

    def _line(self, each: AdjustmentRow) -> str:
        side = self.tr("加在我方") if each.side == "ours" else self.tr("加在对方")
        parts = [side, formatting.named("adjustment", each.code), each.number, formatting.money(each.amount)]
        return "　".join(filter(None, parts))


class SignOff(QObject):
    """The signature under what is shown.

    Signals:
        known: what is to be told of an earlier signature; empty where there is none.

    Attributes:
        kept: what was signed off, where it says what is shown.
    """

    known = Signal(str)

    def __init__(self, page: WindowPage) -> None:
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
            self._latest.ask(kept_books.signed_before, found)

    def sign(self) -> None:
        """Once for each comparison; a second time would say nothing new."""
        if self.kept is not None:
            text = self.tr("这次核对已由 {0} 签认留存。")
            self._page.banner.say(text.format(self.kept.signed_by), "info")
        elif self.found is not None and not self.found.comes_to_one:
            facts = {"ours": self.found.adjusted, "theirs": self.found.their_adjusted}
            self._page.banner.say(formatting.told("reconciliation_apart", **facts), "warn")
        elif self.found is not None:
            self.dialog: Any = SignOffDialog(self.found, self._page)
            self.dialog.confirmed.connect(self._put)
            self.dialog.open()

    def _put(self) -> None:
        found = self.dialog.found
        self._page.worker.write(
            kept_books.sign_off,
            found,
            found.adjusted,
            self.dialog.remark.text().strip(),
            then=self._signed,
            failed=self.dialog.refuse,
        )

    def print_table(self) -> None:
        """The table on paper, as signed off where it was."""
        if self.found is not None:
            paper = self._page.preferences.paper
            self._page.worker.read(
                _table_pages,
                self.found,
                self.kept,
                paper,
                formatting.language(),
                then=self._print_pages,
                failed=self._page.tell,
            )

    @Slot(object)
    def _know(self, kept: Any) -> None:
        """The last signature of this account and period; it stands under what is shown only where both say the same."""
        if kept is None or self.found is None:
            self.known.emit("")
            return
        same = (kept.ours, kept.theirs, kept.adjusted, len(kept.rows), kept.unproven)
        found = self.found
        if same == (found.our_closing, found.their_closing, found.adjusted, len(found.adjustments), found.unproven):
            self.kept = kept
        text = self.tr("{0} 已由 {1} 签认，调节后余额 {2}")
        self.known.emit(text.format(kept.signed_at[:10], kept.signed_by, formatting.money(kept.adjusted)))

    @Slot(object)
    def _signed(self, kept: Any) -> None:
        self.dialog.accept()
        text = self.tr("已由 {0} 签认并留存，调节后余额 {1}。打印按 Ctrl+P。")
        self._page.banner.say(text.format(kept.signed_by, formatting.yuan(kept.adjusted)), "good")
        self._know(kept)

    @Slot(object)
    def _print_pages(self, shown: Any) -> None:
        from desktop.ui.paper.printing import Printing

        self._printing = Printing(self._page.worker, self._page)
        self._printing.told.connect(self._page.banner.say)
        self._printing.ask(shown)


def _table_pages(desk: Desk, found: ReconciliationView, kept: Any, paper: str, language: Language) -> Pages:
    """The adjustment table as pages to print, as signed off where it was."""
    shown = kept or kept_books.as_kept(desk, found)
    printed = kept_books.adjustment_pdf(desk, shown, paper, language)
    return pages_of(f"{shown.buyer_name} {shown.start} – {shown.end}", printed)
