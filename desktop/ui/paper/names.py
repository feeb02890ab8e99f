"""What the papers are called in the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication


def paper_names(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Codes with their names."""
    names = {
        "a4": QCoreApplication.translate("paper_names", "A4"),
        "241x280": QCoreApplication.translate("paper_names", "241×279.4 整张连续纸"),
        "241x140": QCoreApplication.translate("paper_names", "241×139.7 二等分"),
        "241x93": QCoreApplication.translate("paper_names", "241×93.1 三等分"),
    }
    return [(code, names[code]) for code in codes]
