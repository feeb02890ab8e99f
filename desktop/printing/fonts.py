"""The two fonts of every paper, registered once a run, and the check that no character is lost unseen."""

from __future__ import annotations

import mmap
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
        loaded.face._ttf_data = _left_in_file(path)  # noqa: SLF001 - only the glyphs in use are read from it again
        pdfmetrics.registerFont(loaded)
        _loaded[bold] = loaded
    _share(_loaded[False].face, _loaded[True].face)


def _left_in_file(path: Path) -> mmap.mmap:
    """A file's bytes where they lie; two fonts in memory would be fifteen megabytes."""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


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
