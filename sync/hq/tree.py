"""Who stands above whom among the dealers that something concerns, as HQ's own cards say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from domain.parties import chain_up
from sync.records.bulk import rows_in


class Tree:
    """The part of the dealer tree about some dealers: their parents, and those of their parents, to the top."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = parents

    @classmethod
    def around(cls, connection: Connection, dealers: Iterable[str]) -> Tree:
        """The chains from these dealers to the top; work grows with their number and depth, not with the channel."""
        parents: dict[str, str | None] = {}
        wanted = {each for each in dealers if each}
        while wanted:
            found = rows_in(connection, "SELECT id, parent FROM dealer WHERE id IN (?*)", sorted(wanted))
            parents.update(found)
            wanted = {parent for _, parent in found if parent and parent not in parents}
        return cls(parents)

    def is_above(self, upper: str, lower: str) -> bool:
        """Whether one stands anywhere above another."""
        return upper != lower and upper in chain_up(lower, self._parents)

    def is_own(self, dealer: str, other: str) -> bool:
        """Whether the other is the dealer itself, a customer card of its own, or someone below it."""
        return other == dealer or other.startswith(f"{dealer}:") or self.is_above(dealer, other)
