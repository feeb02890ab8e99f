"""How a rebate by quantity is counted: in the units and packs its products share, so that people read cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.actions.policies.views import RebateRow
from domain.catalog.products import Product
from domain.policies.policy import Policy
from domain.values.quantities import Pack
from sync.records.books.bulk import query_rows
from sync.records.books.reading import product_of
from sync.records.pricing.policy_cache import published

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.explain import Fact

Counting = tuple[str, tuple[Pack, ...]]
_UNLIKE: Counting = ("", ())


def in_their_units(desk: Desk, rows: Sequence[RebateRow]) -> list[RebateRow]:
    """The rows, those by quantity with the unit and packs all their products share; the others as they are."""
    wanted = {(row.policy, row.version) for row in rows if row.unit == "quantity"}
    if not wanted:
        return list(rows)
    with desk.book.reading() as connection:
        products = [product_of(row) for row in query_rows(connection, "SELECT * FROM product WHERE active")]
        policies = {(each.id, each.version): each for each in published(connection).values()}
    found = {key: counting(policies[key], products) for key in wanted if key in policies}
    return [_counted(row, found.get((row.policy, row.version), _UNLIKE)) for row in rows]


def counting(policy: Policy, products: Iterable[Product]) -> Counting:
    """The base unit and packs that all products of a policy have in common; the unit alone where only that is."""
    covered = [each for each in products if policy.products.matches(each)]
    units, packs = {each.unit for each in covered}, {each.packs for each in covered}
    if len(units) != 1:
        return _UNLIKE
    return units.pop(), packs.pop() if len(packs) == 1 else ()


def _counted(row: RebateRow, counting: Counting) -> RebateRow:
    if row.unit != "quantity":
        return row
    unit, packs = counting
    facts: dict[str, Fact] = {"base_unit": unit}
    if packs:
        facts |= {"unit": packs[0].unit, "pack_size": packs[0].size}
    return replace(
        row,
        base_unit=unit,
        packs=packs,
        steps=tuple(replace(each, facts={**facts, **each.facts}) for each in row.steps),
        reasons=tuple(replace(each, facts={**facts, **each.facts}) for each in row.reasons),
    )
