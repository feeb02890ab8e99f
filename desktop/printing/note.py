"""Delivery notes (销售出库单), return notes and goods receipts on paper: what moved, at what cost, what is owed now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.printing.heads import heading_line_of
from desktop.printing.labels import LABELS, Labels, Language
from desktop.printing.paper import Paper, paper_named
from desktop.printing.pen import Pen, Printout, Style
from desktop.printing.sheet import Heading, Looks
from desktop.printing.table import PADDING, Column, Table
from domain.money import format_money

__all__ = ["DeliveryNote", "NoteLine", "delivery_note_pdf", "print_delivery_note"]

_Row = tuple[str, ...]
KEYS = ("place", "sku", "name", "quantity", "price", "amount")
FIXED = frozenset({"name", "quantity"})
_FOOT_ROWS = 2  # the page's total; on the last page also the note's total with its words
_SIGNATURES = 20.0  # the height of balances and signatures, in millimetres


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One product of a note: `quantity` as it is spoken (`12箱`), the price of one base `unit`, the line's amount."""

    sku: str
    name: str
    quantity: str
    unit_price: Decimal | None
    amount: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """A posted delivery, return or goods receipt as its paper shows it.

    `customer` is the other party (a goods receipt's supplier), `source` the number of the document it follows,
    `reverses` the number of the one it undoes; balances are the customer's before and after it.
    """

    number: str
    date: dt.date
    customer: str
    lines: tuple[NoteLine, ...]
    total: Decimal
    amount_in_words: str
    kind: str = "delivery"
    customer_code: str = ""
    contact: str = ""
    address: str = ""
    source: str = ""
    reverses: str = ""
    undone: bool = False
    balance_before: Decimal | None = None
    balance_after: Decimal | None = None
    maker: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _NoteSheet:
    note: DeliveryNote
    heading: Heading
    printed_at: str
    print_count: int
    paper: Paper
    labels: Labels
    looks: Looks
    columns: tuple[str, ...] = ()

    @property
    def shown(self) -> list[int]:
        """Which columns stand on the paper; what a note can't do without is always there."""
        return [place for place, key in enumerate(KEYS) if not self.columns or key in self.columns or key in FIXED]


def delivery_note_pdf(  # noqa: PLR0913 -- as below
    note: DeliveryNote,
    *,
    heading: Heading,
    printed_at: str,
    language: Language = "zh",
    paper: str = "241x140",
    print_count: int = 1,
    copies: Sequence[str] = (),
    columns: Sequence[str] = (),
    prices: bool = True,
) -> bytes:
    """The note as PDF; `print_delivery_note` also returns the characters the font lacks."""
    return print_delivery_note(
        note,
        heading=heading,
        printed_at=printed_at,
        language=language,
        paper=paper,
        print_count=print_count,
        copies=copies,
        columns=columns,
        prices=prices,
    ).pdf


def print_delivery_note(  # noqa: PLR0913 -- everything on the paper is a parameter
    note: DeliveryNote,
    *,
    heading: Heading,
    printed_at: str,
    language: Language = "zh",
    paper: str = "241x140",
    print_count: int = 1,
    copies: Sequence[str] = (),
    columns: Sequence[str] = (),
    prices: bool = True,
) -> Printout:
    """Draws a note on `a4` or `241x140` paper; UsageError `paper_unknown` for another.

    Args:
        copies: names such as 存根, 客户, 财务; every copy is drawn with its name. None: one without a name, as
            carbonless paper wants it.
        columns: those shown besides name and quantity (`place`, `sku`, `price`, `amount`); none: all.
        prices: False leaves prices, amounts and balances off the paper (the driver's copy).
    """
    labels, chosen = LABELS[language], paper_named(paper)
    looks = Looks.of(chosen, language)
    sheet = _NoteSheet(note, heading, printed_at, print_count, chosen, labels, looks, tuple(columns))
    title = f"{labels.notes.get(note.kind, note.kind)} {note.number}"
    pen = Pen(chosen, title=title, author=heading.name, language=language)
    for copy in copies or ("",):
        _draw_copy(pen, sheet, copy, prices=prices)
    return pen.finish()


