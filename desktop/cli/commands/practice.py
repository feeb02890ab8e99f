"""Commands about the practice company; those done in it are the usual ones with `--data` and its folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from desktop.cli.calls import Call, CommandResult
from desktop.cli.commands.window import answer_handed, check_display
from desktop.folders import PracticePlace, default_folder, practice_place
from desktop.wording import say


def show(call: Call) -> CommandResult:
    """Where it lies, and whether there is one."""
    place = _place(call)
    value = _form(place)
    code = "practice_there" if place.made else "practice_none"
    return CommandResult(value, say(code, call.language, folder=place.desk, size=value["size_mb"]))


def make(call: Call) -> CommandResult:
    """Makes it; one that is there stays."""
    from desktop.practice.making import make_company

    place = _place(call)
    make_company(place, call.language, _teller(call))
    return CommandResult(_form(place), say("practice_made", call.language, folder=place.desk))


def anew(call: Call) -> CommandResult:
    """Throws it away and makes another."""
    from desktop.practice.making import throw_away

    throw_away(_place(call))
    return make(call)


def remove(call: Call) -> CommandResult:
    """Throws it away."""
    from desktop.practice.making import throw_away

    place = _place(call)
    there = throw_away(place)
    told = "practice_removed" if there else "practice_none_to_remove"
    return CommandResult({**_form(place), "removed": there}, say(told, call.language))


def open_window(call: Call) -> CommandResult:
    """Opens the window in it."""
    check_display()
    from desktop.app import run

    make(call)
    language = getattr(call.args, "lang", "")
    return CommandResult(status=run(_place(call).desk, language=language, answer=answer_handed))


def _place(call: Call) -> PracticePlace:
    return practice_place((call.folder or default_folder()).absolute())


def _form(place: PracticePlace) -> dict[str, object]:
    made = place.made
    return {"made": made, "folder": str(place.desk), "size_mb": _size(place.root) if made else 0}


def _size(root: Path) -> float:
    return round(sum(each.stat().st_size for each in root.rglob("*") if each.is_file()) / 1_048_576, 1)


def _teller(call: Call) -> Callable[[int, int, str], None]:
    """Steps as they are done, for a person who waits at a terminal."""

    def tell(done: int, total: int, step: str) -> None:
        if not call.in_json and sys.stderr.isatty():
            print(f"{done}/{total}  {step}", file=call.place.notes, flush=True)

    return tell
