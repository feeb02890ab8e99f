"""Commands that take files in and give files out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.documents.json_forms import amount, reason_form
from desktop.actions.imports.json_forms import figures_form, rows_form
from desktop.cli.calls import Call, CommandResult
from desktop.cli.grammar.column_maps import column_map
from desktop.import_kinds import ROW_KINDS
from desktop.row_words import row_says
from desktop.wording import say, say_reason, say_row
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.actions.imports.card_files import ImportedCards
    from desktop.actions.imports.file_rows import FileRow
    from desktop.actions.imports.history import Imported
    from desktop.actions.intake.rows import ImportedRows
    from desktop.desk import Desk
    from desktop.listings.listing import ListQuery
    from domain.tables.sorting import Why

_BEFORE = ("in_books_already", "already_booked", "booked_alike")  # why rows aren't booked that the books have


def take_in(call: Call) -> CommandResult:
    """Imports a file; with `--check` only judges it."""
    kind, mapping = call.args.kind, column_map(call.args.map)
    if kind == "orders":
        return _take_history(call, mapping)
    if kind in {"customers", "products"}:
        return _take_cards(call, mapping)
    if kind in ROW_KINDS:
        return _take_rows(call, mapping)
    raise UsageError("import_kind_unknown", kind=kind, known=", ".join(("orders", "customers", "products", *ROW_KINDS)))


def _take_rows(call: Call, mapping: dict[str, str]) -> CommandResult:
    from desktop.actions.intake.kinds import import_file

    args = call.args
    with call.desk(writing=True) as desk:
        done = import_file(desk, args.kind, Path(args.file), mapping=mapping, check=args.check, hidden=args.hidden)
    value = {**figures_form(done), "checked_only": args.check}
    numbers = ", ".join(done.documents)
    facts = {**value, "taken": done.taken_lines, "same": done.same_lines, "documents": numbers}
    told = say("rows_checked" if args.check else "rows_imported", call.language, **facts)
    return _told(call, value, told, done, good=done.taken_lines + done.same_lines)


def _first_rows(call: Call, rows: Sequence[FileRow]) -> str:
    """The first rows that a check would take, a line each, so that it is seen what they were read as."""
    taken = [each for each in rows if each.state == "taken"][:_FEW] if call.args.check else []
    lines = (
        say(
            "row_to_take",
            call.language,
            row=each.row,
            sheet=_sheet(each, rows),
            what=each.what,
            says=row_says(each.says, each.fields, call.language),
        )
        for each in taken
    )
    return "".join(f"\n{line}" for line in lines)


def _sheet(row: FileRow, rows: Sequence[FileRow]) -> str:
    """The sheet a row is on, where rows of a file are on several."""
    return row.sheet if any(each.sheet != row.sheet for each in rows) else ""


def _refusals(call: Call, done: ImportedRows | ImportedCards | Imported) -> str:
    """Why rows weren't taken: each reason with how many rows have it and one of them, the most frequent first."""
    examples: dict[str, tuple[FileRow, Why]] = {}
    for row in done.rows:
        for why in row.why if row.state == "refused" else ():
            examples.setdefault(why[0], (row, why))
    lines = []
    for code, count in sorted(done.reasons.items(), key=lambda each: -each[1])[:_FEW]:
        if code in examples:
            row, why = examples[code]
            told = {
                "lines": count,
                "row": row.row,
                "sheet": _sheet(row, done.rows),
                "why": say_row(*why, call.language),
            }
            lines.append(say("rows_not_taken", call.language, **told))
    return "".join(f"\n{line}" for line in lines)


_FEW = 5


def _told(
    call: Call, value: object, told: str, done: ImportedRows | ImportedCards | Imported, *, good: int
) -> CommandResult:
    """What an import did; where no row was `good`, taken now or before, it failed, and says so."""
    told += _first_rows(call, done.rows) + _refusals(call, done)
    if not good:
        told += "\n" + say("import_took_nothing" if done.lines else "import_without_rows", call.language)
    notes = tuple(say_reason(each, call.language) for each in done.notes)
    return CommandResult(value, told, status=0 if good else NOTHING_TAKEN, notes=notes)


