"""The heads and feet of a statement's pages: whose paper it is, for whom, for which period, which page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from desktop.printing.drawing.pen import Pen, Style
from desktop.printing.drawing.table import PADDING
from desktop.printing.labels import Labels
from desktop.printing.statements.sheet import Heading, Looks, StatementSheet
from domain.values.money import format_money

_LEAST = 0.72  # of its size: what is set smaller can't be read from a needle printer


def heading_line_of(heading: Heading, labels: Labels) -> str:
    """Address, telephone and tax number in one line; empty parts are left out."""
    parts = [heading.address]
    parts += [f"{labels.phone} {heading.phone}"] if heading.phone else []
    parts += [f"{labels.tax_number} {heading.tax_number}"] if heading.tax_number else []
    return "  ·  ".join(part for part in parts if part)


def write_heading_line(
    pen: Pen, heading: Heading, labels: Labels, at: tuple[float, float], style: Style, room: float
) -> None:
    """That line, smaller where it is long; only the address is ever cut short, telephone and tax number stand whole."""
    line = heading_line_of(heading, labels)
    small = style._replace(size=style.size * _LEAST)
    if pen.width(line, style) > room:
        style = max(small, pen.shrink(line, style, room))
    tail = pen.width(heading_line_of(replace(heading, address=""), labels), style)
    if pen.width(line, style) > room:
        gap = pen.width("  ·  ", style)
        line = heading_line_of(replace(heading, address=pen.clip(heading.address, style, room - tail - gap)), labels)
    pen.text(*at, line, style)


def write_company(pen: Pen, name: str, at: tuple[float, float], looks: Looks, room: float) -> None:
    """The company's name: smaller where it is long, in two small lines where that isn't enough."""
    style = pen.shrink(name, looks.company, room)
    if style.size >= looks.company.size * _LEAST:
        pen.text(*at, name, style)
        return
    small = looks.company._replace(size=looks.company.size * 0.65)
    for place, line in enumerate(pen.wrap(name, small, room, 2)):
        pen.text(at[0], at[1] - 2.3 + place * 3.3, line, small)


def draw_logo(pen: Pen, heading: Heading, y: float, height: float) -> float:
    """The heading's logo at the left edge and the room it takes; needle printers, black only, get none."""
    if not heading.logo or not pen.paper.colours.tint:
        return 0.0
    width = pen.picture(heading.logo, pen.paper.left, y, 32, height)
    return width + 3 if width else 0.0


def draw_head(pen: Pen, sheet: StatementSheet, page: int, pages: int) -> None:
    """The head of any page; the first one also has the account block and the four figures."""
    tall = sheet.paper.tall
    place = sheet.place(page, pages)
    if tall:
        _tall_title(pen, sheet, place, first=page == 1)
    else:
        _flat_title(pen, sheet, place, first=page == 1)
    top = sheet.paper.top
    if page == 1:
        _account_block(pen, sheet, top + (31.5 if tall else 14.5))
        _four_figures(pen, sheet, top + (42 if tall else 22.5))
    else:
        _account_line(pen, sheet, top + (25.5 if tall else 9.5))


def _tall_title(pen: Pen, sheet: StatementSheet, place: str, *, first: bool) -> None:
    """Company and number above, address and page below them, the title in the middle of its own line."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    y = paper.top + 5.5
    number = f"{labels.number} {sheet.number}"
    left = paper.left + draw_logo(pen, sheet.heading, paper.top + 1, 11)
    write_company(pen, sheet.heading.name, (left, y), looks, paper.right - left - pen.width(number, looks.body) - 8)
    pen.text(paper.right, y, number, looks.body, "right")
    y += 5.2
    room = paper.right - left - pen.width(place, looks.small) - 6
    write_heading_line(pen, sheet.heading, labels, (left, y), looks.small, room)
    pen.text(paper.right, y, place, looks.small, "right")
    middle = (paper.left + paper.right) / 2
    style = looks.title if first else looks.subtitle
    pen.text(middle, y + (12 if first else 7.5), sheet.title, style, "centre")


def _flat_title(pen: Pen, sheet: StatementSheet, place: str, *, first: bool) -> None:
    """Company, title, number and page in one line; on the first page the address below."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    y = paper.top + 4
    style = looks.title if first else looks.subtitle
    room = (paper.inner - pen.width(sheet.title, style)) / 2 - 6
    pen.text((paper.left + paper.right) / 2, y + 0.8, sheet.title, style, "centre")
    write_company(pen, sheet.heading.name, (paper.left, y), looks, room)
    number = f"{labels.number} {sheet.number}　{place}"
    pen.text(paper.right, y, number, pen.shrink(number, looks.body, room), "right")
    if first:
        write_heading_line(pen, sheet.heading, labels, (paper.left, y + 5), looks.small, paper.inner)


def first_table_top(sheet: StatementSheet) -> float:
    """Where the table starts below a first page's head."""
    return sheet.paper.top + (61 if sheet.paper.tall else 35)


def next_table_top(sheet: StatementSheet) -> float:
    """Where the table starts below a later page's head."""
    return sheet.paper.top + (29 if sheet.paper.tall else 11.5)


def next_parts_top(sheet: StatementSheet) -> float:
    """Where closing parts start on a page without a table, below the balance brought forward."""
    return next_table_top(sheet) + sheet.paper.row


