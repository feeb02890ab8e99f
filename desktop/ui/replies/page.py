"""Statements that went out and their answers: waiting, late by age, agreeing, disputed; slips are recorded here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices

from desktop.listings.replies import REPLIES
from desktop.ui.frame.actions import deemed_acceptance, owner, replies
from desktop.ui.frame.list_page import ListPage
from desktop.ui.navigation import key_table
from desktop.ui.replies.dialog import AllSilentDialog, ReplyDialog, SilenceDialog
from desktop.ui.statements.drawn import Reprint
from desktop.ui.statements.withdrawing import WithdrawDialog
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, flowing, label

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import ReplyView
    from desktop.actions.books.owner import DeskOwner
    from desktop.actions.statements.issued import IssuedRow


class RepliesPage(ListPage):
    """The list, and the answer to the statement under the caret."""

    topics = frozenset({"statements", "accounts"})
    listing = REPLIES
    row_height = 44
    exported = ("replies", "objections")
    asked = frozenset({"record_reply", "withdraw_statement"})

    def search_hint(self) -> str:
        return self.tr("单号、客户、拼音")

    def question(self) -> tuple[object, ...]:
        return self.search.text().strip(), self.filters.code if self.filters else ""

    def build(self) -> None:
        self._today = dt.datetime.now().astimezone().date()
        self.reply: ReplyView | None = None
        self.record_action = self.act(
            self.tr("登记回函"),
            (key_table.DO, key_table.NEW),
            self._record,
            right="statement_write",
            why=self.tr("先选一张没有撤回的对账单。"),
        )
        self.attachment_action = self.act(
            self.tr("看扫描件"), key_table.WHY, self._open_attachment, why=self.tr("这份回函没有附扫描件。")
        )
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.act(self.tr("换筛选"), key_table.SWITCH, self._sieve, again=True)
        self.silence_action = self.act(
            self.tr("默认相符"),
            key_table.APPROVE,
            self._silence,
            right="statement_write",
            why=self.tr("只有还没回函的对账单可以登记默认相符。"),
        )
        self.all_silent_action = self.act(
            self.tr("全部到期的默认相符"), key_table.DO_ALL, self._all_silent, bar=False, right="statement_write"
        )
        self.again_action = self.act(
            self.tr("重印"), key_table.PRINT, self._print_again, why=self.tr("这里没有开具过的对账单。")
        )
        self.withdraw_action = self.act(
            self.tr("撤回"),
            key_table.STOP,
            self._withdraw,
            right="statement_write",
            why=self.tr("先选一张没有撤回的对账单。"),
        )
        self.act(self.tr("返回"), key_table.BACK, self._back)
        self.build_title(
            self.tr("回函"),
            self.build_excel(),
            ActionButton(self.silence_action),
            ActionButton(self.attachment_action, picture="open"),
            ActionButton(self.withdraw_action),
            ActionButton(self.again_action, picture="print"),
            ActionButton(self.record_action, "primary", "check"),
        )
        states = ["", *(each for each in ("late", "waiting", "differs", "agrees", "agrees_by_silence", "withdrawn"))]
        names = [(code, formatting.named("reply_state", code) if code else self.tr("全部")) for code in states]
        self._inside = self.side(self.build_list(names), 272)
        self._build_side()
        self.view.say_when_empty(self.tr("没有这样的对账单。对账单在“对账单”页开具。"))
        self._show_reply(None)

    def _build_side(self) -> None:
        self.heading, self.whose = label("", "heading", wrap=True), flowing("", "muted")
        self.said, self.lines, self.scans = flowing(""), flowing(""), flowing("", "small")
        for widget in (self.heading, self.whose, self.said, self.lines, self.scans):
            self._inside.addWidget(widget)
        self._inside.addStretch(1)

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know)
        super().begin()

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self._today = whose.today

    def take(self, given: Any) -> None:
        """A filter by its code, or the number to look for."""
        if self.filters is not None and str(given) in (*REPLIES.only, "replaced"):
            self.filters.pick(str(given))
        else:
            self.search.setText(str(given))
        self.rest()

    # ---- looking

    def row_chosen(self, row: IssuedRow | None) -> None:
        self._show_reply(None)
        standing = row is not None and row.stands
        self.record_action.setEnabled(standing)
        self.withdraw_action.setEnabled(standing)
        self.again_action.setEnabled(row is not None)
        self.silence_action.setEnabled(row is not None and row.state in ("late", "waiting"))
        if row is not None:
            self.heading.setText(row.number)
            printed = self.tr("已打印 %n 次", "", row.prints) if row.prints else self.tr("还没有打印")
            self.whose.setText(f"{row.buyer.name}\n{printed}")
            self.said.setText(self._silent(row))
            self.worker.read(replies.recorded_reply, row.statement, then=self._take_reply)

    @Slot(object)
    def _take_reply(self, reply: ReplyView | None) -> None:
        row = self.view.current_row()
        if row is not None and reply is not None and reply.statement == row.statement:
            self._show_reply(reply)

    def _show_reply(self, reply: ReplyView | None) -> None:
        self.reply = reply
        self.attachment_action.setEnabled(bool(reply and any(each.path for each in reply.attachments)))
        self.keys_changed.emit()
        if reply is None:
            for text in (self.said, self.lines, self.scans):
                text.clear()
            return
        verdict = formatting.named("verdict", reply.verdict)
        told = [f"{verdict}　{reply.date.isoformat()}　{reply.by}".rstrip()]
        if reply.verdict == "agrees_by_silence":
            told = [verdict, self._silence_text(reply)]
        if reply.their_closing is not None:
            told.append(self.tr("对方余额 {0}").format(formatting.money(reply.their_closing)))
        if reply.unexplained:
            told.append(self.tr("还有 {0} 没有说明").format(formatting.money(reply.unexplained)))
        self.said.setText("\n".join([*told, reply.remark]).strip())
        self.lines.setText("\n\n".join(map(self._line, reply.lines)))
        kept = [self.tr("附件：{0}").format(each.name) for each in reply.attachments]
        self.scans.setText("\n".join([*kept, *([self.tr("纸质回执在手。")] if reply.original else [])]))

    def _line(self, each: Any) -> str:
        name = each.number or self.tr("期初余额")
        reason = formatting.named("objection", each.reason)
        figures = self.tr("我方 {0}，对方 {1}").format(formatting.money(each.ours), formatting.money(each.theirs))
        return "\n".join(filter(None, (f"{name}　{reason}", figures, each.remark)))

    def _silent(self, row: IssuedRow) -> str:
        if not row.stands:
            told = self.tr("{0} 由 {1} 撤回，作废。").format(row.answered, row.by)
            why = self.tr("原因：{0}").format(row.reason)
            return f"{told}\n{why}" if row.reason else told
        if row.by_program:
            return self.tr("对方的程序于 {0} 答复。").format(row.answered)
        if row.answered is not None:
            return ""
        late = self.tr("过期 %n 天，还没有回函。", "", row.days_late) if row.days_late else self.tr("还没有回函。")
        if row.silence_from is None:
            return late
        return late + self.tr("约定不回函算相符：{0} 起可按 F11 登记。").format(row.silence_from)

    # ---- doing

    def open_row(self, row: Any) -> None:  # noqa: ARG002 -- it is the current one
        self._record()

    def _record(self) -> None:
        row = self.view.current_row()
        if row is not None and row.stands:
            self.dialog: Any = ReplyDialog(self.worker, row, self._today, self)
            if self.reply is not None:
                self.dialog.show_before(self.reply)
            self.dialog.confirmed.connect(self._put)
            self.dialog.open()

    def _print_again(self) -> None:
        """The statements page shows it as it was issued, ready to be printed once more."""
        row = self.view.current_row()
        if row is not None:
            self.wanted.emit("statements", Reprint(row.number))

    def _withdraw(self) -> None:
        row = self.view.current_row()
        if row is not None and row.stands:
            self.dialog = WithdrawDialog(self.worker, row.number, self)
            self.dialog.withdrawn.connect(self._withdrawn)
            self.dialog.open()

    @Slot(str)
    def _withdrawn(self, number: str) -> None:
        self.banner.say(self.tr("已撤回 {0}；再开具时编新号。").format(number), "good")
        self.exchange_wanted.emit()

    def _put(self) -> None:
        slip = self.dialog.slip
        self.worker.write(replies.record_slip, slip, then=self._recorded, failed=self.dialog.refuse)

    @Slot(object)
    def _recorded(self, reply: ReplyView) -> None:
        self.dialog.accept()
        verdict = formatting.named("verdict", reply.verdict)
        self.banner.say(self.tr("已登记 {0} 的回函：{1}。").format(reply.number, verdict), "good")
        self.exchange_wanted.emit()

    def _open_attachment(self) -> None:
        for each in self.reply.attachments if self.reply is not None else ():
            if each.path:
                QDesktopServices.openUrl(QUrl.fromLocalFile(each.path))

    def _silence(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.worker.read(deemed_acceptance.agreed_days, row.buyer.id, then=self._ask_silence, failed=self.tell)

    @Slot(object)
    def _ask_silence(self, days: int | None) -> None:
        row = self.view.current_row()
        if row is not None:
            self.dialog = SilenceDialog(row, days, self)
            self.dialog.confirmed.connect(self._put_silence)
            self.dialog.open()

    def _put_silence(self) -> None:
        row, days = self.dialog.statement, self.dialog.wanted
        self.worker.write(
            deemed_acceptance.agree_on_silence,
            row.buyer.id,
            row.statement,
            days,
            then=self._silenced,
            failed=self.dialog.refuse,
        )

    @Slot(object)
    def _silenced(self, reply: ReplyView | None) -> None:
        name = self.dialog.statement.buyer.name
        self.dialog.accept()
        if reply is None:
            self.banner.say(self.tr("与 {0} 没有约定了，不回函一直列为逾期。").format(name), "info")
        else:
            self.banner.say(self._silence_text(reply), "good")
            self.exchange_wanted.emit()

    def _all_silent(self) -> None:
        self.worker.read(deemed_acceptance.silent, then=self._ask_all_silent, failed=self.tell)

    @Slot(object)
    def _ask_all_silent(self, rows: Sequence[Any]) -> None:
        if not rows:
            self.banner.say(formatting.told("silence_none"), "info")
            return
        self.dialog = AllSilentDialog(rows, self)
        self.dialog.confirmed.connect(self._put_all_silent)
        self.dialog.open()

    def _put_all_silent(self) -> None:
        self.worker.write(deemed_acceptance.record_all_silent, then=self._all_silenced, failed=self.dialog.refuse)

    @Slot(object)
    def _all_silenced(self, done: tuple[int, Any]) -> None:
        self.dialog.accept()
        self.banner.say(formatting.told("silence_all", count=done[0], amount=done[1]), "good")
        self.exchange_wanted.emit()

    @staticmethod
    def _silence_text(reply: ReplyView) -> str:
        return formatting.told("silence_recorded", reply_by=reply.reply_by, on=reply.date, by=reply.recorded_by)

    def _sieve(self) -> None:
        if self.filters is not None:
            self.filters.step(1)

    def _back(self) -> None:
        self.back_wanted.emit("statements", None)
