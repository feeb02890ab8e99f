"""Commands about answers to statements, on paper and between programs, and about two books of one account."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import ConfirmationView, ObjectionRow
from desktop.actions.accounts.json_forms import account_form
from desktop.actions.documents.saving import write_whole
from desktop.actions.headquarters.queued import Queued
from desktop.actions.imports import book_files
from desktop.actions.reconciliation import kept_books, reconciliation
from desktop.actions.reconciliation.sheets import reconciliation_xlsx
from desktop.actions.reconciliation.views import ReconciliationView
from desktop.actions.statements import confirming, deemed_acceptance, proofs, replies
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.papers import read_amount
from desktop.cli.grammar.column_maps import column_codes, column_map
from desktop.cli.listed import listed as told_list
from desktop.cli.shown import table
from desktop.labels import NAMES
from desktop.listings.held import RECONCILED
from desktop.listings.listing import ListQuery
from desktop.listings.replies import UNANSWERED
from desktop.listings.statements import CONFIRMATIONS
from desktop.wording import name_of, say, say_reason
from domain.errors import RefusedError, UsageError
from domain.values.dates import parse_date
from domain.values.money import format_money

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.wording.accounts.adjustment_text import KeptBooks


def record_reply(call: Call) -> CommandResult | Queued:
    """Records a customer's answer to a statement."""
    args = call.args
    with call.desk(writing=True) as desk:
        found = replies.record_reply(
            desk,
            args.number,
            args.verdict,
            call.day(desk),
            args.by,
            lines=[_line(each) for each in args.line],
            their_closing=read_amount(args.closing) if args.closing else None,
            remark=args.remark,
            files=[Path(each) for each in args.file],
            original=args.original,
        )
    if isinstance(found, Queued):
        return found
    return CommandResult(account_form(found), f"{found.number}  {name_of('verdict', found.verdict, call.language)}")


def show_reply(call: Call) -> CommandResult:
    """Shows the answer recorded to a statement."""
    with call.desk() as desk:
        found = replies.reply_to(desk, call.args.number)
    lines = [f"{each.number}  {each.reason}  {_money(each.ours)}  {_money(each.theirs)}" for each in found.lines]
    if found.verdict == "agrees_by_silence":
        facts = {"reply_by": found.reply_by, "on": found.date, "by": found.recorded_by}
        lines = [say("silence_recorded", call.language, **facts)]
    head = f"{found.number}  {found.date}  {name_of('verdict', found.verdict, call.language)}"
    return CommandResult(account_form(found), "\n".join([head, *lines]))


def record_silence(call: Call) -> CommandResult:
    """Records one statement's silence as agreement, or that of all that are due."""
    args = call.args
    if bool(args.number) == args.all:
        raise UsageError("silence_which")
    with call.desk(writing=True) as desk:
        if args.all:
            count, amount = deemed_acceptance.record_all_silent(desk)
            told = say("silence_all" if count else "silence_none", call.language, count=count, amount=amount)
            return CommandResult({"recorded": count, "closing": f"{amount:.2f}"}, told)
        found = deemed_acceptance.record_silence(desk, args.number)
    return CommandResult(account_form(found), f"{found.number}  {name_of('verdict', found.verdict, call.language)}")


def silence_terms(call: Call) -> CommandResult:
    """Tells or writes down with whom it is agreed that silence counts as agreement."""
    args = call.args
    if args.days and args.days != "none" and not args.days.isdecimal():
        raise UsageError("silence_days", most=deemed_acceptance.LONGEST_SILENCE)
    with call.desk(writing=bool(args.days)) as desk:
        if args.days:
            deemed_acceptance.agree(desk, args.customer, None if args.days == "none" else int(args.days))
        found: dict[str, int | None] = {dealer.code: days for dealer, days in deemed_acceptance.agreements(desk)}
        if args.customer:
            found = {args.customer: deemed_acceptance.agreed_days(desk, args.customer)}
    lines = [
        say("silence_no_terms" if days is None else "silence_terms", call.language, name=name, days=days)
        for name, days in found.items()
    ]
    return CommandResult(found, "\n".join(lines))


def unanswered(call: Call) -> CommandResult:
    """Lists the statements without an answer by age."""
    with call.desk() as desk:
        rows = list(UNANSWERED.ask(desk, ListQuery(on=call.day(desk, "on"))))
    return told_list(call, UNANSWERED, rows)


def confirmations(call: Call) -> CommandResult:
    """Lists statements between programs and where each stands."""
    with call.desk() as desk:
        rows = confirming.confirmations(desk)
    rows = [row for row in rows if row.mine] if call.args.mine else rows
    return told_list(call, CONFIRMATIONS, rows, forms=map(_plain, rows))


