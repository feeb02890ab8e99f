"""The connection a desk's book is written by, kept between transactions: to take and return one costs more than to
begin and commit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class KeptLine:
    """Begins transactions, as `engine.begin` does; one that failed gives its connection back, with whatever ails it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._open = True

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        try:
            connection = self._idle.pop()
        except IndexError:  # nobody wrote yet, or somebody does just now
            connection = self._engine.connect()
        try:
            with connection.begin():
                yield connection
        except BaseException:
            connection.close()
            raise
        if self._idle or not self._open:
            connection.close()
        else:
            self._idle.append(connection)

    def let_go(self) -> None:
        """Gives the connection back to the others that rest."""
        while self._idle:
            self._idle.pop().close()

    def close(self) -> None:
        """Keeps none from now on."""
        self._open = False
        self.let_go()
