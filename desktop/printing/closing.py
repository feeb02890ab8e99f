"""What follows a statement's table: ageing, figures apart, proof, signatures and the place for the seal."""

from __future__ import annotations

from decimal import Decimal

from desktop.printing.heads import next_parts_top
from desktop.printing.pen import Pen
from desktop.printing.sheet import Sheet
from domain.money import format_money

AGEING_HEIGHT = 27.0
APART_HEIGHT = 17.0
PROOF_HEIGHT = 33.0
_QR = 24.0
_SEAL = (38.0, 24.0)


def draw_ageing(pen: Pen, sheet: Sheet, y: float) -> None:
    """The balance by age: one bar, and under it each bucket's name, figure and share."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    ages = sheet.statement.ageing
    pen.text(paper.left, y + 7, labels.ageing, looks.strong)
    total = sum((age.amount for age in ages if age.amount > 0), Decimal(0))
    _bar(pen, sheet, y + 10, total)
    step = paper.inner / max(len(ages), 1)
    for index, age in enumerate(ages):
        x = paper.left + index * step
        swatch = 2.4 if paper.colours.ages else 4.9  # a hatching needs room to be known by
        _swatch(pen, sheet, index, (x, y + 15.6, swatch, 2.4))
        indent = swatch + 1.4
        label = labels.age(age.bucket)
        if total and age.amount > 0:
            label = f"{label}  {age.amount / total:.0%}"
        pen.text(x + indent, y + 17.8, pen.clip(label, looks.small, step - indent - 1.2), looks.small)
        overdue = index > 0 and age.amount > 0
        style = looks.strong if overdue else looks.body
        text = format_money(age.amount) if age.amount else "—"
        pen.text(x + indent, y + 22.6, text, pen.shrink(text, style, step - indent - 1.2))


def _bar(pen: Pen, sheet: Sheet, y: float, total: Decimal) -> None:
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


def _swatch(pen: Pen, sheet: Sheet, index: int, area: tuple[float, float, float, float]) -> None:
    _fill(pen, sheet, index, area)
    if not sheet.paper.colours.ages:
        pen.box(*area, edge=sheet.paper.colours.rule)


def _fill(pen: Pen, sheet: Sheet, index: int, area: tuple[float, float, float, float]) -> None:
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


def draw_apart(pen: Pen, sheet: Sheet, y: float) -> None:
    """Figures that are told beside the balance and never netted with it, four at most."""
    looks = sheet.looks
    step = sheet.paper.inner / 4
    for index, apart in enumerate(sheet.extras.apart[:4]):
        x = sheet.paper.left + index * step
        pen.text(x, y + 4.5, pen.clip(apart.label, looks.small, step - 3), looks.small)
        style = looks.strong._replace(size=looks.strong.size + 1.5)
        amount = format_money(apart.amount)
        pen.text(x, y + 9.8, amount, pen.shrink(amount, style, step - 3))
        pen.text(x, y + 14, pen.clip(apart.note, looks.small, step - 3), looks.small)


def proof_text(sheet: Sheet) -> str:
    """What the QR code says in plain words: number, account, day, closing balance and the books' point."""
    statement, proof = sheet.statement, sheet.proof
    words = [sheet.number, statement.buyer.code, statement.end.isoformat(), f"{statement.closing:.2f}"]
    if proof:
        words.append(f"{proof.stream}#{proof.number} {proof.hash[:32]}")
    return " ".join(words)


def draw_proof(pen: Pen, sheet: Sheet, y: float) -> None:
    """The QR code, the point of the chain, the bank account, maker, checker and the place for the seal."""
    paper, looks, labels = sheet.paper, sheet.looks, sheet.labels
    if y > next_parts_top(sheet):
        pen.line(paper.left, y + 1, paper.right, y + 1)
    top = y + 5
    _qr(pen, sheet, paper.left, top)
    x, room = paper.left + _QR + 4, paper.inner * 0.34
    pen.text(x, top + 3.4, labels.scan, looks.strong)
    lines: list[str] = []
    if sheet.proof:
        lines.append(labels.chain.format(sheet.proof.stream, sheet.proof.number))
        lines.append(_grouped(sheet.proof.hash[:16]))
    if sheet.heading.bank:
        lines.append(f"{labels.bank} {sheet.heading.bank}")
    if sheet.heading.bank_account:
        lines.append(f"{labels.account} {sheet.heading.bank_account}")
    for index, line in enumerate(lines):
        pen.text(x, top + 8.6 + index * 4.6, line, pen.shrink(line, looks.small, room))
    _people(pen, sheet, top)
    width, height = _SEAL
    left = paper.right - width
    pen.box(left, top, width, height, edge=paper.colours.muted, dash="2 2")
    pen.text(left + width / 2, top + height / 2 + 1, labels.seal, looks.small, "centre")


def _people(pen: Pen, sheet: Sheet, top: float) -> None:
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


def _qr(pen: Pen, sheet: Sheet, x: float, y: float) -> None:
    import segno

    code = segno.make(proof_text(sheet), error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    pen.dots(x, y, _QR / len(rows), rows, "0 0 0")


def _grouped(hexadecimal: str) -> str:
    return " ".join(hexadecimal[start : start + 4] for start in range(0, len(hexadecimal), 4))
