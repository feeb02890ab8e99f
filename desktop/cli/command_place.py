"""Where a command was typed: the folder its files lie in, what its environment names, and who can be asked there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

if TYPE_CHECKING:
    from desktop.desk import Desk


class CommandPlace(NamedTuple):
    """Those of this process by default; of another one where a command was handed over (`handed`).

    Attributes:
        at: the folder that relative names of files begin in.
        named: the environment.
        told: where notes and progress go; None is standard error.
        desk: the open books of the running program that does the command, where it was handed over.
    """

    at: Path = Path()
    named: Mapping[str, str] = os.environ
    told: TextIO | None = None
    desk: Desk | None = None

    @property
    def notes(self) -> TextIO:
        return sys.stderr if self.told is None else self.told
