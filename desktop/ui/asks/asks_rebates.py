"""What the pages about rebates ask of the actions, each a function for the worker, as in `asks`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    from desktop.actions.documents.views import DealerHit
    from desktop.actions.policies import views
    from desktop.desk import Desk
    from domain.parties.dealers import Dealer
    from domain.rebates.settlement import SettlementLine

_SETTLED = frozenset({"rebates", "accounts", "papers"})


@dataclass(frozen=True, slots=True)
class Situation:
    """Whose desk this is, and what whoever works here may do with rebates."""

    own: DealerHit
    at_hq: bool
    may_settle: bool
    today: dt.date
    sees_own: bool = True
    """Whether whoever works here may see what this dealer buys, and so what it earns by that."""


@dataclass(frozen=True, slots=True)
class DealerRebates:
    """Where one dealer stands: his rebates and his wallet."""

    rows: Sequence[views.RebateRow]
    wallet: views.WalletView


@dataclass(frozen=True, slots=True)
class Explained:
    """A rebate with the names of the products its lines speak of: name, SKU, base unit by id."""

    view: views.RebateView
    products: Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Due:
    """What a settlement now would pay a dealer, line by line; nothing is written."""

    dealer: Dealer
    payable: Decimal
    lines: Sequence[SettlementLine]
    reward: str
    reward_name: str


# ---- looking


def situation(desk: Desk) -> Situation:
    from desktop.actions.catalog.cards import own_dealer
    from desktop.actions.catalog.cost import is_veiled_from
    from desktop.actions.documents.views import DealerHit
    from domain.parties.users import may

    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
    allowed = desk.user is None or may(desk.user.role, "rebate_settle")
    hit = DealerHit(own.id, own.code, own.name, own.tier)
    seen = not is_veiled_from(desk, own.id)
    return Situation(hit, desk.at_hq, desk.at_hq and allowed, desk.today(), seen)


def standing(desk: Desk, dealer: str) -> DealerRebates:
    """A dealer's rebates of today and his wallet."""
    from desktop.actions.rebates.rebates import rebate_rows
    from desktop.actions.rebates.units import in_their_units
    from desktop.actions.rebates.wallets import wallet

    return DealerRebates(in_their_units(desk, rebate_rows(desk, dealer)), wallet(desk, dealer))


def wallet_of(desk: Desk, dealer: str) -> views.WalletView:
    """A dealer's wallet as of today."""
    from desktop.actions.rebates.wallets import wallet

    return wallet(desk, dealer)


def everybody(desk: Desk, progress: Callable[..., None], cancelled: Callable[[], bool]) -> Sequence[views.RebateRow]:  # noqa: ARG001
    """The rebates of every dealer this desk may see."""
    from desktop.actions.rebates.rebates import rebate_rows
    from desktop.actions.rebates.units import in_their_units

    return in_their_units(desk, rebate_rows(desk))


def explained(desk: Desk, policy: str, dealer: str, period: str) -> Explained:
    """One rebate down to each line, with what its products are called."""
    from desktop.actions.catalog.cards import products_by_id
    from desktop.actions.rebates.rebates import rebate
    from desktop.actions.rebates.units import in_their_units

    view = rebate(desk, policy, dealer, period)
    view = replace(view, row=in_their_units(desk, [view.row])[0])
    with desk.book.reading() as connection:
        cards = products_by_id(connection, sorted({line.fact.product for line in view.lines if line.fact.product}))
    return Explained(view, {key: (card.name, card.sku, card.unit) for key, card in cards.items()})


def find_dealers(desk: Desk, text: str) -> list[DealerHit]:
    """Dealers whose rebates one may look at, for what was typed."""
    from desktop.actions.catalog.search import find_dealers as find

    return [hit for hit in find(desk, text, 20) if hit.tier != "hq"]


def dealers_like(desk: Desk, text: str) -> frozenset[str]:
    """Everybody who fits what was typed."""
    from desktop.actions.catalog.search import find_dealers as find

    return frozenset(hit.id for hit in find(desk, text, 100_000))


def dealer(desk: Desk, dealer_id: str) -> DealerHit:
    """One dealer by id."""
    from desktop.actions.catalog.cards import dealers_by_id
    from desktop.actions.documents.views import DealerHit
    from domain.errors import UsageError

    with desk.book.reading() as connection:
        found = dealers_by_id(connection, [dealer_id]).get(dealer_id)
    if found is None:
        raise UsageError("dealer_unknown", dealer=dealer_id)
    return DealerHit(found.id, found.code, found.name, found.tier)


def reprice(desk: Desk, number: str) -> tuple[str, bool]:
    """An order reckoned again with the policy versions it names: a sentence, and whether it comes out the same."""
    from desktop.actions.orders.orders import reprice_order
    from desktop.ui.widgets import formatting

    found = reprice_order(desk, number)
    named = found.missing or tuple(sorted(found.versions.items()))
    versions = ", ".join(f"{policy}/{version}" for policy, version in named)
    code = "repriced_missing" if found.missing else "repriced_same" if found.same else "repriced_differs"
    return formatting.told(code, number=found.number, versions=versions), found.same and not found.missing


# ---- doing, at HQ


def dues(desk: Desk, policy: str, period: str, dealers: tuple[str, ...], early: bool) -> list[Due]:
    """What settling now would pay; raises what settling itself would."""
    from desktop.actions.rebates.previews import previews

    found = previews(desk, policy, period, dealers, interim=early)
    return [Due(each.dealer, each.payable, each.lines, each.reward, each.reward_name) for each in found]


def settle(desk: Desk, policy: str, period: str, dealers: tuple[str, ...], early: bool) -> Written[Any]:
    """Settles for good; the value tells whether HQ was only asked to."""
    from desktop.actions.rebates.rebates import settle as pay

    return Written(bool(pay(desk, policy, period, dealers, interim=early).request), _SETTLED)


def adjust(desk: Desk, policy: str, dealer: str, period: str, amount: Decimal, reason: str) -> Written[Any]:
    from desktop.actions.rebates.rebates import adjust as correct

    return Written(correct(desk, policy, dealer, period, amount, reason), _SETTLED)


def approve_adjustment(desk: Desk, adjustment: str) -> Written[Any]:
    from desktop.actions.rebates.rebates import approve_adjustment as approve

    return Written(approve(desk, adjustment), _SETTLED)


def move_reward(desk: Desk, payout: str, to: str, note: str) -> Written[Any]:
    from desktop.actions.rebates.rebates import move_reward as move

    return Written(move(desk, payout, to, note), _SETTLED)
