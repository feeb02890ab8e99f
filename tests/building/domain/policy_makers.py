"""Builders for policies, orders and their surroundings, with every default said."""

from datetime import date
from decimal import Decimal

from domain.catalog.products import Product
from domain.parties.dealers import Dealer
from domain.policies.checks import Surroundings
from domain.policies.policy import Policy, Stacking
from domain.policies.promotion_terms import Limits, Promotion
from domain.policies.scopes import ALWAYS, EVERYONE, EVERYTHING, Audience, DealerGroup, ProductGroup, ProductScope, only
from domain.prices.price_lists import Buyer
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.lines import OrderLine, PromotedOrder, Usage
from domain.promotions.pricing import price_order
from domain.promotions.templates.percent_off import PercentOff

DAY = date(2026, 11, 23)

D = Decimal
__all__ = ["DAY", "D", "only"]


def a_dealer(code="C1", *, tier="city", territory="440100", parent="HQ"):
    return Dealer(code, code, code, tier, parent, territory)


def a_buyer(code="C1", *, tags=(), chain=("HQ",), **fields):
    return Buyer(a_dealer(code, **fields), frozenset(tags), (code, *chain))


def a_product(sku="A", *, category="", brand="", tax="0.13"):
    return Product(sku, sku, sku, "瓶", tax_rate=D(tax), category=category, brand=brand)


def category(*names, brands=(), products=()):
    return ProductScope((ProductGroup(frozenset(products), frozenset(names), frozenset(brands)),))


def dealers(*codes, tiers=(), territories=(), tags=(), below=()):
    groups = map(frozenset, (codes, tiers, territories, tags, below))
    return Audience((DealerGroup(*groups),))


def a_promotion(
    template,
    code="P",
    *,
    version=1,
    products=EVERYTHING,
    audience=EVERYONE,
    period=ALWAYS,
    conditions=(),
    limits=None,
    agreed_prices=False,
    **stacking,
):
    terms = Promotion(template, tuple(conditions), limits or Limits(), agreed_prices)
    return Policy(code, version, code, terms, audience, period, products, Stacking(**stacking))


def percent(number, code="P", **fields):
    return a_promotion(PercentOff(D(number)), code, **fields)


def a_line(sku="A", quantity=1, price="100", *, agreed=False, product=None, **card):
    made = product or a_product(sku, **card)
    return OrderLine(made, D(str(quantity)), None if price is None else D(price), agreed)


def an_order(*lines, buyer=None, on=DAY, coupons=(), usage=None):
    return PromotedOrder(buyer or a_buyer(), on, lines, frozenset(coupons), usage or Usage())


def priced(policies, *lines, categories=None, **order):
    return price_order(an_order(*lines, **order), CompiledPolicies(policies, categories or {}))


def off(result):
    """The discount of each line, in whole and part fen, as one list of decimals."""
    return [line.gross - line.amount for line in result.lines]


def surroundings(*policies, skus=("A", "B"), codes=("C1", "C2"), today=DAY, **fields):
    return Surroundings(
        today=today,
        products={sku: a_product(sku) for sku in skus} | fields.pop("cards", {}),
        dealers={code: a_dealer(code) for code in codes},
        policies=policies,
        **fields,
    )
