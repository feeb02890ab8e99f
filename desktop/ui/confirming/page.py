"""Statements confirmed between programs: as they came, compared, confirmed or disputed by line, and answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.actions.statements.exchanged import ExchangedStatement
from desktop.ui.confirming.dialogs import AnswerDialog, ConfirmDialog, DisputeDialog
from desktop.ui.confirming.lines import ToldLines, rows_of
from desktop.ui.frame.actions import comparing, confirming, exchanged
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.tables.window import RowWindow
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, ElidedLabel, card, chip, flowing, label, row

if TYPE_CHECKING:
    from desktop.actions.accounts.account_views import ConfirmationView, EventView
    from desktop.actions.statements.proofs import Proven

_TONES = {"issued": "info", "confirmed": "good", "disputed": "bad", "answered": "warn"}


class ConfirmingPage(WindowPage):
    """The statements on the left, the chosen one on the right."""

    topics = frozenset({"statements", "accounts", "papers", "incoming"})
    asked = frozenset({"answer_dispute", "withdraw_statement"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.told: ExchangedStatement | None = None
        self._wanted = ""
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.tell)
        self._build_actions()
        self._build()
        self._allow()

    def _build_actions(self) -> None:
        self.confirm_action = self.act(self.tr("确认"), key_table.DO, self._confirm, right="statement_write")
        self.dispute_action = self.act(self.tr("提出异议"), key_table.REFUSE, self._dispute, right="statement_write")
        self.answer_action = self.act(self.tr("答复异议"), key_table.NEW, self._answer, right="statement_write")
        self.compare_action = self.act(self.tr("两边账核对"), key_table.COMPARE, self._compare)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("列表 / 明细"), key_table.SWITCH, self._other_side)
        self.act(self.tr("返回"), key_table.BACK, self._back)

    def _build(self) -> None:
        self.build_title(
            self.tr("与经销商对账确认") if self.worker.asks_hq else self.tr("与供货方对账确认"),
            self.excel.button(),
            ActionButton(self.compare_action),
            ActionButton(self.dispute_action, picture="pen"),
            ActionButton(self.answer_action, "primary", "pen"),
            ActionButton(self.confirm_action, "primary", "check"),
        )
        self.rows = RowWindow(self.worker, comparing.travelling_ids, comparing.travelling_rows, self)
        self.rows.failed.connect(self.tell)
        self.rows.listed.connect(self._listed)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=48)
        nothing = (
            self.tr("还没有经销商的程序答复对账单。") if self.worker.asks_hq else self.tr("供货方还没有发来对账单。")
        )
        self.view.say_when_empty(nothing)
        self.view.chosen.connect(self._choose)
        self.view.opened.connect(self._to_lines)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.narrow(frame, 408, 280)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(frame)
        body.addWidget(self._build_told(), 1)
        self.box.addLayout(body, 1)

    def _build_told(self) -> QFrame:
        frame, inside = card()
        self.heading, self.state, self.closing = label("", "heading"), chip(), label("", "strong")
        inside.addLayout(row(self.heading, self.state, 1, self.closing))
        self.whose = ElidedLabel("", "muted")
        inside.addWidget(self.whose)
        self.lines = ToldLines(self.worker, self)
        self.lines.chosen.connect(self._say_line)
        inside.addWidget(self.lines, 1)
        self.line, self.history = flowing("", "small"), flowing("", "small")
        inside.addWidget(self.line)
        inside.addWidget(self.history)
        return frame

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("对账单"), _number, 0, look="strong", second=self._who, whole=True),
            Column(self.tr("状态与余额"), self._state, 132, look="chip", tone=_tone, second=_closing),
        )

    # ---- coming and going

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        current = self.view.current_row()
        self._wanted = self._wanted or (current.number if current else "")
        self.rows.ask()

    def take(self, given: Any) -> None:
        """The number of a statement."""
        self._wanted = str(given)
        self._find_wanted()
        self.rest()

    def rest(self) -> None:
        self.view.setFocus()

    @Slot()
    def _listed(self) -> None:
        self._find_wanted()
        if not self.rows.ids:
            self._choose(None)

    def _sheets(self) -> Sheets:
        """The statements, and the lines of the one beside them."""
        found = [listing("confirmations", comparing.travelling)]
        if self.told is not None:
            from desktop.listings.statements import told_lines

            view = self.told.view
            found.append(listing("compared", told_lines(view, self.told.lines), about=view.number))
        return lists(*found)

    def _find_wanted(self) -> None:
        if self._wanted and self.rows.ids:
            self.worker.read(comparing.key_of, self._wanted, then=self._go_to_key, failed=self.tell)

    @Slot(object)
    def _go_to_key(self, key: int) -> None:
        if key in self.rows.ids:
            self.view.selectRow(self.rows.ids.index(key))
        self._wanted = ""

    @Slot(object)
    def _choose(self, view: ConfirmationView | None) -> None:
        if view is None:
            self.told = None
            self._allow()
        else:
            self._latest.ask(exchanged.exchanged_statement, view.number)

    @Slot(object)
    def _show(self, told: ExchangedStatement) -> None:
        view = told.view
        self.told = told
        self.heading.setText(view.number)
        self.state.setText(self._state(view))
        tone(self.state, tone=_tone(view))
        self.closing.setText(formatting.yuan(view.closing))
        period = f"{view.first_day} – {view.last_day}"
        self.whose.setText(f"{view.seller.name}　→　{view.buyer.name}　　{period}")
        self.lines.rows.show_rows(rows_of(told))
        self.history.setText("\n".join(self._history(told)))
        self._allow()

    def _history(self, told: ExchangedStatement) -> Iterator[str]:
        """The issue and every act, with what its signature is worth or why it doesn't count."""
        worth = {
            "signed": self.tr("签名真实"),
            "unsigned": self.tr("没有签名"),
            "unvouched": self.tr("旧签名"),
            "forged": self.tr("签名是假的"),
        }
        issue, *acts = told.proofs
        yield self._said(issue, worth[issue.proof])
        proven = iter(acts)
        for event in told.view.events:
            shown = event.wrong is None or event.wrong.code == "confirmation_forged"
            proof = next(proven, None) if shown else None
            wrong = self.tr("不算数：{0}").format(formatting.tell(event.wrong)) if event.wrong else ""
            yield self._said(event, wrong or (worth[proof.proof] if proof else ""))

    def _said(self, act: EventView | Proven, worth: str) -> str:
        who = self.tr("卖方") if act.actor == "seller" else self.tr("买方")
        count = len(getattr(act, "lines", ())) or len(getattr(act, "answers", ()))
        rows = self.tr("{0} 笔").format(count) if count else ""
        if act.act == "withdraw":
            rows = " ".join(filter(None, (getattr(act, "reason", ""), getattr(act, "replacement", ""))))
        return "　".join(filter(None, (str(act.date), who, act.by, formatting.named("act", act.act), rows, worth)))

    @Slot(object)
    def _say_line(self, line: Any) -> None:
        self.line.setText("" if line is None else " ".join(filter(None, (line.number, line.said, line.why))))

    def _allow(self) -> None:
        view = self.told.view if self.told is not None else None
        mine = view is not None and view.mine and self.worker.may("statement_write")
        buying = view is not None and view.turn == "buyer"
        self.confirm_action.setVisible(mine and buying)
        self.dispute_action.setVisible(mine and buying)
        self.answer_action.setVisible(mine and not buying)
        self.compare_action.setVisible(view is not None)
        for button in self.findChildren(ActionButton):
            button.setVisible(button.action_.isVisible())
        self.keys_changed.emit()

    def _who(self, view: ConfirmationView) -> str:
        ours = view.seller.id == self._own
        return f"{(view.buyer if ours else view.seller).name}　{view.last_day:%Y-%m}"

    @property
    def _own(self) -> str:
        return self.worker.desk.dealer_id if self.worker.desk is not None else ""

    def _state(self, view: ConfirmationView) -> str:
        return self.tr("等我方") if view.mine else formatting.named("confirmation", view.state)

    # ---- doing

    def _confirm(self) -> None:
        """Asks for the signature with what is signed on the screen."""
        if self.told is not None:
            self.dialog: Any = ConfirmDialog(self.told, self)
            self.dialog.confirmed.connect(self._put_confirm)
            self.dialog.open()

    def _put_confirm(self) -> None:
        view = self.dialog.told.view
        self.worker.write(
            confirming.confirm, view.number, view.closing, then=self._acted_by_dialog, failed=self.dialog.refuse
        )

    def _dispute(self) -> None:
        if self.told is not None:
            self.dialog = DisputeDialog(self.worker, self.told, self)
            self.dialog.confirmed.connect(self._put_dispute)
            self.dialog.open()

    def _put_dispute(self) -> None:
        self.worker.write(
            confirming.dispute,
            self.dialog.told.view.number,
            self.dialog.lines.objections,
            then=self._acted_by_dialog,
            failed=self.dialog.refuse,
        )

    def _answer(self) -> None:
        if self.told is not None:
            self.dialog = AnswerDialog(self.worker, self.told.view, self)
            self.dialog.confirmed.connect(self._put_answer)
            self._answered = self.told.view.number
            self.dialog.open()

    def _put_answer(self) -> None:
        self.worker.write(
            confirming.answer_dispute,
            self._answered,
            self.dialog.given,
            then=self._acted_by_dialog,
            failed=self.dialog.refuse,
        )

    @Slot(object)
    def _acted_by_dialog(self, view: ConfirmationView) -> None:
        self.dialog.accept()
        self._acted(view)

    @Slot(object)
    def _acted(self, view: ConfirmationView) -> None:
        state = formatting.named("confirmation", view.state)
        self.banner.say(self.tr("{0}：{1}。已签名，下次交换时发出。").format(view.number, state), "good")
        self.exchange_wanted.emit()

    def _compare(self) -> None:
        if self.told is not None:
            view = self.told.view
            account = view.buyer.id
            self.wanted.emit("reconciling", (account, view.first_day, view.last_day))

    def _other_side(self) -> None:
        (self.lines if self.view.hasFocus() else self.view).setFocus()

    @Slot(object)
    def _to_lines(self, _: object) -> None:
        self.lines.setFocus()

    def _back(self) -> None:
        if self.lines.hasFocus():
            self.view.setFocus()
        else:
            self.back_wanted.emit("statements", None)


def _number(view: ConfirmationView) -> str:
    return view.number


def _closing(view: ConfirmationView) -> str:
    return formatting.money(view.closing)


def _tone(view: ConfirmationView) -> str:
    return "warn" if view.mine else _TONES.get(view.state, "muted")
