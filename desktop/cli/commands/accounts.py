"""Commands about accounts: money booked, settled and unsettled, open items and ages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from desktop.actions.accounts import periods, settling
from desktop.actions.accounts.account_views import AccountView, AgeingRow, SettlementRow
from desktop.actions.accounts.json_forms import account_form
from desktop.actions.documents import money
from desktop.actions.documents.json_forms import paper_form
from desktop.actions.documents.views import PaperView
from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.papers import read_amount
from desktop.cli.listed import listed, listing_text
from desktop.cli.shown import paper_text, table
from desktop.listings.accounts import AGEING
from desktop.listings.open_items import CREDITS, DEBTS, SETTLEMENTS, Open
from desktop.wording import name_of, say, say_reason
from domain.accounts.ledger import BUCKETS, AgeBucket
from domain.errors import UsageError
from domain.values.money import format_money


def receive(call: Call) -> CommandResult | Queued:
    """Books money received."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = money.receive_money(
            desk,
            args.buyer,
            read_amount(args.amount),
            call.day(desk),
            args.method,
            args.ref,
            args.remark,
            way=args.settle,
            prepay=args.prepay,
            order=args.order,
        )
        if isinstance(made, Queued):
            return made
        rows = settling.settled_of(desk, made.number)
    return _booked(call, made, rows)


def book(call: Call) -> CommandResult | Queued:
    """Books money paid back, a discount, a credit or a debit note."""
    from sync.records.documents.note_builders import NoteDetails

    args = call.args
    said = NoteDetails(args.method, args.ref, args.remark, args.about)
    with call.desk(writing=True) as desk:
        made = money.book_note(desk, args.kind, args.buyer, read_amount(args.amount), call.day(desk), said)
        if isinstance(made, Queued):
            return made
        rows = settling.settled_of(desk, made.number)
    return _booked(call, made, rows)


def opening(call: Call) -> CommandResult | Queued:
    """Books what a customer owed when the account began."""
    args = call.args
    with call.desk(writing=True) as desk:
        made = money.book_opening(desk, args.buyer, read_amount(args.amount), call.day(desk))
    if isinstance(made, Queued):
        return made
    return CommandResult(paper_form(made), paper_text(made, call.language))


def settle(call: Call) -> CommandResult | Queued:
    """Settles by rule, or by hand where amounts are named."""
    args = call.args
    shares = dict(_share(typed) for typed in args.against)
    if shares and len(args.credit) != 1:
        raise UsageError("settle_one_credit")
    with call.desk(writing=True) as desk:
        if shares:
            done = settling.settle_hand(desk, args.credit[0], shares, call.day(desk))
        else:
            done = settling.settle(desk, args.account, args.way, args.credit, call.day(desk))
    if isinstance(done, Queued):
        return done
    lines = [say_reason(each, call.language) for each in done.reasons] or [say("settled_nothing", call.language)]
    return CommandResult(account_form(done), "\n".join([*lines, *_settled(call, done.settlements)]))


def unsettle(call: Call) -> CommandResult | Queued:
    """Takes settlements back."""
    with call.desk(writing=True) as desk:
        gone = settling.unsettle(desk, call.args.ids, call.args.document)
    if isinstance(gone, Queued):
        return gone
    told = say("unsettled", call.language, count=len(gone))
    return CommandResult(account_form(list(gone)), "\n".join([told, *_settled(call, gone)]))


def hold(call: Call) -> CommandResult | Queued:
    """Keeps a payment back."""
    with call.desk(writing=True) as desk:
        row = settling.hold(desk, call.args.number)
    if isinstance(row, Queued):
        return row
    return CommandResult(
        account_form(row), say("held_back", call.language, number=row.credit_number, amount=row.amount)
    )


def write_off(call: Call) -> CommandResult | Queued:
    """Gives up a small rest."""
    with call.desk(writing=True) as desk:
        made = settling.write_off_rest(desk, call.args.number, read_amount(call.args.most), call.day(desk))
        if isinstance(made, Queued):
            return made
        rows = settling.settled_of(desk, made.number)
    return _booked(call, made, rows)


