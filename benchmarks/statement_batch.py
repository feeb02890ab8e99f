"""The monthly statements of 4,372 customers as one merged PDF, against bare reportlab drawing of the same text.

Also counts the SQL statements that the data of the batch takes, watches memory, and times a first page on the screen.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.statement_pdf import form_of, statement_of
from desktop.actions.statements.papers import printout, sheet
from desktop.actions.statements.statements import draft, drafts
from desktop.desk import Desk, Identity
from desktop.printing.drawing import fonts
from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen, Style
from desktop.printing.preview import page_images
from desktop.printing.statements.sheet import StatementSheet
from desktop.printing.statements.statement import draw_statement, print_sheets
from sync.records.bodies.records import DealerBody, DocumentBody, LineBody
from sync.records.books.database import open_sqlite
from sync.records.books.settings import write_setting
from sync.records.statements.issued import Issued

CUSTOMERS = 4_372
REQUIRED = 0.6
FIRST_PAGE = 0.2
START, END = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
_SAMPLE = 600  # customers whose text the reference draws; both are compared by pages a second
_Text = tuple[float, float, str, bool, float]


def books(folder: Path, customers: int) -> Desk:
    """An agent's books: each customer an opening and one to twelve documents in the month."""
    book = open_sqlite(folder / "desk.db", create=True)
    with book.writing() as writing:
        for key, value in {"role": "desk", "desk_id": "D1", "dealer_id": "GD01", "prefix": "01"}.items():
            write_setting(writing.connection, key, value)
        writing.put("catalog", "dealer", "GD01", DealerBody("GD01", "广东华南商贸有限公司", "province", "HQ"))
        cards = [
            (f"GD01:C{place:04d}", DealerBody(f"C{place:04d}", f"客户第{place}号便利店", "store", "GD01"))
            for place in range(customers)
        ]
        writing.put_all("desk/D1", "dealer", cards)
        writing.put_all("desk/D1", "opening", list(_openings(customers)))
        writing.put_all("desk/D1", "delivery", list(_deliveries(customers)))
    return Desk(book, Identity("desk", "D1", "GD01", "01", ""), folder)


def _openings(customers: int) -> Iterator[tuple[str, DocumentBody]]:
    for place in range(customers):
        yield f"o{place}", _document(f"QC-01-260930-{place:04d}", place, "2026-09-30", 1_000_00 + place, [])


def _deliveries(customers: int) -> Iterator[tuple[str, DocumentBody]]:
    for place in range(customers):
        for each in range(1 + place % 12):
            day = f"2026-10-{1 + (place * 7 + each * 3) % 31:02d}"
            amount = 10_000 + (place * 7_919 + each * 104_729) % 2_400_000
            line = LineBody("SP1", "SP1", 1000, amount, None, "箱", 1000, f"饮料 {each + place % 90}")
            number = f"XSCK-01-{day[2:4]}{day[5:7]}{day[8:]}-{place:04d}{each:02d}"
            yield f"d{place}-{each}", _document(number, place, day, amount, [line])


def _document(number: str, place: int, day: str, amount: int, lines: list[LineBody]) -> DocumentBody:
    return DocumentBody(number, "GD01", f"GD01:C{place:04d}", day, f"{day}T02:00:00Z", amount, lines, due=day)


class _Recorder(Pen):
    def __init__(self) -> None:
        super().__init__(A4, title="", author="", language="zh")
        self.written: list[list[_Text]] = [[]]

    def _put(self, x: float, y: float, text: str, style: Style) -> None:
        self.written[-1].append((x, y, text, style.bold, style.size))
        super()._put(x, y, text, style)

    def end_page(self) -> None:
        """Closes the page here as there."""
        self.written.append([])
        super().end_page()