def confirmation(call: Call) -> CommandResult:
    """Shows where one statement stands."""
    with call.desk() as desk:
        found = confirming.confirmation(desk, call.args.number)
        waits = found.mine and found.turn == "buyer"
        against = confirming.differences(desk, found.number) if waits else ()
    shown = _told(call, found)
    if not waits:
        return shown
    code = "confirmation_proposed_dispute" if against else "confirmation_proposed"
    facts = {"statement": found.number, "count": len(against), "closing": found.closing}
    told = [shown.text, say(code, call.language, **facts), *(_disputed(call, each) for each in against)]
    return CommandResult({**_plain(found), "against": account_form(against)}, "\n".join(told))


def act(call: Call) -> CommandResult | Queued:
    """Confirms, disputes, answers or withdraws a statement."""
    args = call.args
    with call.desk(writing=True) as desk:
        match args.act:
            case "confirm":
                found: ConfirmationView | Queued = confirming.confirm(
                    desk, args.number, read_amount(args.closing) if args.closing else None
                )
            case "dispute":
                found = confirming.dispute(desk, args.number, [_line(each) for each in args.line])
            case "answer":
                found = confirming.answer_dispute(desk, args.number, dict(_answer(each) for each in args.line))
            case _:
                found = confirming.withdraw(desk, args.number, args.replacement, reason=args.reason)
    if isinstance(found, Queued):
        return found
    return _told(call, found)


