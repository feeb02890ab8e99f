"""Printing onto forms that are printed already: a document's or statement's values by field, and layouts kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.saving import write_whole
from desktop.actions.showing import paper_view
from domain.documents import sign_of
from domain.errors import UsageError
from domain.ledger import balance
from domain.money import format_money
from domain.words import amount_in_words
from sync.records import reading
from sync.records.filed import document_row
from sync.records.statements import find_issued

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.views import PaperView
    from desktop.desk import Desk
    from desktop.printing.overlay import Overlay
    from desktop.printing.pen import Printout

KINDS = ("delivery", "money_receipt", "statement")
"""What can be printed onto pre-printed forms."""
_Values = tuple[dict[str, str], list[dict[str, str]]]


def layout(desk: Desk, kind: str) -> Overlay:
    """The layout of a kind; UsageError `form_kind`, `layout_unreadable`."""
    from desktop.printing.overlay import read_overlay

    if kind not in KINDS:
        raise UsageError("form_kind", kind=kind, known=list(KINDS))
    return read_overlay(desk.folder, kind)


def save_layout(desk: Desk, overlay: Overlay) -> Overlay:
    """Keeps a layout in the folder; RefusedError `file_not_written`."""
    from desktop.printing.overlay import layout_path, overlay_json

    write_whole(layout_path(desk.folder, overlay.kind), overlay_json(overlay))
    return overlay


def onto_form(desk: Desk, kind: str, number: str, printer: str = "") -> Printout:
    """A document's or an issued statement's values on its pre-printed form.

    Raises UsageError `document_unknown`, `statement_unknown`, `form_kind`, `layout_unreadable`.
    """
    from desktop.printing.overlay import print_overlay

    overlay = layout(desk, kind)
    with desk.book.reading() as connection:
        values, lines = _statement(connection, number) if kind == "statement" else _document(connection, kind, number)
    return print_overlay(overlay, values, lines, printer=printer)


def _document(connection: Connection, kind: str, number: str) -> _Values:
    shown = paper_view(connection, document_row(connection, number, kind))
    sign = sign_of(shown.kind) or 1
    total = abs(shown.amount) if kind == "money_receipt" else sign * shown.amount
    before, after = _balances(connection, shown)
    values = {
        "customer": shown.buyer.name,
        "number": shown.number,
        "date": shown.date.isoformat(),
        "address": shown.buyer.address,
        "total": format_money(total),
        "words": f"人民币{amount_in_words(total)}",
        "balance_before": before,
        "balance_after": after,
        "maker": shown.author,
        "remark": shown.remark or shown.ref,
    }
    lines = [
        {
            "place": str(place),
            "sku": line.sku,
            "name": line.name,
            "quantity": line.quantity_text,
            "price": "" if line.unit_price is None else f"{line.unit_price:.4f}".removesuffix("00"),
            "amount": format_money(sign * line.amount),
        }
        for place, line in enumerate(shown.lines, 1)
    ]
    return values, lines


def _balances(connection: Connection, shown: PaperView) -> tuple[str, str]:
    known = reading.postings(connection, shown.seller.id, shown.buyer.id, shown.date)
    place = next((place for place, posting in enumerate(known) if posting.document == shown.id), None)
    if place is None:
        return "", ""
    return format_money(balance(known[:place])), format_money(balance(known[: place + 1]))


def _statement(connection: Connection, number: str) -> _Values:
    issued = find_issued(connection, number)
    statement = issued.form.statement
    values = {
        "customer": statement.buyer.name,
        "number": issued.number,
        "period": f"{statement.start.isoformat()} — {statement.end.isoformat()}",
        "opening": format_money(statement.opening),
        "increase": format_money(statement.debit_total),
        "decrease": format_money(statement.credit_total),
        "closing": format_money(statement.closing),
        "words": f"人民币{statement.amount_in_words}",
        "maker": issued.maker,
    }
    return values, []