def way(call: Call) -> CommandResult | Queued:
    """Tells or chooses how receipts are settled."""
    args = call.args
    with call.desk(writing=args.way is not None) as desk:
        if args.way is None:
            chosen: str | Queued = settling.chosen_way(desk, args.account)
        else:
            chosen = settling.set_way(desk, args.way, args.account)
    if isinstance(chosen, Queued):
        return chosen
    return CommandResult({"way": chosen}, name_of("settle_way", chosen, call.language))


def show(call: Call) -> CommandResult:
    """One account's open items, ages and settlements."""
    with call.desk() as desk:
        found = settling.account_view(desk, call.args.account, call.day(desk, "on"), call.args.seller or None)
    return CommandResult(account_form(found), _account_text(call, found))


def ages(call: Call) -> CommandResult:
    """All customers' accounts by age."""
    with call.desk() as desk:
        rows = settling.ageing(desk, call.day(desk, "on"))
    return listed(call, AGEING, rows, forms=[_plain(row) for row in rows], summed=True)


def _plain(row: AgeingRow) -> Mapping[str, object]:
    form = account_form(row)
    assert isinstance(form, dict)
    return form


def restated(call: Call) -> CommandResult:
    """A past day's balance as it was told and as it is now."""
    args = call.args
    with call.desk() as desk:
        day = call.day(desk, "on") or desk.today()
        found = periods.restated_view(desk, args.account, day, args.known_at, args.seller or None)
    code = "restated_changed" if found.late else "restated_same"
    told = say(code, call.language, day=found.day, told=found.told, now=found.now, count=len(found.late))
    heads = ["单号", "种类", "日期", "金额"] if call.language == "zh" else ["Number", "Kind", "Date", "Amount"]
    rows = [
        [row.number, name_of("kind", row.kind, call.language), str(row.date), format_money(row.amount)]
        for row in found.late
    ]
    return CommandResult(account_form(found), "\n".join([told, *([table(heads, rows, (3,))] if rows else [])]))


# ---- telling ----------------------------------------------------------------------------------------------------


def _booked(call: Call, made: PaperView, rows: Sequence[SettlementRow]) -> CommandResult:
    form = {**paper_form(made), "settlements": account_form(list(rows))}
    return CommandResult(form, "\n".join([paper_text(made, call.language), *_settled(call, rows)]))


def _share(typed: str) -> tuple[tuple[str, int], Decimal]:
    """`NO=12.50`, `NO#2=12.50`."""
    named, found, amount = typed.rpartition("=")
    number, _, part = named.partition("#")
    if not found or not number or (part and not part.isdecimal()):
        raise UsageError("share_unreadable", text=typed)
    return (number, int(part or 0)), read_amount(amount)


_SAID = ("buyer", "buyer_name")
"""Whose account it is stands above."""


def _settled(call: Call, rows: Sequence[SettlementRow]) -> list[str]:
    """What was set against what; the documents say whose they are."""
    shown = [Open(None, row) for row in rows]
    return [listing_text(SETTLEMENTS, shown, call.language, without=_SAID)] if rows else []


def _account_text(call: Call, found: AccountView) -> str:
    head = (
        f"{found.seller.name} → {found.buyer.name}  {found.on}  {call.say('余额', 'balance')} "
        f"{format_money(found.balance)}  {call.say('逾期', 'overdue')} {format_money(found.overdue)}"
    )
    ages_ = table(_bucket_heads(call), [_bucket_cells(found.ageing)], range(len(BUCKETS)))
    open_ = [
        listing_text(listing, [Open(found.buyer, row) for row in rows], call.language, without=_SAID)
        for listing, rows in ((DEBTS, found.debts), (CREDITS, found.credits))
        if rows
    ]
    return "\n\n".join([f"{head}\n{ages_}", *open_, *_settled(call, found.settlements)])


def _bucket_heads(call: Call) -> list[str]:
    return [name_of("bucket", each, call.language) for each in BUCKETS]


def _bucket_cells(buckets: Sequence[AgeBucket]) -> list[str]:
    return [format_money(each.amount) for each in buckets]
