"""Movements of a bank's or wallet's file become receipts: proposed for a payer, booked once, whoever read the file."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import BankLineRow, PayerGuess, PlannedSettlement
from desktop.actions.bank.held import held_back, with_holds
from desktop.actions.catalog.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.documents.posting import clerk_of, home_of
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.statements.profiles import heading_facts
from domain.accounts.settling import numbers_in
from domain.bank.formats import BankLayout
from domain.bank.lines import BankFile
from domain.bank.movements import Movement
from domain.bank.payers import Own, Payer, PayerBook, clues_of, plain_name
from domain.bank.receipt_proposals import ReceiptProposal, propose_receipts
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.values.money import ZERO, to_fen
from sync.records.accounts.accounts import positions_of
from sync.records.accounts.settlements import keep, way_of
from sync.records.bodies.accounts import BankLineBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import read_setting
from sync.records.documents.note_builders import NoteDetails, make_note
from sync.records.documents.posting import post_document

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

_WALLETS = {"alipay": "alipay", "wechat": "wechat"}
BANK_ACCOUNTS = "bank_accounts"  # the setting of one's own accounts and the bank each is at
SKIP = "-"
LEAST = 80
_SHOWN = 10  # numbers of receipts that a sentence names
_SHOWN = 10  # numbers of receipts that a sentence names
_OPEN = ("proposed", "payer_unclear", "held")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person says about a file.

    `payers` names the payer of a row (of the file, from 1), `SKIP` for one that isn't a customer's; `least` is how sure
    of the payer one must be to book without asking, in per cent. `name` and `titles` map an unknown layout, which is
    then remembered; `inverted` turns its signs. `hidden` takes hidden sheets and rows too.
    """

    account: str = ""
    payers: Mapping[int, str] = field(default_factory=dict)
    least: int = LEAST
    name: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    inverted: bool = False
    hidden: bool = False


@hq_does("book_bank_lines")
def book_lines(
    desk: Desk,
    file: str,  # noqa: ARG001 -- for whoever reads the request
    bank: str,
    account: str,
    movements: Sequence[Movement],
    payers: Mapping[int, str],
    least: int,
) -> list[str]:
    """Books movements that were read elsewhere; the receipts' numbers. RefusedError `bank_nothing_booked`."""
    desk.need("money_write")
    choices = Choices(payers=payers, least=least)
    found = BankFile(BankLayout(bank, bank, {}, "signed"), account, tuple(movements), ())
    with desk.book.writing() as writing:
        proposals = proposals_of(writing.connection, desk, found, choices)
        lines = [book_line(desk, writing, found, each, choices) for each in proposals]
    if not any(each.state in ("booked", "skipped") for each in lines):
        raise RefusedError("bank_nothing_booked", reasons=tuple(why for each in lines for why in each.reasons))
    return [each.document_number for each in lines if each.state == "booked"]


def is_clear(proposal: ReceiptProposal, choices: Choices) -> bool:
    """Whether a line can be booked or left out as it stands."""
    return is_skipped(proposal, choices) or is_booked(proposal, choices)


def is_skipped(proposal: ReceiptProposal, choices: Choices) -> bool:
    """Whether a person said that an open line is no customer's."""
    return proposal.state in _OPEN and choices.payers.get(proposal.movement.row) == SKIP


def is_booked(proposal: ReceiptProposal, choices: Choices) -> bool:
    """Whether the receipt of a line is booked, its day being open."""
    return proposal.state == "proposed" and not is_skipped(proposal, choices) and is_sure(proposal, choices)


# ---- proposing --------------------------------------------------------------------------------------------------


