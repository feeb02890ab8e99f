"""What follows a statement's table: ageing, figures apart, proof, signatures and the place for the seal."""

from __future__ import annotations

from decimal import Decimal

from desktop.printing.drawing.codes import code_rows
from desktop.printing.drawing.pen import Pen
from desktop.printing.statements.heads import next_parts_top
from desktop.printing.statements.sheet import MemoFigure, StatementSheet
from domain.statements.forms import total
from domain.statements.marks import mark_of
from domain.values.money import format_money

AGEING_HEIGHT = 27.0
APART_HEIGHT = 17.0
PROOF_HEIGHT = 33.0
_QR = 24.0
_SEAL = (38.0, 24.0)


def draw_ageing(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """The balance by age: one bar, and under it each bucket's name, figure and share."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    ages = sheet.statement.ageing
    pen.text(paper.left, y + 7, labels.ageing, looks.strong)
    owed = sum((age.amount for age in ages if age.amount > 0), Decimal(0))
    _bar(pen, sheet, y + 10, owed)
    step = paper.inner / max(len(ages), 1)
    for index, age in enumerate(ages):
        x = paper.left + index * step
        swatch = 2.4 if paper.colours.ages else 4.9  # a hatching needs room to be known by
        _swatch(pen, sheet, index, (x, y + 15.6, swatch, 2.4))
        indent = swatch + 1.4
        label = labels.age(age.bucket)
        if owed and age.amount > 0:
            label = f"{label}  {age.amount / owed:.0%}"
        pen.text(x + indent, y + 17.8, pen.clip(label, looks.small, step - indent - 1.2), looks.small)
        overdue = index > 0 and age.amount > 0
        style = looks.strong if overdue else looks.body
        text = format_money(age.amount) if age.amount else "—"
        pen.text(x + indent, y + 22.6, text, pen.shrink(text, style, step - indent - 1.2))


def _bar(pen: Pen, sheet: StatementSheet, y: float, total: Decimal) -> None:
    paper = sheet.paper
    height = 3.4
    x = paper.left
    if total:
        for index, age in enumerate(sheet.statement.ageing):
            if age.amount > 0:
                width = float(age.amount / total) * paper.inner
                _fill(pen, sheet, index, (x, y, width, height))
                x += width
    if not paper.colours.ages or not total:
        pen.box(paper.left, y, paper.inner, height, edge=paper.colours.rule)


def _swatch(pen: Pen, sheet: StatementSheet, index: int, area: tuple[float, float, float, float]) -> None:
    _fill(pen, sheet, index, area)
    if not sheet.paper.colours.ages:
        pen.box(*area, edge=sheet.paper.colours.rule)


def _fill(pen: Pen, sheet: StatementSheet, index: int, area: tuple[float, float, float, float]) -> None:
    """One bucket's colour; on black paper a hatching of upright lines, denser with age."""
    x, y, width, height = area
    colours = sheet.paper.colours
    if colours.ages:
        pen.box(x, y, width, height, fill=colours.ages[min(index, len(colours.ages) - 1)])
        return
    spacing = (0.0, 2.4, 1.6, 1.1, 0.8, 0.0)[min(index, 5)]
    if index >= 5:
        pen.box(x, y, width, height, fill=colours.ink)
    elif spacing:
        pen.line(x, y, x, y + height)
        for count in range(1, int(width / spacing) + 1):
            pen.line(x + count * spacing, y, x + count * spacing, y + height)


def figures_apart(sheet: StatementSheet) -> tuple[MemoFigure, ...]:
    """What stands beside the balance; nothing at all where every figure is zero."""
    apart, labels = sheet.form.apart, sheet.labels
    expiries = sorted(row.summary for row in apart.wallet if row.summary[:4].isdigit())
    blocks = (
        (labels.prepayments, apart.prepayments, labels.inside),
        (labels.wallet, apart.wallet, labels.usable_until.format(expiries[0]) if expiries else labels.outside),
        (labels.in_transit, apart.in_transit, labels.not_signed.format(len(apart.in_transit))),
        (labels.disputed, apart.disputed, labels.in_question.format(len(apart.disputed))),
    )
    if not any(rows for _, rows, _ in blocks):
        return ()
    return tuple(MemoFigure(label, total(rows), note if rows else "") for label, rows, note in blocks)


def draw_apart(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """Figures that are told beside the balance and never netted with it."""
    looks = sheet.looks
    step = sheet.paper.inner / 4
    for index, apart in enumerate(figures_apart(sheet)):
        x = sheet.paper.left + index * step
        pen.text(x, y + 4.5, pen.clip(apart.label, looks.small, step - 3), looks.small)
        style = looks.strong._replace(size=looks.strong.size + 1.5)
        amount = format_money(apart.amount)
        pen.text(x, y + 9.8, amount, pen.shrink(amount, style, step - 3))
        pen.text(x, y + 14, pen.clip(apart.note, looks.small, step - 3), looks.small)


def restated_lines(pen: Pen, sheet: StatementSheet) -> list[str]:
    """What this statement takes the place of and why; why the opening isn't what an earlier one told, and by what."""
    restated, labels, extras = sheet.form.restated, sheet.labels, sheet.extras
    found: list[str] = []
    if extras.replaces:
        text = labels.replaces.format(extras.replaces, extras.why) if extras.why else extras.replaces
        found += pen.wrap(text, sheet.looks.body, sheet.paper.inner, 3)
    if restated is None:
        return found
    late = labels.comma.join(f"{each.posting.number} {format_money(each.posting.amount)}" for each in restated.late)
    day, told, now = restated.day.isoformat(), format_money(restated.told), format_money(restated.now)
    return [*found, *pen.wrap(labels.restated.format(day, told, now, late), sheet.looks.body, sheet.paper.inner, 3)]


def restated_height(pen: Pen, sheet: StatementSheet) -> float:
    """What these lines need."""
    return 4.0 + 5.0 * len(restated_lines(pen, sheet))


def draw_restated(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """Tells which statement this one takes the place of, and that the opening was restated."""
    for index, line in enumerate(restated_lines(pen, sheet)):
        pen.text(sheet.paper.left, y + 6 + 5 * index, line, sheet.looks.body)


def proof_text(sheet: StatementSheet) -> str:
    """What the QR code says: number, closing balance and digest, which anyone with the books can check."""
    return mark_of(sheet.form).payload


def draw_proof(pen: Pen, sheet: StatementSheet, y: float) -> None:
    """The QR code, the point of the chain, the bank account, maker, checker and the place for the seal."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    if y > next_parts_top(sheet):
        pen.line(paper.left, y + 1, paper.right, y + 1)
    top = y + 5
    if sheet.form.number:
        _qr(pen, sheet, paper.left, top)
    else:
        pen.box(paper.left, top, _QR, _QR, edge=paper.colours.muted, dash="2 2")
        pen.text(paper.left + _QR / 2, top + _QR / 2 + 1, labels.unnumbered, looks.small, "centre")
    x, room = paper.left + _QR + 4, paper.inner * 0.34
    pen.text(x, top + 3.4, labels.scan if sheet.form.number else labels.not_issued, looks.strong)
    lines = _proof_lines(pen, sheet, room)
    step = 4.6 if len(lines) < 5 else 3.9
    for index, line in enumerate(lines):
        pen.text(x, top + 8.6 + index * step, line, pen.shrink(line, looks.small, room))
    _people(pen, sheet, top)
    width, height = _SEAL
    left = paper.right - width
    pen.box(left, top, width, height, edge=paper.colours.muted, dash="2 2")
    pen.text(left + width / 2, top + height / 2 + 1, labels.seal, looks.small, "centre")


def _proof_lines(pen: Pen, sheet: StatementSheet, room: float) -> list[str]:
    """The point of the books, and where money goes; a bank's long name takes two lines."""
    labels, lines = sheet.labels, []
    if sheet.proof:
        lines.append(labels.chain.format(sheet.proof.stream, sheet.proof.number))
        lines.append(_grouped(sheet.proof.hash[:16]))
    if sheet.heading.bank:
        lines += pen.wrap(f"{labels.bank} {sheet.heading.bank}", sheet.looks.small, room, 2)
    if sheet.heading.bank_account:
        lines.append(f"{labels.account} {sheet.heading.bank_account}")
    return lines


def _people(pen: Pen, sheet: StatementSheet, top: float) -> None:
    """Maker and checker, each with a line to sign on where no name is given."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    x = paper.left + _QR + 4 + paper.inner * 0.37
    end = paper.right - _SEAL[0] - 5
    people = ((labels.maker, sheet.extras.maker), (labels.checker, sheet.extras.checker))
    shift = 2 + max(pen.width(label, looks.small) for label, _name in people)
    for index, (label, name) in enumerate(people):
        y = top + 4.5 + index * 9
        pen.text(x, y, label, looks.small)
        pen.text(x + shift, y, pen.clip(name, looks.body, end - x - shift), looks.body)
        pen.line(x + shift, y + 1.4, end, y + 1.4)


def _qr(pen: Pen, sheet: StatementSheet, x: float, y: float) -> None:
    pen.modules(x, y, _QR, code_rows(proof_text(sheet)))


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))
