"""How a command ends: its answer on one stream, messages on the other, never a traceback."""

from __future__ import annotations

import traceback
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TextIO

from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import Call, CommandResult, Language
from desktop.marks import visible
from domain.errors import DeskError, RefusedError

Do = Callable[[Call], CommandResult | Queued]


class Finished(NamedTuple):
    """A command's end: its exit status, and the failure where it was one."""

    status: int
    failure: DeskError | None = None


def finish(do: Do, call: Call, words: list[str], out: TextIO, err: TextIO) -> Finished:
    """Does a command and tells its answer; `words` are what was typed, for whoever mends a defect."""
    try:
        told = do(call)
    except DeskError as failure:
        return tell_failure(failure, call.language, out if call.in_json else None, err)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as defect:  # noqa: BLE001 -- whatever it is, a person gets one sentence and a file to send
        return tell_failure(_as_known(defect, words), call.language, out if call.in_json else None, err)
    if isinstance(told, Queued):
        told = _queued(told, call.language)
    _tell(told, call, out, err)
    return Finished(told.status)


def _queued(queued: Queued, language: Language) -> CommandResult:
    """HQ was asked, which is an answer and no failure."""
    from desktop.wording import say

    return CommandResult(queued.facts, say(queued.code, language, **queued.facts))


def command_of(args: Namespace) -> Do:
    """What does the command that was parsed."""
    module, _, function = str(args.run).partition(":")
    found: Do = getattr(import_module(f"desktop.cli.commands.{module}"), function)
    return found


def _tell(told: CommandResult, call: Call, out: TextIO, err: TextIO) -> None:
    for note in told.notes:
        print(visible(note), file=err)
    if call.in_json:
        if told.value is not None:
            from desktop.actions.documents.json_forms import as_json

            print(as_json(told.value), file=out, flush=True)
    elif told.text:
        print(visible(told.text), file=out, flush=True)


def tell_failure(failure: DeskError, language: Language, out: TextIO | None, err: TextIO) -> Finished:
    """Tells a failure in words, and in JSON where `out` is given."""
    from desktop.wording import say

    sentence = say(failure, language)
    if out is not None:
        from desktop.actions.documents.json_forms import as_json, facts_form

        error = {"code": failure.code, "message": sentence, "facts": facts_form(failure.facts)}
        print(as_json({"error": error}), file=out, flush=True)
    print(sentence, file=err, flush=True)
    return Finished(failure.exit_status, failure)


def _as_known(defect: Exception, words: list[str]) -> DeskError:
    """Keeps the traceback in a file, for whoever mends the program."""
    from sync.trouble import known_trouble  # nobody needs these before something goes wrong

    known = known_trouble(defect) if isinstance(defect, OSError) else None
    if known is not None:
        return known
    report = "".join(traceback.format_exception(defect))
    from sync.owner_only import append_text

    told = f"{datetime.now(UTC).isoformat(timespec='seconds')} desk {' '.join(words[:2])}\n{report}\n"
    for folder in _crash_folders(words):
        try:
            append_text(folder / "crash.log", told)
        except OSError:
            continue
        return RefusedError("defect", path=str(folder / "crash.log"), kind=type(defect).__name__)
    return RefusedError("defect", path="", kind=type(defect).__name__)


def _crash_folders(words: list[str]) -> Iterator[Path]:
    if "--data" in words[:-1]:
        yield Path(words[words.index("--data") + 1])
    from desktop.folders import default_folder

    yield default_folder()