def _draw_copy(pen: Pen, sheet: _NoteSheet, copy: str, *, prices: bool) -> None:
    note, paper = sheet.note, sheet.paper
    rows = [_row(sheet, index, line, prices=prices) for index, line in enumerate(note.lines, 1)]
    top = paper.top + (36.5 if paper.tall else 20.5)
    table_room = paper.bottom - _SIGNATURES - top - Table.head_height(paper.row)
    fitting = int(table_room / paper.row) - _FOOT_ROWS
    starts = range(0, max(len(rows), 1), fitting)
    for index, start in enumerate(starts):
        _draw_head(pen, sheet, copy, (index + 1, len(starts)))
        shown = rows[start : start + fitting]
        table = Table(pen, _columns(pen, sheet, rows), top)
        table.head(sheet.looks.muted if paper.colours.tint else sheet.looks.strong)
        table.rows(shown, sheet.looks.body, sheet.looks.red)
        least = min(fitting, 8) if paper.grid else 0
        table.rows([("",) * len(sheet.shown)] * max(least - len(shown), 0), sheet.looks.body)
        last = index == len(starts) - 1
        _draw_totals(sheet, table, (start, start + fitting), several=len(starts) > 1, last=last, prices=prices)
        # A short note on a tall paper is signed right below its lines.
        bottom = paper.bottom if paper.grid else min(paper.bottom, table.y + _SIGNATURES + 4)
        _draw_tail(pen, sheet, bottom, prices=prices and last)
        pen.end_page()


def _row(sheet: _NoteSheet, index: int, line: NoteLine, *, prices: bool) -> _Row:
    price = "" if line.unit_price is None else f"{line.unit_price:,.4f}"
    price = price.removesuffix("00")  # four places only where they say something
    price = f"{price}/{line.unit}" if price and line.unit else price
    figures = (price, format_money(line.amount)) if prices else ("", "")
    cells = (str(index), line.sku, line.name, line.quantity, *figures)
    return tuple(cells[place] for place in sheet.shown)


def _columns(pen: Pen, sheet: _NoteSheet, rows: Sequence[_Row]) -> list[Column]:
    """Columns as wide as their longest text, within bounds; the product's name takes what is left."""
    titles, share = sheet.labels.note_columns, sheet.paper.inner
    bounds = ((0.05, 0.08), (0.1, 0.2), (0, 0), (0.1, 0.2), (0.1, 0.16), (0.13, 0.18))
    total = format_money(sheet.note.total)
    widths: list[float] = []
    for place, column in enumerate(sheet.shown):
        low, high = bounds[column]
        texts = [titles[column], total if column == 5 else ""]
        needed = max(pen.width(text, sheet.looks.strong) for text in texts)
        needed = max([needed, *(pen.width(row[place], sheet.looks.body) for row in rows)])
        widths.append(min(max(needed + 2 * PADDING + 0.2, low * share), high * share))
    widths[sheet.shown.index(2)] = 0.0
    widths[sheet.shown.index(2)] = share - sum(widths)
    return [Column(titles[column], width, column >= 3) for column, width in zip(sheet.shown, widths, strict=True)]


def _draw_head(pen: Pen, sheet: _NoteSheet, copy: str, place: tuple[int, int]) -> None:
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    tall = paper.tall
    y = paper.top + (5.5 if tall else 4)
    title = labels.notes.get(note.kind, note.kind)
    middle = (paper.left + paper.right) / 2
    room = (paper.inner - (0 if tall else pen.width(title, looks.title))) / 2 - 6
    pen.text(paper.left, y, pen.clip(sheet.heading.name, looks.company, room), looks.company)
    pen.text(middle, y + (15 if tall else 0.8), title, looks.title, "centre")
    number = f"{labels.number} {note.number}　{labels.page.format(*place)}"
    pen.text(paper.right, y, number, pen.shrink(number, looks.body, room), "right")
    if copy:
        pen.text(paper.right, y + 5.2, labels.copy.format(copy), looks.strong, "right")
    address = heading_line_of(sheet.heading, labels)
    pen.text(paper.left, y + 5, pen.clip(address, looks.small, paper.inner - 40), looks.small)
    _draw_customer(pen, sheet, paper.top + (28 if tall else 14))


