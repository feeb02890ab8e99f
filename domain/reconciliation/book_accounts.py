"""Whose account the rows of a stranger's ledger are: a column of names, or blocks that each begin with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.bank.formats import Row, plain_title
from domain.explain import Reason
from domain.reconciliation.book_shapes import is_sum
from domain.tables.cells import folded, read_name

_COLUMNS = frozenset(
    [
        *("往来单位", "往来单位名称", "往来户", "往来户名", "单位名称", "供应商", "供应商名称", "供货单位"),
        *("客户", "客户名称", "购货单位", "对方单位", "对方单位名称", "辅助核算", "核算项目"),
        *("vendor", "vendorname", "supplier", "suppliername", "customer", "customername", "accountname", "party"),
    ]
)
_HEAD = re.compile(
    r"(?:往来单位|往来户|单位名称|供应商|供货单位|客户|购货单位|对方单位|收款单位|核算项目|vendor|supplier|customer|account)"
    r"(?:名称|全称|\s*name)?\s*[:：]\s*(.*)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"(?:有限责任|股份有限|有限)?公司|\b(?:co|ltd|inc|llc)\b\.?|[\W_]+", re.IGNORECASE)
_LEAST = 2  # characters of a name that can be told from another
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Accounts:
    """Rows (by their place from 0) of other accounts than the one asked for, and what is to be told of the names."""

    apart: frozenset[int] = frozenset()
    told: tuple[Reason, ...] = ()


def accounts_in(rows: Sequence[Row], header: int, names: Sequence[str]) -> Accounts:
    """Which rows below a header belong to other accounts than that between these names.

    Told are `book_rows_apart` (facts `names`, `rows`: left out), `book_names_alike` (fact `names`: one party in several
    writings), `book_accounts_several` (fact `names`: it can't be
    told which is meant, so all are read) and `book_names_other` (fact `name`: the one account bears neither name).
    """
    if not names:
        return Accounts()
    owners = _by_column(rows, header) or _by_blocks(rows, header)
    known = {folded(name): name for name in owners.values() if name}
    bearers = {each: found for each, name in known.items() if (found := _named_by(name, names))}
    meant = set(bearers)
    if not known or (len(known) == 1 and meant):
        return Accounts()
    if len(known) == 1:
        return Accounts(told=(Reason("book_names_other", "warn", {"name": _named([*known.values()])}),))
    # One party written longer here and shorter there is one account all the same.
    if not meant or not frozenset.intersection(*bearers.values()):
        return Accounts(told=(Reason("book_accounts_several", "warn", {"names": _named([*known.values()])}),))
    apart = frozenset(place for place, name in owners.items() if name and folded(name) not in meant)
    others = [name for each, name in known.items() if each not in meant]
    rest = sum(1 for place in apart if place > header and not is_sum(rows[place]) and _figured(rows[place]))
    told = [Reason("book_rows_apart", "warn", {"names": _named(others), "rows": rest})] if others else []
    if len(meant) > 1:
        told.append(
            Reason("book_names_alike", "warn", {"names": _named([known[each] for each in known if each in meant])})
        )
    return Accounts(apart, tuple(told))


def _by_column(rows: Sequence[Row], header: int) -> dict[int, str]:
    """The name each row bears, or the one above it; nothing where no column has names."""
    titles = [plain_title(cell) for cell in rows[header]]
    column = next((place for place, title in enumerate(titles) if title in _COLUMNS), -1)
    owners: dict[int, str] = {}
    before = ""
    for place, row in enumerate(rows[header + 1 :], header + 1) if column >= 0 else ():
        told = read_name(row[column]).strip() if column < len(row) else ""
        before = told if told and not is_sum([told]) else before
        owners[place] = before
    return owners


def _by_blocks(rows: Sequence[Row], header: int) -> dict[int, str]:
    """The name at whose head each row stands; nothing where no row names one."""
    owners: dict[int, str] = {}
    before = ""
    for place, row in enumerate(rows):
        before = next(_heads(row), before) if not (place > header and _figured(row)) else before
        if before:
            owners[place] = before
    return owners


def _heads(row: Row) -> Iterator[str]:
    for place, cell in enumerate(row):
        text = read_name(cell).strip()
        if told := _HEAD.fullmatch(text):
            beside = next(filter(None, (read_name(each).strip() for each in row[place + 1 :])), "")
            if name := told[1].strip() or beside:
                yield name


def _figured(row: Row) -> bool:
    """Whether a row holds a figure, as lines do and heads don't."""
    return any(re.search(r"\d", read_name(cell)) and not _HEAD.fullmatch(read_name(cell).strip()) for cell in row)


def _named_by(name: str, names: Sequence[str]) -> frozenset[str]:
    """Those of these names that a name is, written longer or shorter."""
    told = _short(name)
    known = [short for short in map(_short, names) if len(short) >= _LEAST]
    return frozenset(each for each in known if each in told or (len(told) >= _LEAST and told in each))


def _short(name: str) -> str:
    return _COMPANY.sub("", folded(name))


def _named(names: Sequence[str]) -> str:
    told = "、".join(names[:_MOST_NAMED])
    return f"{told} …" if len(names) > _MOST_NAMED else told
