"""Whose account a column titled with a bare 账号 holds: one's own on every row, or that of whoever paid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from domain.bank.cells import told_in, yuan_in
from domain.bank.formats import LAYOUTS, MEANINGS, BankLayout, Recognised, Row, Unmapped, plain_title, unmapped
from domain.bank.movements import Movement
from domain.explain import Reason
from domain.tables.words import names_sum
from domain.values.money import ZERO

Side = Literal["own", "other", ""]
_OWN = re.compile(r"(?:卡号|账号|账户|微信昵称)(?:[:：]\[?([^\[\]:：，,]{2,})?\]?)?$")
_BARE = frozenset(
    {
        *(
            "账号",
            "账户",
            "卡号",
            "银行账号",
            "银行账户",
            "银行卡号",
            "交易账号",
            "交易卡号",
            "账户号",
            "账户号码",
            "账号/卡号",
            "卡号/账号",
        ),
        *("account", "accountno", "accountno.", "accountnumber", "acct", "acctno", "a/c"),
    }
)
_BARE_NAMES = frozenset({"户名", "账户名", "账户名称", "name", "accountname"})
_MANY = 4  # accounts, more than an agent keeps at one bank
_FIGURES = ("income", "expense", "amount")


def own_account(preamble: Sequence[Sequence[str]]) -> str:
    """One's own account or card as the lines above the table name it, or ""."""
    for row in preamble:
        for place, cell in enumerate(row):
            if told := _OWN.search("".join(cell.split())):
                beside = row[place + 1].strip() if place + 1 < len(row) else ""
                if told[1] or beside:
                    return told[1] or beside
    return ""


def is_bare(title: object) -> bool:
    """Whether a title names an account without saying whose."""
    return plain_title(title) in _BARE


def offered(rows: Sequence[Row], header: int | None = None) -> Unmapped:
    """What a bank's file of an unknown layout offers for mapping, with the side of a bare 账号 told by its rows.

    `header` is the place of the header, where it is known. A column whose side can't be told isn't guessed at all.
    """
    offer = unmapped(rows) if header is None else replace(unmapped([rows[header]]), row=header)
    if not rows:
        return offer
    header = offer.row
    guessed = dict(offer.guessed)
    if is_bare(guessed.get("account")):
        del guessed["account"]
    title = next((str(cell).strip() for cell in rows[header] if is_bare(cell)), "")
    if title and title not in guessed.values() and "own" not in guessed:
        side = _side(rows, header, guessed, title)
        meaning = {"own": "own", "other": "account"}.get(side)
        if meaning is not None and meaning not in guessed:
            guessed[meaning] = title
    return replace(offer, guessed={each: guessed[each] for each in MEANINGS if each in guessed})


def by_rows(layout: BankLayout, rows: Sequence[Row], header: int) -> BankLayout:
    """A layout mapped by hand as its rows bear it out: a bare 账号 mapped as the payer's may be one's own.

    Where nothing tells and no person said so, it is nobody's.
    """
    title = layout.titles.get("account", "")
    if layout in LAYOUTS or not is_bare(title):
        return layout
    others = {meaning: each for meaning, each in layout.titles.items() if meaning != "account"}
    side = _side(rows, header, others, title, said=layout.said)
    if side == "own" and "own" not in others:
        return replace(layout, titles={**others, "own": title})
    return layout if side == "other" or (layout.said and not side) else replace(layout, titles=others)


def unsaid(layout: BankLayout, header: Row) -> str:
    """The title of an account of which a layout mapped by hand doesn't say whose it is, or ""."""
    if layout in LAYOUTS:
        return ""
    mapped = set(map(plain_title, layout.titles.values()))
    return next((str(cell).strip() for cell in header if is_bare(cell) and plain_title(cell) not in mapped), "")


def by_own(movements: Sequence[Movement], owns: Mapping[int, str]) -> list[list[Movement]]:
    """The movements of each account of one's own; a balance runs, and money is taken back, within one alone."""
    groups: dict[str, list[Movement]] = {}
    for each in movements:
        groups.setdefault(owns.get(each.row, ""), []).append(each)
    return list(groups.values())