def _reference(pages: list[list[_Text]]) -> float:
    """Pages a second of bare canvas calls; the font is set when it changes."""
    from reportlab.pdfgen.canvas import Canvas

    began = time.perf_counter()
    canvas = Canvas(io.BytesIO(), pagesize=(595.28, 841.89), pageCompression=1, initialFontName=fonts.REGULAR)
    for page in pages:
        font: tuple[bool, float] | None = None
        for x, y, text, bold, size in page:
            if font != (bold, size):
                font = (bold, size)
                canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return len(pages) / (time.perf_counter() - began)


def _papers(desk: Desk, connection: Any) -> Iterator[StatementSheet]:
    """Numbered as a batch numbers them, so that the code is drawn too."""
    for place, each in enumerate(drafts(connection, desk, START, END), 1):
        if isinstance(each, Issued):
            form = each.form.__class__(f"DZD-01-202610-{place:04d}", *_rest(each.form))
            yield sheet(Issued(form, heading=each.heading, at=each.at, head=each.head), 1, b"")


def _rest(form: Any) -> list[Any]:
    return [getattr(form, name) for name in form.__slots__[1:]]


def _batch(desk: Desk, path: Path) -> tuple[int, float]:
    began = time.perf_counter()
    with desk.book.reading() as connection, path.open("wb") as file:
        done = print_sheets(_papers(desk, connection), file, title="batch")
    assert done is not None
    return done.pages, time.perf_counter() - began


def _statements(desk: Desk) -> int:
    asked: list[str] = []
    with desk.book.reading() as connection:
        raw: Any = connection.connection.driver_connection
        raw.set_trace_callback(asked.append)
        for _ in drafts(connection, desk, START, END):
            pass
        raw.set_trace_callback(None)
    return len([each for each in asked if each.startswith("SELECT")])


def _peak(desk: Desk, path: Path) -> float:
    """The most megabytes of Python's own memory that a batch holds at once."""
    tracemalloc.start()
    _batch(desk, path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_048_576


def _first_page(desk: Desk) -> float:
    """Seconds from asking for a statement to the picture of its first page, of a customer and of 5,000 lines."""
    slowest = 0.0
    long = form_of(statement_of(5_000))
    for _ in range(3):
        began = time.perf_counter()
        pdf = printout(desk, draft(desk, "C0011", START, END).paper, pages=1).pdf
        next(page_images(pdf, 132, last=1))
        slowest = max(slowest, time.perf_counter() - began)
        began = time.perf_counter()
        pdf = printout(desk, Issued(long, heading="广东华南"), pages=1).pdf
        next(page_images(pdf, 132, last=1))
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def run() -> dict[str, object]:
    """Measures the whole batch once, the reference on a part of its text."""
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder, "many"), Path(folder, "few")
        for each in (many, few):
            each.mkdir()
        with books(many, CUSTOMERS) as desk, books(few, CUSTOMERS // 10) as small:
            recorder = _Recorder()
            with desk.book.reading() as connection:
                for place, paper in enumerate(_papers(desk, connection)):
                    draw_statement(recorder, paper)
                    if place >= _SAMPLE:
                        break
            reference = _reference(recorder.written[:-1])
            pages, seconds = _batch(desk, many / "all.pdf")
            counts = _statements(small), _statements(desk)
            peaks = _peak(small, few / "all.pdf"), _peak(desk, many / "all.pdf")
            first = _first_page(desk)
    ratio = pages / seconds / reference
    flat = peaks[1] - peaks[0]
    return {
        "name": "statement_batch",
        "pages": pages,
        "seconds": round(seconds, 1),
        "ours_pages_per_s": round(pages / seconds),
        "reference_pages_per_s": round(reference),
        "ratio": round(ratio, 2),
        "required": REQUIRED,
        "sql_statements": {"437 customers": counts[0], "4372 customers": counts[1]},
        "peak_mb": {"437 customers": round(peaks[0], 1), "4372 customers": round(peaks[1], 1)},
        "first_page_s": round(first, 3),
        "ok": ratio >= REQUIRED and counts[0] == counts[1] and flat < 24 and first <= FIRST_PAGE,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
