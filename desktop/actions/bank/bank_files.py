"""Money from a bank's or wallet's file: read in any layout, proposed as receipts, booked once however often read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import BankFileChoice, BankImport, BankLineRow
from desktop.actions.bank.booking import (
    BANK_ACCOUNTS,
    bank_accounts,
    bank_line,
    book_line,
    book_lines,
    doubted,
    is_clear,
    proposals_of,
)
from desktop.actions.bank.booking import LEAST as LEAST  # noqa: PLC0414 -- what one says about a file stands here
from desktop.actions.bank.booking import SKIP as SKIP  # noqa: PLC0414 -- as above
from desktop.actions.bank.booking import Choices as Choices  # noqa: PLC0414 -- as above
from desktop.actions.catalog.cards import dealers_by_id
from desktop.actions.changes import changes
from desktop.actions.documents.document_views import numbers_of
from desktop.actions.headquarters.queued import Queued
from desktop.exchange.reading import FileGrid, read_grids
from domain.bank.formats import (
    HEADER_WITHIN,
    BankLayout,
    Recognised,
    Unmapped,
    layout_as_plain,
    layout_by_hand,
    layout_from_plain,
    missing_in,
    of_header,
    plain_title,
    recognise,
)
from domain.bank.lines import BankFile, read_movements
from domain.bank.maps import check_said, row_named
from domain.bank.own_account import is_own, offered
from domain.errors import RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.reconciliation.running_balances import StatedRow, follow
from domain.tables.cells import read_code
from domain.values.money import ZERO, from_fen
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties.dealers import Dealer

_LAYOUTS = "bank_layouts"
_SIDES = ("own", "account")  # of which one column can be only one


_NONE = Choices()


def unknown_layout(path: Path) -> Unmapped:
    """What a file of an unknown layout offers for mapping; raises what `read_grids` raises."""
    offers = [offered(grid.rows) for grid in read_grids(path)]
    return max(offers, key=lambda each: (len(each.guessed), len(each.titles)))


def read_bank_file(desk: Desk, path: Path, choices: Choices = _NONE) -> BankImport:
    """A bank's file as receipts it would make; nothing is written.

    Raises what `read_grids` raises, and UsageError `bank_format_unknown` (facts `file`, `titles`, `missing`,
    `guessed`, `within`), `bank_format_guessed` (nothing is missing, but nobody said yes), `bank_mapping`,
    `map_meaning_unknown`, `bank_header_unknown`, `bank_column_twice`, `bank_account_differs`, `bank_of_another`,
    `dealer_unknown`.
    """
    with desk.book.reading() as connection:
        layout, found = _read(connection, path, choices, desk.today())
        proposals = proposals_of(connection, desk, found, choices, booking=False)
        found = replace(found, remarks=(*found.remarks, *doubted(connection, desk, found)))
        return _shown(connection, path, layout, found, [bank_line(each) for each in proposals])


@changes("accounts", "papers")
def book_bank_file(desk: Desk, path: Path, choices: Choices = _NONE) -> BankImport | Queued:
    """Books the receipts of a bank's file whose payer is clear or chosen, all in one transaction, each line once.

    Lines that can't be booked now (an unclear payer, a closed day) are told and wait for the next time. A desk of HQ's
    people asks HQ to book what is clear. Raises as `read_bank_file`, and there RefusedError `bank_nothing_booked`.
    """
    if desk.asks:
        return _ask_for(desk, path, choices)
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        layout, found = _read(connection, path, choices, desk.today())
        found = replace(found, remarks=(*found.remarks, *doubted(connection, desk, found)))
        proposals = proposals_of(connection, desk, found, choices)
        lines = [book_line(desk, writing, found, each, choices) for each in proposals]
        _remember(connection, layout, found, choices)
        return _shown(connection, path, layout, found, lines)


def _ask_for(desk: Desk, path: Path, choices: Choices) -> Queued:
    """Reads the file here, remembers its layout here, and asks HQ to book what is clear of it.

    One request for each account of one's own that the file is about; the last one is given back.
    """
    desk.need_right("money_write")
    with desk.book.writing() as writing:
        layout, found = _read(writing.connection, path, choices, desk.today())
        proposals = proposals_of(writing.connection, desk, found, choices)
        _remember(writing.connection, layout, found, choices)
    sent = tuple(each.movement for each in proposals if is_clear(each, choices))
    if not sent:
        raise RefusedError("bank_nothing_booked")
    requests: list[Queued] = []
    for own in dict.fromkeys(found.own_of(each.row) for each in sent):
        lines = [each for each in sent if found.own_of(each.row) == own]
        payers = {row: named for row, named in choices.payers.items() if row in {each.row for each in lines}}
        asked = book_lines(desk, path.name, layout.bank, own, lines, payers, choices.least)
        if isinstance(asked, Queued):
            requests.append(asked)
    return requests[-1]


def remembered_layouts(connection: Connection) -> list[BankLayout]:
    """The layouts mapped by hand."""
    stored = json.loads(read_setting(connection, _LAYOUTS) or "[]")
    return [layout_from_plain(each) for each in stored]


# ---- reading ----------------------------------------------------------------------------------------------------


def _read(connection: Connection, path: Path, choices: Choices, today: date) -> tuple[BankLayout, BankFile]:
    grids = read_grids(path, hidden=choices.hidden)
    known = remembered_layouts(connection)
    for grid in grids:
        recognised = _known_of(grid, known, choices)
        if recognised is not None and not choices.titles:
            told = _of_account(connection, grid, recognised, choices, today)
            return recognised.layout, _with_sheets(told, grids, grid)
    grid, offer = max(((each, _offer(each.rows, choices)) for each in grids), key=lambda pair: len(pair[1].guessed))
    check_said(choices.titles, offer.titles)
    said = {meaning: plain_title(title) for meaning, title in choices.titles.items() if meaning in _SIDES}
    guessed = {
        meaning: title
        for meaning, title in offer.guessed.items()
        if meaning not in _SIDES or plain_title(title) not in said.values()
    }
    titles = {**guessed, **choices.titles}
    if not choices.name or missing_in(titles):
        facts = {
            "file": path.name,
            "titles": " ".join(offer.titles[:20]),
            "missing": ", ".join(missing_in(titles)),
            "guessed": ", ".join(f"{meaning}={title}" for meaning, title in titles.items()),
            "within": HEADER_WITHIN,
        }
        raise UsageError("bank_format_unknown" if facts["missing"] else "bank_format_guessed", **facts)
    layout = _mapped(choices, titles)
    recognised = recognise(grid.rows, [layout])
    if recognised is None or recognised.layout != layout:
        raise UsageError("bank_mapping", name=choices.name, titles=" ".join(choices.titles.values()))
    recognised = replace(recognised, layout=of_header(layout, grid.rows[recognised.row]))
    return recognised.layout, _with_sheets(_of_account(connection, grid, recognised, choices, today), grids, grid)


def _known_of(grid: FileGrid, known: Sequence[BankLayout], choices: Choices) -> Recognised | None:
    """The layout of a table: one said of its very account before one said of no account, none said of another.

    Where the file doesn't say whose account it is and several were said of its header, nobody can tell which holds.
    """
    open_ = list(known)
    while (found := recognise(grid.rows, open_)) is not None and found.layout in open_:
        titles = found.layout.header
        alike = [each for each in open_ if each.header == titles]
        accounts = [choices.account] if choices.account else read_movements(grid.rows, found, marks=grid.marks).accounts
        account = next(iter(accounts), "")
        own = [each for each in alike if each.account and account and is_own(each.account, account)]
        fitting = own or [each for each in alike if not each.account or (not account and len(alike) == 1)]
        if len({(each.inverted, tuple(sorted(each.titles.items()))) for each in fitting}) == 1:
            return replace(found, layout=fitting[-1])
        open_ = [each for each in open_ if each not in alike]
    return found


def _with_sheets(found: BankFile, grids: Sequence[FileGrid], read: FileGrid) -> BankFile:
    """The file with what became of its other sheets, and where its running balance first departs."""
    told = [*grids[0].beside]
    if not found.movements and all(each.line is None for each in found.remarks):
        told.append(Reason("import_without_rows", "warn", {}))
    for grid in grids:
        rows = sum(any(map(read_code, row)) for row in grid.rows)
        if grid is not read and read.sheet and rows:
            code = "sheet_unread" if recognise(grid.rows, [found.layout]) is None else "sheet_apart"
            told.append(Reason(code, "warn", {"sheet": grid.sheet, "rows": rows}))
    return replace(found, remarks=(*found.remarks, *told, *_departing(found)))


def _departing(found: BankFile) -> list[Reason]:
    """The row of each account whose balance first isn't the one before and what moved."""
    steps = [StatedRow(each.row, each.signed, each.balance) for each in found.movements]
    steps += [
        StatedRow(each.line, None, None) for each in found.remarks if each.line is not None and each.severity == "warn"
    ]
    told = []
    for own in dict.fromkeys(found.own_of(each.row) for each in steps):
        run = follow(sorted((each for each in steps if found.own_of(each.row) == own), key=lambda step: step.row))
        if run.departures:
            first = run.departures[0]
            facts: dict[str, Fact] = {"row": first.row, "told": first.stated, "expected": first.reckoned}
            told.append(Reason("balance_departs", "warn", facts))
    return told


