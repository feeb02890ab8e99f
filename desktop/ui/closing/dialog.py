"""The month to close with what is unfinished in it, and the last closed one with what opening it again puts at risk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.actions import periods
from desktop.ui.frame.page import make_action, tell_page
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import fitting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, Banner, card, flowing, label, row
from desktop.ui.widgets.scrolling import Fields
from domain.errors import DeskError
from domain.explain import Reason

_TOLD = 6  # sentences at a time; a month may have thousands of confirmed statements


class ClosingDialog(QDialog):
    """Closes months and opens them again; what is unfinished must be read and accepted first."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("月结"))
        self.setFixedWidth(560)
        self.standing: periods.ClosingState | None = None
        self._worker = worker
        self.close_action = make_action(self, self.tr("结账"), key_table.DO, self._close)
        self.reopen_action = make_action(self, self.tr("反结账"), key_table.REVERSE, self._reopen)
        self.accept_action = make_action(self, self.tr("知道了"), key_table.APPROVE, self._accept)
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        self._build()
        self._ask()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(label(self.tr("月结"), "title"))
        self.banner = Banner(self)
        box.addWidget(self.banner)
        told = QVBoxLayout()
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(12)
        self._area = Fields(told, 520)
        box.addWidget(self._area, 1)
        coming, inside = card()
        self.coming, self.warnings = label("", "heading"), flowing("", "warn")
        self.until = flowing("", "muted")
        self.anyway = QCheckBox()
        self.anyway.toggled.connect(self._allow)
        inside.addLayout(row(self.coming, 1, self._button(self.close_action, "primary", "check")))
        inside.addWidget(self.until)
        inside.addWidget(self.warnings)
        told.addWidget(coming)
        last, inside = card()
        self.last, self.risks = label("", "strong"), flowing("", "warn")
        inside.addLayout(row(self.last, 1, self._button(self.reopen_action, "", "undo")))
        inside.addWidget(self.risks)
        told.addWidget(last)
        told.addStretch(1)
        self.excel = ExcelKey(self, self._worker, self.banner, self._sheets)
        box.addLayout(row(self.anyway, 1, self.excel.button(), self._button(self._leave_action, "", "close")))

    def _button(self, action: Any, kind: str, picture: str) -> ActionButton:
        button = ActionButton(action, kind, picture)
        button.setAutoDefault(False)
        return button

    # ---- showing

    def _ask(self) -> None:
        self.close_action.setEnabled(False)
        self.reopen_action.setEnabled(False)
        self._worker.read(periods.closing_state, then=self._show, failed=self._refuse)

    @Slot(object)
    def _show(self, standing: periods.ClosingState) -> None:
        self.standing = standing
        self._show_coming(standing)
        if standing.closed_through is None:
            self.last.setText(self.tr("还没有结过账，每天都能记。"))
        else:
            self.last.setText(self.tr("已结到 {0}").format(standing.closed_through))
        self._warn(self.risks, standing.last.reasons if standing.last else ())
        self.anyway.setChecked(False)
        self.anyway.setText(self._what_waits())
        self.anyway.setVisible(bool(self._reasons()))
        self.accept_action.setEnabled(bool(self._reasons()))
        self._allow()
        self._area.updateGeometry()
        self.resize(fitting(self, self.sizeHint()))

    def _show_coming(self, standing: periods.ClosingState) -> None:
        coming = standing.coming
        if coming.ready is not None:
            self.coming.setText(self.tr("现在没有可结的月份"))
            told = formatting.told("period_not_over", month=f"{coming.month:%Y-%m}", ready=coming.ready)
            self.until.setText(told)
            self._warn(self.warnings, ())
            return
        self.coming.setText(self.tr("要结 {0}").format(f"{coming.month:%Y-%m}"))
        said = self.tr("结账后，{0} 及以前不能再记、也不能再改。").format(coming.end)
        fine = "" if coming.reasons else self.tr("没有未办完的事。")
        self.until.setText(said + fine)
        self._warn(self.warnings, coming.reasons)

    def _warn(self, shown: Any, reasons: Sequence[Reason]) -> None:
        lines = [f"• {formatting.tell(each)}" for each in reasons[:_TOLD]]
        if len(reasons) > _TOLD:
            lines.append(f"• {formatting.told('and_more', count=len(reasons) - _TOLD)}")
        shown.setText("\n".join(lines))
        shown.setVisible(bool(reasons))

    def _sheets(self) -> Sheets | None:
        """The month to close and the last closed one, with what each lacks or puts at risk."""
        found = self.standing
        if found is None:
            return None
        from desktop.listings.accounts import month_lines

        lines = [*month_lines(found.coming, closed=False), *month_lines(found.last, closed=True)]
        return lists(listing("months", lines))

    def _reasons(self) -> tuple[Reason, ...]:
        found = self.standing
        views = (found.coming, found.last) if found else ()
        return tuple(reason for view in views if view is not None for reason in view.reasons)

    def _what_waits(self) -> str:
        """What may be done only once its reasons were read, which the tick says."""
        found = self.standing
        closing = found is not None and found.coming.ready is None and bool(found.coming.reasons)
        reopening = found is not None and found.last is not None and bool(found.last.reasons)
        if closing and reopening:
            return self.tr("都看过了，仍要结账或反结账（F11）")
        return self.tr("看过了，仍要反结账（F11）") if reopening else self.tr("看过了，仍要结账（F11）")

    @Slot()
    def _allow(self) -> None:
        found, anyway = self.standing, self.anyway.isChecked()
        coming, last = (found.coming, found.last) if found else (None, None)
        can_close = coming is not None and coming.ready is None and (anyway or not coming.reasons)
        self.close_action.setEnabled(can_close)
        self.reopen_action.setEnabled(last is not None and (anyway or not last.reasons))

    # ---- doing

    def _accept(self) -> None:
        self.anyway.toggle()

    def _close(self) -> None:
        if self.standing is not None and self.standing.coming.ready is None:
            close = partial(periods.close_month, anyway=self.anyway.isChecked())
            self.close_action.setEnabled(False)
            self._worker.write(close, self.standing.coming.month, then=self._closed, failed=self._refuse)

    @Slot(object)
    def _closed(self, done: Any) -> None:
        self.banner.say(self.tr("{0} 已结账。").format(f"{done.month:%Y-%m}"), "good")
        self._ask()

    def _reopen(self) -> None:
        if self.standing is not None and self.standing.last is not None:
            reopen = partial(periods.reopen_month, anyway=self.anyway.isChecked())
            self.reopen_action.setEnabled(False)
            self._worker.write(reopen, self.standing.last.month, then=self._reopened, failed=self._refuse)

    @Slot(object)
    def _reopened(self, done: Any) -> None:
        self.banner.say(self.tr("{0} 又可以记账了。").format(f"{done.month:%Y-%m}"), "warn")
        self._ask()

    @Slot(object)
    def _refuse(self, failure: DeskError | Queued) -> None:
        if isinstance(failure, Queued):
            tell_page(self, failure)
            return
        self.banner.say(formatting.tell(failure), "bad")
        self._allow()
