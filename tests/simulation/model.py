"""What must be true, kept beside the program in plain dicts and written from the documents' own terms.

Quantities are whole base units, amounts are fen. A delivery raises what the buyer owes the seller and takes the goods
out of the seller's warehouse; a receipt of goods puts them into the buyer's; a return and a receipt of money lower the
debt; a reversal is the same with everything negated. What is accepted and not yet delivered is reserved.
"""

from collections import defaultdict
from dataclasses import dataclass, field

OWES = {
    "opening": 1, "delivery": 1, "payment": 1, "debit_note": 1,
    "return": -1, "money_receipt": -1, "discount": -1, "credit_note": -1,
}  # fmt: skip
# Whose stock a kind moves, and which way.
MOVES = {
    "delivery": ("seller", -1),
    "return": ("seller", 1),
    "goods_receipt": ("buyer", 1),
    "adjustment": ("seller", 1),
}
OPEN = {"accepted", "accepted_in_part", "partly_delivered"}


@dataclass
class Paper:
    """A posted document as its writer was told it stands."""

    id: str
    kind: str
    number: str
    seller: str
    buyer: str
    amount: int
    lines: list[tuple[str, int, int | None]]  # product, quantity, the order's or delivery's line
    warehouse: str
    source: str
    place: str
    reverses: str = ""
    date: str = ""
    sure: bool = True  # whether it must have come through whatever happened since


@dataclass
class Order:
    """An order and what was answered; `accepted` is None while it waits."""

    id: str
    number: str
    seller: str
    buyer: str
    lines: list[tuple[str, int, int]]  # product, quantity, price of one in fen
    place: str
    date: str
    state: str = "submitted"
    accepted: list[int] | None = None
    warehouse: str = ""
    cancelled: bool = False
    sure: bool = True
    loose: bool = False  # what was answered may have been unsaid, and is whatever HQ's books say in the end
    states: set[str] = field(default_factory=set)  # where more than one end is possible: all of them


@dataclass
class Ask:
    """What somebody at a desk of HQ's people asked HQ for, and the papers HQ wrote for it: one at the end, or none."""

    verb: str
    place: str
    papers: set[str] = field(default_factory=set)
    sure: bool = False  # whether it was told as saved and must have come through whatever happened since


@dataclass
class Member:
    """A dealer of the channel."""

    parent: str | None
    tier: str
    price_list: str
    limit: int | None = None
    # Who has stood above without a break, the dealer itself among them: they read its streams; who came by a move gets
    # the papers of his own account with it and no more.
    always: set[str] = field(default_factory=set)


