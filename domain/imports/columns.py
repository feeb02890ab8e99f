"""Which column of a stranger's table means what, told from its header in English or Chinese."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.errors import UsageError
from domain.tables.cells import visible
from domain.tables.day_parts import DayColumns, day_columns
from domain.tables.days import DayCustom, read_date
from domain.tables.header_rows import best_row
from domain.tables.headings import headings
from domain.tables.numbers import number_with_unit, read_number
from domain.tables.title_hints import likely_title
from domain.tables.units import as_counted, scaled_in, unit_in

HEADER_WITHIN = 200  # rows that may stand above the header: a title, the company, instructions
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_OTHER_FIGURE = re.compile(
    r"不含税|未税|税前|除税|成本|进价|进货|采购|折前|折扣前|优惠前|原价|计划|预计|预算|退|赠|未发|未交"
    r"|[(\[【](?:个?月|周|星期|年)[)\]】]|\b(?:excl|untaxed|net|cost|before|planned|returned)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\W_]+")
_CONSTANT = re.compile(r"[\"“”'‘’「](.*)[\"“”'‘’」]", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What titles of Taiwan and Hong Kong are written with, as mainland ones write it.
_SIMPLE = str.maketrans(
    "單據編號戶碼數價條稱規類發票銷貨購產營業務備註餘應實轉賬帳時間對貸憑證電話聯繫絡狀態啟稅裝計總廠幣種記錄訂開庫結減額屬國區從係體級與後複歲進項領會員負責債權識別驗證換匯紀質",
    "单据编号户码数价条称规类发票销货购产营业务备注余应实转账账时间对贷凭证电话联系络状态启税装计总厂币种记录订开库结减额属国区从系体级与后复岁进项领会员负责债权识别验证换汇纪质",
)


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a kind of table may tell.

    `names` holds for each meaning its header names, words between blanks in tiers between bars, the surest tier first:
    a title of a surer tier wins over one of a later tier. `needed` are groups of which one meaning must be there.
    """

    names: Mapping[str, str]
    needed: Sequence[tuple[str, ...]]
    _tiers: dict[str, tuple[frozenset[str], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tiers = {
            meaning: tuple(frozenset(plain_header(name) for name in tier.split()) for tier in names.split("|"))
            for meaning, names in self.names.items()
        }
        object.__setattr__(self, "_tiers", tiers)

    def tiers(self, meaning: str) -> tuple[frozenset[str], ...]:
        """The plain header names of a meaning, the surest tier first."""
        return self._tiers[meaning]

    def has_meaning(self, title: str) -> bool:
        """Whether a title has any meaning here."""
        return self.meaning_of(title) is not None

    def meaning_of(self, name: str) -> str | None:
        """The meaning a person names: by its own name, or by any header name that has it."""
        if name in self.names:
            return name
        for plain in (plain_header(name), _plain_counted(name)):
            ranked = [
                (place, meaning)
                for meaning, tiers in self._tiers.items()
                for place, tier in enumerate(tiers)
                if plain in tier
            ]
            if ranked:
                return min(ranked, key=lambda each: each[0])[1]
        return None


@dataclass(frozen=True, slots=True)
class Header:
    """A table's header: its place (from 0), its titles, the column of each meaning found, and the titles not used.

    `constants` are values said for the whole table; their columns stand behind the file's own, and so do their titles.
    `counted` is the unit that the title of quantities says, `priced` the one that prices are for; "" for none.
    `parts` are the columns that count a quantity together, with their units (`数量(箱)`, `数量(瓶)`), `days` those of
    year, month and day that make the date, None for a date of one column.
    """

    row: int
    titles: tuple[str, ...]
    columns: Mapping[str, int]
    unused: tuple[str, ...]
    constants: tuple[str, ...] = ()
    counted: str = ""
    priced: str = ""
    parts: tuple[tuple[int, str], ...] = ()
    days: DayColumns | None = None

    @property
    def is_chinese(self) -> bool:
        """Whether the titles are Chinese, as those of a Chinese program."""
        return any(_CHINESE.search(title) for title in self.titles)


def plain_header(title: str) -> str:
    """A title without case, blanks, underscores, marks for needed columns and remarks in brackets (`单价（元）*`).

    A remark that makes it another figure stays: `金额(不含税)` and `数量(退货)` aren't what `金额` and `数量` are.
    """
    text = unicodedata.normalize("NFKC", visible(title)).casefold().translate(_SIMPLE)
    bare = _ASIDE.sub(lambda aside: aside[0] if _OTHER_FIGURE.search(aside[0]) else "", text)
    return _SEPARATORS.sub("", bare) or _SEPARATORS.sub("", text)


def _plain_counted(title: str) -> str:
    """The plain title of what a title named by a unit counts or prices: that of `数量` for `箱数`; else nothing."""
    told = as_counted(title)
    return "" if told == title else plain_header(told)


def layout_of(titles: Sequence[str]) -> str:
    """A row of titles as a key that is the same for every file of that layout."""
    return hashlib.sha256("\x1f".join(map(plain_header, titles)).encode()).hexdigest()[:24]


def find_header(rows: Sequence[Sequence[str]], meanings: Meanings, mapping: Mapping[str, str]) -> Header:
    """The header among a table's first rows, which is the row that tells the most meanings, or two that do together.

    `mapping` says for a meaning the title it stands under, for titles nobody could know, or in quotes what it is in
    every row (`"箱"`).

    Raises UsageError: `header_missing`, or `header_absent` where no column may be meant (facts `missing`, `found`,
    `example`, `within`, and `title`, or `value` and `above`: what a heading says of it), `header_ambiguous` (facts
    `meaning`, `headers`, `example`), `map_meaning_unknown` (facts `meaning`, `known`), `map_header_unknown` (facts
    `header`, `found`), `figures_scaled` (fact `text`), `table_empty`.
    """
    wanted = _wanted(meanings, mapping)
    constants = {meaning: hit[1] for meaning, title in wanted.items() if (hit := _CONSTANT.fullmatch(title))}
    wanted = {meaning: title for meaning, title in wanted.items() if meaning not in constants}
    found = _best(rows, meanings, wanted, constants)
    if found is None:
        raise UsageError("table_empty")
    place, titles = found
    below = rows[place + 1 :]
    columns = _assigned(titles, meanings, wanted, constants, below)
    missing = ["/".join(g) for g in meanings.needed if not any(each in columns or each in constants for each in g)]
    if missing:
        taken = {*columns.values()}
        free = [(title, _below(below, at)) for at, title in enumerate(titles) if title and at not in taken]
        raise _missing(missing, titles, free, rows[:place], within=min(len(rows), HEADER_WITHIN))
    parts = _parts_of(titles, columns.get("quantity"), wanted)
    days = day_columns(titles)
    days = days if days is not None and columns.get("date", -1) in days else None
    used = {*columns.values(), *(column for column, _ in parts), *(days or ())}
    unused = tuple(title for column, title in enumerate(titles) if title and column not in used)
    figures = [titles[at] for meaning, at in columns.items() if meaning in (*_FIGURES, "ahead", "credit_limit")]
    if text := scaled_in(figures, rows[:place]):
        raise UsageError("figures_scaled", text=text)
    counted, priced = (unit_in(titles[columns[each]]) if each in columns else "" for each in ("quantity", "unit_price"))
    counted = "" if parts else counted
    told = counted if "quantity" in columns else priced
    if "unit" in meanings.names and "unit" not in {**columns, **constants} and told:
        constants |= {"unit": told}
    elif "unit" in {**constants, **wanted}:
        counted = ""  # a person's word counts for more
    extra = {meaning: len(titles) + count for count, meaning in enumerate(constants)}
    quoted = tuple(f"“{value}”" for value in constants.values())
    values = tuple(constants.values())
    return Header(place, (*titles, *quoted), {**columns, **extra}, unused, values, counted, priced, parts, days)


def _below(below: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] for row in below if place < len(row)]


def _missing(
    missing: Sequence[str],
    titles: Sequence[str],
    free: Sequence[tuple[str, Sequence[str]]],
    above: Sequence[Sequence[str]],
    *,
    within: int,
) -> UsageError:
    """That no column has a meaning, with the one that may have it, or how to say it for the whole file."""
    groups = [(each, likely_title(each, free)) for group in missing for each in group.split("/")]
    meaning, title = next((each for each in groups if each[1]), groups[0])
    said = ", ".join(missing)
    facts = {"missing": said, "meaning": meaning, "found": few_titles(titles), "within": within}
    if title:
        return UsageError("header_missing", title=title, example=f"--map {meaning}={title}", **facts)
    told = headings([cell for row in above for cell in row if cell]).get(meaning, "")
    value = told or "…"
    return UsageError("header_absent", value=value, above=told, example=f"--map {meaning}='\"{value}\"'", **facts)


def likely_titles(rows: Sequence[Sequence[str]], meanings: Meanings) -> tuple[str, ...]:
    """The titles of the likeliest header, whatever is missing; nothing where no row says anything."""
    found = _best(rows, meanings, {})
    return tuple(filter(None, numbered(found[1]))) if found else ()


def _best(
    rows: Sequence[Sequence[str]], meanings: Meanings, wanted: Mapping[str, str], constants: Collection[str] = ()
) -> tuple[int, tuple[str, ...]] | None:
    def is_whole(titles: Sequence[str]) -> bool:
        told = {*_told(titles, meanings, wanted), *constants}
        return bool(meanings.needed) and all(not told.isdisjoint(group) for group in meanings.needed)

    return best_row(
        rows[:HEADER_WITHIN],
        lambda titles: len(_told(titles, meanings, wanted)),
        meanings.has_meaning,
        is_whole,
    )


def few_titles(titles: Sequence[str]) -> str:
    """The first titles for a sentence, and how many there are in all where these are too many."""
    told = [title for title in numbered(titles) if title]
    more = [f"… ({len(told)})"] if len(told) > _MOST_TOLD else []
    return ", ".join([*told[:_MOST_TOLD], *more])


_MOST_TOLD = 30  # titles in a sentence


def numbered(titles: Sequence[str]) -> list[str]:
    """The titles, those that several columns bear with the column's number from 1 before them: `#6 数量`."""
    count = Counter(titles)
    return [f"#{place} {title}" if title and count[title] > 1 else title for place, title in enumerate(titles, 1)]


def _wanted(meanings: Meanings, mapping: Mapping[str, str]) -> dict[str, str]:
    wanted = {}
    for name, title in mapping.items():
        meaning = meanings.meaning_of(name)
        if meaning is None:
            raise UsageError("map_meaning_unknown", meaning=name, known=", ".join(meanings.names))
        wanted[meaning] = title
    return wanted


def _told(row: Sequence[str], meanings: Meanings, wanted: Mapping[str, str]) -> set[str]:
    """The meanings that a row of titles tells."""
    plain = {each for title in row if title for each in (plain_header(title), _plain_counted(title)) if each}
    said = {meaning for meaning, title in wanted.items() if plain_header(title) in plain}
    free = meanings.names.keys() - wanted.keys()
    return said | {meaning for meaning in free if any(tier & plain for tier in meanings.tiers(meaning))}


def _assigned(
    titles: Sequence[str],
    meanings: Meanings,
    wanted: Mapping[str, str],
    constants: Mapping[str, str],
    below: Sequence[Sequence[str]],
) -> dict[str, int]:
    """The column of each meaning: as mapped, else by its title, and where these leave a choice by what stands below."""
    columns = {meaning: _place_of(title, titles) for meaning, title in wanted.items()}
    plain = [plain_header(title) for title in titles]
    counted = [_plain_counted(title) for title in titles]
    needed = {meaning for group in meanings.needed for meaning in group}
    for meaning in meanings.names:
        if meaning in columns or meaning in constants:
            continue
        free = [place for place, title in enumerate(plain) if title and place not in columns.values()]
        tiers = [[place for place in free if plain[place] in tier] for tier in meanings.tiers(meaning)]
        tiers += [[place for place in free if counted[place] in tier] for tier in meanings.tiers(meaning)]
        likely = [[place for place in tier if holds(meaning, below, place)] for tier in tiers]
        found = next(filter(None, likely), None) or next(filter(None, tiers), [])
        together = {place for place, _ in _parts_of(titles, found[0], {})} if meaning == "quantity" and found else set()
        together = set(day_columns(titles) or ()) if meaning == "date" else together
        if len(found) > 1 and meaning in needed and not together.issuperset(found):
            raise _several(meaning, numbered(titles), found)
        if found:
            columns[meaning] = found[0]
    days = day_columns(titles) if "date" in meanings.names.keys() - constants.keys() else None
    if days is not None and ("date" not in columns or columns["date"] in days):
        columns["date"] = min(place for place in days if place >= 0)
    if "date" in needed - set(columns) - set(constants):
        _find_days(columns, titles, below)
    return columns


def _parts_of(titles: Sequence[str], column: int | None, wanted: Mapping[str, str]) -> tuple[tuple[int, str], ...]:
    """The columns of one title in several units, the first being the quantity's; nothing where it stands alone.

    `#6 瓶数` says of a column that it is all.
    """
    if column is None or _NUMBERED.fullmatch(wanted.get("quantity", "").strip()):
        return ()
    name = _plain_counted if _plain_counted(titles[column]) else plain_header
    alike = [place for place, title in enumerate(titles) if title and name(title) == name(titles[column])]
    alike.sort(key=lambda place: place != column)
    units = [unit_in(titles[place]) for place in alike]
    return tuple(zip(alike, units, strict=True)) if len(alike) > 1 and all(units) and len({*units}) > 1 else ()


def _find_days(columns: dict[str, int], titles: Sequence[str], below: Sequence[Sequence[str]]) -> None:
    """The one column nobody knew that holds days and nothing else is the date's."""
    free = [place for place, title in enumerate(titles) if title and place not in columns.values()]
    dated = [place for place in free if _share(below, place, _is_day) == 1]
    if len(dated) == 1:
        columns["date"] = dated[0]


_FIGURES = frozenset({"quantity", "unit_price", "amount", "income", "expense", "balance"})


def holds(meaning: str, below: Sequence[Sequence[str]], place: int) -> bool:
    """Whether what stands in a column can be what its title says; where nothing stands, nothing speaks against it."""
    if meaning == "date":
        return _share(below, place, _is_day) >= _HALF
    return meaning not in _FIGURES or _share(below, place, _is_figure) >= _HALF


_HALF = 0.5


def _share(below: Sequence[Sequence[str]], place: int, fits: Callable[[str], bool]) -> float:
    """Which share of a column's cells is so; all of them where there is none."""
    cells = [row[place] for row in below if place < len(row) and row[place].strip()]
    return sum(map(fits, cells)) / len(cells) if cells else _HALF


def _is_day(cell: str) -> bool:
    read = read_date(cell, _ANY_DAY)
    return isinstance(read, date) or read in ("date_undecided", "date_ambiguous")


_ANY_DAY = DayCustom("mixed", "mixed", near=date(2000, 12, 31))


def _is_figure(cell: str) -> bool:
    return (
        read_number(cell) is not None
        or read_number(cell, decimal_comma=True) is not None
        or number_with_unit(cell) is not None
    )


def _place_of(title: str, titles: Sequence[str]) -> int:
    told = _NUMBERED.fullmatch(title.strip())
    if told and title.strip() not in titles and 0 < int(told[1]) <= len(titles):
        return int(told[1]) - 1
    exact = [place for place, each in enumerate(titles) if each == title.strip()]
    alike = [place for place, each in enumerate(titles) if plain_header(each) == plain_header(title)]
    found = exact or alike
    if not found:
        raise UsageError("map_header_unknown", header=title, found=few_titles(titles))
    if len(found) > 1:
        raise _several(title, numbered(titles), found)
    return found[0]


def _several(meaning: str, told: Sequence[str], found: Sequence[int]) -> UsageError:
    """That several columns could be meant, with how each is named so that it can't be another."""
    headers, title = ", ".join(told[place] for place in found), told[found[0]]
    example = f"--map {meaning}={title}"
    return UsageError("header_ambiguous", meaning=meaning, headers=headers, title=title, example=example)


_NUMBERED = re.compile(r"#(\d{1,4})(?:\s.*)?")
