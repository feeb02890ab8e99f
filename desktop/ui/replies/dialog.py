"""A slip that came back, by keyboard: it agrees or differs, who signed it and when, the lines, and its scan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from desktop.actions.accounts.account_views import ReplyView, Slip
from desktop.actions.statements.deemed_acceptance import SilentRow
from desktop.actions.statements.issued import IssuedRow
from desktop.ui.frame.actions import issued_statements
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.replies.objections import ObjectionsView, OptionalAmountEdit
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import ActionButton, FilterBar, flowing, row
from domain.errors import UsageError
from domain.statements.replies import Verdict

_LISTED = 12


class ReplyDialog(FormDialog):
    """Records the answer to one statement; one that was recorded before is shown and replaced."""

    def __init__(self, worker: Worker, statement: IssuedRow, today: dt.date, parent: QWidget) -> None:
        super().__init__(parent, width=860)
        self.statement = statement
        self.files: list[Path] = []
        self._before: ReplyView | None = None
        self.say_what(self.tr("登记回函：{0}").format(statement.number), self.tr("记下"))
        self.verdict = FilterBar([("agrees", self.tr("信息相符")), ("differs", self.tr("信息不符"))])
        self.verdict.picked.connect(self._turned)
        self.day, self.by = DayEdit(today), EnterEdit()
        self.closing, self.remark = OptionalAmountEdit(), EnterEdit()
        self.lines = ObjectionsView(worker, self)
        self.lines.setMinimumHeight(150)
        self.attached = flowing("", "small")
        self.original = QCheckBox(self.tr("签字盖章的纸质回执在手"))
        self._turn_action = make_action(self, self.tr("相符 / 不符"), key_table.SWITCH, self._turn, again=True)
        self.lines_action = make_action(self, self.tr("到明细"), key_table.FIND, self._to_lines)
        self._attach_action = make_action(self, self.tr("附扫描件"), key_table.OPEN, self._attach)
        self._build()
        self._turned()
        worker.read(issued_statements.lines_of, statement.statement, then=self._know_lines, failed=self.refuse)

    def _build(self) -> None:
        told = self.tr("{0}　　{1} 至 {2}　　期末余额 {3}")
        row_ = self.statement
        text = told.format(
            row_.buyer.name, row_.start.isoformat(), row_.end.isoformat(), formatting.money(row_.closing)
        )
        self.fields.addWidget(flowing(text, "muted"))
        turn, attach = ActionButton(self._turn_action), ActionButton(self._attach_action)
        for button in (turn, attach):
            button.setAutoDefault(False)
        self.fields.addLayout(row(self.verdict, turn, 1, self.original, attach))
        day, by = Field(self.tr("回函日期"), self.day), Field(self.tr("对方经办人"), self.by)
        closing = Field(self.tr("回执上的期末余额"), self.closing)
        self.day.wronged.connect(day.blame)
        self.closing.wronged.connect(closing.blame)
        self.add_row([day, by, closing])
        self.add(Field(self.tr("备注"), self.remark))
        self.chain(self.original)
        self.chain(self.lines.view)
        self.fields.addWidget(self.lines, 1)
        self.fields.addWidget(self.attached)
        self.blames(day, "reply_date", "date_")
        self.blames(by, "reply_signer")
        self.blames(closing, "reply_closing", "amount_")
        order: tuple[QWidget, ...] = (self.day, self.by, self.closing, self.remark, self.original, self.lines.view)
        for before, after in pairwise((*order, self.do)):
            self.setTabOrder(before, after)

    @property
    def slip(self) -> Slip:
        """What was filled in."""
        verdict: Verdict = "differs" if self.verdict.code == "differs" else "agrees"
        lines = self.lines.objections if verdict == "differs" else ()
        filled = self.day.day, self.by.text().strip(), lines, self.closing.amount, self.remark.text().strip()
        return Slip(self.statement.statement, verdict, *filled, tuple(self.files), self.original.isChecked())

    def confirm(self) -> None:
        """A slip that agrees says to what; where it differs, its lines or its balance say so."""
        if self.verdict.code == "agrees" and self.do.isEnabled() and not self.closing.text().strip():
            self.refuse(UsageError("reply_closing_needed"))
            return
        super().confirm()

    def attach(self, path: Path) -> None:
        """A scan that is kept with the answer."""
        self.files.append(path)
        self.attached.setText(self.tr("附件：{0}").format("，".join(each.name for each in self.files)))

    @Slot(object)
    def _know_lines(self, lines: Any) -> None:
        self.lines.show_lines(lines, self._before.lines if self._before else ())

    def show_before(self, before: ReplyView) -> None:
        """The answer recorded earlier; recording again takes its place."""
        self._before = before
        if before.verdict == "agrees_by_silence":
            self.banner.say(self.tr("先前因没有回函记为默认相符；登记收到的回函会取代它。"), "info")
            return
        self.verdict.pick(before.verdict)
        self.day.set_day(before.date)
        self.by.setText(before.by)
        self.remark.setText(before.remark)
        self.closing.setText("" if before.their_closing is None else str(before.their_closing))
        self.original.setChecked(before.original)
        for each in before.attachments:
            if each.path:
                self.attach(Path(each.path))
        self.banner.say(self.tr("已登记过回函（{0}）；再登记会取代它。").format(before.recorded_by), "info")

    def _turn(self) -> None:
        self.verdict.step(1)

    @Slot()
    def _turned(self) -> None:
        differs = self.verdict.code == "differs"
        self.lines.setVisible(differs)
        self.lines_action.setEnabled(differs)
        self.fit()  # a slip that agrees is a few fields; one that differs needs room for its lines

    def _to_lines(self) -> None:
        self.lines.view.setFocus()

    def _attach(self) -> None:
        title, kinds = self.tr("扫描件或照片"), self.tr("图片和 PDF (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)")
        for name in QFileDialog.getOpenFileNames(self, title, str(Path.home()), kinds)[0]:
            self.attach(Path(name))


class SilenceDialog(FormDialog):
    """No answer counts as agreement, where that was agreed on with this customer: the agreement, and the act."""

    def __init__(self, statement: IssuedRow, days: int | None, parent: QWidget) -> None:
        super().__init__(parent, width=520)
        self.statement = statement
        self.say_what(self.tr("默认相符：{0}").format(statement.number), self.tr("记为默认相符"))
        told = self.tr("{0}　　期末余额 {1}　　回函期限 {2}")
        closing, until = formatting.money(statement.closing), formatting.day(statement.reply_by) or formatting.NONE
        self.fields.addWidget(flowing(told.format(statement.buyer.name, closing, until), "muted"))
        self.days = OptionalAmountEdit()
        self.days.setText("" if days is None else str(days))
        field = Field(self.tr("与这位客户约定：回函期限过后多少天没有回函，就算相符"), self.days)
        self.days.wronged.connect(field.blame)
        self.add(field, "silence_", "amount_")
        self.fields.addWidget(
            flowing(self.tr("由您登记才算，不会自动变成相符；以后收到回函照样登记。留空：取消约定，不登记。"), "small")
        )

    @property
    def wanted(self) -> int | None:
        """The days agreed on; what is no whole number of days is refused like too many."""
        amount = self.days.amount
        return None if amount is None else int(amount) if amount == int(amount) else -1


class AllSilentDialog(FormDialog):
    """All statements whose silence may be recorded as agreement today, before it is done."""

    def __init__(self, rows: Sequence[SilentRow], parent: QWidget) -> None:
        super().__init__(parent, width=560)
        self.say_what(self.tr("全部到期的记为默认相符"), self.tr("全部登记"))
        total = sum((row.closing for row in rows), Decimal(0))
        told = self.tr("约定过不回函算相符、回函期限已过的对账单 {0} 份，余额共 {1}：")
        self.fields.addWidget(flowing(told.format(len(rows), formatting.money(total)), "muted"))
        lines = [f"{row.number}　{row.buyer.name}　{formatting.money(row.closing)}" for row in rows[:_LISTED]]
        if len(rows) > _LISTED:
            lines.append(formatting.told("and_more", count=len(rows) - _LISTED))
        self.fields.addWidget(flowing("\n".join(lines)))
        self.do.setFocus()
