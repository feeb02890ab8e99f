"""How far an exchange is, told while it goes on: on a terminal as one line that moves, else a line for each stream."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

from desktop.wording import say

if TYPE_CHECKING:
    from desktop.labels import Language
    from sync.client.streams.progress import ExchangeProgress, StreamProgress

# An exchange of fewer records is over before anybody has read how far it is.
_FEW = 1_000
_STAGES = {"sending": "sync_sending", "receiving": "sync_receiving", "checking": "sync_checking"}


class FillingProgress:
    """Tells on standard error; `clear` takes the line that moves away when the exchange is over."""

    def __init__(self, language: Language, out: TextIO | None = None) -> None:
        self._language = language
        self._out = sys.stderr if out is None else out
        self._moves = self._out.isatty()
        self._width = 0
        self._whole: set[str] = set()

    def __call__(self, step: ExchangeProgress) -> None:
        """Takes one step of an exchange."""
        if self._moves:
            self._show(self._line(step))
            return
        for each in step.streams:
            if each.done >= each.total and each.stream not in self._whole:
                self._whole.add(each.stream)
                print(self._told(each), file=self._out, flush=True)

    def clear(self) -> None:
        """Leaves the terminal's line as it was."""
        if self._width:
            self._show("")

    def _line(self, step: ExchangeProgress) -> str:
        under_way = next((each for each in step.streams if each.done), None)
        if under_way is not None:
            return self._told(under_way)
        if step.total < _FEW:
            return ""
        return say(_STAGES[step.stage], self._language, done=f"{step.done:,}", total=f"{step.total:,}")

    def _told(self, stream: StreamProgress) -> str:
        done, total = f"{stream.done:,}", f"{stream.total:,}"
        return say("sync_stream", self._language, stream=stream.stream, done=done, total=total)

    def _show(self, text: str) -> None:
        width = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
        if width or self._width:
            # Blanks instead of a code that clears: every terminal knows them.
            print(f"\r{text}{' ' * (self._width - width)}", end="" if text else "\r", file=self._out, flush=True)
        self._width = width
