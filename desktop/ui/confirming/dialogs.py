"""Disputing a statement made to us, line by line, and answering what others dispute of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow
from desktop.actions.statements.exchanged import ExchangedStatement
from desktop.ui.frame.actions import issued_statements
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.replies.objections import ObjectionsView
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import FilterBar, card, flowing
from desktop.ui.widgets.signing import SigningDialog


class ConfirmDialog(SigningDialog):
    """Whose statement it is, its period and balances, what one's own book holds against it; ticked, then signed."""

    def __init__(self, told: ExchangedStatement, parent: QWidget) -> None:
        view = told.view
        super().__init__(self.tr("确认对账单：{0}").format(view.number), "", parent)
        self.told = told
        self.say_what(self.tr("确认对账单：{0}").format(view.number), self.tr("签名确认"))
        # Each objection says by how much the statement is too high.
        own = view.closing - sum(((each.ours or 0) - (each.theirs or 0) for each in told.differences), Decimal(0))
        self.say_facts(
            [
                (self.tr("卖方"), view.seller.name),
                (self.tr("买方"), view.buyer.name),
                (self.tr("期间"), self.tr("{0} 至 {1}").format(view.first_day, view.last_day)),
                (self.tr("对账单期末余额"), formatting.yuan(view.closing)),
                (self.tr("本方账期末余额"), formatting.yuan(own)),
            ]
        )
        if told.differences:
            lines = [self._line(each) for each in told.differences]
            count = len(lines)
            heading = self.tr("本方账有 %n 处和对账单不一致（提出异议按 Esc，再按 Shift+F11）：", "", count)
            self.say_lines(heading, lines)
            self.ask_to_agree(self.tr("仍同意对账单的余额 {0}").format(formatting.yuan(view.closing)))
        else:
            self.fields.addWidget(flowing(self.tr("逐笔核对：本方账与对账单一致。"), "muted"))
            self.ask_to_agree(self.tr("已看过，同意余额 {0}").format(formatting.yuan(view.closing)))

    def _line(self, each: ObjectionRow) -> str:
        name = each.number or self.tr("期初余额")
        figures = self.tr("对账单 {0}，本方账 {1}").format(formatting.money(each.ours), formatting.money(each.theirs))
        return f"{name}　{formatting.named('objection', each.reason)}　{figures}"


class DisputeDialog(FormDialog):
    """What one's own book holds against the statement stands there already; more or less may be disputed."""

    def __init__(self, worker: Worker, told: ExchangedStatement, parent: QWidget) -> None:
        super().__init__(parent, width=820)
        self.setMinimumHeight(520)
        self.told = told
        self.say_what(self.tr("提出异议：{0}").format(told.view.number), self.tr("签名发出"))
        text = self.tr("本方账和对账单不一致的已经列为异议，可以增减；发出时用本机密钥签名。")
        self.fields.addWidget(flowing(text, "muted"))
        self.lines = ObjectionsView(worker, self)
        self.fields.addWidget(self.lines, 1)
        self.lines.changed.connect(self._allow)
        self._allow()
        worker.read(issued_statements.lines_of, told.view.number, then=self._know, failed=self.refuse)

    @Slot(object)
    def _know(self, lines: Any) -> None:
        self.lines.show_lines(lines, self.told.view.disputed or self.told.differences)
        self.lines.view.setFocus()

    @Slot()
    def _allow(self) -> None:
        self.do.setEnabled(bool(self.lines.objections))

    def lacking(self) -> str:
        return self.tr("还没有选出有异议的行，没有可发的。")


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """One disputed line and the answer to it; None until it is given."""

    line: ObjectionRow
    accepted: bool | None = None
    remark: str = ""
    document: str = ""


