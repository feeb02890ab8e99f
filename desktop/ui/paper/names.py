"""What the papers and their copies are called in the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox

from desktop.ui.frame.preferences import COPIES
from desktop.ui.widgets import formatting


def paper_names(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Codes with their names."""
    names = {
        "a4": QCoreApplication.translate("paper_names", "A4"),
        "241x280": QCoreApplication.translate("paper_names", "241×279.4 整张连续纸"),
        "241x140": QCoreApplication.translate("paper_names", "241×139.7 二等分"),
        "241x93": QCoreApplication.translate("paper_names", "241×93.1 三等分"),
    }
    return [(code, names[code]) for code in codes]


def copy_names(count: int) -> tuple[str, ...]:
    """The names of so many copies, as they stand on the paper."""
    names = (
        QCoreApplication.translate("paper_names", "存根"),
        QCoreApplication.translate("paper_names", "客户"),
        QCoreApplication.translate("paper_names", "财务"),
        QCoreApplication.translate("paper_names", "仓库"),
        QCoreApplication.translate("paper_names", "回单"),
    )
    return names[:count]


def copies_box(count: int) -> QComboBox:
    """A choice of copies; its data are their number, 0 for one without a name."""
    box = QComboBox()
    for each in map(int, COPIES):
        text = formatting.named_in_row(copy_names(each)) or QCoreApplication.translate("paper_names", "一份，不分联")
        box.addItem(text, each)
    box.setCurrentIndex(box.findData(count))
    return box
