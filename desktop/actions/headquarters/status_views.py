"""What is told of where the desk stands, and of what a person should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.client.streams.exchange_log import Failing

KEY = "away"
"""The fact of an `Attention` by which it is put away; what has none goes when its cause is over."""


@dataclass(frozen=True, slots=True)
class Attention:
    """Something a person should look at: an order in `state`, or a record that could not be taken in."""

    kind: str
    number: str
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class StreamFill:
    """A long stream that is on its way for the first time: so many of its records are fetched."""

    stream: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Status:
    """Where the desk stands: `online` None where HQ was not asked, `pending` entries HQ has not acknowledged.

    HQ counts as online where it answers now and nothing hinders exchanges: as long as the latest one failed, `failing`
    says why and since when, and `reached` whether HQ answers all the same.

    `user` works here, in the role `user_role`; "" in books without people, and where nobody has signed in.
    `filling` are the parts of HQ's data that are not all here yet.
    """

    role: str
    dealer: str
    dealer_name: str
    hq_url: str
    online: bool | None
    pending: int
    attention: tuple[Attention, ...]
    last_exchange: str
    incoming: int
    key_in_file: bool
    user: str = ""
    user_role: str = ""
    at_hq: bool = False
    filling: tuple[StreamFill, ...] = ()
    reached: bool = False
    turned_away: bool = False
    failing: Failing | None = None