def proposals_of(
    connection: Connection, desk: Desk, found: BankFile, choices: Choices, *, booking: bool = True
) -> list[ReceiptProposal]:
    """What the movements would become. Lines that are left out leave their documents to the others: when booking,
    those that aren't clear; when only looking, those that a person said are no customer's."""

    def counts(each: ReceiptProposal) -> bool:
        return is_booked(each, choices) if booking else not is_skipped(each, choices)

    incoming = [each for each in found.movements if each.direction == "in"]
    book = _payers(connection, desk, incoming, found.accounts)
    chosen = {
        row: dealer_named(connection, named, desk.dealer_id).id if named != SKIP else SKIP
        for row, named in choices.payers.items()
    }
    buyers = {guess.payer for each in incoming for guess in book.guesses(each)} | set(chosen.values())
    accounts = [(desk.dealer_id, buyer) for buyer in sorted(buyers - {SKIP})]
    open_ = {buyer: each for (_, buyer), each in positions_of(connection, accounts, leftover="ahead").items()}
    named = {row: payer for row, payer in chosen.items() if payer != SKIP}
    asked = {each.id for each in found.movements if each.row in named}
    booked, undone = _booked_before(connection, [each.id for each in found.movements])
    closed = {each for each, state in booked.items() if state == "booked" or each not in asked}
    made = propose_receipts(found.movements, book, open_, closed, chosen=named, counts=counts)
    held = held_back(connection, desk.dealer_id, made, desk.today(), found.red)
    if waiting := held.keys() - asked:  # which leave their documents to the others

        def stands(each: ReceiptProposal) -> bool:
            return each.movement.id not in waiting and counts(each)

        made = propose_receipts(found.movements, book, open_, closed, chosen=named, counts=stands)
    told = with_holds((_told_before(each, booked, undone, asked) for each in made), held, asked)
    passed = {row for row, payer in chosen.items() if payer == SKIP}
    return [each if each.movement.row in passed else _told_own(each, book.own, found) for each in told]


def _told_own(proposal: ReceiptProposal, own: Own, found: BankFile) -> ReceiptProposal:
    """Money of unclear payer that came from another account of one's own says so: no customer is to be sought."""
    movement = proposal.movement
    if proposal.state != "payer_unclear" or not own.sends(movement, found.own_of(movement.row)):
        return proposal
    facts: dict[str, Fact] = {"from": " ".join(filter(None, (movement.name, movement.account)))}
    return replace(proposal, reasons=(*proposal.reasons, Reason("bank_own_transfer", "warn", facts)))


