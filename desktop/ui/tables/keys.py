"""The keys of every list, for the key list behind F1; a list takes them itself, wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.ui.navigation.key_table import BACK, COPY, COPY_CELL, LIST_OFFERS, SELECT_ALL, SORT_BY, told


def list_keys() -> list[tuple[str, str]]:
    """Keys and what they do."""
    translate = QCoreApplication.translate
    return [
        (told(LIST_OFFERS), translate("lists", "排序、筛选、列、行高、收藏")),
        (told(SORT_BY), translate("lists", "按第几列排序，再按换方向")),
        (f"Shift+↓ / {told(SELECT_ALL)}", translate("lists", "多选，全选")),
        (f"{told(COPY)} / {told(COPY_CELL)}", translate("lists", "复制所选行、这一格")),
        ("Home / End", translate("lists", "第一行、最后一行")),
        (told(BACK), translate("lists", "先取消搜索和筛选")),
    ]
