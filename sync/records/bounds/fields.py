"""The table: for each shape of a record, which bound each of its fields keeps; a test finds fields without one."""

from __future__ import annotations

from collections.abc import Mapping

from domain.parties.dealers import TIERS
from domain.parties.users import LONGEST_NAME as LONGEST_PERSON
from domain.parties.users import ROLES
from sync.records.bodies import accounts, policies, tree
from sync.records.bodies import records as documents
from sync.records.bodies.body import Body, ReasonBody
from sync.records.bounds.values import (
    LONGEST_ID,
    MOST_FIGURE,
    Anything,
    Bound,
    Code,
    DayBound,
    Facts,
    FormBound,
    Heard,
    Instant,
    Many,
    Name,
    OneOf,
    TextBound,
    Whole,
)

ORDER_STATES = OneOf(
    "submitted", "accepted", "accepted_in_part", "needs_approval", "refused", "partly_delivered", "delivered",
    "cancelled",
)  # fmt: skip
ANSWER_STATES = OneOf("accepted", "accepted_in_part", "needs_approval", "refused", "cancelled")

_ID, _ID_OR_NONE = Name(LONGEST_ID), Name(LONGEST_ID, empty=True)
_NAME, _NAME_OR_NONE = Name(), Name(empty=True)
_CARD, _CARD_OR_NONE = Name(code=True), Name(code=True, empty=True)
_NUMBER, _NUMBER_OR_NONE = Name(60, seen=True), Name(60, empty=True, seen=True)
_LABEL = TextBound(2_000)
_SAID = TextBound()
_PERSON = TextBound(LONGEST_PERSON * 5)  # a system's user name, where nobody is known by name, may be longer
_FIGURE, _SUM, _COUNT = Whole(), Whole(-100 * MOST_FIGURE, 100 * MOST_FIGURE), Whole(0)
_PAID = Whole(1)  # a wallet that paid less than nothing would be filled by its owner's orders
_VERSION = Whole(0, 10**6)
_PLACE = Whole(0, 10**6)
_DAY, _DAY_OR_NONE, _ANY_DAY = DayBound(), DayBound(empty=True), DayBound(empty=True, ever=True)
_MOMENT, _MOMENT_OR_NONE = Instant(), Instant(empty=True)
_ANY = Anything()
_VERSIONS = Facts(number=_VERSION)
_LINES = 50_000
_PAYOUT_LINES = Many(_LINES)
_KEY = TextBound(4_000)  # keys, signatures and digests in one or the other spelling

