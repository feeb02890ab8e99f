"""What records about people, policies and rebates hold.

Amounts of rebates are integers of 1/10000, because a reward may be money or goods and may keep four decimals.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from sync.records.bodies.body import Body, ReasonBody
from sync.shapes import make_ready


class UserBody(Body):
    """A person who works at a desk; the password's hash never travels."""

    dealer: str
    desk: str
    name: str
    role: str
    active: bool = True
    made_at: str = ""
    made_by: str = ""


class GrantBody(Body):
    """What a person at one of HQ's desks may do by HQ's word; `by` gave it. A desk's own record of him only asks."""

    desk: str
    name: str
    role: str
    at: str
    by: str
    active: bool = True


class PolicyDraftBody(Body):
    """A policy being written at HQ's desk: `state` is `draft`, `proposed` or `dropped`; `form` its JSON form."""

    policy: str
    version: int
    form: msgspec.Raw
    author: str
    saved_at: str
    state: str = "draft"


class PolicyBody(Body):
    """A published version; it never changes, save for the day on which a later one or a withdrawal ends it early.

    `digest` is the SHA-256 of the form as published. `until` is the last day it holds, "" where its own period says.
    """

    policy: str
    version: int
    form: msgspec.Raw
    digest: str
    author: str
    approver: str
    published_at: str
    draft: str = ""
    until: str = ""
    withdrawn_at: str = ""
    withdrawn_by: str = ""
    reason: str = ""


class QuotaBody(Body):
    """How much of a policy's limits all dealers together have used, as HQ last said; 1/1000 base units, and times."""

    policy: str
    used: int
    times: int
    as_of: str


class PolicyReadBody(Body):
    """A person of a dealer has opened a version."""

    policy: str
    version: int
    dealer: str
    by: str
    read_at: str


class VerdictSeenBody(Body):
    """A person of a dealer has seen the answer that was given to an order at `decided_at`."""

    order: str
    decided_at: str
    dealer: str
    by: str
    seen_at: str


class DismissalBody(Body):
    """A person of a dealer needs to look at something no more: `key` names it, the same on each of the dealer's desks.

    `until` is the last entry of those for which a line of many stood; 0 where the line was one.
    """

    key: str
    dealer: str
    by: str
    at: str
    until: int = 0


class ChoiceBody(Body):
    """What somebody chose for all desks of a dealer: how its receipts are settled, what was agreed on with a customer.

    `value` is "" where what is usual holds again.
    """

    key: str
    dealer: str
    value: str
    by: str
    at: str


class RequestBody(Body):
    """What a person at HQ's desk asks HQ to do, because only HQ may write it: `verb` about `subject`."""

    verb: str
    subject: str
    by: str
    at: str
    facts: Mapping[str, str] = {}


class RequestAnswerBody(Body):
    """What HQ made of a request: `state` is `done` or `refused`; `result` names what came of it."""

    request: str
    state: str
    at: str
    reasons: list[ReasonBody] = msgspec.field(default_factory=list)
    result: str = ""


class RebateAdjustmentBody(Body):
    """A correction of a rebate by hand; it counts once a second person has approved it."""

    policy: str
    dealer: str
    period: str
    amount: int
    reason: str
    made_by: str
    made_at: str
    approved_by: str = ""


class PayoutLineBody(Body):
    """One line of a settlement: `accrued`, `tier_change`, `adjustment`, `held_back`, `released`, `paid`."""

    kind: str
    amount: int
    facts: Mapping[str, str] = {}


class RebatePayoutBody(Body):
    """One formal settlement of a policy for a dealer and period, and what became of its reward.

    `reward` is `credit` (the record is the wallet's credit, `scope` what it may buy, `expires` its last day), `account`
    (`document` is the posting), `goods`, `cash` or `thing`. `state` goes from `earned` to `handed_over` or `lapsed`.
    `product`, `thing` and `scope` are as the policy version said.
    """

    number: str
    policy: str
    version: int
    dealer: str
    period: str
    reward: str
    earned: int
    final: int
    payable: int
    settled_at: str
    settled_by: str
    lines: list[PayoutLineBody] = msgspec.field(default_factory=list)
    steps: list[PayoutLineBody] = msgspec.field(default_factory=list)
    remainder: int = 0
    base: int = 0
    total: int = 0
    tier: int | None = None
    held: int = 0
    released: int = 0
    state: str = "earned"
    history: list[PayoutLineBody] = msgspec.field(default_factory=list)
    product: str = ""
    thing: str = ""
    scope: msgspec.Raw = msgspec.Raw(b"null")
    expires: str = ""
    document: str = ""


POLICY_BODIES: Mapping[str, type[Body]] = {
    "user": UserBody,
    "grant": GrantBody,
    "policy_draft": PolicyDraftBody,
    "policy": PolicyBody,
    "quota": QuotaBody,
    "policy_read": PolicyReadBody,
    "verdict_seen": VerdictSeenBody,
    "dismissal": DismissalBody,
    "choice": ChoiceBody,
    "request": RequestBody,
    "request_answer": RequestAnswerBody,
    "rebate_adjustment": RebateAdjustmentBody,
    "rebate_payout": RebatePayoutBody,
}
make_ready(*POLICY_BODIES.values())
