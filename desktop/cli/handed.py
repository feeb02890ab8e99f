"""A command typed while the window has the folder open: the running program does it, and its answer is told here."""

from __future__ import annotations

import io
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import Call, CommandResult, FolderHeldError
from desktop.cli.command_place import CommandPlace
from desktop.cli.signing_in import Secret, SecretNeededError, can_ask, typed
from desktop.cli.telling import Do, command_of, finish

if TYPE_CHECKING:
    from desktop.desk import Desk

# The words of a command that name files, whatever folder they are read in; a policy may also be named by its id.
FILES = frozenset({"file", "logo", "out", "source", "subject"})
# What the environment may say to a command.
_NAMED = ("DESK_USER", "DESK_PASSWORD", "DESK_NEW_PASSWORD", "DESK_PASSPHRASE", "DESK_NEW_PASSPHRASE")
_PATIENCE = 15.0  # seconds that another command, or a window that is closing, is waited for
_PAUSE = 0.1


def do_or_hand(do: Do, call: Call, words: list[str]) -> CommandResult | Queued:
    """Does a command, or has the running program do it and prints what that one answered.

    FolderHeldError where some other program keeps the folder and hears nobody; RefusedError `command_unanswered`.
    """
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return do(call)
        except FolderHeldError:
            answered = _handed(call, words)
            if answered is not None:
                return _shown(answered)
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def _handed(call: Call, words: list[str]) -> dict[str, Any] | None:
    """Hands it over; what has to be asked for in secret is asked for here and the command handed over once more."""
    from desktop.doorbell import hand_over  # the only part of a command that needs the window's library
    from desktop.folders import default_folder

    folder = call.folder or default_folder()
    order = _order(call, words)
    while True:
        answer = hand_over(folder, order)
        if answer is None or not answer["secret"] or not can_ask():
            return answer
        variable, prompts = answer["secret"]
        order["named"][variable] = typed(Secret(variable, tuple(prompts)), answer["code"])


def _order(call: Call, words: list[str]) -> dict[str, Any]:
    named = {name: call.place.named[name] for name in _NAMED if name in call.place.named}
    args = {name: _whole(name, value) if name in FILES else value for name, value in vars(call.args).items()}
    place = {"at": str(Path.cwd()), "named": named}
    return {"args": args, "words": words, "language": call.language, "in_json": call.in_json, **place}


def _whole(name: str, value: Any) -> Any:
    """A file's name as it is found from any folder."""
    if isinstance(value, list):
        return [_whole(name, each) for each in value]
    if not value or (name == "subject" and not Path(value).is_file()):
        return value
    return str(Path(value).absolute())


def answer(desk: Desk, order: dict[str, Any]) -> dict[str, Any]:
    """Does in the running program what was handed over.

    Gives `out` and `err` as they are to be printed, the exit `status`, the `code` of a refusal ("" for none), and in
    `secret` what variable and prompts have to be asked for first.
    """
    out, err = io.StringIO(), io.StringIO()
    place = CommandPlace(Path(order["at"]), order["named"], err, desk)
    call = Call(Namespace(**order["args"]), order["language"], bool(order["in_json"]), place)
    done = finish(command_of(call.args), call, order["words"], out, err)
    secret = done.failure.secret if isinstance(done.failure, SecretNeededError) else None
    told = {"out": out.getvalue(), "err": err.getvalue(), "status": done.status}
    return {**told, "code": done.failure.code if done.failure else "", "secret": secret}


def _shown(answered: dict[str, Any]) -> CommandResult:
    for text, stream in ((answered["out"], sys.stdout), (answered["err"], sys.stderr)):
        print(text, end="", file=stream, flush=True)
    return CommandResult(status=int(answered["status"]))
