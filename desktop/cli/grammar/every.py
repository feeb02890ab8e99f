"""Every command with what it does in both languages, read from the grammar itself."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from desktop.cli.grammar.arguments import make_parser
from desktop.ui.navigation.command_words import CommandWords


def every_command() -> Sequence[CommandWords]:
    """All of them, in the order of the help; a word that only holds others is none."""
    english = dict(_told(make_parser("en"), "desk"))
    return [CommandWords(words, told, english[words]) for words, told in _told(make_parser("zh"), "desk")]


def _told(parser: ArgumentParser, words: str) -> Iterator[tuple[str, str]]:
    """Each command below these words, and its help."""
    for holder in _holders(parser):
        helps = {each.dest: each.help or "" for each in holder._get_subactions()}  # noqa: SLF001 -- argparse shows it no other way
        for name, below in holder.choices.items():
            here = f"{words} {name}"
            if _holders(below):
                yield from _told(below, here)
            else:
                yield here, helps.get(name, "")


def _holders(parser: ArgumentParser) -> list[Any]:
    actions: list[Action] = parser._actions  # noqa: SLF001 -- as above
    return [each for each in actions if isinstance(each.choices, dict) and hasattr(each, "_get_subactions")]
