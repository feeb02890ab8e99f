"""Files as text: a workbook's cells with formats and widths, a paper's words with their places, and plain files."""

import json
import sqlite3
import zipfile
from pathlib import Path

from tests.building.desktop.book_reader import read_book


def file_text(path: Path) -> str:
    """The text of a file by what it holds."""
    tell = _TELLING.get(path.suffix.lower())
    if tell is not None:
        return tell(path)
    begin = path.read_bytes()[:16]
    if begin.startswith(b"SQLite format 3"):
        return _book_of_records(path)
    if begin.startswith(b"PK"):
        return _archive(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return f"{len(begin)} and more bytes\n"


def _workbook(path):
    lines = []
    for name, sheet in read_book(path).items():
        lines.append(f"sheet {name}: frozen {sheet.frozen}, filtered {sheet.filtered or '-'}")
        widths = ", ".join(f"{place}: {width:.2f}" for place, width in sorted(sheet.widths.items()))
        lines.append(f"  widths {widths}")
        lines += [f"  {place:>3} " + " | ".join(map(_cell, row)) for place, row in enumerate(sheet.rows, 1)]
    return "\n".join(lines) + "\n"


def _cell(cell):
    value = "" if cell.value is None else str(cell.value).replace("\n", "\\n")
    form = f" [{cell.format}]" if cell.format not in ("", "General", "@") and cell.value is not None else ""
    formula = f" ={cell.formula}" if cell.formula else ""
    return f"{'*' if cell.bold and value else ''}{value}{formula}{form}"


def _paper(path):
    """Page by page what is written where, in points from the upper left corner, rounded."""
    import pypdfium2

    document = pypdfium2.PdfDocument(str(path))
    lines = [f"{len(document)} pages"]
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        lines.append(f"page {number}: {width:.0f} x {height:.0f}")
        text = page.get_textpage()
        parts = []
        for place in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(place)
            words = text.get_text_bounded(left, bottom, right, top).strip()
            if words:
                parts.append((round(height - top), round(left), words.replace("\r", "").replace("\n", " / ")))
        lines += [f"  {down:>4} {along:>4} {words}" for down, along, words in sorted(parts)]
    document.close()
    return "\n".join(lines) + "\n"


def _json(path):
    return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False, indent=1) + "\n"


def _archive(path):
    """What is packed, and of texts what they say."""
    lines = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            lines.append(f"packed {name}")
            try:
                lines += [f"  {line}" for line in archive.read(name).decode("utf-8").splitlines()]
            except UnicodeDecodeError:
                lines.append("  (no text)")
    return "\n".join(lines) + "\n"


def _book_of_records(path):
    """How many rows each table holds."""
    with sqlite3.connect(path) as book:
        names = [
            name
            for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if "_search" not in name and not name.startswith("sqlite_")
        ]
        counts = [(name, book.execute(f"SELECT COUNT(*) FROM [{name}]").fetchone()[0]) for name in names]
    return "".join(f"{name}: {count}\n" for name, count in counts)


_TELLING = {".xlsx": _workbook, ".pdf": _paper, ".json": _json, ".zip": _archive}
