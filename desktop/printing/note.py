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
KEYS = ("place", "sku", "name", "quantity", "price", "discount", "amount")
FIXED = frozenset({"name", "quantity"})
RECEIPT = ("place", "name", "amount")  # money has neither code nor quantity
_FIGURES = frozenset({"quantity", "price", "discount", "amount"})
# The least and the most of the paper's width that a column takes.
_BOUNDS = {
    "place": (0.05, 0.08),
    "sku": (0.1, 0.2),
    "quantity": (0.1, 0.2),
    "price": (0.1, 0.16),
    "discount": (0.08, 0.14),
    "amount": (0.13, 0.18),
}
_MOST_TOLD = 3  # lines of one explanation
_FOOT_ROWS = 2  # the page's total; on the last page also the note's total with its words
_SIGNATURES = 20.0  # the height of balances and signatures, in millimetres


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One product of a note: `quantity` as it is spoken (`12箱`), the price of one base `unit`, the line's amount.

    `discount` is what promotions took off the amount; the steps `told` stand in small type below the line.
    """

    sku: str
    name: str
    quantity: str
    unit_price: Decimal | None
    amount: Decimal
    unit: str = ""
    discount: Decimal = Decimal(0)
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """A posted delivery, return or goods receipt as its paper shows it.

    `customer` is the other party (the supplier on what is `bought`), `source` the number of the document it follows,
    `reverses` the number of the one it undoes; balances are the customer's before and after it. `taken` names what
    each policy took off the whole; `wallet` is what the wallet pays of the total, `words_left` the rest as words.
    """

    number: str
    date: dt.date
    customer: str
    lines: tuple[NoteLine, ...]
    total: Decimal
    amount_in_words: str
    kind: str = "delivery"
    bought: bool = False
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
    taken: tuple[tuple[str, Decimal], ...] = ()
    wallet: Decimal = Decimal(0)
    words_left: str = ""


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
    prices: bool = True

    @property
    def shown(self) -> list[str]:
        """Which columns stand on the paper: what a note can't do without always, discounts only where there are any."""
        if self.note.kind == "money_receipt":
            return [key for key in RECEIPT if key in FIXED or not self.columns or key in self.columns]
        chosen = [key for key in KEYS if not self.columns or key in {*self.columns, *FIXED, "discount"}]
        return chosen if self.discounted else [key for key in chosen if key != "discount"]

    @property
    def discounted(self) -> bool:
        """Whether any line has a discount to show."""
        return self.prices and any(line.discount for line in self.note.lines)

    @property
    def closing(self) -> int:
        """How many rows close the whole note, besides its total."""
        return len(self.note.taken) + (2 if self.note.wallet else 0) if self.prices else 0


