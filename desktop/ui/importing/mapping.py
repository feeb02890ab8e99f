"""Which column of a file means what, where the program couldn't tell or told wrongly; said once for a layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from desktop.column_names import COLUMN_NAMES
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.parts import flowing, label
from domain.tables.days import ORDERS

_QUOTES = "“”\"'"


class ImportColumnsDialog(FormDialog):
    """One list of the file's columns for each meaning; what could be guessed is chosen already."""

    def __init__(
        self,
        titles: Sequence[str],
        meanings: Sequence[str],
        chosen: Mapping[str, str],
        parent: QWidget,
        *,
        hidden: bool = False,
    ) -> None:
        super().__init__(parent, width=640)
        self.say_what(self.tr("各列是什么"), self.tr("就这样读"))
        told = self.tr("选一列；整列都是一个值的，直接写那个值。入账后就记住，以后同样格式的文件自动认出。")
        self.fields.addWidget(flowing(told, "muted"))
        self.boxes: dict[str, QComboBox] = {}
        self._titles = tuple(dict.fromkeys(title for title in titles if title and title[0] not in _QUOTES))
        self._guessed = dict(chosen)
        self._build(meanings)
        self.hidden = QCheckBox(self.tr("隐藏的工作表和行也读"))
        self.hidden.setChecked(hidden)
        self.fields.addWidget(self.hidden)
        self.chain(self.hidden)

    def _build(self, meanings: Sequence[str]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        language = formatting.language() == "en"
        for place, meaning in enumerate([*meanings, *(["dates"] if "date" in meanings else [])]):
            box = self._orders() if meaning == "dates" else self._columns(meaning)
            line, side = divmod(place, 2)
            grid.addWidget(label(COLUMN_NAMES[meaning][language], "label"), line, side * 2)
            grid.addWidget(box, line, side * 2 + 1)
            self.boxes[meaning] = box
            self.chain(box)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.fields.addLayout(grid)

    def _columns(self, meaning: str) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItem("")
        box.addItems(self._titles)
        box.setCurrentText(self._guessed.get(meaning, "").strip(_QUOTES))
        return box

    def _orders(self) -> QComboBox:
        box = QComboBox()
        box.addItem(self.tr("由整列看"), "")
        names = (self.tr("年、月、日"), self.tr("月、日、年"), self.tr("日、月、年"))
        for name, order in zip(names, ORDERS, strict=True):
            box.addItem(name, order)
        return box

    @property
    def titles(self) -> dict[str, str]:
        """What was said: a title for each meaning, or in quotes what every row has."""
        said = {}
        for meaning, box in self.boxes.items():
            text = str(box.currentData() or "") if meaning == "dates" else box.currentText().strip()
            if text and meaning != "dates":
                text = text if text in self._titles else f'"{text.strip(_QUOTES)}"'
            if text:
                said[meaning] = text
        return said
