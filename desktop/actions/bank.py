"""Money from a bank's or wallet's file: read in any layout, proposed as receipts, booked once however often read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.account_views import BankImport, BankLineRow, PayerGuess, PlannedSettlement
from desktop.actions.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.posting import clerk_of, home_of
from desktop.actions.showing import numbers_of
from desktop.exchange.reading import read_grids
from domain.bank_formats import (
    HEADER_WITHIN,
    BankLayout,
    Recognised,
    Unmapped,
    layout_as_plain,
    layout_by_hand,
    layout_from_plain,
    missing_in,
    plain_title,
    recognise,
    unmapped,
)
from domain.bank_lines import BankFile, Movement, read_movements
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Reason
from domain.money import ZERO, from_fen, to_fen
from domain.payers import Payer, PayerBook, clues_of
from domain.positions import Position
from domain.receipt_proposals import ReceiptProposal, propose_for, propose_receipts
from domain.settling import after, numbers_in
from sync.records.account_bodies import BankLineBody
from sync.records.accounts import positions_of
from sync.records.bulk import query_rows, rows_in
from sync.records.making import make_money_receipt
from sync.records.settings import read_setting, write_setting
from sync.records.settlements import keep, way_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties import Dealer
    from sync.records.writing import Writing

_LAYOUTS, _ACCOUNTS = "bank_layouts", "bank_accounts"
_WALLETS = {"alipay": "alipay", "wechat": "wechat"}
SKIP = "-"
LEAST = 80


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about a file.

    `payers` names the payer of a row (of the file, from 1), `SKIP` for one that isn't a customer's; `least` is how sure
    of the payer one must be to book without asking, in per cent. `name` and `titles` map an unknown layout, which is
    then remembered; `inverted` turns its signs.
    """

    account: str = ""
    payers: Mapping[int, str] = field(default_factory=dict)
    least: int = LEAST
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    inverted: bool = False


_NONE = Choices()


def unknown_layout(path: Path) -> Unmapped:
    """What a file of an unknown layout offers for mapping; raises what `read_grids` raises."""
    offers = [unmapped(grid.rows) for grid in read_grids(path)]
    return max(offers, key=lambda each: (len(each.guessed), len(each.titles)))


def read_bank_file(desk: Desk, path: Path, choices: Choices = _NONE) -> BankImport:
    """A bank's file as receipts it would make; nothing is written.

    Raises what `read_grids` raises, and UsageError `bank_format_unknown` (facts `file`, `titles`, `missing`,
    `guessed`), `bank_mapping`, `bank_account_differs`, `bank_of_another`, `dealer_unknown`.
    """
    with desk.book.reading() as connection:
        layout, found = _read(connection, path, choices)
        proposals = _proposals(connection, desk, found, choices)
        return _shown(connection, path, layout, found, [_line(each) for each in proposals])