@dataclass(frozen=True, slots=True)
class _Block:
    """One line of a note with what is told below it; never broken over two pages."""

    amount: Decimal
    row: _Row
    told: tuple[str, ...]

    @property
    def rows(self) -> int:
        return 1 + len(self.told)


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
        columns: those shown besides name, quantity and discount (`place`, `sku`, `price`, `amount`); none: all.
        prices: False leaves prices, amounts and balances off the paper (the driver's copy).
    """
    labels, chosen = LABELS[language], paper_named(paper)
    looks = Looks.of(chosen, language)
    sheet = _NoteSheet(note, heading, printed_at, print_count, chosen, labels, looks, tuple(columns), prices)
    title = f"{labels.notes.get(note.kind, note.kind)} {note.number}"
    pen = Pen(chosen, title=title, author=heading.name, language=language)
    for copy in copies or ("",):
        _draw_copy(pen, sheet, copy)
    return pen.finish()


def _draw_copy(pen: Pen, sheet: _NoteSheet, copy: str) -> None:
    paper = sheet.paper
    blocks = [_block(pen, sheet, index, line) for index, line in enumerate(sheet.note.lines, 1)]
    columns = _columns(pen, sheet, [block.row for block in blocks])
    top = paper.top + (36.5 if paper.tall else 20.5)
    table_room = paper.bottom - _SIGNATURES - top - Table.head_height(paper.row)
    fitting = int(table_room / paper.row) - _FOOT_ROWS
    pages = _paged(blocks, fitting, sheet.closing)
    for index, shown in enumerate(pages):
        last = index == len(pages) - 1
        _draw_head(pen, sheet, copy, (index + 1, len(pages)))
        table = Table(pen, columns, top)
        table.head(sheet.looks.muted if paper.colours.tint else sheet.looks.strong)
        for block in shown:
            table.rows([block.row], sheet.looks.body, sheet.looks.red)
            for told in block.told:
                table.wide_row(told, (), sheet.looks.small, start=sheet.shown.index("name"), free=True)
        taken = sum(block.rows for block in shown) + (sheet.closing if last else 0)
        least = min(fitting, 8) if paper.grid else 0
        table.rows([("",) * len(columns)] * max(least - taken, 0), sheet.looks.body)
        _draw_totals(sheet, table, shown, several=len(pages) > 1, last=last)
        # A short note on a tall paper is signed right below its lines.
        bottom = paper.bottom if paper.grid else min(paper.bottom, table.y + _SIGNATURES + 4)
        _draw_tail(pen, sheet, bottom, prices=sheet.prices and last)
        pen.end_page()


def _paged(blocks: Sequence[_Block], fitting: int, closing: int) -> list[list[_Block]]:
    """Which lines stand on which page; the last one also has room for the rows that close the note."""
    pages: list[list[_Block]] = [[]]
    used = 0
    for place, block in enumerate(blocks):
        needed = block.rows + (closing if place == len(blocks) - 1 else 0)
        if pages[-1] and used + needed > fitting:
            pages.append([])
            used = 0
        pages[-1].append(block)
        used += block.rows
    return pages


def _block(pen: Pen, sheet: _NoteSheet, index: int, line: NoteLine) -> _Block:
    price = "" if line.unit_price is None else f"{line.unit_price:,.4f}"
    price = price.removesuffix("00")  # four places only where they say something
    price = f"{price}/{line.unit}" if price and line.unit else price
    discount = format_money(line.discount) if line.discount else ""
    figures = (price, discount, format_money(line.amount)) if sheet.prices else ("", "", "")
    cells = dict(zip(KEYS, (str(index), line.sku, line.name, line.quantity, *figures), strict=True))
    # Explanations begin below the name and may run to the paper's edge.
    room = sheet.paper.inner * (1 - sum(_BOUNDS[key][1] for key in ("place", "sku") if key in sheet.shown))
    told = _joined(pen, line.told, sheet.looks.small, room)
    return _Block(line.amount, tuple(cells[key] for key in sheet.shown), told)


def _joined(pen: Pen, steps: Sequence[str], style: Style, room: float) -> tuple[str, ...]:
    """Steps one after the other, in as few lines as hold them; a step longer than a line is broken."""
    lines: list[str] = []
    for step in steps:
        joined = f"{lines[-1]} → {step}" if lines else step
        if pen.width(joined, style) <= room:
            lines[-1:] = [joined]
        else:
            lines += pen.wrap(f"→ {step}" if lines else step, style, room, _MOST_TOLD)
    return tuple(lines)


def _columns(pen: Pen, sheet: _NoteSheet, rows: Sequence[_Row]) -> list[Column]:
    """Columns as wide as their longest text, within bounds; the product's name takes what is left."""
    titles, share = dict(zip(KEYS, sheet.labels.note_columns, strict=True)), sheet.paper.inner
    if sheet.note.kind == "money_receipt":
        titles["name"] = sheet.labels.received_by
    total = format_money(sheet.note.total)
    widths: dict[str, float] = {}
    for place, key in enumerate(sheet.shown):
        if key == "name":
            continue
        low, high = _BOUNDS[key]
        texts = [titles[key], total if key == "amount" else ""]
        needed = max(pen.width(text, sheet.looks.strong) for text in texts)
        needed = max([needed, *(pen.width(row[place], sheet.looks.body) for row in rows)])
        widths[key] = min(max(needed + 2 * PADDING + 0.2, low * share), high * share)
    rest = share - sum(widths.values())
    return [Column(titles[key], widths.get(key, rest), key in _FIGURES) for key in sheet.shown]


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
    party = labels.supplier if note.bought else labels.customer
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


def _draw_totals(sheet: _NoteSheet, table: Table, shown: Sequence[_Block], *, several: bool, last: bool) -> None:
    """The page's total; on the last page the note's, what of it each policy saved, and what the wallet leaves."""
    note, labels, looks = sheet.note, sheet.labels, sheet.looks
    rows: list[tuple[str, Decimal, Style]] = []
    if several:
        rows.append((labels.page_total, sum((block.amount for block in shown), Decimal(0)), looks.body))
    if last:
        rows.append((f"{labels.total}　人民币{note.amount_in_words}", note.total, looks.strong))
        rows += [(labels.included.format(label), amount, looks.body) for label, amount in note.taken]
    if last and note.wallet:
        rows.append((labels.by_wallet, -note.wallet, looks.body))
        left = f"{labels.left_to_pay}　人民币{note.words_left}"
        rows.append((left, note.total - note.wallet, looks.strong))
    rows = rows if sheet.prices else []
    for label, amount, style in rows:
        table.wide_row(label, (format_money(amount),), style, start=0)
    table.close(open_rows=float(len(rows)))


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
    signers = labels.signers.get(note.kind, labels.signers[""])
    for index, (label, name) in enumerate(((labels.maker, note.maker), *((signer, "") for signer in signers))):
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
