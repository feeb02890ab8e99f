"""A folder of the practice company says so by a file in it, so that its key and its papers are never taken for real."""

from __future__ import annotations

from pathlib import Path

PRACTICE_MARK = "practice.mark"
_TEXT = "练习公司，这里的账不算数。\nThe practice company: nothing in here counts.\n"


def is_practice(folder: Path) -> bool:
    """Whether what lies in a folder is the practice company's."""
    return (folder / PRACTICE_MARK).exists()


def mark_practice(folder: Path) -> None:
    """Makes a folder one of the practice company, before anything else is put into it."""
    (folder / PRACTICE_MARK).write_text(_TEXT, encoding="utf-8")
