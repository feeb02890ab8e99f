"""The commands that draw, issue, list and prove statements of account."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.json_forms import reason_form
from desktop.actions.documents.overlays import layout as form_layout
from desktop.actions.documents.saving import write_whole
from desktop.actions.headquarters.queued import Queued
from desktop.actions.statements import files, papers, statements
from desktop.actions.statements.json_forms import issued_form, statement_row_form
from desktop.actions.statements.overlays import statement_onto_form
from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.notes import keep_offset, lacking
from desktop.cli.listed import listed as told_list
from desktop.wording import say, say_reason
from domain.statements.forms import Layout
from domain.values.dates import parse_date

if TYPE_CHECKING:
    from desktop.actions.statements.profiles import Profile
    from desktop.desk import Desk
    from sync.records.statements.issued import Issued


def statement(call: Call) -> CommandResult | Queued:
    """Writes a statement into a file; as JSON without a file it goes to standard output."""
    args = call.args
    with call.desk(writing=args.issue) as desk:
        today = desk.today()
        start, end = parse_date(args.start, today), parse_date(args.end, today)
        if args.issue:
            paper = papers.issue_statement(
                desk, args.account, start, end, layout_of(call), seller=args.seller or None, why=args.reason
            )
            if isinstance(paper, Queued):
                return paper
            notes = [say_reason(each, call.language) for each in papers.replacing(desk, paper.number)]
            return _written(call, desk, paper, tuple(notes))
        drawn = statements.draft(desk, args.account, start, end, layout_of(call), seller=args.seller or None)
        reasons = (*drawn.reasons, *papers.replaced_by(desk, drawn.paper))
        told = tuple(say_reason(reason, call.language) for reason in reasons)
        return _written(call, desk, drawn.paper, told if args.format != "json" else ())


def again(call: Call) -> CommandResult:
    """Prints an issued statement again, as it was."""
    with call.desk(writing=True) as desk:
        return _written(call, desk, papers.issued(desk, call.args.number), ())


def layout_of(call: Call) -> Layout:
    """The form that was asked for."""
    args = call.args
    return Layout("lines" if args.detail else "documents", args.open_only, not args.no_prices)


def copies_of(call: Call) -> tuple[str, ...]:
    """Names of copies, separated by commas."""
    return tuple(name.strip() for name in call.args.copies.replace("，", ",").split(",") if name.strip())


def columns_of(call: Call, layout: Layout) -> tuple[str, ...]:
    """The columns asked for; () is all of them."""
    from desktop.printing.columns import columns_named

    return columns_named("open_items" if layout.open_only else "statement", call.args.columns)


def _written(call: Call, desk: Desk, paper: Issued, notes: tuple[str, ...]) -> CommandResult:
    args = call.args
    value = issued_form(paper)
    if args.format == "json" and args.out in {None, "", "-"}:
        return CommandResult(value, files.statement_bytes(desk, paper, "json").decode())
    missing: tuple[str, ...] = ()
    if args.format == "pdf" and args.pre_printed:
        keep_offset(call, desk, "statement")
        done = statement_onto_form(paper, form_layout(desk, "statement"), args.printer, call.language)
        content, missing = done.pdf, done.missing
    elif args.format == "pdf":
        look: dict[str, Any] = {"paper": args.paper, "language": call.language, "copies": copies_of(call)}
        done = papers.printout(desk, paper, **look, columns=columns_of(call, paper.form.layout))
        content, missing = done.pdf, done.missing
    else:
        content = files.statement_bytes(desk, paper, args.format, language=call.language)
    path = call.path(args.out or papers.file_name(paper, args.format))
    written = str(write_whole(path.absolute(), content))
    if paper.number and args.format == "pdf":
        papers.printed(desk, [f"statement/{paper.number}"])
    told = say("statement_written", call.language, path=written, closing=paper.form.statement.closing)
    value |= {"file": written, "missing": list(missing)}
    return CommandResult(value, told, notes=[*notes, *lacking(call, missing)])


def batch(call: Call) -> CommandResult | Queued:
    """All customers' statements over a period."""
    from desktop.actions.statements.batches import BatchRequestForm, print_batch

    args = call.args
    with call.desk(writing=True) as desk:
        today = desk.today()
        start, end = parse_date(args.start, today), parse_date(args.end, today)
        layout = layout_of(call)
        look = copies_of(call), columns_of(call, layout)
        wish = BatchRequestForm(args.form, not args.preview, layout, args.paper, call.language, *look, why=args.reason)
        if args.pre_printed:
            keep_offset(call, desk, "statement")
            wish = replace(wish, pre_printed=True, printer=args.printer)
        ending = ".pdf" if args.form == "merged" else ""
        out = call.path(args.out or f"statements-{start:%Y%m%d}-{end:%Y%m%d}{ending}").absolute()
        done = print_batch(desk, start, end, out, wish)
    if isinstance(done, Queued):
        return done
    left = [{"account": each.buyer.code, "name": each.buyer.name, "why": each.code} for each in done.left]
    value = {
        "path": str(done.path),
        "made": done.made,
        "pages": done.pages,
        "left": left,
        "missing": list(done.missing),
    }
    told = say("batch_written", call.language, made=done.made, pages=done.pages, path=str(done.path), left=len(left))
    notes = [f"{each.buyer.code} {each.buyer.name}  {say(each.code, call.language)}" for each in done.left]
    return CommandResult(value, told, notes=[*notes, *lacking(call, done.missing)])


def listed(call: Call) -> CommandResult:
    """The statements that were issued."""
    from desktop.actions.orders.orders import dealer_id
    from desktop.listings.statements import STATEMENTS, issued_papers

    args = call.args
    with call.desk() as desk:
        account = dealer_id(desk, args.account) if args.account else ""
        found = issued_papers(desk, account, call.day(desk, "end"))
    return told_list(call, STATEMENTS, found, forms=[statement_row_form(each.row) for each in found])


def verify(call: Call) -> CommandResult:
    """Checks the text of a statement's code against the books; a paper that isn't true ends with status 1."""
    with call.desk() as desk:
        found = papers.verify(desk, call.args.text)
    told = "\n".join(say_reason(reason, call.language) for reason in found.reasons)
    row = statement_row_form(found.statement) if found.statement else None
    value = {"true": found.true, "reasons": [reason_form(reason) for reason in found.reasons], "statement": row}
    return CommandResult(value, told, status=0 if found.true else 1)


def show_profile(call: Call) -> CommandResult:
    """How one's own papers are headed."""
    from desktop.actions.statements import profiles

    with call.desk() as desk:
        return _profile_told(profiles.profile(desk))


def set_profile(call: Call) -> CommandResult:
    """Changes what is named; everything else stays."""
    from desktop.actions.statements import profiles

    args = call.args
    with call.desk(writing=True) as desk:
        given = {name: getattr(args, name) for name in profiles.FIELDS if getattr(args, name) is not None}
        wanted = replace(profiles.profile(desk), **given)
        if args.logo is not None:
            wanted = replace(wanted, logo=profiles.read_logo(Path(args.logo)) if args.logo else b"")
        return _profile_told(profiles.save_profile(desk, wanted))


def _profile_told(found: Profile) -> CommandResult:
    from desktop.actions.statements.profiles import FIELDS

    value = {name: getattr(found, name) for name in FIELDS} | {"logo_bytes": len(found.logo)}
    return CommandResult(value, "\n".join(f"{name}: {text}" for name, text in value.items() if text))
