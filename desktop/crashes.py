"""What the window shows when the program did something wrong."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


def show_crash(folder: Path, failure: BaseException, window: QMainWindow | None) -> Path:
    """Writes what happened into `crash.log` of the folder and says calmly that it did; gives the file."""
    path = folder / "crash.log"
    # Nobody needs it before something goes wrong.
    import traceback

    from sync.owner_only import append_text

    text = "".join(traceback.format_exception(failure))
    stamp = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        append_text(path, f"---- {stamp}\n{text}\n")
    except OSError:
        sys.stderr.write(text)  # better there than nowhere
    from desktop.ui.frame.opening import CrashDialog

    CrashDialog(path, window).open()
    return path


class Crashing(Protocol):
    """A program, as far as its crash is told."""

    folder: Path
    window: QMainWindow | None


def hook(current: Callable[[], Crashing]) -> Any:
    """What tells of whatever nobody caught, in the folder and over the window of the program that runs then."""

    def tell(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, failure, trace)
        else:
            program = current()
            show_crash(program.folder, failure, program.window)

    return tell
