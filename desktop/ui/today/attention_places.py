"""Where a line of what needs a look leads: the page that deals with it, and whom or what that page is to show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.documents.faces import FACES

if TYPE_CHECKING:
    from desktop.actions.documents.views import Attention

_PAGES: Mapping[str, str] = {
    "draft": "policies",
    "adjustment": "rebates",
    "user": "settings",
    "folder": "settings",
    "line": "exchanges",
    "outbox": "exchanges",
    "restored": "exchanges",
    "problem": "exchanges",
}
# By their codes: what is dealt with on a page of its own.
_OF_CODES: Mapping[str, tuple[str, object]] = {
    "returned_waiting": ("returned", None),
    "desk_shut_out_here": ("settings", "rejoin"),
    "desk_replaced": ("settings", "rejoin"),
}
_OF_REQUESTS: Mapping[str, str] = {
    "publish_policy": "policies",
    "withdraw_policy": "policies",
    "settle_rebate": "rebates",
    "adjust_rebate_approve": "rebates",
    "move_reward": "rebates",
    "issue_statement": "statements",
    "issue_all": "statements",
    "withdraw_statement": "replies",
    "record_reply": "replies",
    "answer_dispute": "confirming",
    "book_bank_lines": "bank",
    "deliver": "papers",
    "return_goods": "papers",
    "set_terms": "customers",
    "set_standing": "customers",
    "take_returned": "returned",
    "leave_returned": "returned",
    "approve_order": "orders",
    "refuse_order": "orders",
    "close_rest": "orders",
    "settle": "settling",
    "settle_hand": "settling",
    "hold": "settling",
    "unsettle": "settling",
    "write_off": "settling",
    "set_way": "settling",
}
_OF_RECORDS: Mapping[str, str] = {
    **{kind: face.place for kind, face in FACES.items() if face.place},
    "settlement": "money",
    "bank_line": "money",
    "product": "products",
    "dealer": "customers",
    "policy": "policies",
    "policy_draft": "policies",
    "user": "settings",
    "statement": "statements",
    "reply": "replies",
    "confirmation": "confirming",
}


def place_of(each: Attention) -> tuple[str, object]:
    """The page, and what it is given; None where it shows itself as it is."""
    kind = str(each.facts.get("kind") or "")
    if each.code in _OF_CODES:
        return _OF_CODES[each.code]
    if each.kind == "order" or (each.kind == "contradiction" and kind == "order"):
        return "orderview", each.number
    if each.kind == "statement":
        return "confirming", each.number
    if each.kind == "request":
        return _OF_REQUESTS.get(str(each.facts.get("verb")), "money"), None
    if each.kind in ("move", "dealer") or (each.kind == "card" and kind == "dealer"):
        return "customers", None
    if each.kind == "card":
        return "products", each.number
    if each.kind in ("late", "contradiction", "goods"):
        return _OF_RECORDS.get(kind, "papers"), None
    if each.kind == "problem" and kind in _OF_RECORDS:
        return _OF_RECORDS[kind], None
    return _PAGES.get(each.kind, "exchanges"), None