def _offer(rows: Sequence[Sequence[object]], choices: Choices) -> Unmapped:
    """What can be guessed of the row that has most of the titles a person named, or of the likeliest row."""
    return offered(rows, row_named(rows, choices.titles))


def _mapped(choices: Choices, titles: Mapping[str, str]) -> BankLayout:
    try:
        layout = layout_by_hand(choices.name, titles, inverted=choices.inverted)
        return replace(layout, said="account" in choices.titles)
    except ValueError as wrong:
        raise UsageError("bank_mapping", name=choices.name, titles=" ".join(choices.titles)) from wrong


def _of_account(connection: Connection, grid: FileGrid, found: Recognised, choices: Choices, today: date) -> BankFile:
    """The movements, once file, bank and account are found to belong together."""
    told = read_movements(grid.rows, found, marks=grid.marks, near=today)
    account = choices.account or told.account
    if choices.account and told.accounts and not any(is_own(each, choices.account) for each in told.accounts):
        raise UsageError("bank_account_differs", told=", ".join(told.accounts), asked=choices.account)
    known = bank_accounts(connection)
    for each in [choices.account] if choices.account else told.accounts:
        if known.get(each, found.layout.bank) != found.layout.bank:
            raise UsageError("bank_of_another", account=each, bank=found.layout.bank, expected=known[each])
    if account == told.account:
        return told
    return read_movements(grid.rows, found, account, grid.marks, near=today)


