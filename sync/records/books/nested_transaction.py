"""A book seen from inside one open transaction: whatever is read or written through it is part of that transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sync.records.books.database import Book

if TYPE_CHECKING:
    from sync.records.log.writing import Writing


class BookWithin(Book):
    """For a use case that opens its own transactions, where it has to happen together with something else.

    Nothing is committed or numbered here; whoever opened the transaction ends it.
    """

    def __init__(self, writing: Writing) -> None:
        super().__init__(writing.connection.engine, None)
        self._policy_cache = writing.policy_cache
        self._writing = writing

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The transaction's own sight of the book."""
        yield self._writing.connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """The same, for a single question."""
        yield self._writing.connection

    @contextmanager
    def writing(self, *, hasty: bool = False) -> Iterator[Writing]:  # noqa: ARG002
        """The same transaction again."""
        yield self._writing

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """The same transaction again."""
        yield self._writing.connection

    def close(self) -> None:
        """The database stays open for whoever opened it."""
