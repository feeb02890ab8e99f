"""The command that prints the paper of delivered, returned or received goods."""

from __future__ import annotations

from pathlib import Path

from desktop.actions import notes, posting
from desktop.actions.forms import paper_form
from desktop.actions.overlays import onto_form
from desktop.actions.saving import write_whole
from desktop.cli.calls import Call, Told
from desktop.wording import say


def note(call: Call) -> Told:
    """Writes a document's note into a PDF file."""
    args = call.args
    copies = tuple(name.strip() for name in args.copies.replace("，", ",").split(",") if name.strip())
    with call.desk() as desk:
        shown = posting.paper(desk, args.number)
        if args.pre_printed:
            printed = onto_form(desk, shown.kind, shown.id, args.printer)
        else:
            look = args.paper, call.language
            printed = notes.note_bytes(desk, shown.id, *look, prices=not args.no_prices, copies=copies, why=args.why)
    path = Path(args.out) if args.out else Path(f"{shown.number}.pdf")
    written = str(write_whole(path.absolute(), printed.pdf))
    value = {**paper_form(shown), "file": written, "pages": printed.pages, "missing": list(printed.missing)}
    told = say("note_written", call.language, kind=shown.kind, number=shown.number, path=written)
    return Told(value, told, notes=lacking(call, printed.missing))


def lacking(call: Call, missing: tuple[str, ...]) -> list[str]:
    """The note that names the characters the font lacks, where there are any."""
    return [say("font_lacks", call.language, marks="".join(missing))] if missing else []
