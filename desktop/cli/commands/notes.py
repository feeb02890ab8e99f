"""The command that prints the paper of delivered, returned or received goods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.actions.documents import notes, posting
from desktop.actions.documents.json_forms import paper_form
from desktop.actions.documents.overlays import onto_form, shift_printer
from desktop.actions.documents.saving import write_whole
from desktop.cli.calls import Call, CommandResult
from desktop.file_names import safe_name
from desktop.wording import say
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk


def note(call: Call) -> CommandResult:
    """Writes documents' notes into one PDF file."""
    from desktop.printing.columns import columns_named, kind_of_paper
    from desktop.printing.preview import joined

    args = call.args
    copies = tuple(name.strip() for name in args.copies.replace("，", ",").split(",") if name.strip())
    with call.desk(writing=True) as desk:
        shown = [posting.paper(desk, number) for number in args.number]
        printed = []
        for each in shown:
            if args.pre_printed:
                keep_offset(call, desk, each.kind)
                prices = not args.no_prices
                printed.append(onto_form(desk, each.kind, each.id, args.printer, call.language, prices=prices))
            else:
                columns = columns_named(kind_of_paper(each.kind), args.columns)
                look: dict[str, Any] = {"prices": not args.no_prices, "copies": copies, "columns": columns}
                printed.append(notes.note_bytes(desk, each.id, args.paper, call.language, **look, why=args.why))
        path = call.path(args.out or f"{safe_name(shown[0].number, 60)}.pdf")
        whole = joined(printed)
        written = str(write_whole(path.absolute(), whole.pdf))
        for each in shown:
            notes.count_note(desk, each.id)
    told = {"file": written, "pages": whole.pages, "missing": list(whole.missing)}
    if len(shown) == 1:
        said = say("note_written", call.language, kind=shown[0].kind, number=shown[0].number, path=written)
        return CommandResult({**paper_form(shown[0]), **told}, said, notes=lacking(call, whole.missing))
    said = say("notes_written", call.language, count=len(shown), path=written)
    return CommandResult(
        {**told, "notes": [paper_form(each) for each in shown]}, said, notes=lacking(call, whole.missing)
    )


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
