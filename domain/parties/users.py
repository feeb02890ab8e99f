"""Who may do what: the people of a desk or of HQ, their roles, and what each role allows."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import RefusedError, UsageError

DESK_ROLES = ("owner", "clerk", "keeper", "accountant")
HQ_ROLES = ("channel_manager", "finance", "keeper", "admin")
ROLES = tuple(dict.fromkeys((*DESK_ROLES, *HQ_ROLES)))
HEADS = ("owner", "admin")
"""Roles that may everything; one of them always stays, or nobody could let anyone in again."""

ACTIONS = (
    "order_write",
    "order_approve",
    "goods_move",
    "money_write",
    "statement_write",
    "card_write",
    "cost_see",
    "policy_write",
    "policy_approve",
    "rebate_settle",
    "user_manage",
    "books_care",
)
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "owner": frozenset(ACTIONS),
    "clerk": frozenset({"order_write", "card_write"}),
    "keeper": frozenset({"goods_move"}),
    "accountant": frozenset({"money_write", "statement_write", "card_write", "cost_see"}),
    "channel_manager": frozenset({"order_approve", "policy_write", "policy_approve", "cost_see"}),
    "finance": frozenset({"money_write", "statement_write", "policy_approve", "rebate_settle", "cost_see"}),
    "admin": frozenset(ACTIONS),
}

LONGEST_NAME, SHORTEST_PASSWORD, LONGEST_PASSWORD = 40, 6, 200


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works at a desk (`desk` its id, "" in HQ's own folder); `guarded` tells that a password is set."""

    id: str
    name: str
    role: str
    active: bool = True
    dealer: str = ""
    desk: str = ""
    guarded: bool = False


def may(role: str, action: str) -> bool:
    """Whether a role allows an action; a role this program doesn't know allows nothing."""
    return action in PERMISSIONS.get(role, frozenset())


def roles_of(*, at_hq: bool) -> tuple[str, ...]:
    """The roles there are at HQ, or at a dealer's desk."""
    return HQ_ROLES if at_hq else DESK_ROLES


def head_role(*, at_hq: bool) -> str:
    """The role of the first person."""
    return "admin" if at_hq else "owner"


def same_name(one: str, other: str) -> bool:
    """Whether two names are one person's: the case of letters and their width don't count."""
    return _key(one) == _key(other)


def check_name(typed: str, taken: Collection[str] = ()) -> str:
    """A name as it is kept; UsageError `user_name_empty`, `user_name_long`, RefusedError `user_name_taken`."""
    shown = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in typed)
    name = " ".join(unicodedata.normalize("NFC", shown).split())
    if not name:
        raise UsageError("user_name_empty")
    if len(name) > LONGEST_NAME:
        raise UsageError("user_name_long", most=LONGEST_NAME)
    if any(same_name(name, other) for other in taken):
        raise RefusedError("user_name_taken", user=name)
    return name


def check_role(role: str, *, at_hq: bool) -> str:
    """A role there is in this place; UsageError `role_unknown`."""
    known = roles_of(at_hq=at_hq)
    if role not in known:
        raise UsageError("role_unknown", role=role, known=known)
    return role


def check_password(password: str, *, needed: bool) -> str:
    """A password fit to be set; `needed` where none is no choice.

    UsageError `password_missing`, `password_short`, `password_long`.
    """
    if not password:
        if needed:
            raise UsageError("password_missing")
        return ""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError("password_short", least=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise UsageError("password_long", most=LONGEST_PASSWORD)
    return password


def check_head_stays(people: Sequence[Person], changed: Person) -> None:
    """Someone who may everything goes on working here; RefusedError `user_last_head`."""
    after = [changed if each.id == changed.id else each for each in people]
    if not any(each.active and each.role in HEADS for each in after):
        raise RefusedError("user_last_head", user=changed.name)


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