def draw_brought_line(pen: Pen, sheet: StatementSheet, balance: Decimal) -> None:
    """On a page without a table: the balance it goes on from."""
    paper, strong = sheet.paper, sheet.looks.strong
    y = next_table_top(sheet)
    pen.box(paper.left, y, paper.inner, paper.row, fill=paper.colours.tint)
    baseline = y + paper.row / 2 + paper.body * 0.36 * 25.4 / 72
    labels = sheet.labels
    pen.text(paper.left + PADDING, baseline, f"{labels.brought} · {labels.closing}", strong)
    pen.text(paper.right - PADDING, baseline, format_money(balance), strong, "right")
    pen.line(paper.left, y + paper.row, paper.right, y + paper.row)


def draw_foot(pen: Pen, sheet: StatementSheet, *, last: bool) -> None:
    """The foot: what the paper is for, when it was printed, and last of all every character the font lacked."""
    paper, labels = sheet.paper, sheet.labels
    small = sheet.looks.small
    told = labels.issued.format(sheet.issued_at, sheet.print_count) if sheet.form.number else labels.previewed
    right = f"{labels.product} · {told.format(sheet.issued_at)}"
    pen.text(paper.right, paper.foot, right, small, "right")
    left = "  ".join(text for text in (labels.only_for_checking, sheet.heading.footer) if text)
    if last and pen.missing:
        codes = "、".join(f"U+{ord(mark):04X}" for mark in pen.missing)
        left = f"{left}  {labels.missing.format(codes)}"
    room = paper.inner - pen.width(right, small) - 6
    style = max(pen.shrink(left, small, room), small._replace(size=small.size * _LEAST))
    pen.text(paper.left, paper.foot, pen.clip(left, style, room), style)


def _account_block(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """Customer, contact and address on the left, period and day of reply on the right."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    buyer, statement = sheet.statement.buyer, sheet.statement
    step = 5.2
    right_column = paper.left + paper.inner * 0.66
    label_room = 1.5 + max(pen.width(text, looks.small) for text in (labels.customer, labels.contact, labels.address))
    value = paper.left + label_room
    room = right_column - value - 4
    contact = "  ".join(part for part in (buyer.contact, buyer.phone) if part)
    left = [(labels.customer, buyer.name, looks.strong)]
    left += [(labels.contact, contact, looks.body)] if contact else []
    left += [(labels.address, buyer.address, looks.body)] if buyer.address and len(left) < 2 else []
    for index, (label, text, style) in enumerate(left[:2]):
        pen.text(paper.left, y + index * step, label, looks.small)
        tail = f"（{buyer.code}）" if index == 0 and buyer.code else ""
        write_name(pen, (value, y + index * step), (text, tail), style, room)
    period = labels.period_value.format(statement.start.isoformat(), statement.end.isoformat())
    pen.text(right_column, y, labels.period, looks.small)
    pen.text(paper.right, y, period, looks.strong, "right")
    if sheet.form.reply_by:
        reply = labels.reply_by_value.format(sheet.form.reply_by.isoformat())
        pen.text(right_column, y + step, labels.reply_by, looks.small)
        pen.text(paper.right, y + step, reply, looks.body, "right")


def write_name(pen: Pen, at: tuple[float, float], text: tuple[str, str], style: Style, room: float) -> None:
    """Writes a name and its code; a long name is set smaller, then clipped, but the code always stands."""
    name, code = text
    style = max(pen.shrink(name + code, style, room), style._replace(size=style.size * _LEAST))
    pen.text(*at, pen.clip(name, style, room - pen.width(code, style)) + code, style)


def _account_line(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """Customer and period in one line, for every page after the first."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    statement = sheet.statement
    period = labels.period_value.format(statement.start.isoformat(), statement.end.isoformat())
    pen.text(paper.right, y, period, looks.small, "right")
    room = paper.inner - pen.width(period, looks.small) - 6
    buyer = statement.buyer
    pen.text(paper.left, y, labels.customer, looks.small)
    shift = pen.width(labels.customer, looks.small) + 2
    code = f"（{buyer.code}）" if buyer.code else ""
    write_name(pen, (paper.left + shift, y), (buyer.name, code), looks.small, room - shift)


def _four_figures(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """Opening, increases, decreases and closing: the whole statement at a glance."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    statement = sheet.statement
    figures = (
        (labels.opening, statement.opening),
        (labels.increase, statement.debit_total),
        (labels.decrease, statement.credit_total),
        (labels.closing, statement.closing),
    )
    tall = paper.tall
    gap = 4.0 if tall else 0.0
    width = (paper.inner - 3 * gap) / 4
    height = 15.0 if tall else 10.5
    for index, (label, amount) in enumerate(figures):
        x = paper.left + index * (width + gap)
        edge = None if paper.colours.tint else paper.colours.rule
        pen.box(x, y, width, height, fill=paper.colours.tint, edge=edge)
        pen.text(x + PADDING + 1, y + (5 if tall else 4), label, looks.small)
        style = looks.figure._replace(colour=paper.colours.accent) if index == 3 else looks.figure
        style = pen.shrink(format_money(amount), style, width - 2 * PADDING - 2)
        pen.text(x + width - PADDING - 1, y + height - (3.2 if tall else 2), format_money(amount), style, "right")
