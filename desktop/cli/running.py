"""Runs one command and tells its end: the answer on standard output, messages on standard error, never a traceback."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from desktop.cli.calls import WINDOW, Call, Language, Told
from desktop.marks import visible
from domain.errors import AskedError, DeskError, RefusedError


def run(words: list[str]) -> int:
    """The whole life of a command."""
    language = language_of(words)
    in_json = "--json" in words
    _set_streams(in_json=in_json)
    try:
        return _answer(words, language, in_json=in_json)
    except BrokenPipeError:  # whoever read the output has gone (`desk … | head`): nothing is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _answer(words: list[str], language: Language, *, in_json: bool) -> int:
    try:
        args = _read(words, language)
        told = _command(args)(Call(args, language, in_json))
    except AskedError as asked:
        told = _asked(asked, language)
    except DeskError as failure:
        return _tell_failure(failure, language, in_json=in_json)
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        return 130
    except Exception as defect:  # noqa: BLE001 -- whatever it is, a person gets one sentence and a file to send
        return _tell_failure(_as_known(defect, words), language, in_json=in_json)
    _tell(told, in_json=in_json)
    return told.status


def _asked(asked: AskedError, language: Language) -> Told:
    """HQ was asked, which is an answer and no failure."""
    from desktop.wording import say

    return Told(dict(asked.facts), say(asked, language))


def _read(words: list[str], language: Language) -> Namespace:
    if not words:  # whoever waits for the window doesn't wait for the words of all commands
        return Namespace(run=WINDOW)
    from desktop.cli.arguments import make_parser

    return make_parser(language).parse_args(words)


def language_of(words: list[str]) -> Language:
    """What `--lang` asks for, or the system's language where that is English; Chinese otherwise."""
    for place, word in enumerate(words):
        asked = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang":
            asked = words[place + 1] if place + 1 < len(words) else ""
        if asked:
            return "en" if asked == "en" else "zh"
    system = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if system.lower().startswith("en") else "zh"


def _command(args: Namespace) -> Callable[[Call], Told]:
    module, _, function = str(args.run).partition(":")
    found: Callable[[Call], Told] = getattr(import_module(f"desktop.cli.{module}"), function)
    return found


def _tell(told: Told, *, in_json: bool) -> None:
    for note in told.notes:
        print(visible(note), file=sys.stderr)
    if in_json:
        if told.value is not None:
            from desktop.actions.forms import as_json

            print(as_json(told.value), flush=True)
    elif told.text:
        print(visible(told.text), flush=True)


def _tell_failure(failure: DeskError, language: Language, *, in_json: bool) -> int:
    from desktop.wording import say

    sentence = say(failure, language)
    if in_json:
        from desktop.actions.forms import as_json, facts_form

        error = {"code": failure.code, "message": sentence, "facts": facts_form(failure.facts)}
        print(as_json({"error": error}), flush=True)
    print(sentence, file=sys.stderr, flush=True)
    return failure.exit_status


def _as_known(defect: Exception, words: list[str]) -> DeskError:
    """Keeps the traceback in a file, for whoever mends the program."""
    if isinstance(defect, PermissionError):
        return RefusedError("folder_read_only", path=str(defect.filename or ""))
    if isinstance(defect, OSError) and defect.errno == errno.ENOSPC:
        return RefusedError("disk_full", path=str(defect.filename or ""))
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


def _set_streams(*, in_json: bool) -> None:
    """JSON is UTF-8 everywhere; for people, what their terminal can't show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if in_json and stream is sys.stdout:
                stream.reconfigure(encoding="utf-8")
            else:
                stream.reconfigure(errors="replace")