def book_bank_file(desk: Desk, path: Path, choices: Choices = _NONE) -> BankImport:
    """Books the receipts of a bank's file whose payer is clear or chosen, all in one transaction, each line once.

    Lines that can't be booked now (an unclear payer, a closed day) are told and wait for the next time. Raises as
    `read_bank_file`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        layout, found = _read(connection, path, choices)
        proposals = _proposals(connection, desk, found, choices)
        lines = [_booked(desk, writing, found, each, choices) for each in proposals]
        _remember(connection, layout, found, choices)
        return _shown(connection, path, layout, found, lines)


def remembered_layouts(connection: Connection) -> list[BankLayout]:
    """The layouts mapped by hand."""
    stored = json.loads(read_setting(connection, _LAYOUTS) or "[]")
    return [layout_from_plain(each) for each in stored]


# ---- reading ----------------------------------------------------------------------------------------------------


def _read(connection: Connection, path: Path, choices: Choices) -> tuple[BankLayout, BankFile]:
    grids = read_grids(path)
    known = remembered_layouts(connection)
    for grid in grids:
        recognised = recognise(grid.rows, known)
        if recognised is not None and not choices.titles:
            return recognised.layout, _of_account(connection, grid.rows, recognised, choices)
    grid, offer = max(((each, _offer(each.rows, choices)) for each in grids), key=lambda pair: len(pair[1].guessed))
    titles = {**offer.guessed, **choices.titles}
    if not choices.name or missing_in(titles):
        raise UsageError(
            "bank_format_unknown",
            file=path.name,
            titles=" ".join(offer.titles[:20]),
            missing=", ".join(missing_in(titles)),
            guessed=", ".join(f"{meaning}={title}" for meaning, title in titles.items()),
        )
    layout = _mapped(choices, titles)
    recognised = recognise(grid.rows, [layout])
    if recognised is None or recognised.layout != layout:
        raise UsageError("bank_mapping", name=choices.name, titles=" ".join(choices.titles.values()))
    return layout, _of_account(connection, grid.rows, recognised, choices)


def _offer(rows: Sequence[Sequence[object]], choices: Choices) -> Unmapped:
    """What can be guessed of the row that has the titles a person named, or of the likeliest row."""
    named = {plain_title(title) for title in choices.titles.values()}
    header = next((row for row in rows[:HEADER_WITHIN] if named and named <= set(map(plain_title, row))), None)
    return unmapped(rows) if header is None else unmapped([header])


def _mapped(choices: Choices, titles: Mapping[str, str]) -> BankLayout:
    try:
        return layout_by_hand(choices.name, titles, inverted=choices.inverted)
    except ValueError as wrong:
        raise UsageError("bank_mapping", name=choices.name, titles=" ".join(choices.titles)) from wrong


def _of_account(
    connection: Connection, rows: Sequence[Sequence[object]], found: Recognised, choices: Choices
) -> BankFile:
    """The movements, once file, bank and account are found to belong together."""
    told = read_movements(rows, found)
    account = choices.account or told.account
    if choices.account and told.account and not _same_account(told.account, choices.account):
        raise UsageError("bank_account_differs", told=told.account, asked=choices.account)
    expected = _accounts(connection).get(account)
    if expected and expected != found.layout.bank:
        raise UsageError("bank_of_another", account=account, bank=found.layout.bank, expected=expected)
    return read_movements(rows, found, account) if account != told.account else told


def _same_account(told: str, asked: str) -> bool:
    """Whether two writings may be one account; a masked figure may be any."""
    one, other = "".join(told.split()).casefold(), "".join(asked.split()).casefold()
    if "*" not in one + other or "x" in one:
        return one == other or "x" in one or one.endswith(other) or other.endswith(one)
    masked, plain = (one, other) if "*" in one else (other, one)
    head, tail = masked.split("*", 1)[0], masked.rsplit("*", 1)[1]
    return "*" in plain or (plain.startswith(head) and plain.endswith(tail)) or bool(tail and tail.endswith(plain))


def _accounts(connection: Connection) -> dict[str, str]:
    found: dict[str, str] = json.loads(read_setting(connection, _ACCOUNTS) or "{}")
    return found


def _remember(connection: Connection, layout: BankLayout, found: BankFile, choices: Choices) -> None:
    """Keeps a layout mapped by hand, and which bank an account is at."""
    if choices.name and layout.name == choices.name:
        known = [each for each in remembered_layouts(connection) if each.name != layout.name]
        plain = [layout_as_plain(each) for each in [*known, layout]]
        write_setting(connection, _LAYOUTS, json.dumps(plain, ensure_ascii=False))
    if found.account:
        write_setting(
            connection, _ACCOUNTS, json.dumps({**_accounts(connection), found.account: layout.bank}, ensure_ascii=False)
        )


# ---- proposing --------------------------------------------------------------------------------------------------


def _proposals(connection: Connection, desk: Desk, found: BankFile, choices: Choices) -> list[ReceiptProposal]:
    incoming = [each for each in found.movements if each.direction == "in"]
    book = _payers(connection, desk, incoming)
    chosen = {
        row: dealer_named(connection, named, desk.dealer_id).id if named != SKIP else SKIP
        for row, named in choices.payers.items()
    }
    buyers = {guess.payer for each in incoming for guess in book.guesses(each)} | set(chosen.values())
    accounts = [(desk.dealer_id, buyer) for buyer in sorted(buyers - {SKIP})]
    open_ = {buyer: each for (_, buyer), each in positions_of(connection, accounts, leftover="ahead").items()}
    sql = "SELECT id FROM bank_line WHERE id IN (?*) AND state IN ('booked', 'skipped')"
    booked = {row.id for row in rows_in(connection, sql, [each.id for each in found.movements])}
    if not chosen:
        return list(propose_receipts(found.movements, book, open_, booked))
    proposals = []
    for movement in found.movements:
        (one,) = propose_receipts([movement], book, open_, booked)
        payer = chosen.get(movement.row)
        if payer and payer != SKIP and one.state in ("proposed", "payer_unclear"):
            one = propose_for(movement, payer, open_.get(payer, Position((), ())), one.guesses)
        if one.payer is not None:
            open_[one.payer] = after(open_.get(one.payer, Position((), ())), one.settlements)
        proposals.append(one)
    return proposals


def _payers(connection: Connection, desk: Desk, incoming: Sequence[Movement]) -> PayerBook:
    """The customers by what a payment may tell of them; of quoted numbers only those these movements quote."""
    cards = query_rows(connection, "SELECT id, name, contact FROM dealer WHERE parent = ?", desk.dealer_id)
    words = sorted({word for each in incoming for word in numbers_in(f"{each.summary} {each.memo} {each.reference}")})
    sql = "SELECT number, buyer FROM document WHERE number IN (?*) AND seller = ?"
    quoted = rows_in(connection, sql, sorted({*words, *map(str.upper, words)}), desk.dealer_id)
    history: dict[str, dict[str, int]] = defaultdict(dict)
    before = (
        "SELECT b.payer, b.payer_account, d.buyer, COUNT(*) AS times FROM bank_line b JOIN document d "
        "ON d.id = b.document WHERE b.state = 'booked' AND d.state = 'posted' "
        "GROUP BY b.payer, b.payer_account, d.buyer"
    )
    for row in query_rows(connection, before):
        for clue in clues_of(_told(row.payer, row.payer_account)):
            history[clue][row.buyer] = history[clue].get(row.buyer, 0) + int(row.times)
    payers = [Payer(row.id, tuple(each for each in (row.name, row.contact) if each)) for row in cards]
    return PayerBook(payers, {row.number: row.buyer for row in quoted}, history)


def _told(name: str, account: str) -> Movement:
    """A movement of which only the other side is known."""
    return Movement("", 0, date.min, "", "in", ZERO, "CNY", None, name, account, "", "", "", "")


# ---- booking ----------------------------------------------------------------------------------------------------


def _booked(desk: Desk, writing: Writing, found: BankFile, proposal: ReceiptProposal, choices: Choices) -> BankLineRow:
    line, movement = _line(proposal), proposal.movement
    if choices.payers.get(movement.row) == SKIP and proposal.state in ("proposed", "payer_unclear"):
        _put_line(desk, writing, found, movement, "skipped", "")
        return replace(line, state="skipped")
    if proposal.state == "payer_unclear" or (proposal.state == "proposed" and not _is_sure(proposal, choices)):
        return replace(line, state="payer_unclear")
    if proposal.state != "proposed" or proposal.payer is None:
        return line
    try:
        made = make_money_receipt(
            writing.connection,
            clerk_of(desk),
            proposal.payer,
            movement.amount,
            on=movement.date,
            method=_WALLETS.get(found.layout.bank, "bank"),
            ref=movement.reference,
            remark=" ".join(dict.fromkeys(filter(None, (movement.summary, movement.memo)))),
        )
    except (RefusedError, UsageError) as refused:
        return replace(line, state="refused", reasons=(*line.reasons, _why(refused)))
    kind, record, body = made
    writing.put(home_of(desk).stream_for(body.buyer), kind, record, body)
    if way_of(writing.connection, body.buyer) != "hand":
        settled = [replace(each, credit=record) for each in proposal.settlements]
        keep(writing, home_of(desk), clerk_of(desk), (desk.dealer_id, body.buyer), settled)
    _put_line(desk, writing, found, movement, "booked", record)
    return replace(line, state="booked", document_number=body.number)


def _is_sure(proposal: ReceiptProposal, choices: Choices) -> bool:
    """Whether the payer is sure enough; one that a person named always is."""
    if proposal.movement.row in choices.payers:
        return True
    guess = next((each.confidence for each in proposal.guesses if each.payer == proposal.payer), 0)
    return guess >= choices.least


def _why(refused: DeskError) -> Reason:
    facts = {
        name: value if isinstance(value, (int, Decimal, date)) else str(value) for name, value in refused.facts.items()
    }
    return Reason(refused.code, "stop", facts)


def _put_line(desk: Desk, writing: Writing, found: BankFile, movement: Movement, state: str, document: str) -> None:
    body = BankLineBody(
        account=found.account or found.layout.bank,
        date=movement.date.isoformat(),
        amount=to_fen(movement.signed),
        payer=movement.name,
        payer_account=movement.account,
        summary=" ".join(dict.fromkeys(filter(None, (movement.summary, movement.memo)))),
        reference=movement.reference,
        document=document,
        state=state,
        recorded_at=desk.now(),
    )
    writing.put(desk.stream, "bank_line", movement.id, body)


# ---- showing ----------------------------------------------------------------------------------------------------


def _line(proposal: ReceiptProposal) -> BankLineRow:
    movement = proposal.movement
    return BankLineRow(
        id=movement.id,
        row=movement.row,
        date=movement.date,
        amount=movement.amount,
        direction=movement.direction,
        payer_name=movement.name,
        payer_account=movement.account,
        summary=" ".join(dict.fromkeys(filter(None, (movement.summary, movement.memo)))),
        state=proposal.state,
        payer=stranger(proposal.payer) if proposal.payer else None,
        confidence=proposal.confidence,
        settlements=tuple(
            PlannedSettlement("", each.debt, each.part, each.amount, each.mode) for each in proposal.settlements
        ),
        ahead=proposal.ahead,
        guesses=tuple(PayerGuess(stranger(each.payer), each.confidence, each.reasons) for each in proposal.guesses),
        reasons=proposal.reasons,
    )


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
