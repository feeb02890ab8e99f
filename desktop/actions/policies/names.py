"""What a policy may name: products, dealers, categories, brands, tags and territories, found while they are typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Literal

from desktop.actions.catalog.cards import products_by_id
from desktop.wording.policies.territories import PROVINCES
from domain.parties.dealers import TIERS
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.searching import pinyin_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from desktop.wording.policies.policy_text import KnownNames
    from domain.policies.policy import Policy

NameKind = Literal["product", "dealer", "tier", "category", "brand", "tag", "territory"]
_COLUMNS = {"category": "category", "brand": "brand"}
_NAMING = {"dealers": "dealer", "below": "dealer", "dealer": "dealer", "products": "product", "product": "product"}


@dataclass(frozen=True, slots=True)
class Named:
    """One thing a policy may name: what stands in the form, and how people call it."""

    kind: NameKind
    id: str
    name: str
    code: str = ""


def find_named(desk: Desk, text: str, kind: NameKind, limit: int = 20) -> list[Named]:
    """What was typed as a thing of this kind; the first ones there are where nothing was typed."""
    from desktop.actions.catalog.search import find_dealers, find_products

    typed = text.strip()
    if kind == "product" and typed:
        return [Named(kind, hit.product, hit.name, hit.sku) for hit in find_products(desk, typed, limit)]
    if kind == "dealer" and typed:
        return [Named(kind, hit.id, hit.name, hit.code) for hit in find_dealers(desk, typed, limit)]
    with desk.book.reading() as connection:
        known = _known(connection, kind, limit)
    low = typed.lower()
    found = [each for each in known if low in f"{each.id} {each.name} {pinyin_keys(each.name)}".lower()]
    if kind in ("tag", "territory") and typed and all(each.id != typed for each in found):
        # A tag may be given to a dealer later, and a division code needn't have a name here.
        found.append(Named(kind, typed, typed))
    return found[:limit]


def names_in(desk: Desk, policy: Policy) -> KnownNames:
    """The names of everything a policy speaks of, for whoever tells it in words."""
    from desktop.wording.policies.policy_text import KnownNames

    found = {"dealer": set[str](), "product": set[str]()}
    _collect(policy, found)
    with desk.book.reading() as connection:
        dealers = rows_in(connection, "SELECT id, name FROM dealer WHERE id IN (?*)", sorted(found["dealer"]))
        products = products_by_id(connection, sorted(found["product"]))
    return KnownNames({row.id: row.name for row in dealers}, products, territory_name)


def territory_name(code: str, _: str = "zh") -> str:
    """A division's name; that of its province with the code where there is no better one."""
    name = PROVINCES.get(code[:2], "")
    return name if name and not code[2:].strip("0") else f"{name} {code}".strip()


def _collect(value: object, found: Mapping[str, set[str]]) -> None:
    """Walks a policy and notes every dealer and product it names."""
    if isinstance(value, tuple):
        for item in value:
            _collect(item, found)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            inside, kind = getattr(value, part.name), _NAMING.get(part.name)
            if kind and isinstance(inside, frozenset):
                found[kind].update(inside)
            elif kind and isinstance(inside, str) and inside:
                found[kind].add(inside)
            else:
                _collect(inside, found)


def initials_of(name: str) -> str:
    """The initials a name may be searched by."""
    return pinyin_keys(name)


def names_of(desk: Desk, kind: NameKind, ids: Sequence[str]) -> dict[str, Named]:
    """How the named things are called, by id; what is unknown is left out."""
    with desk.book.reading() as connection:
        if kind == "product":
            rows = rows_in(connection, "SELECT id, sku AS code, name FROM product WHERE id IN (?*)", list(ids))
        elif kind == "dealer":
            rows = rows_in(connection, "SELECT id, code, name FROM dealer WHERE id IN (?*)", list(ids))
        else:
            known = {each.id: each for each in _known(connection, kind, 10_000)}
            return {name: known[name] for name in ids if name in known}
    return {row.id: Named(kind, row.id, row.name, row.code) for row in rows}


def _known(connection: Connection, kind: NameKind, limit: int) -> list[Named]:
    if kind == "product":
        rows = query_rows(connection, f"SELECT id, sku, name FROM product ORDER BY sku LIMIT {int(limit)}")
        return [Named(kind, row.id, row.name, row.sku) for row in rows]
    if kind == "dealer":
        rows = query_rows(connection, f"SELECT id, code, name FROM dealer ORDER BY code LIMIT {int(limit)}")
        return [Named(kind, row.id, row.name, row.code) for row in rows]
    if kind == "tier":
        return [Named(kind, tier, tier) for tier in TIERS[1:]]
    if kind == "territory":
        return _territories(connection)
    if kind == "tag":
        return _tags(connection)
    column = _COLUMNS[kind]
    rows = query_rows(connection, f"SELECT DISTINCT {column} AS name FROM product WHERE {column} <> '' ORDER BY 1")
    names: Iterable[str] = (row.name for row in rows)
    if kind == "category":
        names = sorted({above for name in names for above in _above(name)})
    return [Named(kind, name, name) for name in names]


def _above(category: str) -> Iterable[str]:
    """A category and those its name says it lies in: `饮料/茶` lies in `饮料`."""
    parts = category.split("/")
    return ("/".join(parts[: count + 1]) for count in range(len(parts)))


def _territories(connection: Connection) -> list[Named]:
    """The provinces, and the divisions that dealers' cards name."""
    rows = query_rows(connection, "SELECT DISTINCT territory AS code FROM dealer WHERE territory <> '' ORDER BY 1")
    codes = [row.code for row in rows if row.code.isdigit() and f"{row.code[:2]}0000" != row.code]
    provinces = {f"{code}0000": name for code, name in PROVINCES.items()}
    below = [Named("territory", code, territory_name(code), code) for code in codes]
    return [*(Named("territory", code, name, code) for code, name in provinces.items()), *below]


def _tags(connection: Connection) -> list[Named]:
    rows = query_rows(connection, "SELECT DISTINCT tags FROM dealer WHERE tags <> '[]'")
    return [Named("tag", tag, tag) for tag in sorted({tag for row in rows for tag in json.loads(row.tags)})]
