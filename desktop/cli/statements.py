"""The command that draws a statement of account."""

from __future__ import annotations

from pathlib import Path

from desktop.actions import statements
from desktop.actions.forms import statement_form
from desktop.actions.saving import write_whole
from desktop.cli.calls import Call, Told
from desktop.cli.notes import lacking
from desktop.wording import say
from domain.dates import parse_date


def statement(call: Call) -> Told:
    """Writes a statement into a file; as JSON without a file it goes to standard output."""
    args = call.args
    with call.desk() as desk:
        today = desk.today()
        start, end = parse_date(args.start, today), parse_date(args.end, today)
        drawn = statements.statement(desk, args.account, start, end, args.seller or None)
        if args.format == "json" and args.out in {None, "", "-"}:
            return Told(statement_form(drawn), statements.statement_bytes(desk, drawn, "json").decode())
        name = f"{statements.statement_number(drawn)}.{args.format}"
        path = Path(args.out) if args.out else Path(name)
        missing: tuple[str, ...] = ()
        if args.format == "pdf":
            printed = statements.statement_printout(desk, drawn, paper=args.paper, language=call.language)
            content, missing = printed.pdf, printed.missing
        else:
            content = statements.statement_bytes(desk, drawn, args.format, language=call.language)
    written = str(write_whole(path.absolute(), content))
    value = {**statement_form(drawn), "file": written, "missing": list(missing)}
    told = say("statement_written", call.language, path=written, closing=drawn.closing)
    return Told(value, told, notes=lacking(call, missing))
