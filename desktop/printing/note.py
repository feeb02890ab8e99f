"""Delivery notes (销售出库单), return notes and goods receipts on paper: what moved, at what cost, what is owed now."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from desktop.printing.drawing.paper import PaperFormat, paper_named
from desktop.printing.drawing.pen import Pen, Printout, Style
from desktop.printing.drawing.table import RuledTable
from desktop.printing.labels import LABELS, Language
from desktop.printing.note_sheet import Block, DeliveryNote, NoteLine, NoteSheet, blocks_and_columns
from desktop.printing.statements.heads import write_company, write_heading_line, write_name
from desktop.printing.statements.sheet import Heading, Looks
from domain.values.money import format_money

__all__ = ["DeliveryNote", "NoteLine", "delivery_note_pdf", "print_delivery_note"]

_FOOT_ROWS = 2  # the page's total; on the last page also the note's total with its words
_SIGNATURES = 20.0  # the height of balances, one line of remarks and signatures, in millimetres
_STEP = 4.8  # from one line of the customer's to the next
_REMARK = 4.4  # from one line of remarks to the next


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
    sheet = NoteSheet(note, heading, printed_at, print_count, chosen, labels, looks, tuple(columns), prices)
    title = f"{sheet.worded(sheet.face.title)} {note.number}"
    pen = Pen(chosen, title=title, author=heading.name, language=language)
    for copy in copies or ("",):
        _draw_copy(pen, sheet, copy)
    return pen.finish()


def _draw_copy(pen: Pen, sheet: NoteSheet, copy: str) -> None:
    paper = sheet.paper
    blocks, columns = blocks_and_columns(pen, sheet)
    party, remarks = _party_lines(pen, sheet), _remark_lines(pen, sheet)
    tail = _SIGNATURES + _REMARK * max(len(remarks) - 1, 0)
    top = paper.top + (36.5 if paper.tall else 20.5) + _STEP * (len(party) - 2)
    fitting = int((paper.bottom - tail - top - RuledTable.head_height(paper.row)) / paper.row) - _FOOT_ROWS
    pages = _paged(blocks, max(fitting, 1), sheet.closing)
    for index, shown in enumerate(pages):
        last = index == len(pages) - 1
        _draw_head(pen, sheet, copy, (index + 1, len(pages)))
        _draw_party(pen, sheet, party)
        table = RuledTable(pen, columns, top)
        table.head(sheet.looks.muted if paper.colours.tint else sheet.looks.strong)
        for block in shown:
            table.rows(block.cells[:1], sheet.looks.body, sheet.looks.red)
            table.rows(block.cells[1:], sheet.looks.body, more=True)
            for told in block.told:
                table.wide_row(told, (), sheet.looks.small, start=sheet.shown.index("name"), free=True)
        taken = sum(block.rows for block in shown) + (sheet.closing if last else 0)
        least = min(fitting, 8) if paper.grid else 0
        table.rows([("",) * len(columns)] * max(least - taken, 0), sheet.looks.body)
        _draw_totals(sheet, table, shown, several=len(pages) > 1, last=last)
        # A short note on a tall paper is signed right below its lines.
        bottom = paper.bottom if paper.grid else min(paper.bottom, table.y + tail + 4)
        _draw_tail(pen, sheet, (bottom - tail, bottom), remarks, prices=sheet.prices and last)
        pen.end_page()


def _paged(blocks: Sequence[Block], fitting: int, closing: int) -> list[list[Block]]:
    """Which lines stand on which page; the last one also has room for the rows that close the note."""
    pages: list[list[Block]] = [[]]
    used = 0
    for place, block in enumerate(blocks):
        last = place == len(blocks) - 1
        for part in [block] if block.rows <= fitting else block.cut(fitting):
            wanted = part.rows + (closing if last and part.rows + closing <= fitting else 0)
            if pages[-1] and used + wanted > fitting:
                pages.append([])
                used = 0
            pages[-1].append(part)
            used += part.rows
    if pages[-1] and used + closing > fitting:
        pages.append([])
    return pages


def _draw_head(pen: Pen, sheet: NoteSheet, copy: str, place: tuple[int, int]) -> None:
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    tall = paper.tall
    y = paper.top + (5.5 if tall else 4)
    title = sheet.worded(sheet.face.title)
    middle = (paper.left + paper.right) / 2
    number = f"{labels.number} {note.number}　{labels.page.format(*place)}"
    half = (paper.inner - pen.width(title, looks.title)) / 2 - 6
    room = paper.inner - pen.width(number, looks.body) - 6 if tall else half
    write_company(pen, sheet.heading.name, (paper.left, y), looks, room)
    pen.text(middle, y + (15 if tall else 0.8), title, looks.title, "centre")
    pen.text(paper.right, y, number, looks.body if tall else pen.shrink(number, looks.body, half), "right")
    if copy:
        pen.text(paper.right, y + 5.2, labels.copy.format(copy), looks.strong, "right")
    room = paper.inner - (pen.width(labels.copy.format(copy), looks.strong) + 5 if copy else 0)
    write_heading_line(pen, sheet.heading, labels, (paper.left, y + 5), looks.small, room)


def _party_lines(pen: Pen, sheet: NoteSheet) -> list[tuple[str, tuple[str, str], str]]:
    """Label, text (with a code that always stands) and what stands at the right: whom the note is for, by whom, where.

    The address stands behind the contact where there is room for both, else in a line of its own.
    """
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    code = f"（{note.customer_code}）" if note.customer_code else ""
    date = f"{labels.note_date} {note.date.isoformat()}"
    order = f"{sheet.worded(sheet.face.source)} {note.source}".strip() if note.source else ""
    lines = [(labels.supplier if note.bought else labels.customer, (note.customer, code), date)]
    both = "  ".join(part for part in (note.contact, note.address) if part)
    room = paper.inner - _shift(pen, sheet) - pen.width(order, looks.body) - 5
    if not note.contact or pen.width(both, looks.body) <= room:
        return [*lines, (labels.contact if note.contact or not both else labels.address, (both, ""), order)]
    return [*lines, (labels.contact, (note.contact, ""), order), (labels.address, (note.address, ""), "")]


def _shift(pen: Pen, sheet: NoteSheet) -> float:
    labels = sheet.labels
    names = (labels.supplier if sheet.note.bought else labels.customer, labels.contact, labels.address)
    return 2 + max(pen.width(name, sheet.looks.small) for name in names)


def _draw_party(pen: Pen, sheet: NoteSheet, lines: Sequence[tuple[str, tuple[str, str], str]]) -> None:
    paper, looks, shift = sheet.paper, sheet.looks, _shift(pen, sheet)
    y = paper.top + (28 if paper.tall else 14)
    for place, (label, text, right) in enumerate(lines):
        line = y + place * _STEP
        pen.text(paper.right, line, right, looks.body, "right")
        if text[0]:
            room = paper.inner - shift - pen.width(right, looks.body) - 5
            pen.text(paper.left, line, label, looks.small)
            write_name(pen, (paper.left + shift, line), text, looks.body if place else looks.strong, room)


def _draw_totals(sheet: NoteSheet, table: RuledTable, shown: Sequence[Block], *, several: bool, last: bool) -> None:
    """The page's total; on the last page the note's, what of it each policy saved, and what the wallet leaves."""
    note, labels, looks = sheet.note, sheet.labels, sheet.looks
    rows: list[tuple[str, Decimal, Style]] = []
    if several:
        rows.append((labels.page_total, sum((block.amount for block in shown), Decimal(0)), looks.body))
    if last:
        rows.append((f"{labels.total}　{labels.in_currency(note.amount_in_words)}", note.total, looks.strong))
        rows += [(labels.included.format(label), amount, looks.body) for label, amount in note.taken]
    if last and note.wallet:
        rows.append((labels.by_wallet, -note.wallet, looks.body))
        left = f"{labels.left_to_pay}　{labels.in_currency(note.words_left)}"
        rows.append((left, note.total - note.wallet, looks.strong))
    rows = rows if sheet.prices else []
    for label, amount, style in rows:
        table.wide_row(label, (format_money(amount),), style, start=0)
    table.close(open_rows=float(len(rows)))


def _remark_lines(pen: Pen, sheet: NoteSheet) -> list[str]:
    note, labels = sheet.note, sheet.labels
    told = [labels.undone] if note.undone else []
    told += [labels.void.format(note.void)] if note.void else []
    told += [labels.undoes.format(note.reverses)] if note.reverses else []
    told += [note.remark] if note.remark else []
    most = 3 if sheet.paper.height > 100 else 2
    return pen.wrap(f"{labels.remark}  {' · '.join(told)}", sheet.looks.body, sheet.paper.inner, most) if told else []


def _draw_tail(pen: Pen, sheet: NoteSheet, place: tuple[float, float], remarks: Sequence[str], *, prices: bool) -> None:
    """Balances and remarks above, signatures below them, the time of printing at the foot."""
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    y = place[0] + 6
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
    for line, text in enumerate(remarks):
        pen.text(paper.left, y + 5.2 + line * _REMARK, text, looks.body)
    _draw_signers(pen, sheet, place[1] - 2)
    printed = labels.printed.format(sheet.printed_at, sheet.print_count)
    pen.text(paper.right, paper.foot, f"{labels.product} · {printed}", looks.small, "right")
    if pen.missing:
        codes = "、".join(f"U+{ord(mark):04X}" for mark in pen.missing)
        pen.text(paper.left, paper.foot, labels.missing.format(codes), looks.small)


def _draw_signers(pen: Pen, sheet: NoteSheet, y: float) -> None:
    """Maker and signers, each with a line."""
    paper, looks, labels, note = sheet.paper, sheet.looks, sheet.labels, sheet.note
    step = paper.inner / 3
    signers = map(sheet.worded, sheet.face.signers)
    for index, (label, name) in enumerate(((labels.maker, note.maker), *((signer, "") for signer in signers))):
        x = paper.left + index * step
        pen.text(x, y, label, looks.small)
        shift = pen.width(label, looks.small) + 2
        pen.text(x + shift, y, pen.clip(name, looks.body, step - shift - 6), looks.body)
        pen.line(x + shift, y + 1.3, x + step - 6, y + 1.3)


def _spread(pen: Pen, paper: PaperFormat, y: float, texts: Sequence[str], style: Style) -> None:
    step = paper.inner / 3
    for index, text in enumerate(texts):
        pen.text(paper.left + index * step, y, text, pen.shrink(text, style, step - 4))
