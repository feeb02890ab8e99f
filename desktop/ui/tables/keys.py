"""The keys of every list, for the key list behind F1; a list takes them itself, wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def list_keys() -> list[tuple[str, str]]:
    """Keys and what they do."""
    translate = QCoreApplication.translate
    return [
        ("Alt+↓", translate("lists", "排序、筛选、列、行高、收藏")),
        ("Alt+1 / Alt+9", translate("lists", "按第几列排序，再按换方向")),
        ("Shift+↓ / Ctrl+A", translate("lists", "多选，全选")),
        ("Ctrl+C / Ctrl+Shift+C", translate("lists", "复制所选行、这一格")),
        ("Home / End", translate("lists", "第一行、最后一行")),
        ("Esc", translate("lists", "先取消搜索和筛选")),
    ]
