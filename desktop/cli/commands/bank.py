"""Commands about money from bank and wallet files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.actions.accounts.account_views import BankImport, BankLineRow
from desktop.actions.accounts.json_forms import account_form
from desktop.actions.bank import bank_files
from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import Call, CommandResult
from desktop.cli.grammar.column_maps import column_codes, column_map
from desktop.cli.listed import listed as told_list
from desktop.cli.shown import table
from desktop.listings.bank_money import BANK_BOOKED
from desktop.listings.listing import NOTHING
from desktop.wording import name_of, say, say_reason
from domain.errors import UsageError
from domain.values.money import ZERO, format_money

_OPEN = ("proposed", "payer_unclear", "held", "refused")
# What tells of a row that takes another back, or of a payment that came back: neither was spent.
_UNDONE = ("bank_row_reversed", "bank_row_returned", "bank_reversal_alone")


def take_in(call: Call) -> CommandResult | Queued:
    """Books the receipts of a file; with `--check` only shows them."""
    args = call.args
    choices = bank_files.Choices(
        account=args.account,
        payers={**dict(_payer(typed) for typed in args.payer), **dict.fromkeys(args.skip, bank_files.SKIP)},
        least=args.least,
        name=args.name,
        titles=column_codes(column_map(args.map)),
        inverted=args.inverted,
        hidden=args.hidden,
    )
    take = bank_files.read_bank_file if args.check else bank_files.book_bank_file
    with call.desk(writing=not args.check) as desk:
        found = take(desk, Path(args.file), choices)
    if isinstance(found, Queued):
        return found
    form = account_form(found)
    assert isinstance(form, dict)
    value = {**form, "counts": dict(found.counts), "checked_only": args.check}
    return CommandResult(value, _text(call, found), status=int(_is_lost(found)))


def _is_lost(found: BankImport) -> bool:
    """Whether nothing of a file could be read or booked: every row was refused, or there is none."""
    if found.lines:
        return all(line.state == "refused" for line in found.lines)
    lost = (
        each.line is not None or each.code == "import_without_rows" for each in found.remarks if each.severity == "warn"
    )
    return not found.remarks or any(lost)


def listed(call: Call) -> CommandResult:
    """Lists the lines booked so far."""
    with call.desk() as desk:
        rows = list(BANK_BOOKED.ask(desk, NOTHING))
    return told_list(call, BANK_BOOKED, rows)


def _text(call: Call, found: BankImport) -> str:
    open_ = sum(count for state, count in found.counts.items() if state in _OPEN)
    facts = {"lines": len(found.lines), "booked": found.booked, "amount": found.booked_amount, "before": found.before}
    head = say("bank_read", call.language, file=found.file, bank=found.bank, open=open_, **facts)
    heads = ["行", "日期", "金额", "付款人", "状态", "客户", "把握", "核销", "收款单"]
    if call.language == "en":
        heads = ["Row", "Date", "Amount", "From", "State", "Customer", "Sure", "Pays", "Receipt"]
    rows = [_row(call, line) for line in found.lines if line.state not in ("not_received", "other_currency")]
    of_rows = [(line, replace(each, line=each.line or line.row)) for line in found.lines for each in line.reasons]
    notes = [say_reason(each, call.language) for each in found.remarks]
    notes += [say_reason(each, call.language) for _, each in of_rows if each.severity == "warn"]
    refused = [
        say_reason(each, call.language) for line, each in of_rows if line.state == "refused" and each.severity == "stop"
    ]
    went = _gone(call, found)
    shown = [table(heads, rows, (0, 2, 6))] if rows else []
    return "\n".join([head, *shown, *dict.fromkeys([*went, *notes, *refused])])


def _gone(call: Call, found: BankImport) -> list[str]:
    """What went out or only changed its pocket, in sum, and every row of it that was paid to a known customer."""
    told = []
    undoing = {each.facts.get("by", each.facts.get("of", each.line)) for each in found.remarks if each.code in _UNDONE}
    for direction, code in (("out", "bank_went_out"), ("neutral", "bank_moved_neutral")):
        lines = [line for line in found.lines if line.row not in undoing and line.state == "not_received"]
        gone = [line for line in lines if line.direction == direction]
        if gone:
            total = sum((line.amount for line in gone), ZERO)
            told.append(say(code, call.language, rows=len(gone), amount=total))
    for line in found.lines:
        if line.state == "not_received" and line.guesses and line.row not in undoing:
            name = line.guesses[0].dealer.name
            told.append(say("bank_paid_customer", call.language, row=line.row, name=name, amount=line.amount))
    return told


def _row(call: Call, line: BankLineRow) -> list[str]:
    customer = line.payer.name if line.payer else " / ".join(each.dealer.name for each in line.guesses[:2])
    sure = line.guesses[0].confidence if line.guesses else 0
    return [
        str(line.row),
        str(line.date),
        format_money(line.amount),
        line.payer_name,
        name_of("bank_line", line.state, call.language),
        customer,
        f"{sure}%" if sure else "",
        ", ".join(each.number for each in line.settlements),
        line.document_number,
    ]


def _payer(typed: str) -> tuple[int, str]:
    row, found, dealer = typed.partition("=")
    if not found or not row.isdecimal() or not dealer:
        raise UsageError("bank_row_unreadable", text=typed)
    return int(row), dealer
