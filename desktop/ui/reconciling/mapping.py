"""What the columns of the other side's file mean: pointed at once, kept under a name, known from then on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.ui.frame.page import make_action
from desktop.ui.navigation import key_table
from desktop.ui.replies.objections import OptionalAmountEdit
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import FilterBar, flowing, label, row
from domain.bank.formats import missing_in

if TYPE_CHECKING:
    from desktop.actions.imports.book_files import BookColumns, OtherFile


class MappingDialog(FormDialog):
    """One list of the file's columns for each meaning; what could be guessed is chosen already."""

    def __init__(self, path: Path, offer: BookColumns, kept_by: str, parent: QWidget) -> None:
        super().__init__(parent, width=640)
        self._path = path
        self.say_what(self.tr("{0} 的各列是什么").format(path.name), self.tr("用它核对"))
        self.name = EnterEdit()
        self.name.setText(offer.known or path.stem)
        self.kept_by = FilterBar([("buyer", self.tr("买方的账（应付）")), ("seller", self.tr("卖方的账（应收）"))])
        self.kept_by.pick(kept_by)
        make_action(self, self.tr("谁的账"), key_table.SWITCH, self._turn, again=True)
        self.closing = OptionalAmountEdit()
        self.columns: dict[str, QComboBox] = {}
        self._build(offer)

    def _build(self, offer: BookColumns) -> None:
        told = self.tr("指一次就记住，以后同样的文件直接读。方向键选列，Tab 到下一个。")
        self.fields.addWidget(flowing(told, "muted"))
        closing = Field(self.tr("对方期末余额（文件里没有时填）"), self.closing)
        self.closing.wronged.connect(closing.blame)
        self.add_row([Field(self.tr("这种文件叫什么"), self.name), closing])
        self.fields.addLayout(row(label(self.tr("这是谁的账（F4 换）"), "label"), self.kept_by, 1))
        meanings = (
            (("date", self.tr("日期")), ("reference", self.tr("单号"))),
            (("income", self.tr("欠款增加（发货）")), ("expense", self.tr("欠款减少（付款、退货）"))),
            (("amount", self.tr("金额（只有一列时）")), ("direction", self.tr("借贷方向"))),
            (("balance", self.tr("余额")), ("summary", self.tr("摘要"))),
        )
        for pair in meanings:
            self.add_row([self._column(meaning, name, offer) for meaning, name in pair])

    def _column(self, meaning: str, name: str, offer: BookColumns) -> Field:
        box = QComboBox()
        box.addItem(self.tr("（没有）"), "")
        for title in offer.titles:
            box.addItem(title, title)
        box.setCurrentIndex(max(box.findData(offer.guessed.get(meaning, "")), 0))
        self.columns[meaning] = box
        return Field(name, box)

    def confirm(self) -> None:
        if missing_in(self._titles()):
            self.banner.say(self.tr("请至少指明日期和金额；金额是一列，或者增加、减少各一列。"), "warn")
        else:
            super().confirm()

    @property
    def other(self) -> OtherFile:
        """The file as mapped."""
        from desktop.actions.imports.book_files import OtherFile

        name = self.name.text().strip() or self._path.stem
        return OtherFile(self._path, self.kept_by.code, self._titles(), name, self.closing.amount)

    def _titles(self) -> Mapping[str, str]:
        chosen = {meaning: str(box.currentData()) for meaning, box in self.columns.items()}
        return {meaning: title for meaning, title in chosen.items() if title}

    def _turn(self) -> None:
        self.kept_by.step(1)
