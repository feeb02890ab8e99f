"""A statement's values for a pre-printed form: its head, its lines from page to page, and what closes it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from desktop.wording import name_of
from domain.documents.kinds import kinds_of
from domain.statements.forms import GoodsLine, OpenRow, StatementForm, total
from domain.statements.marks import mark_of
from domain.values.money import ZERO, format_money
from domain.values.quantities import plain_number

if TYPE_CHECKING:
    from desktop.printing.drawing.pdf_file import Sink
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.labels import Labels
    from desktop.printing.overlay import Overlay
    from sync.records.statements.issued import Issued

Row = dict[str, str]


def statement_onto_form(
    drawn: Issued, overlay: Overlay, printer: str = "", language: Literal["zh", "en"] = "zh"
) -> Printout:
    """The statement's values at their places, on as many forms as its lines need."""
    from desktop.printing.labels import LABELS
    from desktop.printing.overlay_pages import print_overlay

    rows = statement_lines_of(drawn.form, LABELS[language], overlay.lines)
    return print_overlay(overlay, statement_values(drawn), rows, printer=printer)


def statements_onto_forms(
    papers: Iterable[Issued], overlay: Overlay, printer: str, language: Literal["zh", "en"], sink: Sink
) -> Printout | None:
    """All these statements' values into one file as they come; None where there is none."""
    from desktop.printing.labels import LABELS
    from desktop.printing.overlay_pages import fill_forms, form_pen

    pen = None
    for drawn in papers:
        pen = pen or form_pen(overlay, sink)
        rows = statement_lines_of(drawn.form, LABELS[language], overlay.lines)
        fill_forms(pen, overlay, statement_values(drawn), rows, printer=printer)
    return pen.finish() if pen else None


def statement_values(drawn: Issued) -> Row:
    """What stands on the form but its lines, by field."""
    form, statement = drawn.form, drawn.form.statement
    apart = form.apart
    values = {
        "customer": statement.buyer.name,
        "code": statement.buyer.code,
        "address": statement.buyer.address,
        "number": drawn.number,
        "period": f"{statement.start.isoformat()} — {statement.end.isoformat()}",
        "issued": form.issued.isoformat(),
        "reply_by": form.reply_by.isoformat() if form.reply_by else "",
        "opening": format_money(statement.opening),
        "increase": format_money(statement.debit_total),
        "decrease": format_money(statement.credit_total),
        "closing": format_money(statement.closing),
        "words": f"人民币{statement.amount_in_words}",
        "prepayments": format_money(total(apart.prepayments)),
        "wallet": format_money(total(apart.wallet)),
        "in_transit": format_money(total(apart.in_transit)),
        "disputed": format_money(total(apart.disputed)),
        "bank": drawn.bank,
        "bank_account": drawn.bank_account,
        "maker": drawn.maker,
        "checker": drawn.checker,
        "qr": mark_of(form).payload if drawn.number else "",
    }
    return values | {f"age_{age.bucket}": format_money(age.amount) for age in statement.ageing}


def statement_lines_of(form: StatementForm, labels: Labels, held: int) -> list[Row]:
    """Opening, documents with their goods, and on each form but the last what is carried forward.

    `held` is how many lines a form holds; where that is too few for carrying, only the lines stand there.
    """
    start = form.statement.start.isoformat()
    first: Row = {"date": start, "summary": labels.opening, "balance": format_money(form.statement.opening)}
    rows: list[tuple[Row, Decimal]] = [] if form.layout.open_only else [(first, form.statement.opening)]
    for row in form.rows:
        told = {
            "date": row.date.isoformat(),
            "kind": labels.kind(row.kind, row.debit, row.credit),
            "number": row.number,
            "summary": _summary(row.kind, row.summary, labels.language),
            "debit": format_money(row.debit) if row.debit or not row.credit else "",
            "credit": format_money(row.credit) if row.credit else "",
            "balance": format_money(row.balance),
        }
        rows += [(told, row.balance), *((_goods(line), row.balance) for line in row.goods)]
    for item in form.open_rows:
        rows += [(_open(item, labels), item.balance), *((_goods(line), item.balance) for line in item.goods)]
    return _carried(rows, labels, held) if held > 2 else [row for row, _ in rows]


def _carried(rows: list[tuple[Row, Decimal]], labels: Labels, held: int) -> list[Row]:
    """The lines with 过次页 as the last line of a form that goes on, and 承前页 as the first of the next."""
    done: list[Row] = []
    while len(done) % held + len(rows) > held:
        taken = held - 1 - len(done) % held
        balance = format_money(rows[taken - 1][1])
        done += [row for row, _ in rows[:taken]]
        done += [{"summary": labels.carried, "balance": balance}, {"summary": labels.brought, "balance": balance}]
        rows = rows[taken:]
    return [*done, *(row for row, _ in rows)]


def _open(item: OpenRow, labels: Labels) -> Row:
    ahead = item.remaining <= 0
    return {
        "date": item.date.isoformat(),
        "kind": labels.paid_ahead if ahead else labels.kind(item.kind, abs(item.amount), ZERO),
        "number": f"{item.number} #{item.part}" if item.part > 1 else item.number,
        "summary": "" if ahead else f"{labels.open_columns[1]} {item.due.isoformat()}",
        "debit": "" if ahead else format_money(item.remaining),
        "credit": format_money(-item.remaining) if ahead else "",
        "balance": format_money(item.balance),
    }


def _goods(line: GoodsLine) -> Row:
    quantity = f"{plain_number(line.quantity)}{line.unit}"
    price = "" if line.unit_price is None else f" × {line.unit_price:.4f}".removesuffix("00")
    amount = "" if line.amount is None else f" = {format_money(line.amount)}"
    return {"number": line.sku, "summary": f"{line.name} {quantity}{price}{amount}"}


def _summary(kind: str, summary: str, language: Literal["zh", "en"]) -> str:
    if kind not in kinds_of("money"):
        return summary
    return " · ".join(name_of("method", part, language) for part in summary.split(" · "))
