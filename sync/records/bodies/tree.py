"""What records about the channel's tree hold."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sync.records.bodies.body import Body
from sync.shapes import make_ready


class MoveBody(Body):
    """A dealer was moved from below one dealer to below another, on a business date.

    HQ keeps the whole of it in its own stream (`told` is ""). Each dealer it concerns is told by a record of its own in
    its own stream: the one it left learns not where to, the one it came to not where from.

    Attributes:
        readers: who came to stand above the branch, or stands above it no more.
        branch: the dealer itself and all who stood below it.
    """

    dealer: str
    on: str
    at: str
    name: str = ""
    before: str = ""
    after: str = ""
    told: str = ""
    readers: list[str] = msgspec.field(default_factory=list)
    branch: list[str] = msgspec.field(default_factory=list)


TREE_BODIES: Mapping[str, type[Body]] = {"move": MoveBody}
make_ready(*TREE_BODIES.values())
