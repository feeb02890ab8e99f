"""Drawing a 5,000-line statement, against the same text at the same places by bare reportlab canvas calls."""

from __future__ import annotations

import datetime as dt
import io
import json
import statistics
import time
from collections.abc import Callable
from decimal import Decimal

from desktop.printing.drawing import fonts
from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen, Style
from desktop.printing.statements.sheet import BookPoint, Heading, StatementSheet
from desktop.printing.statements.statement import draw_statement, print_sheet, sheet_of
from domain.accounts.ledger import AgeBucket
from domain.parties.dealers import Dealer
from domain.statements.forms import FormRow, Layout, MemoItems, StatementForm
from domain.statements.statement import Statement, StatementEntry
from domain.values.chinese_amounts import amount_in_words

LINES = 5_000
ROUNDS = 7
REQUIRED = 0.7

_HEADING = Heading("广东华南商贸有限公司", "广州市天河区体育西路189号", "020-3888 0188", "91440101MA5XXXXX0X")
_PROOF = BookPoint("desk/0001", 18_204, "b3f9c41e77d09a2c" * 4)
_NUMBER, _PRINTED = "DZD-01-202612-0028", "2027-01-01 09:12"
_Text = tuple[float, float, str, bool, float]


def statement_of(lines: int) -> Statement:
    """A year's account with so many entries, four deliveries to one receipt of money, none like another."""
    seller = Dealer(id="GD01", code="GD01", name=_HEADING.name, tier="province", parent="HQ")
    buyer = Dealer(id="GD-0028", code="GD-0028", name="深圳市南山区福星便利连锁", tier="store", parent="GD01")
    start, opening = dt.date(2026, 1, 1), Decimal("128460.50")
    entries: list[StatementEntry] = []
    balance, debits, credits_ = opening, Decimal(0), Decimal(0)
    for index in range(lines):
        day = start + dt.timedelta(days=index * 365 // lines)
        amount = Decimal(100_000 + index * 7_919 % 2_400_000) / 100
        paid = index % 5 == 4
        debit, credit = (Decimal(0), amount * 4) if paid else (amount, Decimal(0))
        balance += debit - credit
        debits, credits_ = debits + debit, credits_ + credit
        kind, prefix = ("money_receipt", "SKD") if paid else ("delivery", "XSCK")
        number = f"{prefix}-01-{day:%y%m%d}-{index % 10_000:04d}"
        summary = "工行转账" if paid else f"饮料 {index * 37 % 190 + 10}箱"
        entries.append(StatementEntry(day, kind, number, summary, debit, credit, balance))
    empty = ("1-30", "31-60", "61-90", "91-120", "over_120")
    ageing = (AgeBucket("not_due", balance), *(AgeBucket(bucket, Decimal(0)) for bucket in empty))
    return Statement(
        seller=seller,
        buyer=buyer,
        start=start,
        end=dt.date(2026, 12, 31),
        opening=opening,
        entries=tuple(entries),
        debit_total=debits,
        credit_total=credits_,
        closing=balance,
        ageing=ageing,
        amount_in_words=amount_in_words(balance),
    )


class _Recorder(Pen):
    """A pen that also notes every text it writes, page by page, for the reference to repeat."""

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


def form_of(statement: Statement, number: str = _NUMBER) -> StatementForm:
    """The form that is drawn of it."""
    rows = tuple(
        FormRow(each.date, each.kind, each.number, each.summary, each.debit, each.credit, each.balance)
        for each in statement.entries
    )
    return StatementForm(number, statement.end, None, Layout(), statement, rows, (), MemoItems())


def _sheet(statement: Statement) -> StatementSheet:
    return sheet_of(form_of(statement), heading=_HEADING, issued_at=_PRINTED, proof=_PROOF)


def _record(statement: Statement) -> list[list[_Text]]:
    recorder = _Recorder()
    draw_statement(recorder, _sheet(statement))
    return recorder.written[:-1]


def _ours(statement: Statement) -> bytes:
    return print_sheet(_sheet(statement)).pdf


def _reference(pages: list[list[_Text]]) -> bytes:
    """Only text, already laid out and formatted; the font is set when it changes, not for every string."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595.28, 841.89), pageCompression=1, initialFontName=fonts.REGULAR)
    for page in pages:
        font: tuple[bool, float] | None = None
        for x, y, text, bold, size in page:
            if font != (bold, size):
                font = (bold, size)
                canvas.setFont(fonts.BOLD if bold else fonts.REGULAR, size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _seconds(work: Callable[[], bytes]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run() -> dict[str, object]:
    """Measures both in turn, several rounds, and compares the medians; both registered their fonts before."""
    statement = statement_of(LINES)
    pages = _record(statement)
    _ours(statement)
    _reference(pages)
    ours: list[float] = []
    reference: list[float] = []
    for _round in range(ROUNDS):
        ours.append(_seconds(lambda: _ours(statement)))
        reference.append(_seconds(lambda: _reference(pages)))
    our_rate = LINES / statistics.median(ours)
    reference_rate = LINES / statistics.median(reference)
    ratio = our_rate / reference_rate
    return {
        "name": "statement_pdf",
        "ours_lines_per_s": round(our_rate),
        "reference_lines_per_s": round(reference_rate),
        "ratio": round(ratio, 2),
        "required": REQUIRED,
        "ok": ratio >= REQUIRED,
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