def _booked_before(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Which movements were booked or left out before, and those whose receipt was reversed since, by its number."""
    sql = (
        "SELECT b.id, b.state, d.number, d.state AS stands FROM bank_line b LEFT JOIN document d ON d.id = b.document "
        "WHERE b.id IN (?*) AND b.state IN ('booked', 'skipped')"
    )
    rows = rows_in(connection, sql, ids)
    undone = {row.id: row.number for row in rows if row.stands == "reversed"}
    return {row.id: row.state for row in rows if row.id not in undone}, undone


def _told_before(
    proposal: ReceiptProposal, booked: Mapping[str, str], undone: Mapping[str, str], asked: Collection[str]
) -> ReceiptProposal:
    """What was left out before says so, and can be booked all the same; so can what was reversed, but with care.

    It may have been booked anew by hand, and who was recognised before was wrong: only a person's word books it again.
    """
    one = proposal.movement.id
    if proposal.state == "booked_before" and booked.get(one) == "skipped":
        return replace(proposal, state="skipped")
    if one not in undone or proposal.state not in ("proposed", "payer_unclear"):
        return proposal
    warned = Reason("bank_receipt_reversed", "warn", {"number": undone[one]})
    if one in asked:
        return replace(proposal, reasons=(*proposal.reasons, warned))
    return ReceiptProposal(proposal.movement, "payer_unclear", guesses=proposal.guesses, reasons=(warned,))


def bank_accounts(connection: Connection) -> dict[str, str]:
    """One's own accounts that files were read of, and the bank each is at."""
    found: dict[str, str] = json.loads(read_setting(connection, BANK_ACCOUNTS) or "{}")
    return found


def house_of(connection: Connection, desk: Desk, accounts: Collection[str]) -> Own:
    """The house's own accounts, those of a file, of its papers and those known, and its own names."""
    booked = [row.account for row in query_rows(connection, "SELECT DISTINCT account FROM bank_line")]
    house = dealers_by_id(connection, [desk.dealer_id]).get(desk.dealer_id)
    papers = heading_facts(connection, house) if house else {"bank_account": "", "heading": ""}
    accounts = [*accounts, papers["bank_account"], *bank_accounts(connection), *booked]
    names = [house.name, papers["heading"]] if house else []
    return Own(tuple(filter(None, dict.fromkeys(accounts))), tuple(names))


def doubted(connection: Connection, desk: Desk, found: BankFile) -> list[Reason]:
    """What is told of receipts booked while this file's own account was taken for the payer's.

    Those whose customer bears the name that was written are right all the same.
    """
    own = house_of(connection, desk, found.accounts)
    sql = (
        "SELECT b.payer, b.payer_account, d.buyer, d.number, p.name, p.contact FROM bank_line b "
        "JOIN document d ON d.id = b.document JOIN dealer p ON p.id = d.buyer "
        "WHERE b.state = 'booked' AND d.state = 'posted' AND b.payer_account <> '' ORDER BY d.date, d.pk"
    )
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for row in query_rows(connection, sql):
        theirs = {plain_name(each) for each in (row.name, row.contact) if each}
        if own.without(_told("", row.payer_account)).account or plain_name(row.payer) in theirs:
            continue
        wrong[row.payer_account].append(row.number)
    return [
        Reason("bank_payers_doubted", "warn", {"account": account, "count": len(numbers), "numbers": _some(numbers)})
        for account, numbers in wrong.items()
    ]


def _some(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")


def _payers(connection: Connection, desk: Desk, incoming: Sequence[Movement], accounts: Collection[str]) -> PayerBook:
    """The customers by what a payment may tell of them; of quoted numbers only those these movements quote.

    What was booked while an own account was taken for the payer's is no experience: it tells nothing of its payer.
    """
    own = house_of(connection, desk, accounts)
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
        told = _told(row.payer, row.payer_account)
        for clue in clues_of(told) if own.without(told) == told else ():
            history[clue][row.buyer] = history[clue].get(row.buyer, 0) + int(row.times)
    payers = [Payer(row.id, tuple(each for each in (row.name, row.contact) if each)) for row in cards]
    return PayerBook(payers, {row.number: row.buyer for row in quoted}, history, own)


def _told(name: str, account: str) -> Movement:
    """A movement of which only the other side is known."""
    return Movement("", 0, date.min, "", "in", ZERO, "CNY", None, name, account, "", "", "", "")


# ---- booking ----------------------------------------------------------------------------------------------------


def book_line(
    desk: Desk, writing: Writing, found: BankFile, proposal: ReceiptProposal, choices: Choices
) -> BankLineRow:
    line, movement = bank_line(proposal), proposal.movement
    if is_skipped(proposal, choices):
        _put_line(desk, writing, found, movement, "skipped", "")
        return replace(line, state="skipped")
    if proposal.state == "held":
        return line
    if proposal.state in _OPEN and not is_booked(proposal, choices):
        return replace(line, state="payer_unclear")
    if proposal.state != "proposed" or proposal.payer is None:
        return line
    try:
        said = NoteDetails(
            _WALLETS.get(found.layout.bank, "bank"),
            movement.reference,
            " ".join(dict.fromkeys(filter(None, (movement.summary, movement.memo)))),
        )
        made = make_note(
            writing.connection,
            clerk_of(desk),
            "money_receipt",
            proposal.payer,
            movement.amount,
            on=movement.date,
            said=said,
        )
    except (RefusedError, UsageError) as refused:
        return replace(line, state="refused", reasons=(*line.reasons, _why(refused)))
    _, record, body = made
    post_document(writing, home_of(desk), clerk_of(desk), made)
    if way_of(writing.connection, body.buyer) != "hand":
        settled = [replace(each, credit=record) for each in proposal.settlements]
        keep(writing, home_of(desk), clerk_of(desk), (desk.dealer_id, body.buyer), settled)
    _put_line(desk, writing, found, movement, "booked", record)
    return replace(line, state="booked", document_number=body.number)


def is_sure(proposal: ReceiptProposal, choices: Choices) -> bool:
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
        account=found.own_of(movement.row) or found.layout.bank,
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


def bank_line(proposal: ReceiptProposal) -> BankLineRow:
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
