"""Where dealers stand with their rebates, as the pages about them look at it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealers_by_id, own_dealer, products_by_id
from desktop.actions.catalog.cost import is_veiled_from
from desktop.actions.catalog.search import find_dealers as search_dealers
from desktop.actions.documents.views import DealerHit
from desktop.actions.policies.views import DealerRebates, Due, Explained, RebateRow, Situation
from desktop.actions.rebates.previews import previews
from desktop.actions.rebates.rebates import rebate, rebate_rows
from desktop.actions.rebates.units import in_their_units
from desktop.actions.rebates.wallets import wallet
from domain.errors import UsageError
from domain.parties.users import may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.desk import Desk


def situation(desk: Desk) -> Situation:
    """Whose desk this is, and what may be done here."""
    with desk.book.reading() as connection:
        own = own_dealer(connection, desk)
    allowed = desk.user is None or may(desk.user.role, "rebate_settle")
    hit = DealerHit(own.id, own.code, own.name, own.tier)
    seen = not is_veiled_from(desk, own.id)
    return Situation(hit, desk.at_hq, desk.at_hq and allowed, desk.today(), seen)


def standing(desk: Desk, dealer: str) -> DealerRebates:
    """A dealer's rebates of today and its wallet."""
    return DealerRebates(in_their_units(desk, rebate_rows(desk, dealer)), wallet(desk, dealer))


def everybody(desk: Desk) -> Sequence[RebateRow]:
    """The rebates of every dealer this desk may see."""
    return in_their_units(desk, rebate_rows(desk))


def explained(desk: Desk, policy: str, dealer: str, period: str) -> Explained:
    """One rebate down to each line, with what its products are called."""
    view = rebate(desk, policy, dealer, period)
    view = replace(view, row=in_their_units(desk, [view.row])[0])
    with desk.book.reading() as connection:
        cards = products_by_id(connection, sorted({line.fact.product for line in view.lines if line.fact.product}))
    return Explained(view, {key: (card.name, card.sku, card.unit) for key, card in cards.items()})


def find_dealers(desk: Desk, text: str) -> list[DealerHit]:
    """Dealers whose rebates one may look at, for what was typed."""
    return [hit for hit in search_dealers(desk, text, 20) if hit.tier != "hq"]


def dealers_like(desk: Desk, text: str) -> frozenset[str]:
    """Everybody who fits what was typed."""
    return frozenset(hit.id for hit in search_dealers(desk, text, 100_000))


def dealer(desk: Desk, dealer_id: str) -> DealerHit:
    """One dealer by id."""
    with desk.book.reading() as connection:
        found = dealers_by_id(connection, [dealer_id]).get(dealer_id)
    if found is None:
        raise UsageError("dealer_unknown", dealer=dealer_id)
    return DealerHit(found.id, found.code, found.name, found.tier)


def dues(desk: Desk, policy: str, period: str, dealers: tuple[str, ...], early: bool) -> list[Due]:
    """What settling now would pay; raises what settling itself would."""
    found = previews(desk, policy, period, dealers, interim=early)
    return [Due(each.dealer, each.payable, each.lines, each.reward, each.reward_name) for each in found]
