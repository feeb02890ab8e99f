"""The reply slip the customer stamps and sends back, agreeing with the balance or telling the differences."""

from __future__ import annotations

from desktop.printing.drawing.paper import PaperFormat
from desktop.printing.drawing.pen import Pen
from desktop.printing.statements.heads import next_parts_top
from desktop.printing.statements.sheet import StatementSheet
from domain.values.money import format_money


def reply_height(paper: PaperFormat, lines: int) -> float:
    """The slip's height in millimetres with so many lines for differences."""
    return 53.0 + 7 * lines + (0 if paper.height > 100 else -3)


def reply_lines(paper: PaperFormat) -> int:
    """How many lines there are to write differences on, where there is room."""
    return 3 if paper.tall else 2 if paper.height > 100 else 1


def draw_reply(pen: Pen, sheet: StatementSheet, y: float, lines: int) -> None:
    """Draws the slip from y downwards; at the top of a page there is nothing to cut."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    middle = (paper.left + paper.right) / 2
    tall = paper.tall
    if y <= next_parts_top(sheet):
        pen.text(paper.left, y + 7, labels.reply_whole_page, looks.small)
    else:
        _cut_line(pen, sheet, y + 2)
    y += 0 if tall else -1
    pen.text(middle, y + 11, labels.reply, looks.subtitle, "centre")
    pen.text(paper.right, y + 11, sheet.number, looks.small, "right")
    pen.text(paper.left, y + 19, labels.to.format(sheet.heading.name), looks.body)
    for index, line in enumerate(pen.wrap(claim(sheet), looks.body, paper.inner - 8, 2)):
        pen.text(paper.left + 8, y + 25 + index * 5, line, looks.body)
    y += 36
    _answer(pen, sheet, y, lines)
    _signatures(pen, sheet, y + 14.5 + lines * 7)


def claim(sheet: StatementSheet) -> str:
    """The sentence the customer confirms, from their side: they owe, are owed, or nothing is open."""
    labels, statement = sheet.labels, sheet.statement
    day = statement.end.isoformat()
    if not statement.closing:
        return labels.even.format(day)
    owed = abs(statement.closing)
    amount = labels.figures_and_words.format(format_money(owed), labels.spelled(owed))
    sentence = labels.owes if statement.closing > 0 else labels.is_owed
    return sentence.format(day, amount) + ("。" if labels.language == "zh" else ".")


def _cut_line(pen: Pen, sheet: StatementSheet, y: float) -> None:
    paper, looks = sheet.paper, sheet.looks
    text = sheet.labels.cut_here
    half = pen.width(text, looks.small) / 2 + 3
    middle = (paper.left + paper.right) / 2
    for left, right in ((paper.left, middle - half), (middle + half, paper.right)):
        pen.line(left, y, right, y, colour=paper.colours.muted, dash="3 2.5")
    pen.text(middle, y + 0.9, text, looks.small, "centre")


def _answer(pen: Pen, sheet: StatementSheet, y: float, rows: int) -> None:
    """The two boxes to tick and some lines for differences."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    x = paper.left
    for text in (labels.agreed, labels.differs):
        pen.box(x, y - 3.1, 3.6, 3.6, edge=paper.colours.ink, rule=0.3)
        pen.text(x + 5.4, y, text, looks.strong)
        x += 36
    left = paper.left
    for share, title in zip((0.3, 0.25, 0.45), labels.reply_columns, strict=True):
        right = left + paper.inner * share
        pen.text(left, y + 7, title, looks.small)
        for row in range(rows):
            line = y + 14 + row * 7
            pen.line(left, line, right - 4, line, colour=paper.colours.muted)
        left = right


def _signatures(pen: Pen, sheet: StatementSheet, y: float) -> None:
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    step = paper.inner / 3
    for index, text in enumerate((labels.stamp, labels.signature, labels.date + labels.date_blanks)):
        x = paper.left + index * step
        pen.text(x, y, text, looks.body)
        if index < 2 or not labels.date_blanks:
            start = x + pen.width(text, looks.body) + 2
            pen.line(start, y + 1.2, x + step - 6, y + 1.2, colour=paper.colours.muted)
