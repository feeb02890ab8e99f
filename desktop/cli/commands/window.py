"""Commands that open the window."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from desktop.cli.calls import Call, CommandResult
from domain.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk

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

    return CommandResult(status=run(call.folder, language=getattr(call.args, "lang", ""), answer=answer_handed))


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