def sides_told(
    found: Recognised, layout: BankLayout, rows: Sequence[Row], owns: Mapping[int, str], account: str
) -> list[Reason]:
    """What is told of a column of accounts: read otherwise than mapped, of nobody, or of several accounts."""
    told = []
    if layout != found.layout:
        code = "bank_account_own" if "own" in layout.titles else "bank_account_unsaid"
        told.append(Reason(code, "warn", {"title": found.layout.titles["account"]}))
    elif len(rows) > found.row + 1 and (title := unsaid(layout, rows[found.row])):
        told.append(Reason("bank_account_unsaid", "warn", {"title": title}))
    counts = Counter(owns.values())
    if account:
        others = {own: count for own, count in counts.items() if not is_own(own, account)}
        told += [Reason("bank_account_apart", "warn", {"account": own, "rows": each}) for own, each in others.items()]
    elif counts:
        told.append(Reason("bank_accounts_several", "warn", {"accounts": ", ".join(counts), "count": len(counts)}))
    return told


def _side(rows: Sequence[Row], header: int, titles: Mapping[str, str], title: str, *, said: bool = False) -> Side:
    """Whose account a column is: by the column of names beside it, by the running balance, by who paid from it.

    Where a person `said` that it is the payer's, its title tells nothing against that, but several payers of one do.
    """
    plain = [plain_title(cell) for cell in rows[header]]
    columns = {
        meaning: plain.index(plain_title(each)) for meaning, each in titles.items() if plain_title(each) in plain
    }
    if "account" in columns and columns["account"] != plain.index(plain_title(title)):
        return "own"  # the other side's has a column of its own
    told = [
        (account, row)
        for row in rows[header + 1 :]
        if _figure(row, columns)
        and not _is_sum(row)
        and (account := told_in(_cell(row, plain.index(plain_title(title)))))
    ]
    is_sided = "name" in columns and plain[columns["name"]] not in _BARE_NAMES
    named = {(account, name) for account, row in told if (name := told_in(_cell(row, columns.get("name", -1))))}
    if len({account for account, _ in told}) == 1:
        return "own" if (is_sided and not said) or len(named) > 1 else ""
    return _by_balance(told, columns) or _by_names(named, is_sided=is_sided)


def _by_balance(told: Sequence[tuple[str, Row]], columns: Mapping[str, int]) -> Side:
    """A balance that runs through all rows is of one account and the column the others'; else each its own."""
    steps = [
        (account, _figure(row, columns) or ZERO, yuan_in(_cell(row, columns.get("balance", -1))))
        for account, row in told
    ]
    if _runs([(moved, balance) for _, moved, balance in steps]):
        return "other"
    apart = [
        [(moved, at) for each, moved, at in steps if each == account] for account in {each for each, _, _ in steps}
    ]
    tried = [each for each in apart if len(each) > 1]
    return "own" if tried and all(map(_runs, tried)) else ""


def _runs(steps: Sequence[tuple[Decimal, Decimal | None]]) -> bool:
    """Whether each balance is the one before it, in one order or the other, and the row's figure either way."""
    orders = (list(steps), list(reversed(steps)))
    return any(
        all(
            before is not None and after is not None and abs(after - before) == moved
            for (_, before), (moved, after) in pairwise(each)
        )
        for each in orders
        if len(each) > 1
    )


def _by_names(named: Collection[tuple[str, str]], *, is_sided: bool) -> Side:
    """An account with several names on the other side is one's own; many with one name each are the others'."""
    names = Counter(account for account, _ in named)
    if sum(count > 1 for count in names.values()) * 2 >= len(names) > 0:
        return "own"
    one_each = len(names) > 1 and set(names.values()) == {1}
    return "other" if one_each and (len(names) >= _MANY or not is_sided) else ""


def _cell(row: Row, column: int) -> object:
    return row[column] if 0 <= column < len(row) else ""


def _is_sum(row: Row) -> bool:
    return any(isinstance(cell, str) and names_sum(cell) for cell in row)


def _figure(row: Row, columns: Mapping[str, int]) -> Decimal | None:
    told = (yuan_in(_cell(row, columns[each])) for each in _FIGURES if each in columns)
    return next((abs(each) for each in told if each), None)


def is_own(told: str, asked: str) -> bool:
    """Whether two writings may be one account; a masked figure may be any."""
    one, other = "".join(told.split()).casefold(), "".join(asked.split()).casefold()
    if "*" not in one + other or "x" in one:
        return one == other or "x" in one or one.endswith(other) or other.endswith(one)
    masked, plain = (one, other) if "*" in one else (other, one)
    head, tail = masked.split("*", 1)[0], masked.rsplit("*", 1)[1]
    return "*" in plain or (plain.startswith(head) and plain.endswith(tail)) or bool(tail and tail.endswith(plain))
