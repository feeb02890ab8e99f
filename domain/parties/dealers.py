"""The channel's tree: who stands below whom, and therefore who may read whose business."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.errors import RefusedError
from domain.explain import Fact, Reason

TIERS = ("hq", "province", "city", "store")
ACTIVE, SUSPENDED, CLOSED = STATUSES = ("active", "suspended", "closed")
"""What its seller, or HQ, says of a dealer.

Who is suspended orders nothing, and goes on with everything else: what was accepted is delivered, it sells, pays,
receives, returns and settles. Who is closed does no new business on either side; its accounts are wound up (paid,
returned, received, settled, stated, reconciled) and stay readable. Both go on exchanging.
"""
INACTIVE, MERGED = "inactive", "merged"
"""What a desk says of a customer of its own: no longer offered, or another card goes on for it."""
GONE = "moved"
"""The status a former buyer's card bears at the seller it was moved away from."""


@dataclass(frozen=True, slots=True)
class Dealer:
    """Anyone in the channel.

    A `credit_limit` of None means no limit, 0 is a real one; `credit_days` None means payable at once. `terms` are
    terms of payment in more words than days (`domain.values.payment_terms`), `tags` what policies may address it by,
    `merged_into` the id of the card that goes on for this one.
    """

    id: str
    code: str
    name: str
    tier: str
    parent: str | None
    territory: str = ""
    price_list: str = ""
    credit_limit: Decimal | None = None
    credit_days: int | None = None
    status: str = "active"
    contact: str = ""
    phone: str = ""
    address: str = ""
    tags: frozenset[str] = frozenset()
    terms: str = ""
    merged_into: str = ""


def check_not_closed(*dealers: Dealer) -> None:
    """Lets new business between these pass; RefusedError `dealer_closed` where one of them is closed."""
    for each in dealers:
        if each.status == CLOSED:
            raise RefusedError("dealer_closed", dealer=each.code, name=each.name)


def made_by_desk(dealer_id: str) -> bool:
    """Whether a desk made this customer's card; HQ's own ids hold no colon, and only HQ's cards make up the tree."""
    return ":" in dealer_id


def check_tree(dealers: Sequence[Dealer]) -> list[Reason]:
    """Every problem of the tree, each with the facts `dealer` (code) and `parent` (id); none if it is sound.

    `tree_duplicate_code`, `tree_unknown_tier` (`tier`), `tree_unknown_parent`, `tree_tier_order` (`tier`,
    `parent_tier`: a dealer stands above its parent, or HQ below anyone; the same tier may follow itself, as
    county dealers do below city dealers), `tree_two_roots` (`other`), `tree_root_tier` (`tier`),
    `tree_circle` (`circle`, told once).
    """
    by_id: dict[str, Dealer] = {}
    for dealer in dealers:
        by_id.setdefault(dealer.id, dealer)
    found = [*_duplicates(dealers), *_roots(dealers)]
    for dealer in dealers:
        found += _place_problems(dealer, by_id)
    return [*found, *_circles(by_id)]


def _problem(code: str, dealer: Dealer, **facts: Fact) -> Reason:
    return Reason(code, "stop", {"dealer": dealer.code, "parent": dealer.parent, **facts})


def _duplicates(dealers: Sequence[Dealer]) -> Iterator[Reason]:
    codes: set[str] = set()
    ids: set[str] = set()
    for dealer in dealers:
        if dealer.code in codes or dealer.id in ids:
            yield _problem("tree_duplicate_code", dealer)
        codes.add(dealer.code)
        ids.add(dealer.id)


def _roots(dealers: Sequence[Dealer]) -> Iterator[Reason]:
    roots = [dealer for dealer in dealers if dealer.parent is None]
    for dealer in roots[1:]:
        yield _problem("tree_two_roots", dealer, other=roots[0].code)
    for dealer in roots[:1]:
        if dealer.tier in TIERS and dealer.tier != "hq":
            yield _problem("tree_root_tier", dealer, tier=dealer.tier)


def _place_problems(dealer: Dealer, by_id: Mapping[str, Dealer]) -> Iterator[Reason]:
    if dealer.tier not in TIERS:
        yield _problem("tree_unknown_tier", dealer, tier=dealer.tier)
    if dealer.parent is None:
        return
    parent = by_id.get(dealer.parent)
    if parent is None:
        yield _problem("tree_unknown_parent", dealer)
    elif dealer.tier in TIERS and parent.tier in TIERS:
        above = TIERS.index(dealer.tier) < TIERS.index(parent.tier)
        if above or dealer.tier == "hq":
            yield _problem("tree_tier_order", dealer, tier=dealer.tier, parent_tier=parent.tier)


def _circles(by_id: Mapping[str, Dealer]) -> Iterator[Reason]:
    done: set[str] = set()
    for start in by_id:
        path: dict[str, None] = {}
        here: str | None = start
        while here is not None and here in by_id and here not in done and here not in path:
            path[here] = None
            here = by_id[here].parent
        if here is not None and here in path:
            members = list(path)[list(path).index(here) :]
            first = min(members, key=lambda member: by_id[member].code)
            turn = members.index(first)
            around = [*members[turn:], *members[:turn], first]
            circle = " → ".join(by_id[member].code for member in around)
            yield _problem("tree_circle", by_id[first], circle=circle)
        done.update(path)


def chain_up(dealer_id: str, parents: Mapping[str, str | None]) -> list[str]:
    """The dealer itself, its parent, and so on to the top; a circle is walked once."""
    chain: dict[str, None] = {}
    here: str | None = dealer_id
    while here is not None and here not in chain:
        chain[here] = None
        here = parents.get(here)
    return list(chain)


def may_read(reader: str, subject: str, parents: Mapping[str, str | None]) -> bool:
    """Whether `reader` may see the business of `subject`: its own and what stands below, nothing else."""
    return reader in chain_up(subject, parents)


def below(dealer_id: str, parents: Mapping[str, str | None]) -> list[str]:
    """All who stand below the dealer, itself excluded, nearest first."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for child, parent in parents.items():
        if parent is not None:
            children[parent].append(child)
    found: dict[str, None] = {dealer_id: None}
    queue = [dealer_id]
    for here in queue:
        fresh = [child for child in children[here] if child not in found]
        found.update(dict.fromkeys(fresh))
        queue += fresh
    return queue[1:]