def _remember(connection: Connection, layout: BankLayout, found: BankFile, choices: Choices) -> None:
    """Keeps a layout mapped by hand, and which bank an account is at."""
    if choices.name and layout.name == choices.name:
        kept = replace(layout, account=found.account)
        others = [
            each for each in remembered_layouts(connection) if (each.name, each.account) != (kept.name, kept.account)
        ]
        plain = [layout_as_plain(each) for each in [*others, kept]]
        write_setting(connection, _LAYOUTS, json.dumps(plain, ensure_ascii=False))
    if found.accounts:
        known = {**bank_accounts(connection), **dict.fromkeys(found.accounts, layout.bank)}
        write_setting(connection, BANK_ACCOUNTS, json.dumps(known, ensure_ascii=False))


# ---- showing ----------------------------------------------------------------------------------------------------


def _shown(
    connection: Connection, path: Path, layout: BankLayout, found: BankFile, lines: Sequence[BankLineRow]
) -> BankImport:
    """The lines with names and numbers."""
    ids = {
        each.id for line in lines for each in (*([line.payer] if line.payer else []), *(g.dealer for g in line.guesses))
    }
    names = dealers_by_id(connection, ids)
    numbers = numbers_of(connection, [each.document for line in lines for each in line.settlements])
    shown = tuple(_named(line, names, numbers) for line in lines)
    booked = [line for line in shown if line.state == "booked"]
    return BankImport(
        file=path.name,
        bank=layout.bank,
        layout=layout.name,
        account=found.account,
        lines=shown,
        remarks=found.remarks,
        booked=len(booked),
        booked_amount=sum((line.amount for line in booked), ZERO),
        before=sum(line.state == "booked_before" for line in shown),
    )


def _named(line: BankLineRow, names: Mapping[str, Dealer], numbers: Mapping[str, str]) -> BankLineRow:
    return replace(
        line,
        payer=names.get(line.payer.id, line.payer) if line.payer else None,
        guesses=tuple(replace(each, dealer=names.get(each.dealer.id, each.dealer)) for each in line.guesses),
        settlements=tuple(replace(each, number=numbers.get(each.document, "")) for each in line.settlements),
    )


def bank_lines(desk: Desk) -> list[tuple[str, date, Decimal, str, str, str]]:
    """What was booked from files so far: account, day, amount, payer, state and the receipt's number, newest first."""
    with desk.book.reading() as connection:
        rows = query_rows(connection, "SELECT * FROM bank_line ORDER BY date DESC, pk DESC")
        numbers = numbers_of(connection, [row.document for row in rows if row.document])
    return [
        (
            row.account,
            date.fromisoformat(row.date),
            from_fen(row.amount),
            row.payer,
            row.state,
            numbers.get(row.document, ""),
        )
        for row in rows
    ]


def read_chosen(desk: Desk, path: Path, choice: BankFileChoice) -> BankImport:
    """The file as receipts it would make."""
    return read_bank_file(desk, path, _choices(choice))


@changes("accounts", "papers")
def book_chosen(desk: Desk, path: Path, choice: BankFileChoice) -> BankImport | Queued:
    """Books the rows whose payers are named, and only those."""
    return book_bank_file(desk, path, _choices(choice))


def layout_offered(desk: Desk, path: Path) -> Unmapped:  # noqa: ARG001 -- only the file is looked at
    """What a file of an unknown layout offers for mapping."""
    return unknown_layout(path)


def _choices(choice: BankFileChoice) -> Choices:
    name, titles, inverted = choice.name, choice.titles, choice.inverted
    return Choices(payers=choice.payers, least=_NOBODY, name=name, titles=titles, inverted=inverted)


_NOBODY = 101  # per cent: only what is ticked is booked, however sure its payer is
