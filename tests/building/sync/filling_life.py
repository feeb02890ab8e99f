"""One life of a desk that fills itself, in a process of its own, which kills itself at the nth call of a function."""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

import keyring
from keyring.backends import null

from sync.client.line.asking import Patience
from sync.client.streams import filling
from sync.client.streams.exchanging import exchange
from sync.keys import load_key
from sync.records.books.database import open_sqlite
from sync.records.books.settings import read_setting


def die_at(where: str, turn: int, *, after: bool) -> None:
    """Lets the process be killed at this call of `module:name` or `module:class.name`, before or after it."""
    module, _, name = where.partition(":")
    holder: Any = importlib.import_module(module)
    for step in name.split(".")[:-1]:
        holder = getattr(holder, step)
    real, calls = getattr(holder, name.split(".")[-1]), [0]

    def dying(*args: object, **more: object) -> object:
        calls[0] += 1
        if calls[0] == turn and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        found = real(*args, **more)
        if calls[0] == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    setattr(holder, name.split(".")[-1], dying)


def main(folder: Path, where: str, turn: int, after: bool) -> None:
    no_store: Any = null.Keyring
    keyring.set_keyring(no_store())
    filling._FIRST_PIECE = filling._LARGEST_PIECE = 200
    book = open_sqlite(folder / "desk.db")
    with book.reading() as connection:
        desk = read_setting(connection, "desk_id")
    key = load_key(folder, desk)
    assert key is not None
    if where:
        die_at(where, turn, after=after)
    exchange(book, key, patience=Patience(tries=1))
    book.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "after")
