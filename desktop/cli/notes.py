"""The command that prints the paper of delivered, returned or received goods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.actions import notes, posting
from desktop.actions.forms import paper_form
from desktop.actions.overlays import onto_form, shift_printer
from desktop.actions.saving import write_whole
from desktop.cli.calls import Call, Told
from desktop.file_names import safe_name
from desktop.wording import say
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk


def note(call: Call) -> Told:
    """Writes a document's note into a PDF file."""
    from desktop.printing.columns import columns_named, kind_of_paper

    args = call.args
    copies = tuple(name.strip() for name in args.copies.replace("，", ",").split(",") if name.strip())
    with call.desk(writing=True) as desk:
        shown = posting.paper(desk, args.number)
        if args.pre_printed:
            keep_offset(call, desk, shown.kind)
            prices = not args.no_prices
            printed = onto_form(desk, shown.kind, shown.id, args.printer, call.language, prices=prices)
        else:
            columns = columns_named(kind_of_paper(shown.kind), args.columns)
            look: dict[str, Any] = {"prices": not args.no_prices, "copies": copies, "columns": columns, "why": args.why}
            printed = notes.note_bytes(desk, shown.id, args.paper, call.language, **look)
        path = call.path(args.out or f"{safe_name(shown.number, 60)}.pdf")
        written = str(write_whole(path.absolute(), printed.pdf))
        notes.count_note(desk, shown.id)
    value = {**paper_form(shown), "file": written, "pages": printed.pages, "missing": list(printed.missing)}
    told = say("note_written", call.language, kind=shown.kind, number=shown.number, path=written)
    return Told(value, told, notes=lacking(call, printed.missing))


def keep_offset(call: Call, desk: Desk, kind: str) -> None:
    """Keeps the printer's offset where one is given; UsageError `offset_unreadable`, `offset_range`."""
    typed = call.args.offset
    if not typed:
        return
    try:
        right, down = (float(each) for each in typed.replace("，", ",").split(","))
    except ValueError as unreadable:
        raise UsageError("offset_unreadable", text=typed) from unreadable
    shift_printer(desk, kind, call.args.printer, right, down)


def lacking(call: Call, missing: tuple[str, ...]) -> list[str]:
    """The note that names the characters the font lacks, where there are any."""
    return [say("font_lacks", call.language, marks="".join(missing))] if missing else []
