"""The connection a desk's book is written by, kept open: to take and return one costs more than to begin and commit."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine


class KeptLine:
    """Begins transactions, as `engine.begin` does; one that failed gives its connection back, with whatever ails it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._open = True

    def begin(self) -> AbstractContextManager[Connection]:
        return _BegunWriting(self)

    def take(self) -> Connection:
        """The connection that rests, or a new one where nobody wrote yet or somebody does just now."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._engine.connect()

    def give(self, connection: Connection) -> None:
        """Keeps a connection whose transaction is over and well."""
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


class _BegunWriting:
    """One transaction of a line."""

    def __init__(self, line: KeptLine) -> None:
        self._line = line

    def __enter__(self) -> Connection:
        self._connection = self._line.take()
        try:
            self._transaction = self._connection.begin()
        except BaseException:
            self._connection.close()
            raise
        return self._connection

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._connection.close()  # which undoes what is open
            return
        try:
            self._transaction.commit()
        except BaseException:
            self._connection.close()
            raise
        self._line.give(self._connection)