NOTHING_TAKEN = 1
"""The exit status of an import that took no row, as of a refusal."""


def _take_cards(call: Call, mapping: dict[str, str]) -> CommandResult:
    from desktop.actions.imports.card_files import import_customers, import_products

    args = call.args
    take = import_customers if args.kind == "customers" else import_products
    with call.desk(writing=True) as desk:
        done = take(desk, Path(args.file), mapping=mapping, check=args.check, hidden=args.hidden)
    value = {
        "lines": done.lines,
        "made": done.made,
        "changed": done.changed,
        "same": done.same,
        "refused_lines": done.refused_lines,
        "left_lines": done.left_lines,
        "left": dict(done.left),
        "report": str(done.report),
        "reasons": dict(done.reasons),
        "columns": dict(done.columns),
        "rows": rows_form(done.rows),
        "notes": [reason_form(each) for each in done.notes],
        "checked_only": args.check,
    }
    told = say("cards_checked" if args.check else "cards_imported", call.language, **value)
    return _told(call, value, told, done, good=done.made + done.changed + done.same)


def _take_history(call: Call, mapping: dict[str, str]) -> CommandResult:
    from desktop.actions.imports.history import import_orders

    args = call.args
    with call.desk(writing=True) as desk:
        seller = args.seller or desk.dealer_id
        done = import_orders(
            desk, Path(args.file), seller=seller, mapping=mapping, check=args.check, hidden=args.hidden,
            remark=say("history_keeps_stock", call.language),
        )  # fmt: skip
    value = {
        "lines": done.lines,
        "amount": amount(done.amount),
        "booked_lines": done.booked_lines,
        "booked_amount": amount(done.booked_amount),
        "refused_lines": done.refused_lines,
        "refused_amount": amount(done.refused_amount),
        "left_lines": done.left_lines,
        "left_amount": amount(done.left_amount),
        "left": dict(done.left),
        "report": str(done.report),
        "deliveries": done.deliveries,
        "returns": done.returns,
        "customers": done.customers,
        "products": done.products,
        "reasons": dict(done.reasons),
        "adjustments": list(done.adjustments),
        "columns": dict(done.columns),
        "rows": rows_form(done.rows),
        "notes": [reason_form(each) for each in done.notes],
        "checked_only": args.check,
    }
    told = say(
        "import_checked" if args.check else "imported",
        call.language,
        lines=done.lines,
        total=done.amount,
        left_lines=done.left_lines,
        left_amount=done.left_amount,
        booked_lines=done.booked_lines,
        booked_amount=done.booked_amount,
        refused_lines=done.refused_lines,
        refused_amount=done.refused_amount,
        path=done.report,
    )
    before = sum(done.reasons.get(code, 0) for code in _BEFORE)
    return _told(call, value, told, done, good=done.booked_lines + before)


def give_out(call: Call) -> CommandResult:
    """Exports a list as a workbook or as CSV, by the file's ending."""
    from desktop.listings.workbooks import export

    args = call.args
    with call.desk() as desk:
        done = export(desk, args.kind, Path(args.file).absolute(), call.language, wish=_query(call, desk))
    value = {"file": str(done.path), "rows": done.rows}
    told = "exported" if done.rows else "exported_empty"
    return CommandResult(value, say(told, call.language, rows=done.rows, path=done.path))


def show_list(call: Call) -> CommandResult:
    """Tells any list as a table, or as JSON."""
    from desktop.cli.listed import listed
    from desktop.listings.workbooks import check_query, listing_named

    listing = listing_named(call.args.kind)
    with call.desk() as desk:
        query = _query(call, desk)
        check_query(listing, query)
        rows = list(listing.ask(desk, query))
    return listed(call, listing, rows)


def _query(call: Call, desk: Desk) -> ListQuery:
    """What a command says about the list it wants."""
    from desktop.listings.listing import ListQuery

    args = call.args
    return ListQuery(
        only=args.only,
        account=args.account,
        seller=args.seller,
        policy=args.policy,
        version=args.version,
        period=args.period,
        number=args.number,
        source=Path(args.source).absolute() if args.source else None,
        on=call.day(desk, "on"),
        start=call.day(desk, "start"),
        end=call.day(desk, "end"),
    )
