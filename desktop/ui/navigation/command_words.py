"""What can be typed as a command, for those who only want to be told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class CommandWords(NamedTuple):
    """One command: the words to type, and what it does in both languages."""

    words: str
    zh: str
    en: str


AllCommands = Callable[[], Sequence[CommandWords]]
"""Every command; put together when it is asked for, since that takes a moment."""


def no_commands() -> Sequence[CommandWords]:
    """Where nobody said which there are."""
    return ()
