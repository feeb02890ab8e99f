"""The two fonts of every paper, registered once a run, and the check that no character is lost unseen."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import resources

REGULAR = "NotoSansSC-Regular"
BOLD = "NotoSansSC-Bold"
SUBSTITUTE = "〓"  # the printers' own sign for a character that isn't in the case

_lock = threading.Lock()
_loaded: dict[bool, Any] = {}


def font(*, bold: bool = False) -> Any:
    """The registered reportlab font; the first call reads the files (about 0.1 s)."""
    with _lock:
        if not _loaded:
            _register()
    return _loaded[bold]


def _register() -> None:
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Compressed pages are bytes: written as letters they would take a quarter more room and a third more time.
    rl_config.useA85 = 0
    for bold, name in ((False, REGULAR), (True, BOLD)):
        path = resources.path(f"fonts/{name}.ttf")
        loaded = TTFont(name, str(path), shapable=False)
        loaded.face._ttf_data = _InFile(path)  # noqa: SLF001 - only what is drawn is read from it again
        pdfmetrics.registerFont(loaded)
        _loaded[bold] = loaded
    _share(_loaded[False].face, _loaded[True].face)


class _InFile:
    """A font's bytes, read where they are asked for; the two in memory would be fifteen megabytes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._lock = threading.Lock()  # several may draw at once

    def __getitem__(self, asked: slice) -> bytes:
        begin, end = asked.start or 0, asked.stop
        with self._lock:
            self._file.seek(begin)
            return self._file.read(-1 if end is None else max(0, end - begin))


def _share(one: Any, other: Any) -> None:
    """Lets both weights, which hold the same characters at the same places, know them by one table."""
    for table in ("charToGlyph", "glyphToChar"):
        if getattr(one, table) == getattr(other, table):
            setattr(other, table, getattr(one, table))


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a text that the paper's font can't draw, each once, in order of appearance.

    Both weights hold the same characters. Line breaks and tabs are drawn as blanks and are not missing.
    """
    known = font().face.charToGlyph
    return tuple(dict.fromkeys(mark for mark in text if ord(mark) not in known and not mark.isspace()))