class Model:
    """The channel's books."""

    def __init__(self):
        self.members: dict[str, Member] = {}
        self.desks: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.prices: dict[tuple[str, str], list[int]] = {}
        self.audiences: dict[str, set[str]] = {}
        self.papers: dict[str, Paper] = {}
        self.orders: dict[str, Order] = {}
        self.asks: dict[str, Ask] = {}
        # Answers given by two desks of one seller, of which HQ believes the first alone.
        self.crossed: set[str] = set()
        # Papers that say once more what another desk of the same dealer had said: they are let go.
        self.twice: set[str] = set()

    def let_go(self, record):
        """Whether a paper HQ holds says again, or beyond what is left, what another desk of its writer's said first.

        A shelf counted by both, a paper undone by both, an order delivered or a delivery received by both; or receives
        what its seller had taken back meanwhile.
        """
        paper = self.papers.get(record)
        if paper is None:
            return record in self.twice
        side = "buyer" if paper.kind == "goods_receipt" else "seller"
        same = [each for each in self.papers.values() if each.kind == paper.kind and each.place != paper.place]
        same = [each for each in same if getattr(each, side) == getattr(paper, side)]
        if paper.reverses:
            same = [each for each in same if each.reverses == paper.reverses]
        elif paper.kind == "adjustment":
            goods = {product for product, _, _ in paper.lines}
            same = [
                each for each in same if each.warehouse == paper.warehouse and goods & {g for g, _, _ in each.lines}
            ]
        elif paper.kind == "opening":
            same = [each for each in same if each.buyer == paper.buyer]
        else:
            same = [each for each in same if paper.source and each.source == paper.source]
        undone = paper.kind == "goods_receipt" and any(each.reverses == paper.source for each in self.papers.values())
        if same or undone:
            self.twice.add(record)
            del self.papers[record]
        return bool(same) or undone

    # ---- the tree ------------------------------------------------------------------------------------------------

    def above(self, dealer):
        """The dealer and all that stand above him."""
        chain: list[str] = []
        here: str | None = dealer
        while here is not None and here not in chain:
            chain.append(here)
            here = self.members[here].parent if here in self.members else None
        return chain

    def below(self, dealer):
        """The dealer and all that stand below him."""
        return [each for each in self.members if dealer in self.above(each)]

    def whole(self, dealer):
        """Those of the branch whose streams the dealer reads."""
        return {each for each in self.below(dealer) if dealer in self.members[each].always}

    def move(self, dealer, parent):
        """A dealer goes to another parent, and all below go with it."""
        self.members[dealer].parent = parent
        for each in self.below(dealer):
            self.members[each].always &= set(self.above(each))

    def children(self, dealer):
        return [each for each, member in self.members.items() if member.parent == dealer]

    def readable(self, desk):
        """The names of the streams a desk may be shown, its own included."""
        dealer = self.desks[desk]
        if self.members[dealer].tier == "hq":
            return None
        branch = set(self.below(dealer))
        names = {"catalog", "policies/all", f"desk/{desk}"}
        names |= {f"prices/{self.members[each].price_list}" for each in branch if self.members[each].price_list}
        whole = self.whole(dealer)
        names |= {f"dealer/{each}" for each in whole}
        names |= {f"desk/{each}" for each, owner in self.desks.items() if owner in whole}
        names |= {name for name, audience in self.audiences.items() if dealer in audience}
        if self.members[dealer].parent == "HQ":
            names.add("stock")
        return names

    # ---- figures -------------------------------------------------------------------------------------------------

    def balance(self, seller, buyer):
        """What the buyer owes the seller, in fen."""
        ours = (each for each in self.papers.values() if (each.seller, each.buyer) == (seller, buyer))
        return sum(OWES.get(each.kind, 0) * each.amount for each in ours)

    def balances(self):
        found: dict[tuple[str, str], int] = defaultdict(int)
        for each in self.papers.values():
            if each.kind in OWES:
                found[each.seller, each.buyer] += OWES[each.kind] * each.amount
        return {pair: amount for pair, amount in found.items() if amount}

    def on_hand(self):
        """Base units by owner, warehouse and product."""
        found: dict[tuple[str, str, str], int] = defaultdict(int)
        for each in self.papers.values():
            if each.kind in MOVES:
                side, sign = MOVES[each.kind]
                owner = each.seller if side == "seller" else each.buyer
                for product, quantity, _ in each.lines:
                    found[owner, each.warehouse, product] += sign * quantity
        return {place: quantity for place, quantity in found.items() if quantity}

    def delivered(self, order):
        """Base units by the order's line, counted from 1."""
        found: dict[int, int] = defaultdict(int)
        for each in self.papers.values():
            if each.kind == "delivery" and each.source == order:
                for _, quantity, line in each.lines:
                    if line is not None:
                        found[line] += quantity
        return found

    def state(self, order):
        """The order's state by what was said and delivered."""
        base = "cancelled" if order.cancelled else order.state
        done = self.delivered(order.id)
        if not any(done.values()):
            return base
        wanted = order.accepted or [0] * len(order.lines)
        whole = all(done.get(place, 0) >= want for place, want in enumerate(wanted, 1))
        return "delivered" if whole or base == "cancelled" else "partly_delivered"

    def reserved(self):
        found: dict[tuple[str, str, str], int] = defaultdict(int)
        for each in self.orders.values():
            if each.accepted is None or self.state(each) not in OPEN:
                continue
            done = self.delivered(each.id)
            for place, ((product, _, _), accepted) in enumerate(zip(each.lines, each.accepted, strict=True), 1):
                found[each.seller, each.warehouse, product] += max(accepted - done.get(place, 0), 0)
        return {place: quantity for place, quantity in found.items() if quantity}

    def committed(self, seller, buyer, without=""):
        """What is accepted and not delivered yet, in fen."""
        total = 0
        for each in self.orders.values():
            same = (each.seller, each.buyer) == (seller, buyer) and each.id != without
            if not same or each.accepted is None or self.state(each) not in OPEN:
                continue
            done = self.delivered(each.id)
            for place, ((_, _, price), accepted) in enumerate(zip(each.lines, each.accepted, strict=True), 1):
                total += max(accepted - done.get(place, 0), 0) * price
        return total

    # ---- what a seller has to answer -----------------------------------------------------------------------------

    def verdict(self, order, prices):
        """State and accepted quantities the seller's own books lead to: stock first, then the limit."""
        hand, held = self.on_hand(), self.reserved()
        taken: dict[str, int] = defaultdict(int)
        accepted = []
        for product, quantity, _ in order.lines:
            place = (order.seller, order.warehouse, product)
            left = hand.get(place, 0) - held.get(place, 0) - taken[product]
            accepted.append(max(min(quantity, left), 0))
            taken[product] += accepted[-1]
        if not any(accepted):
            return "refused", [0] * len(accepted)
        due = sum(take * price for take, price in zip(accepted, prices, strict=True))
        limit = self.members[order.buyer].limit if order.buyer in self.members else None
        if limit is not None:
            used = self.balance(order.seller, order.buyer) + self.committed(order.seller, order.buyer, order.id)
            if used + due > limit:
                return "needs_approval", accepted  # a person may let it pass
        whole = all(take == line[1] for take, line in zip(accepted, order.lines, strict=True))
        return "accepted" if whole else "accepted_in_part", accepted
