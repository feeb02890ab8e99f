"""Quantities of a policy typed as people count (`10箱`), turned into base units by the products the policy names."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.catalog.cards import products_by_id
from domain.errors import UsageError
from domain.policies.file import read_policy
from domain.values.quantities import parse_quantity, plain_number

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.catalog.products import Product

_PARTS = re.compile(r"\.([a-z_]+)|\[(\d+)\]")
_COUNTED = frozenset({"quantity", "buy", "quota", "per_dealer", "per_order", "start", "end", "least", "most", "per"})


def counted(desk: Desk, form: object) -> dict[str, str]:
    """By path what each quantity typed in packs comes to in base units; only where all products agree on it.

    The products are the nearest that are named: a part's or a gift's own, else the policy's.
    """
    _, reasons = read_policy(form)
    wrong = [str(each.facts.get("path", "")) for each in reasons if each.code in {"form_number", "form_type"}]
    typed = {path: text for path in wrong if isinstance(text := _at(form, path), str) and _is_quantity(path)}
    if not typed:
        return {}
    named = {path: _products(form, path) for path in typed}
    with desk.book.reading() as connection:
        cards = products_by_id(connection, sorted({each for ids in named.values() for each in ids}))
    found = {
        path: _in_base(text, [cards[each] for each in named[path] if each in cards]) for path, text in typed.items()
    }
    return {path: plain_number(number) for path, number in found.items() if number is not None}


def with_counted(form: Mapping[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
    """The form with these quantities in base units."""
    changed: dict[str, Any] = copy.deepcopy(dict(form))
    for path, number in found.items():
        steps = _steps(path)
        here: Any = changed
        for step in steps[:-1]:
            here = here[step]
        here[steps[-1]] = number
    return changed


def _is_quantity(path: str) -> bool:
    return path.rpartition(".")[2] in _COUNTED


def _in_base(text: str, products: Sequence[Product]) -> Decimal | None:
    """What the text says in base units; None where it says nothing, or products differ."""
    try:
        numbers = {parse_quantity(text, each.unit, each.packs)[0] for each in products}
    except UsageError:
        return None
    return numbers.pop() if len(numbers) == 1 else None


def _products(form: object, path: str) -> set[str]:
    """The products named nearest to a place: beside it, or above it, at last the policy's own."""
    steps = _steps(path)
    for place in range(len(steps) - 1, -1, -1):
        here = _follow(form, steps[:place])
        if isinstance(here, Mapping):
            ids = {here["product"]} if here.get("product") else _named(here.get("products"))
            if ids:
                return ids
    return set()


def _named(scope: object) -> set[str]:
    """The products a scope names one by one; none where it covers others as well."""
    groups = scope.get("include", []) if isinstance(scope, Mapping) else []
    ids: set[str] = set()
    for group in groups if isinstance(groups, list) else []:
        listed = group.get("products") if isinstance(group, Mapping) else None
        if not listed:
            return set()
        ids |= {str(each) for each in listed}
    return ids


def _at(form: object, path: str) -> object:
    return _follow(form, _steps(path))


def _steps(path: str) -> list[str | int]:
    return [int(place) if place else name for name, place in _PARTS.findall(path)]


def _follow(form: object, steps: Iterable[str | int]) -> object:
    here = form
    for step in steps:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
    return here
