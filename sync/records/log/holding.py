"""Why an entry is held: a code, what a person is told, and what it waits for where that isn't here yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

# What a desk keeps of an entry that HQ holds, and the fact under which HQ's own reason stands.
HELD, CAUSE = "held_at_hq", "cause"

# HQ's word that nobody needs to look at a held entry any more, and the fact that says why.
SETTLED, WHY = "settled", "why"
NEWER, SAME, ORDER_GONE, DONE = "newer_version", "said_the_same", "order_gone", "done_already"
# Its writer reversed it, which HQ holds with it: neither changes anything at either end.
UNDONE = "undone_by_writer"
# It settles a paper of the same desk that is held and told itself.
GOES_ALONG = "goes_along"
WHYS = frozenset({NEWER, SAME, ORDER_GONE, DONE, UNDONE, GOES_ALONG})
# What it rests on isn't here, or is held itself.
RESTS = "rests_on_missing"
# Another desk of the dealer did the same first, and HQ took that; the fact that names its record.
CROSSED = frozenset(
    {
        "reversed_twice", "delivered_beyond", "returned_beyond", "received_beyond", "delivery_undone", "settled_beyond",
        "counted_twice", "superseded_twice", "delivery_followed", "opened_twice", "noted_beyond", "noted_undone",
        "refused_before", "received_before",
    }
)  # fmt: skip
# A card that another desk of the dealer made first, under the same code.
CARD_TWICE = "card_made_twice"
# A movement of a bank's file that another desk of the dealer booked first; its own receipt stands until a person acts.
BANKED_TWICE = "banked_twice"
# One desk booked a movement of a bank's file, another said that it is no customer's.
BANKED_OTHERWISE = "banked_otherwise"
# Two desks answered one order, or noted the reply to one statement, and not alike.
ANSWERED_TWICE, REPLIED_TWICE = "answered_twice", "replied_twice"
# Two desks set the price of one product in one list, and not alike.
PRICED_TWICE = "priced_twice"
# Reasons that are told as they are, also to the desk whose entry it is: there is nothing to talk to HQ about.
TOLD_PLAINLY = frozenset({CARD_TWICE, BANKED_TWICE, BANKED_OTHERWISE, ANSWERED_TWICE, REPLIED_TWICE, PRICED_TWICE})
BY, TWICE = "by", "reversed_twice"
# Of a kind HQ's program doesn't know, and more of it than HQ keeps whole: only the leaf is.
BEYOND = "kind_beyond_quota"


@dataclass(frozen=True, slots=True)
class Held:
    """One entry that stays in the chain and changes nothing.

    Attributes:
        code: what is wrong, or what is missing.
        facts: which field, which bound, which other record: as it is told to a person.
        waits: kind and id of the record without which it can't be taken, and whose arrival has it judged again.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[str, str] | None = None

    @property
    def detail(self) -> str:
        """The facts as one line."""
        if "bound" in self.facts:
            value = self.facts.get("value", "")
            return f"{self.facts['field']}: {self.facts['bound']}" + (f" ({value})" if value else "")
        return ", ".join(f"{name}={value}" for name, value in self.facts.items())

    @property
    def stored_facts(self) -> str:
        return msgspec.json.encode(self.facts).decode() if self.facts else "{}"


def read_facts(stored: str) -> dict[str, str]:
    """The facts as they were stored."""
    return msgspec.json.decode(stored, type=dict[str, str])
