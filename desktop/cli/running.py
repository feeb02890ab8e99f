"""Runs one command: words in, the answer on standard output, messages on standard error."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace

from desktop.actions.headquarters.queued import Queued
from desktop.cli.calls import WINDOW, Call, CommandResult, Language
from desktop.cli.telling import Finished, command_of, finish, tell_failure
from domain.errors import DeskError


def run(words: list[str]) -> int:
    """The whole life of a command."""
    language = language_of(words)
    in_json = "--json" in words
    _set_streams(in_json=in_json)
    try:
        return _ended(words, language, in_json=in_json).status
    except BrokenPipeError:  # whoever read the output has gone (`desk … | head`): nothing is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _ended(words: list[str], language: Language, *, in_json: bool) -> Finished:
    try:
        args = _read(words, language)
    except DeskError as wrong:
        return tell_failure(wrong, language, sys.stdout if in_json else None, sys.stderr)

    def do(call: Call) -> CommandResult | Queued:
        from desktop.cli.handed import do_or_hand

        return do_or_hand(command_of(args), call, words)

    known = args.run == WINDOW  # it has no folder to wait for, and nothing is loaded before it stands
    return finish(command_of(args) if known else do, Call(args, language, in_json), words, sys.stdout, sys.stderr)


def _read(words: list[str], language: Language) -> Namespace:
    if not words:  # whoever waits for the window doesn't wait for the words of all commands
        return Namespace(run=WINDOW)
    from desktop.cli.grammar.arguments import make_parser

    return make_parser(language, words[0]).parse_args(words)


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


def _set_streams(*, in_json: bool) -> None:
    """JSON is UTF-8 everywhere; for people, what their terminal can't show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if in_json and stream is sys.stdout:
                stream.reconfigure(encoding="utf-8")
            else:
                stream.reconfigure(errors="replace")
