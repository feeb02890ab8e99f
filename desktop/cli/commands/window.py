"""Commands that open the window, and those about the practice company, which is mostly looked at there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from desktop.cli.calls import Call, CommandResult
from desktop.folders import PracticePlace, default_folder, practice_place
from domain.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.desk import Desk
    from desktop.ui.navigation.command_words import CommandWords

# What Qt loads from the system to draw under X11: the library's file, and the Debian package it comes in.
_UNDER_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def open_window(call: Call) -> CommandResult:
    """Opens the window on the desk's folder; UsageError `display_missing` where there is no screen to open it on."""
    check_display()
    from desktop.app import run

    language = getattr(call.args, "lang", "")
    return CommandResult(status=run(call.folder, language=language, answer=answer_handed, commands=every_command))


def every_command() -> Sequence[CommandWords]:
    """What can be typed, for whoever looks for it at the window."""
    from desktop.cli.grammar import every

    return every.every_command()


def answer_handed(desk: Desk, order: dict[str, Any]) -> dict[str, Any]:
    """Does what another process typed."""
    from desktop.cli.handed import answer  # the window's start waits for none of this

    return answer(desk, order)


def demo(call: Call) -> CommandResult:
    """Shows the sample HQ and desk."""
    if not call.args.headless:
        check_display()
    from desktop.demo import play

    words = call.args
    played = play(call.folder, call.language, fresh=words.fresh, headless=words.headless, in_json=call.in_json)
    return CommandResult(played.value, status=played.status)


def practice_show(call: Call) -> CommandResult:
    """Where it lies, and whether there is one."""
    from desktop.wording import say

    place = _place(call)
    value = _form(place)
    code = "practice_there" if place.made else "practice_none"
    return CommandResult(value, say(code, call.language, folder=place.desk, size=value["size_mb"]))


def practice_make(call: Call) -> CommandResult:
    """Makes it; one that is there stays."""
    from desktop.practice.making import make_company
    from desktop.wording import say

    place = _place(call)
    make_company(place, call.language, _teller(call))
    return CommandResult(_form(place), say("practice_made", call.language, folder=place.desk))


def practice_anew(call: Call) -> CommandResult:
    """Throws it away and makes another."""
    from desktop.practice.making import throw_away

    throw_away(_place(call))
    return practice_make(call)


def practice_remove(call: Call) -> CommandResult:
    """Throws it away."""
    from desktop.practice.making import throw_away
    from desktop.wording import say

    place = _place(call)
    there = throw_away(place)
    told = "practice_removed" if there else "practice_none_to_remove"
    return CommandResult({**_form(place), "removed": there}, say(told, call.language))


def practice_open(call: Call) -> CommandResult:
    """Opens the window in it; leaving it leads to the real books."""
    check_display()
    from desktop.app import run

    language = getattr(call.args, "lang", "")
    return CommandResult(
        status=run(call.folder, language=language, answer=answer_handed, commands=every_command, practise=True)
    )


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


def check_display() -> None:
    """Qt ends the whole process where it finds no screen, or not what it draws on it with, so that is told before."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform in ("win32", "darwin") or chosen not in ("", "xcb"):
        return
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if not (os.environ.get("DISPLAY") or wayland):
        raise UsageError("display_missing")
    if chosen == "xcb" or not wayland:
        missing = [package for library, package in _UNDER_X11.items() if not _loads(library)]
        if missing:
            raise RefusedError("display_parts_missing", packages=" ".join(missing))


def _loads(library: str) -> bool:
    """Whether the system's loader finds a library, by the very search Qt will make."""
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
