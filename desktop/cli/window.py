"""Commands that open the window."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from desktop.cli.calls import Call, Told
from domain.errors import UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk


def open_window(call: Call) -> Told:
    """Opens the window on the desk's folder; UsageError `display_missing` where there is no screen to open it on."""
    check_display()
    from desktop.app import run

    return Told(status=run(call.folder, language=getattr(call.args, "lang", ""), answer=_answer))


def _answer(desk: Desk, order: dict[str, Any]) -> dict[str, Any]:
    from desktop.cli.handed import answer  # the window's start waits for none of this

    return answer(desk, order)


def demo(call: Call) -> Told:
    """Shows the sample HQ and desk."""
    if not call.args.headless:
        check_display()
    from desktop.demo import play

    words = call.args
    played = play(call.folder, call.language, fresh=words.fresh, headless=words.headless, in_json=call.in_json)
    return Told(played.value, status=played.status)


def check_display() -> None:
    """Qt ends the whole process where it finds no screen, so that is told before."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise UsageError("display_missing")