BOUNDS: Mapping[type[Body], Mapping[str, Bound]] = {
    ReasonBody: {
        "code": Code(), "severity": OneOf("info", "warn", "stop"), "facts": Facts(), "line": Whole(0, _LINES),
    },
    documents.DealerBody: {
        "code": _CARD, "name": _LABEL, "tier": OneOf(*TIERS), "parent": _ID, "territory": _NAME_OR_NONE,
        "price_list": _CARD_OR_NONE, "credit_limit": Whole(0), "credit_days": Whole(0, 10_000), "status": Code(),
        "pinyin": _SAID, "contact": _LABEL, "phone": _LABEL, "address": _LABEL, "tags": Many(1_000, _NAME),
        "terms": _LABEL, "status_since": _MOMENT_OR_NONE, "status_reason": _LABEL, "tax_id": _LABEL, "remark": _SAID,
        "merged_into": _ID_OR_NONE,
    },
    documents.ProductBody: {
        "sku": _CARD, "name": _LABEL, "unit": Name(60), "pinyin": _SAID, "barcode": _CARD_OR_NONE,
        "pack_unit": Name(60, empty=True), "pack_size": _COUNT, "tax_rate": Whole(0, 10_000), "category": _LABEL,
        "brand": _LABEL, "owner": _ID_OR_NONE, "active": _ANY, "spec": _LABEL, "status_reason": _LABEL,
    },
    documents.PriceBody: {
        "price_list": _CARD, "product": _ID, "unit_price": _COUNT, "valid_from": _ANY_DAY, "valid_to": _ANY_DAY,
    },
    documents.AvailabilityBody: {
        "warehouse": _NAME_OR_NONE, "product": _ID, "available": _SUM, "as_of": _MOMENT,
    },
    documents.PeriodBody: {"dealer": _ID, "closed_through": _DAY, "known": Heard()},
    documents.StepBody: {"code": Code(), "before": _FIGURE, "after": _FIGURE, "facts": Facts()},
    documents.LineBody: {
        "product": _ID, "sku": _NAME, "quantity": _FIGURE, "amount": _FIGURE, "unit_price": _FIGURE,
        "unit": Name(60, empty=True), "pack": _COUNT, "name": _LABEL, "order_line": _PLACE, "accepted": _COUNT,
        "net": _FIGURE, "gift": _ID_OR_NONE, "by_hand": _ANY, "why": Many(1_000),
    },
    documents.UseBody: {"policy": _ID, "version": _VERSION, "quantity": _COUNT},  # of a limit that counts orders: 0
    documents.WalletUseBody: {"entry": _ID, "line": _PLACE, "amount": _PAID},
    documents.DocumentBody: {
        "number": _NUMBER, "seller": _ID, "buyer": _ID_OR_NONE, "date": _DAY, "recorded_at": _MOMENT,
        "amount": _FIGURE, "lines": Many(_LINES), "author": _PERSON, "state": Code(empty=True),
        "reasons": Many(4 * _LINES), "due": _DAY_OR_NONE, "warehouse": _NAME_OR_NONE, "ref": _LABEL, "remark": _SAID,
        "method": _LABEL, "source": _ID, "reverses": _ID, "supersedes": _ID, "terms": _LABEL, "policies": _VERSIONS,
        "uses": Many(_LINES), "wallet": Many(_LINES), "coupons": Many(1_000, _NAME), "known": Heard(),
    },
    documents.AnswerBody: {
        "order": _ID, "state": ANSWER_STATES, "decided_at": _MOMENT, "accepted": Many(_LINES, _COUNT),
        "reasons": Many(4 * _LINES), "number": _NUMBER_OR_NONE, "decided_by": _PERSON,
        "unit_prices": Many(_LINES, _COUNT), "warehouse": _NAME_OR_NONE, "amounts": Many(_LINES, _COUNT),
        "added": Many(_LINES), "policies": _VERSIONS, "uses": Many(_LINES), "wallet": Many(_LINES),
    },
    tree.MoveBody: {
        "dealer": _ID, "on": _DAY, "at": _MOMENT, "name": _LABEL, "before": _ID_OR_NONE, "after": _ID_OR_NONE,
        "told": _ID_OR_NONE, "readers": Many(_LINES, _ID), "branch": Many(10**6, _ID),
    },
    documents.ReleaseBody: {
        "stream": _ID, "number": Whole(1, 2**62), "at": _MOMENT, "kind": Name(), "record": _ID, "body": _ANY,
    },
    documents.HeldReasonBody: {
        "stream": _ID, "number": Whole(1, 2**62), "at": _MOMENT, "code": Code(), "facts": Facts(),
    },
    documents.CopyBody: {"kind": Code(), "id": _ID, "body": FormBound()},
    accounts.SettlementBody: {
        "seller": _ID, "buyer": _ID, "credit": _ID, "debt": _ID_OR_NONE, "amount": _COUNT, "date": _DAY,
        "part": _PLACE, "mode": Code(empty=True), "by": _PERSON, "at": _MOMENT_OR_NONE,
    },
    accounts.OrderClosingBody: {
        "order": _ID, "seller": _ID, "buyer": _ID, "side": OneOf("seller", "buyer"), "reason": _SAID, "at": _MOMENT,
        "by": _PERSON,
        "delivered": Many(_LINES, _COUNT), "rest": Many(_LINES, _COUNT),
    },
    accounts.StatementBody: {
        "number": _NUMBER, "seller": _ID, "buyer": _ID, "first_day": _DAY, "last_day": _DAY, "issued": _DAY,
        "opening": _SUM, "closing": _SUM, "digest": Name(), "form": FormBound(), "reply_by": _DAY_OR_NONE,
        "author": _PERSON, "recorded_at": Name(20, empty=True), "head": _LABEL, "signature": _KEY,
        "signer": _ID_OR_NONE,
        "vouch": _KEY,
    },
    accounts.ObjectionBody: {
        "number": _NUMBER_OR_NONE, "reason": Code(), "ours": _SUM, "theirs": _SUM, "remark": _SAID,
    },
    accounts.AttachmentBody: {"name": _LABEL, "sha256": Name(), "size": _COUNT},
    accounts.ReplyBody: {
        "statement": _ID, "verdict": OneOf("agrees", "differs", "agrees_by_silence"), "date": _DAY, "by": _PERSON,
        "their_closing": _SUM, "lines": Many(_LINES), "remark": _SAID, "attachments": Many(1_000),
        "recorded_at": _MOMENT_OR_NONE, "recorded_by": _PERSON, "original": _ANY,
    },
    accounts.LineAnswerBody: {
        "number": _NUMBER_OR_NONE, "accepted": _ANY, "remark": _SAID, "document": Name(60, empty=True),
    },
    accounts.ConfirmationBody: {
        "statement": _ID, "act": OneOf("confirm", "dispute", "answer", "withdraw"), "actor": OneOf("seller", "buyer"),
        "digest": Name(), "date": _DAY, "by": _PERSON, "lines": Many(_LINES), "answers": Many(_LINES),
        "replacement": Name(LONGEST_ID, empty=True), "signature": _KEY, "signer": _ID_OR_NONE, "place": _PLACE,
        "vouch": _KEY,
    },
    accounts.ReconciledBody: {
        "seller": _ID, "buyer": _ID, "first_day": _DAY, "last_day": _DAY, "source": _LABEL, "our_closing": _SUM,
        "their_closing": _SUM, "adjusted": _SUM, "form": FormBound(), "signed_by": _PERSON, "signed_at": _MOMENT,
        "remark": _SAID,
    },
    accounts.ProfileBody: {
        "dealer": _ID, "heading": _LABEL, "address": _LABEL, "phone": _LABEL, "tax_number": _LABEL, "bank": _LABEL,
        "bank_account": _LABEL, "logo": TextBound(4 * 1024 * 1024), "checker": _LABEL, "footer": _SAID,
    },
    accounts.BankLineBody: {
        "account": _NAME, "date": _DAY, "amount": _FIGURE, "payer": _LABEL, "payer_account": _LABEL, "summary": _SAID,
        "reference": _LABEL, "document": _ID_OR_NONE, "state": Code(), "recorded_at": _MOMENT_OR_NONE,
    },
    policies.UserBody: {
        "dealer": _ID, "desk": _ID_OR_NONE, "name": TextBound(LONGEST_PERSON, empty=False), "role": OneOf(*ROLES),
        "active": _ANY, "made_at": _MOMENT_OR_NONE, "made_by": _PERSON,
    },
    policies.GrantBody: {
        "desk": _ID_OR_NONE, "name": TextBound(LONGEST_PERSON, empty=False), "role": OneOf(*ROLES), "at": _MOMENT,
        "by": _PERSON, "active": _ANY,
    },
    policies.PolicyDraftBody: {
        "policy": _ID, "version": _VERSION, "form": FormBound(), "author": _PERSON, "saved_at": _MOMENT,
        "state": OneOf("draft", "proposed", "dropped"),
    },
    policies.PolicyBody: {
        "policy": _ID, "version": _VERSION, "form": FormBound(), "digest": Name(), "author": _PERSON,
        "approver": _PERSON,
        "published_at": _MOMENT, "draft": _ID_OR_NONE, "until": _ANY_DAY, "withdrawn_at": _MOMENT_OR_NONE,
        "withdrawn_by": _PERSON, "reason": _SAID,
    },
    policies.QuotaBody: {"policy": _ID, "used": _SUM, "times": _SUM, "as_of": _MOMENT},
    policies.PolicyReadBody: {
        "policy": _ID, "version": _VERSION, "dealer": _ID, "by": _PERSON, "read_at": _MOMENT,
    },
    policies.VerdictSeenBody: {
        "order": _ID, "decided_at": _MOMENT, "dealer": _ID, "by": _PERSON, "seen_at": _MOMENT,
    },
    policies.DismissalBody: {
        "key": TextBound(LONGEST_ID, empty=False), "dealer": _ID, "by": _PERSON, "at": _MOMENT,
        "until": Whole(0, 2**62),
    },
    policies.ChoiceBody: {
        "key": TextBound(LONGEST_ID, empty=False), "dealer": _ID, "value": _SAID, "by": _PERSON, "at": _MOMENT,
    },
    policies.RequestBody: {
        "verb": TextBound(100, empty=False), "subject": TextBound(LONGEST_ID), "by": _PERSON, "at": _MOMENT,
        "facts": Facts(forms=True),
    },
    policies.RequestAnswerBody: {
        "request": _ID, "state": OneOf("done", "refused"), "at": _MOMENT, "reasons": Many(4 * _LINES), "result": _SAID,
    },
    policies.RebateAdjustmentBody: {
        "policy": _ID, "dealer": _ID, "period": _NAME, "amount": _FIGURE, "reason": _SAID, "made_by": _PERSON,
        "made_at": _MOMENT, "approved_by": _PERSON,
    },
    policies.PayoutLineBody: {"kind": Code(), "amount": _SUM, "facts": Facts()},
    policies.RebatePayoutBody: {
        "number": _NUMBER, "policy": _ID, "version": _VERSION, "dealer": _ID, "period": _NAME, "reward": Code(),
        "earned": _SUM, "final": _SUM, "payable": _SUM, "settled_at": _MOMENT, "settled_by": _PERSON,
        "lines": _PAYOUT_LINES, "steps": _PAYOUT_LINES, "remainder": _SUM, "base": _SUM, "total": _SUM,
        "tier": Whole(-1, 10**6), "held": _SUM, "released": _SUM, "state": Code(), "history": _PAYOUT_LINES,
        "product": _ID_OR_NONE, "thing": _LABEL, "scope": FormBound(), "expires": _ANY_DAY, "document": _ID_OR_NONE,
    },
}  # fmt: skip