def _draw_customer(pen: Pen, sheet: _NoteSheet, y: float) -> None:
    """Two lines: customer and date; contact, address and the order it belongs to."""
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    code = f"（{note.customer_code}）" if note.customer_code else ""
    contact = "  ".join(part for part in (note.contact, note.address) if part)
    date = f"{labels.note_date} {note.date.isoformat()}"
    order = f"{labels.note_sources.get(note.kind, '')} {note.source}".strip() if note.source else ""
    party = labels.supplier if note.kind == "goods_receipt" else labels.customer
    for step, (label, text, style, right) in enumerate(
        ((party, note.customer + code, looks.strong, date), (labels.contact, contact, looks.body, order))
    ):
        line = y + step * 4.8
        pen.text(paper.right, line, right, looks.body, "right")
        if text:
            shift = 2 + max(pen.width(name, looks.small) for name in (party, labels.contact))
            room = paper.inner - shift - pen.width(right, looks.body) - 5
            pen.text(paper.left, line, label, looks.small)
            pen.text(paper.left + shift, line, pen.clip(text, style, room), style)


def _draw_totals(
    sheet: _NoteSheet, table: Table, span: tuple[int, int], *, several: bool, last: bool, prices: bool
) -> None:
    note, labels, looks = sheet.note, sheet.labels, sheet.looks
    if several and prices:
        subtotal = sum((line.amount for line in note.lines[slice(*span)]), Decimal(0))
        table.wide_row(labels.page_total, (format_money(subtotal),), looks.body, start=0)
    open_rows = 0.0
    if last and prices:
        words = f"{labels.total}　人民币{note.amount_in_words}"
        table.wide_row(words, (format_money(note.total),), looks.strong, start=0)
        open_rows = 1.0
    table.close(open_rows=open_rows + (1.0 if several and prices else 0.0))


def _draw_tail(pen: Pen, sheet: _NoteSheet, bottom: float, *, prices: bool) -> None:
    """Balances and remark above, signatures below them, the time of printing at the foot."""
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    y = bottom - _SIGNATURES + 6
    parts: list[str] = []
    if prices and note.balance_before is not None and note.balance_after is not None:
        change = note.balance_after - note.balance_before
        for label, amount in (
            (labels.balance_before, note.balance_before),
            (labels.this_note, change),
            (labels.balance_after, note.balance_after),
        ):
            parts.append(f"{label} {format_money(amount)}")
    _spread(pen, paper, y, parts, looks.body)
    told = [labels.undone] if note.undone else []
    told += [labels.undoes.format(note.reverses)] if note.reverses else []
    told += [note.remark] if note.remark else []
    if told:
        remark = f"{labels.remark}  {' · '.join(told)}"
        pen.text(paper.left, y + 5.2, pen.clip(remark, looks.body, paper.inner), looks.body)
    y = bottom - 2
    step = paper.inner / 3
    for index, (label, name) in enumerate(((labels.maker, note.maker), (labels.sender, ""), (labels.receiver, ""))):
        x = paper.left + index * step
        pen.text(x, y, label, looks.small)
        shift = pen.width(label, looks.small) + 2
        pen.text(x + shift, y, pen.clip(name, looks.body, step - shift - 6), looks.body)
        pen.line(x + shift, y + 1.3, x + step - 6, y + 1.3)
    printed = labels.printed.format(sheet.printed_at, sheet.print_count)
    pen.text(paper.right, paper.foot, f"{labels.product} · {printed}", looks.small, "right")
    if pen.missing:
        codes = "、".join(f"U+{ord(mark):04X}" for mark in pen.missing)
        pen.text(paper.left, paper.foot, labels.missing.format(codes), looks.small)


def _spread(pen: Pen, paper: Paper, y: float, texts: Sequence[str], style: Style) -> None:
    step = paper.inner / 3
    for index, text in enumerate(texts):
        pen.text(paper.left + index * step, y, text, pen.shrink(text, style, step - 4))
