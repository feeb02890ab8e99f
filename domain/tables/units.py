"""Units that titles and cells say: `数量(箱)` counts cases, `金额(万元)`, `单位：万元` and `USD` are not in yuan."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from domain.tables.cells import Spread, read_code
from domain.tables.numbers import number_with_unit, read_number

_ASIDE = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_OTHER = r"[万萬亿億]元?|[千仟](?:元|$)|百万|'000|thousand|million|美元|美金|港[币元]|欧元|日元|\b(?:usd|hkd|eur|jpy)\b"
_SCALED = re.compile(rf"{_OTHER}|^\W*[角分]\W*$", re.IGNORECASE)
_STATED = re.compile(rf"(?:单位|币种|币别)\s*:?\s*(?:人民币)?(?:{_OTHER})", re.IGNORECASE)
_MONEY_BEHIND = re.compile(
    rf"(.+?)(?:[(\[【](?:单位:?)?(?:本位币|本币|人民币|cny|rmb|[¥￥])?:?(?:元|{_OTHER}|[角分])?[)\]】]|[/:_-](?:元|万元|千元))"
)
_COUNTED = "箱|件|瓶|罐|桶|袋|包|盒|支|条|提|扎|打|听|个|只|台|套|组|双|张|卷|斤|公斤|千克|吨|升"
_CONTAINERS = r"bottles?|cans?|cases?|cartons?|ctns?|crates?|box(?:es)?|bags?|packs?|barrels?"
_UNIT = re.compile(rf"(?:元/|按|单位:?)?({_COUNTED})")
_UNIT_IN_ENGLISH = re.compile(rf"(?:in |per )?({_CONTAINERS})", re.IGNORECASE)
_COUNT = re.compile(rf"(.{{0,6}}?)(?:零散|散装|散|零|整)?({_COUNTED})数量?")
_PRICE = re.compile(rf"(.{{0,6}}?)[每整一按]?({_COUNTED})(?:单价|售价|价格|价)|(单价|价格|售价)[/每]({_COUNTED})")
_COUNT_IN_ENGLISH = re.compile(rf"(?:no\.? of )?({_CONTAINERS})", re.IGNORECASE)
_PRICE_IN_ENGLISH = re.compile(rf"({_CONTAINERS}) price|price(?: per |/)({_CONTAINERS})", re.IGNORECASE)
_YUAN = re.compile(r"|元|0?1|156|[¥￥]|.*(?:人民币|\bcny|\brmb).*", re.IGNORECASE)


def is_yuan(currency: str) -> bool:
    """Whether a cell of a column of currencies says yuan, or nothing; Chinese banks number it 01, the standard 156."""
    return bool(_YUAN.fullmatch(currency.strip()))


def scaled_in(titles: Iterable[str], above: Sequence[Sequence[str]]) -> str:
    """What a title of figures, or a line above the table, says of money that isn't in yuan; "" where nothing does."""
    for title in titles:
        for aside in _ASIDE.findall(_plain(title)):
            if _SCALED.search(aside):
                return str(aside).strip()
    return next((cell.strip() for row in above for cell in row if _STATED.search(_plain(cell))), "")


def without_currency(title: str) -> str:
    """A plain title without the unit its money is in: `借方金额(元)`, `金额(万元)`, `余额/元`; else as it is."""
    told = _MONEY_BEHIND.fullmatch(title)
    return told[1] if told else title


def contradicts(unit: str, titled: str) -> bool:
    """Whether a row's unit is another than the one its column's title says; 个 and 只 count anything."""
    return bool(unit and titled and titled not in _ANYTHING and _plain(unit).strip().casefold() != titled.casefold())


def counts_anything(unit: str) -> bool:
    """Whether a word counts goods of every unit."""
    return unit in _ANYTHING


_ANYTHING = ("个", "只")


def unit_in(title: str) -> str:
    """The unit that a title says its quantities are counted in, or its prices are for; "" where it says none."""
    for aside in _ASIDE.findall(_plain(as_counted(title))):
        if found := _UNIT.fullmatch(aside.strip()):
            return found[1]
        if told := _UNIT_IN_ENGLISH.fullmatch(aside.strip()):
            return _singular(told[1])
    return ""


def as_counted(title: str) -> str:
    """A title of quantities or prices that is named by their unit, with the unit aside: `数量(箱)` for `箱数`.

    `销售箱数` is `销售数量(箱)`, `箱价` is `单价(箱)`, `Cases` is `quantity(case)`; every other title is as it was.
    """
    plain = _plain(title).strip()
    if found := _COUNT.fullmatch(plain):
        return f"{found[1]}数量({found[2]})"
    if found := _PRICE.fullmatch(plain):
        return f"{found[1] or ''}单价({found[2] or found[4]})"
    if found := _COUNT_IN_ENGLISH.fullmatch(plain):
        return f"quantity({_singular(found[1])})"
    if found := _PRICE_IN_ENGLISH.fullmatch(plain):
        return f"unit price({_singular(found[1] or found[2])})"
    return title


def _singular(unit: str) -> str:
    word = unit.casefold()
    return "box" if word == "boxes" else word.removesuffix("s")


def counted_together(cells: Sequence[object], parts: Sequence[tuple[int, str]]) -> object:
    """A quantity whose units stand in columns of their own: `2箱5瓶`; as it stands where the first one says all."""
    merged = [cells[place] for place, _ in parts if isinstance(cells[place], Spread)]
    if merged:
        return merged[0]
    said = [(str(text), unit) for place, unit in parts if (text := read_code(cells[place]))]
    if not said or (len(said) == 1 and read_number(said[0][0]) is None):
        return cells[parts[0][0]] or ""
    if all(read_number(text) == 0 for text, _ in said):
        return 0
    return "".join(text if number_with_unit(text) else f"{text}{unit}" for text, unit in said)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
