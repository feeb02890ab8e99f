"""Printing onto forms that are printed already: a document's values by field, and the layouts kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from desktop.actions.catalog.cost import check_cost, is_veiled_from
from desktop.actions.changes import changes
from desktop.actions.documents.document_views import paper_view
from desktop.actions.documents.saving import write_whole
from desktop.actions.statements.overlays import statement_onto_form
from desktop.documents.faces import paper_like
from domain.documents.kinds import sign_of
from domain.errors import UsageError
from domain.values.chinese_amounts import amount_in_words
from domain.values.money import format_money
from sync.records.books import reading
from sync.records.documents.stored import document_row
from sync.records.statements.confirming import statement_row
from sync.records.statements.issued import find_issued

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.documents.views import PaperView
    from desktop.desk import Desk
    from desktop.printing.drawing.pen import Printout
    from desktop.printing.overlay import Overlay

_MONEY = frozenset({"total", "words", "balance_before", "balance_after", "price", "amount"})
_Values = tuple[dict[str, str], list[dict[str, str]]]


def layout(desk: Desk, kind: str) -> Overlay:
    """The layout of a kind; UsageError `form_kind`, `layout_unreadable`."""
    from desktop.printing.overlay import KINDS, read_overlay

    if kind not in KINDS:
        raise UsageError("form_kind", kind=kind, known=list(KINDS))
    return read_overlay(desk.folder, kind)


@changes("layouts")
def save_layout(desk: Desk, overlay: Overlay) -> Overlay:
    """Keeps a layout in the folder; RefusedError `file_not_written`."""
    from desktop.printing.overlay import layout_path, overlay_json

    write_whole(layout_path(desk.folder, overlay.kind), overlay_json(overlay))
    return overlay


@changes("layouts")
def shift_printer(desk: Desk, kind: str, printer: str, dx: float, dy: float) -> Overlay:
    """Keeps how far a printer's values are shifted on a kind's form; raises as `layout` and `save_layout`, and
    UsageError `offset_range`.
    """
    from desktop.printing.overlay import LONGEST_OFFSET

    if max(abs(dx), abs(dy)) > LONGEST_OFFSET:
        raise UsageError("offset_range", most=LONGEST_OFFSET)
    return save_layout(desk, layout(desk, kind).for_printer(printer, dx, dy))


def onto_form(
    desk: Desk,
    kind: str,
    number: str,
    printer: str = "",
    language: Literal["zh", "en"] = "zh",
    *,
    prices: bool = True,
) -> Printout:
    """A document's or an issued statement's values on its pre-printed form.

    `prices` False leaves out prices, amounts and balances. Raises UsageError `document_unknown`, `statement_unknown`,
    `form_kind`, `layout_unreadable`.
    """
    from desktop.printing.overlay_pages import print_overlay

    overlay = layout(desk, kind)
    with desk.book.reading() as connection:
        if kind == "statement":
            check_cost(desk, statement_row(connection, number).buyer)
            return statement_onto_form(find_issued(connection, number), overlay, printer, language)
        values, lines = _document(connection, desk, kind, number, prices=prices)
    return print_overlay(overlay, values, lines, printer=printer)


def _document(connection: Connection, desk: Desk, kind: str, number: str, *, prices: bool) -> _Values:
    shown = paper_view(desk, connection, document_row(connection, number, kind))
    prices = prices and not is_veiled_from(desk, shown.buyer.id)
    sign = sign_of(shown.kind) or 1
    total = abs(shown.amount) if paper_like(kind) == "money_receipt" else sign * shown.amount
    before, after = _balances(connection, shown)
    bought = kind == "goods_receipt" or (kind == "order" and shown.buyer.id == desk.dealer_id)
    other = shown.seller if bought else shown.buyer
    values = {
        "customer": other.name,
        "number": shown.number,
        "date": shown.date.isoformat(),
        "address": other.address,
        "total": format_money(total),
        "words": f"人民币{amount_in_words(total)}" if prices else "",
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
    return (values, lines) if prices else (_without(values), [_without(line) for line in lines])


def _without(values: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if name not in _MONEY}


def _balances(connection: Connection, shown: PaperView) -> tuple[str, str]:
    found = reading.balances_around(connection, shown.seller.id, shown.buyer.id, shown.id, shown.date)
    return (format_money(found[0]), format_money(found[1])) if found else ("", "")
