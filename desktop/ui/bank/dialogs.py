"""Two questions about a bank's file: which column means what, and who paid this."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from desktop.actions.accounts.account_views import BankFileChoice, BankLineRow
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import CustomerEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing, label
from domain.bank.formats import Unmapped


class BankMappingDialog(FormDialog):
    """A layout nobody knows yet: which of its columns mean what; remembered under a name once it is booked."""

    def __init__(self, offer: Unmapped, name: str, parent: QWidget) -> None:
        super().__init__(parent, width=620)
        self.say_what(self.tr("不认识的流水格式"), self.tr("就这样读"))
        self.guessed = dict(offer.guessed)
        told = self.tr("指一次各栏的意思，入账后就记住，以后同样格式的文件自动认出。日期和金额（或收入、支出）必须有。")
        self.fields.addWidget(flowing(told, "muted"))
        self.name = EnterEdit()
        self.name.setText(name)
        self.add(Field(self.tr("格式名称"), self.name), "bank_mapping")
        self.boxes: dict[str, QComboBox] = {}
        self._build(offer.titles)
        self.inverted = QCheckBox(self.tr("正数是支出（信用卡账单）"))
        self.fields.addWidget(self.inverted)

    def _build(self, titles: Sequence[str]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, (meaning, shown) in enumerate(self._meanings()):
            box = QComboBox()
            if meaning not in self.guessed:
                box.addItem(formatting.NONE, "")
            for title in titles:
                box.addItem(title, title)
            box.setCurrentIndex(max(box.findData(self.guessed.get(meaning, "")), 0))
            line, side = divmod(place, 2)
            grid.addWidget(label(shown, "label"), line, side * 2)
            grid.addWidget(box, line, side * 2 + 1)
            self.boxes[meaning] = box
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.fields.addLayout(grid)

    def _meanings(self) -> tuple[tuple[str, str], ...]:
        return (
            ("date", self.tr("日期")),
            ("amount", self.tr("金额（带正负）")),
            ("income", self.tr("收入")),
            ("expense", self.tr("支出")),
            ("direction", self.tr("收支方向")),
            ("name", self.tr("对方户名")),
            ("account", self.tr("对方账号")),
            ("own", self.tr("本方账号")),
            ("summary", self.tr("摘要")),
            ("memo", self.tr("附言")),
            ("reference", self.tr("流水号")),
            ("balance", self.tr("余额")),
            ("status", self.tr("交易状态")),
        )

    @property
    def wish(self) -> BankFileChoice:
        """The mapping that was made."""
        titles = {meaning: str(box.currentData()) for meaning, box in self.boxes.items() if box.currentData()}
        return BankFileChoice(self.name.text().strip(), titles, self.inverted.isChecked())


class PayerDialog(FormDialog):
    """Who paid this; with what speaks for each guess."""

    def __init__(self, worker: Worker, line: BankLineRow, parent: QWidget) -> None:
        super().__init__(parent, width=560)
        self.line = line
        name = line.payer_name or line.payer_account or formatting.NONE
        self.say_what(self.tr("{0} 付的 {1}").format(name, formatting.money(line.amount)), self.tr("就是他"))
        about = "  ·  ".join(each for each in (line.date.isoformat(), line.payer_account, line.summary) if each)
        self.fields.addWidget(flowing(about, "muted"))
        for reason in line.reasons:
            if reason.severity == "warn":  # the receipt it looks like stands beside it
                self.fields.addWidget(flowing(formatting.tell(reason), "error"))
        self.customer = CustomerEdit(worker, self)
        field = Field(self.tr("客户"), self.customer)
        self.customer.wronged.connect(field.blame)
        self.add(field, "dealer_")
        if not line.guesses:
            self.fields.addWidget(flowing(self.tr("户名、账号和往来记录都看不出是谁。"), "muted"))
        for guess in line.guesses[:4]:
            why = " ".join(map(formatting.tell, guess.reasons))
            self.fields.addWidget(flowing(f"{guess.dealer.name}  {guess.confidence}%  {why}", "muted"))

    def take(self, customer: Any) -> None:
        """Proposes one."""
        if customer is not None and self.customer.customer is None:
            self.customer.take(customer)
            self.customer.selectAll()