def prove(call: Call) -> CommandResult:
    """Shows every signature under a statement and its acts, with what proves it; status 1 where one is forged."""
    with call.desk() as desk:
        found = proofs.proofs(desk, call.args.number)
    value = account_form(found)
    told = [say_reason(proofs.told(each), call.language) for each in found]
    if call.args.out:
        path = Path(call.args.out).absolute()
        write_whole(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
        told.append(call.say(f"凭据已写到 {path}", f"The evidence is in {path}"))
    return CommandResult(value, "\n".join(told), 1 if any(each.proof == "forged" for each in found) else 0)


def automatic(call: Call) -> CommandResult:
    """Tells that statements are compared by the desk and signed by a person; RefusedError `signing_by_a_person`."""
    if call.args.wanted == "on":
        raise RefusedError("signing_by_a_person")
    with call.desk() as desk:
        found = confirming.proposals(desk)
    told = [
        say(
            "confirmation_proposed_dispute" if each.lines else "confirmation_proposed",
            call.language,
            statement=each.number,
            count=len(each.lines),
            closing=each.closing,
        )
        for each in found
    ]
    words = call.say("本机只核对，由人签名答复。", "Compared here, signed by a person.")
    return CommandResult({"automatic": False, "proposals": account_form(found)}, "\n".join([words, *told]))


def reconcile(call: Call) -> CommandResult:
    """Compares two books of one account."""
    args = call.args
    other = None
    if args.file:
        closing = read_amount(args.closing) if args.closing else None
        titles = column_codes(column_map(args.map))
        other = book_files.OtherFile(Path(args.file), args.kept_by, titles, args.name, closing, args.hidden)
    with call.desk(writing=bool(args.name or args.map) or args.sign is not None) as desk:
        today = desk.today()
        start, end = parse_date(args.start, today), parse_date(args.end, today)
        found = reconciliation.reconcile_account(desk, args.account, start, end, other, args.seller or None)
        if other is not None and (args.name or args.map):
            party = found.seller if found.buyer.id == desk.dealer_id else found.buyer
            named = replace(other, name=args.name or party.code)
            book_files.remember_book(desk, named, found.buyer.id)
        if args.sign is None:
            signed = kept_books.as_kept(desk, found)
        else:
            seen = read_amount(args.sign) if args.sign else None
            signed = kept_books.sign_off(desk, found, seen, args.remark)
        written = _table_written(call, desk, found, signed)
    value = {**_plain(found), "proven": not found.unproven, "signed": signed.id or None, "written": written}
    said = [_reconciled(call, found)]
    if signed.id:
        said.append(say("reconciled_signed", call.language, id=signed.id[:8], by=signed.signed_by))
    return CommandResult(value, "\n".join(said))


def kept_list(call: Call) -> CommandResult:
    """Lists the reconciliations that were signed off."""
    with call.desk() as desk:
        found = kept_books.kept_books(desk)
    return told_list(call, RECONCILED, found, forms=map(kept_books.kept_form, found))


def kept_show(call: Call) -> CommandResult:
    """Shows a reconciliation that was signed off, or prints it again."""
    from desktop.wording.accounts.adjustment_text import adjustment_text

    with call.desk() as desk:
        kept = kept_books.kept_one(desk, call.args.id)
        if call.args.out:
            pdf = kept_books.adjustment_pdf(desk, kept, call.args.paper, call.language).pdf
            write_whole(Path(call.args.out).absolute(), pdf)
    return CommandResult(kept_books.kept_form(kept), adjustment_text(kept, call.language).plain())


def _table_written(call: Call, desk: Desk, found: ReconciliationView, kept: KeptBooks) -> str | None:
    """The adjustment table as the file that was asked for: a workbook or a PDF."""
    if not call.args.out:
        return None
    path = Path(call.args.out).absolute()
    if path.suffix.lower() == ".xlsx":
        return str(write_whole(path, reconciliation_xlsx(found, call.language)))
    return str(write_whole(path, kept_books.adjustment_pdf(desk, kept, call.args.paper, call.language).pdf))


def _plain(found: ReconciliationView | ConfirmationView) -> dict[str, object]:
    form = account_form(found)
    assert isinstance(form, dict)
    return form


# ---- telling ----------------------------------------------------------------------------------------------------


def _reconciled(call: Call, found: ReconciliationView) -> str:
    parts = [" ".join(say_reason(each, call.language) for each in found.verdicts)]
    heads = ["加在", "事由", "单号", "金额", "可能原因"]
    if call.language == "en":
        heads = ["Added to", "Why", "Number", "Amount", "Likely cause"]
    rows = [
        [
            name_of("adjustment", row.side, call.language),
            name_of("adjustment", row.code, call.language),
            row.number,
            format_money(row.amount),
            say_reason(row.cause, call.language) if row.cause else "",
        ]
        for row in found.adjustments
    ]
    if rows:
        parts.append(table(heads, rows, (3,)))
    return "\n".join([*parts, *(say_reason(each, call.language) for each in found.told)])


def _told(call: Call, found: ConfirmationView) -> CommandResult:
    lines = [
        "  ".join(_line_of(call, found)),
        *(_disputed(call, each, found.answers.get(each.number)) for each in found.disputed),
        *(f"! {say_reason(each.wrong, call.language)}" for each in found.events if each.wrong),
    ]
    return CommandResult(account_form(found), "\n".join(lines))


def _disputed(call: Call, each: ObjectionRow, answer: tuple[bool, str, str] | None = None) -> str:
    """A disputed line with what both sides said of it."""
    number = each.number or call.say("期初余额", "Opening balance")
    parts = ["-", number, name_of("objection", each.reason, call.language), _money(each.ours), _money(each.theirs)]
    told = [*parts, each.remark]
    if answer is not None:
        accepted, *said = answer
        told += [call.say("→ 认可", "→ accepted") if accepted else call.say("→ 不认可", "→ not accepted"), *said]
    return "  ".join(each for each in told if each)


def _line_of(call: Call, row: ConfirmationView) -> list[str]:
    state = name_of("confirmation", row.state, call.language)
    return [row.number, row.seller.name, row.buyer.name, str(row.last_day), format_money(row.closing), state]


def _money(amount: Decimal | None) -> str:
    return "—" if amount is None else format_money(amount)


def _line(typed: str) -> ObjectionRow:
    """`NUMBER,REASON,OURS,THEIRS[,REMARK]`."""
    parts = [each.strip() for each in typed.replace("，", ",").split(",", 4)]
    if len(parts) < 4:
        raise UsageError("disputed_line_unreadable", text=typed)
    ours, theirs = (read_amount(each) if each else None for each in parts[2:4])
    return ObjectionRow(parts[0], _reason(parts[1]), ours, theirs, parts[4] if len(parts) > 4 else "")


def _reason(typed: str) -> str:
    """The reason by its code, by its name in either language, or by how only one of them begins."""
    said = typed.casefold()
    if typed and typed not in NAMES["objection"]:
        fits = [code for code, names in NAMES["objection"].items() if any(each.startswith(said) for each in names)]
        return fits[0] if len(fits) == 1 else typed
    return typed


def _answer(typed: str) -> tuple[str, tuple[bool, str, str]]:
    """`NUMBER=yes|no[,REMARK[,DOCUMENT]]`."""
    number, found, rest = typed.partition("=")
    parts = [*(each.strip() for each in rest.split(",", 2)), "", ""]
    if not found or parts[0] not in ("yes", "no"):
        raise UsageError("answer_unreadable", text=typed)
    return number, (parts[0] == "yes", parts[1], parts[2])
