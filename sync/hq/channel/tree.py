"""Who stands and who once stood above whom, among the dealers that something concerns, as HQ's own cards say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection

from domain.parties.dealers import CLOSED, chain_up, made_by_desk
from sync.records.books.bulk import query_lists, rows_in
from sync.records.log.streams import living

Pair = tuple[str, str]
# UNION, not UNION ALL, so that a circle in the tree ends. A dealer above is looked up and not joined, so that it is by
# the index however many the engine expects.
_AROUND = (
    "WITH RECURSIVE up(id, parent) AS (SELECT id, parent FROM dealer WHERE id IN (?*) "
    "UNION SELECT (SELECT d.id FROM dealer d WHERE d.id = up.parent), (SELECT d.parent FROM dealer d "
    "WHERE d.id = up.parent) FROM up WHERE up.parent IS NOT NULL) "
    "SELECT 'dealer' AS what, id, parent AS other, (SELECT d.status FROM dealer d WHERE d.id = up.id) AS move, "
    "0 AS place FROM up WHERE id IS NOT NULL "
    "UNION ALL SELECT 'parted', dealer, reader, move, 0 FROM parted WHERE dealer IN (?*) "
    "UNION ALL SELECT 'move', dealer, before, id, pk FROM move WHERE dealer IN (?*) AND told = ''"
)


class Tree:
    """The part of the dealer tree about some dealers: who stands above them now, and who did before they were moved."""

    def __init__(
        self,
        parents: Mapping[str, str | None],
        sellers: Mapping[Pair, str] | None = None,
        parted: Mapping[Pair, str] | None = None,
        told: Mapping[str, int] | None = None,
        closed: Collection[str] = (),
    ) -> None:
        self._parents, self._sellers = dict(parents), sellers or {}
        self._parted, self._told, self._closed = parted or {}, told or {}, closed

    @classmethod
    def around(cls, connection: Connection, dealers: Iterable[str]) -> Tree:
        """The chains from these dealers to the top, and what is kept of their moves.

        Work grows with their number and depth, not with the channel.
        """
        asked = sorted({each for each in dealers if each})
        rows = sorted(query_lists(connection, _AROUND, asked, asked, asked) if asked else (), key=lambda row: row.place)
        parents: dict[str, str | None] = {row.id: row.other for row in rows if row.what == "dealer"}
        parted = {(row.other, row.id): row.move for row in rows if row.what == "parted"}
        sellers = {(row.other, row.id): row.move for row in rows if row.what == "move"}
        causes = sorted({*parted.values(), *(row.move for row in rows if row.what == "move")})
        closed = {row.id for row in rows if row.what == "dealer" and row.move == CLOSED}
        return cls(parents, sellers, parted, _told(connection, causes) if causes else {}, closed)

    def knows(self, dealer: str) -> bool:
        """Whether HQ has a card of a dealer that something concerns."""
        return dealer in self._parents

    def is_closed(self, dealer: str) -> bool:
        """Whether a dealer is closed, so that it does no new business."""
        return dealer in self._closed

    def chain(self, dealer: str) -> list[str]:
        """A dealer and all who stand above it."""
        return chain_up(dealer, self._parents)

    def place(self, dealer: str, parent: str | None) -> None:
        """Where a card that was just believed puts a dealer."""
        self._parents[dealer] = parent

    def is_above(self, upper: str, lower: str) -> bool:
        """Whether one stands anywhere above another now."""
        return upper != lower and upper in chain_up(lower, self._parents)

    def is_own(self, dealer: str, other: str) -> bool:
        """Whether the other is the dealer itself, a customer card of its own, or someone below it now."""
        return other == dealer or other.startswith(f"{dealer}:") or self.is_above(dealer, other)

    def reads_whole(self, reader: str, dealer: str) -> bool:
        """Whether a reader has stood above a dealer from the first entry on, so that all its streams are the reader's.

        HQ reads everything, whatever this says.
        """
        return reader == dealer or (self.is_above(reader, dealer) and (reader, dealer) not in self._parted)

    def had_account(self, seller: str, buyer: str) -> bool:
        """Whether a buyer once stood right below a seller, or anywhere below where the branch was moved away."""
        return (seller, buyer) in self._sellers or (seller, buyer) in self._parted

    def is_account(self, seller: str, buyer: str) -> bool:
        """Whether there is an account between them for good: the buyer stands below the seller, or once did."""
        return self.is_own(seller, buyer) or self.had_account(seller, buyer)

    def may_trade(self, seller: str, buyer: str, writer: str, heard: Callable[[int], bool], *, closes: bool) -> bool:
        """Whether one of the two may write a paper of their account.

        After a move only what closes it, and what was written before the writer could know.

        Args:
            heard: whether the writer's desk had heard a number of its dealer's stream when it wrote the paper.
            closes: whether the paper ends something that is open, rather than opening something new.
        """
        if self.is_own(seller, buyer):
            return True
        place = self.left_at(seller, buyer, writer)
        return self.had_account(seller, buyer) and (closes or (place is not None and not heard(place)))

    def left_at(self, seller: str, buyer: str, reader: str) -> int | None:
        """The number in `dealer/<reader>` under which a party was told that a buyer left a seller; None if it didn't.

        A buyer that came back hasn't left. 0 where this reader was not told. A desk that wrote an entry before it had
        heard of that number could not know better (`sync.hq.taking.hearing`).
        """
        if not self.had_account(seller, buyer) or self.is_above(seller, buyer):
            return None
        # Its own last move away from there, or one of a branch it stood in, of which it was told nothing.
        causes = (self._sellers.get((seller, buyer)), self._parted.get((seller, buyer)))
        return max(self._told.get(f"{move}/{reader}", 0) for move in causes)


def _told(connection: Connection, moves: Sequence[str]) -> dict[str, int]:
    """The numbers of the notices of these moves in the streams of those who were told."""
    notices = [f"{move}/" for move in moves]
    dealers = sorted({move.rpartition("/")[0] for move in moves})
    rows = rows_in(connection, "SELECT id FROM move WHERE dealer IN (?*) AND told <> ''", dealers)
    wanted = [record for (record,) in rows if record.startswith(tuple(notices))]
    sql = f"SELECT record, number FROM entry WHERE record IN (?*) AND kind = 'move' AND {living(connection)}"
    return dict(rows_in(connection, sql, wanted))


def only_hqs(dealers: Iterable[str]) -> list[str]:
    """Those ids that HQ's own cards have; a customer card that a desk wrote gives nobody a right."""
    return [each for each in dealers if each and not made_by_desk(each)]