class AnswerDialog(FormDialog):
    """The seller's answer to every disputed line: Space accepts or refuses, Enter writes why and what corrects it."""

    def __init__(self, worker: Worker, view: ConfirmationView, parent: QWidget) -> None:
        super().__init__(parent, width=860)
        self.setMinimumHeight(420)
        self.say_what(self.tr("答复异议：{0}，{1}").format(view.number, view.buyer.name), self.tr("签名发出"))
        self.fields.addWidget(flowing(self.tr("空格：接受 / 不接受　　Enter：写说明和更正单号"), "small"))
        self.answers = [ObjectionAnswer(line) for line in view.disputed]
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.opened.connect(self._open)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.fields.addWidget(frame, 1)
        self._turn_action = make_action(self.view, self.tr("接受 / 不接受"), key_table.TICK, self._turn, again=True)
        self._list()
        self.view.setFocus()

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("单号"), self._number, 186, look="strong", second=_reason, whole=True),
            Column(self.tr("对账单金额"), _ours, 106, right=True),
            Column(self.tr("对方"), _theirs, 106, right=True),
            Column(self.tr("答复"), self._answer, 118, look="chip", tone=_tone),
            Column(self.tr("说明"), _said, 0, second=_document),
        )

    @property
    def given(self) -> Mapping[str, tuple[bool, str, str]]:
        """By number: whether it is accepted, a remark, and the correcting document."""
        return {each.line.number: (bool(each.accepted), each.remark, each.document) for each in self.answers}

    def lacking(self) -> str:
        return self.tr("还有没答复的行：按空格选接受或不接受。")

    def _list(self) -> None:
        self.rows.show_rows(self.answers)
        self.do.setEnabled(all(each.accepted is not None for each in self.answers))

    def _turn(self) -> None:
        each = self.view.current_row()
        if each is not None:
            self._put(each, replace(each, accepted=not each.accepted))

    @Slot(object)
    def _open(self, each: ObjectionAnswer) -> None:
        self.dialog: Any = LineAnswerDialog(each, self)
        self.dialog.confirmed.connect(self._take)
        self.dialog.open()

    @Slot()
    def _take(self) -> None:
        self.dialog.accept()
        self._put(self.dialog.answer, self.dialog.given)
        self.view.setFocus()

    def _put(self, before: ObjectionAnswer, after: ObjectionAnswer) -> None:
        self.answers[self.answers.index(before)] = after
        self._list()

    def _number(self, each: ObjectionAnswer) -> str:
        return each.line.number or self.tr("期初余额")

    def _answer(self, each: ObjectionAnswer) -> str:
        return (
            self.tr("待答复")
            if each.accepted is None
            else formatting.named("accepted", "yes" if each.accepted else "no")
        )


class LineAnswerDialog(FormDialog):
    """The answer to one line."""

    def __init__(self, answer: ObjectionAnswer, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer = answer
        self.say_what(self.tr("答复：{0}").format(answer.line.number or self.tr("期初余额")), self.tr("记下"))
        self.choice = FilterBar([(code, formatting.named("accepted", code)) for code in ("yes", "no")])
        self.choice.pick("no" if answer.accepted is False else "yes")
        make_action(self, self.tr("接受 / 不接受"), key_table.SWITCH, self._turn, again=True)
        self.fields.addWidget(Field(self.tr("答复（F4 换）"), self.choice))
        self.remark, self.document = EnterEdit(), EnterEdit()
        self.remark.setText(answer.remark)
        self.document.setText(answer.document)
        self.add(Field(self.tr("说明"), self.remark))
        self.add(Field(self.tr("更正的单据号（接受时）"), self.document))

    def _turn(self) -> None:
        self.choice.step(1)

    @property
    def given(self) -> ObjectionAnswer:
        """The answer as filled in."""
        yes = self.choice.code == "yes"
        told = self.remark.text().strip(), self.document.text().strip()
        return replace(self.answer, accepted=yes, remark=told[0], document=told[1])


def _reason(each: ObjectionAnswer) -> str:
    return " ".join(filter(None, (formatting.named("objection", each.line.reason), each.line.remark)))


def _ours(each: ObjectionAnswer) -> str:
    return formatting.money(each.line.ours)


def _theirs(each: ObjectionAnswer) -> str:
    return formatting.money(each.line.theirs)


def _tone(each: ObjectionAnswer) -> str:
    return "warn" if each.accepted is None else "good" if each.accepted else "bad"


def _said(each: ObjectionAnswer) -> str:
    return each.remark


def _document(each: ObjectionAnswer) -> str:
    return each.document
