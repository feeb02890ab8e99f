"""The kinds of bound a field can have; each is called with a value and gives the code of what is wrong, or "".

They are wide enough for whatever an honest program of any earlier version wrote, real trade history with all its
oddities included, and narrow enough that no sum of thousands overflows, no date ends a list, and both engines can
store them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol, Self

from domain.values.lookalikes import is_like_another, looks_otherwise


class Bound(Protocol):
    """What a field keeps: called with a value it gives the code of what is wrong, or nothing."""

    def __call__(self, value: Any, /) -> str: ...

    def fit_all(self, values: Sequence[Any], /) -> bool:
        """Whether all these values fit, told at once; False also where each has to be looked at."""


# Fen, thousandths and ten-thousandths alike: three thousand million of either in whole units, and a hundred thousand
# such figures still add up within 64 bits.
MOST_FIGURE = 10**13
# PostgreSQL keeps no longer keys in an index: three of these stand in one of stock.
LONGEST_NAME = 200
LONGEST_ID = 500
LONGEST_TEXT = 40_000
LONGEST_FORM = 4 * 1024 * 1024
DEEPEST_FORM = 64

# All but tab and the ends of lines: NUL can't be stored by PostgreSQL, and none of the others is typed by anybody.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# As JSON spells it; behind an even number of backslashes, of which the last begins it.
_SPELLED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
_CODE = re.compile(r"[a-z0-9_.\-]*", re.ASCII)
_HEARD = re.compile(r"desk/[!-\"$-~]{1,200}#[0-9]{1,18}", re.ASCII)
_FIRST_DAY, _LAST_DAY = "1900-01-01", "2999-12-31"


class _Each(Protocol):
    """A bound that looks at one value at a time."""

    def __call__(self, value: Any, /) -> str: ...

    def fit_all(self, values: Sequence[Any], /) -> bool:
        return not any(map(self, values))


class _Different(Protocol):
    """A bound of a field of which many records have the same few values."""

    def __call__(self, value: Any, /) -> str: ...

    def fit_all(self, values: Sequence[Any], /) -> bool:
        return not any(map(self, set(values)))


@dataclass(frozen=True, slots=True)
class TextBound:
    """Text for people: so many characters, none of them a control character but tab and the ends of lines."""

    most: int = LONGEST_TEXT
    empty: bool = True

    def __call__(self, value: str) -> str:
        if not self.empty and not value.strip():  # blanks alone name nothing
            return "text_missing"
        if value.isascii() and value.isprintable() and len(value) <= self.most:
            return ""
        if len(value) > self.most:
            return "text_long"
        return "control_character" if _CONTROLS.search(value) else ""

    def fit_all(self, values: Sequence[str]) -> bool:
        joined = "".join(values)
        plain = joined.isprintable() or not _CONTROLS.search(joined)
        return plain and (self.empty or all(map(str.strip, values))) and max(map(len, values), default=0) <= self.most


@dataclass(frozen=True, slots=True)
class Name:
    """A code, an id or the like: one line of text that an index can hold."""

    most: int = LONGEST_NAME
    empty: bool = False
    seen: bool = False
    """Whether every mark of it must be one that a person sees and tells from others, so that no two look alike: letters
    and figures are those of the keyboard, of either width, and Chinese ones."""
    code: bool = False
    """Whether no mark of it may be taken for one of the keyboard; other letters are fine."""

    def __call__(self, value: str | None) -> str:
        if value is None:  # where the type of the field lets nothing be named
            return ""
        if not value.strip():  # blanks alone name nothing
            return "" if self.empty and not value else "text_missing"
        if len(value) > self.most:
            return "text_long"
        if value.isascii():
            return "" if value.isprintable() else "control_character"
        if (self.seen or self.code) and not value.isprintable():
            return "control_character"
        if self._is_alike(value):
            return "letter_alike"
        return "control_character" if _CONTROLS.search(value) or "\n" in value or "\r" in value else ""

    def fit_all(self, values: Sequence[str | None]) -> bool:
        named = [value for value in values if value is not None]
        joined = "".join(named)
        missing = not all(map(str.strip, filter(None, named) if self.empty else named))
        if not joined.isprintable() or missing or self._is_alike(joined):
            return False
        return max(map(len, named), default=0) <= self.most

    def _is_alike(self, text: str) -> bool:
        return (self.seen and looks_otherwise(text)) or (self.code and is_like_another(text))


@dataclass(frozen=True, slots=True)
class Heard(_Each):
    """How far other desks' streams were heard: `desk/<id>#<number>`, apart by blanks; a number that 64 bits hold."""

    most: int = 1_000_000

    def __call__(self, value: str) -> str:
        if len(value) > self.most:
            return "text_long"
        return "" if not value or all(map(_HEARD.fullmatch, value.split(" "))) else "text_malformed"


@dataclass(frozen=True, slots=True)
class Code(_Different):
    """What the program itself names something: small letters, digits and underscores."""

    empty: bool = False
    most: int = 80

    def __call__(self, value: str) -> str:
        if not value:
            return "" if self.empty else "text_missing"
        if len(value) > self.most:
            return "text_long"
        return "" if _CODE.fullmatch(value) else "code_malformed"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two others; None where the type of the field lets there be none."""

    least: int = -MOST_FIGURE
    most: int = MOST_FIGURE

    def __call__(self, value: int | None) -> str:
        if value is None:
            return ""
        return "" if self.least <= value <= self.most else "number_beyond"

    def fit_all(self, values: Sequence[int | None]) -> bool:
        known = [value for value in values if value is not None]
        return not known or (self.least <= min(known) and max(known) <= self.most)


@dataclass(frozen=True, slots=True)
class DayBound(_Different):
    """A day there is, as `YYYY-MM-DD`; `ever` takes any year, for ends that never come."""

    empty: bool = False
    ever: bool = False

    def __call__(self, value: str) -> str:
        if not value:
            return "" if self.empty else "day_missing"
        if not _is_day(value):
            return "day_unreal"
        return "" if self.ever or _FIRST_DAY <= value <= _LAST_DAY else "day_beyond"


@dataclass(frozen=True, slots=True)
class Instant(_Different):
    """A moment there is, in UTC to the second: `YYYY-MM-DDTHH:MM:SSZ`."""

    empty: bool = False

    def __call__(self, value: str) -> str:
        if not value:
            return "" if self.empty else "moment_missing"
        return "" if _is_moment(value) else "moment_unreal"


class OneOf(frozenset[str]):
    """One of the values this program knows."""

    def __new__(cls, *values: str) -> Self:
        return super().__new__(cls, values)

    def __call__(self, value: str) -> str:
        return "" if value in self else "value_unknown"

    def fit_all(self, values: Sequence[str]) -> bool:
        return self.issuperset(values)


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever the type of the field lets through: yes and no, and what is judged by itself."""

    def __call__(self, value: object) -> str:  # noqa: ARG002 -- as every bound
        return ""

    def fit_all(self, values: Sequence[object]) -> bool:  # noqa: ARG002 -- as every bound
        return True


@dataclass(frozen=True, slots=True)
class FormBound(_Each):
    """A value of any shape as JSON: so many bytes, so deep."""

    most: int = LONGEST_FORM

    def __call__(self, value: Any) -> str:
        told = bytes(value)
        if len(told) > self.most:
            return "form_long"
        if b"\\u0000" in told:
            return "control_character"
        return "form_deep" if _depth(told) > DEEPEST_FORM else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a code speaks of: names and texts; or, with `number`, names and numbers.

    With `forms` a text may be JSON itself, in which a NUL is spelled out: whoever reads it would have the very thing.
    """

    most: int = 200
    number: Bound | None = None
    forms: bool = False

    def __call__(self, value: Mapping[str, Any]) -> str:
        if len(value) > self.most:
            return "too_many"
        for name, fact in value.items():
            wrong = _FACT_NAME(name) or (self.number(fact) if self.number else _FACT(fact))
            if wrong:
                return wrong
            if self.forms and _SPELLED_NUL.search(fact):
                return "control_character"
        return ""

    def fit_all(self, values: Sequence[Mapping[str, Any]]) -> bool:
        if self.forms:
            return not any(map(self, values))
        if max(map(len, values), default=0) > self.most:
            return False
        facts = [fact for value in values for fact in value.values()]
        return (self.number or _FACT).fit_all(facts) and all(
            map(_is_fact_name, {name for each in values for name in each})
        )


@dataclass(frozen=True, slots=True)
class Many:
    """A list of so many; each item fits `of`, or the bounds of its own type where that says nothing."""

    most: int
    of: Bound | None = None

    def __call__(self, value: Sized) -> str:
        if len(value) > self.most:
            return "too_many"
        if self.of is None:
            return ""
        test: Bound = self.of
        return next((wrong for item in value if (wrong := test(item))), "")  # type: ignore[attr-defined]

    def fit_all(self, values: Sequence[Sized]) -> bool:
        if self.of is None:
            return max(map(len, values), default=0) <= self.most
        return not any(map(self, values))


_FACT_NAME, _FACT = Name(), TextBound()


def _is_fact_name(name: str) -> bool:
    return not _FACT_NAME(name)


@lru_cache(maxsize=8192)
def _is_day(text: str) -> bool:
    # Python reads 20260230 and weeks as well, which no engine sorts among days.
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=8192)
def _is_moment(text: str) -> bool:
    if len(text) != 20 or text[10] != "T" or text[19] != "Z" or not text.isascii():
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return text[4] == text[7] == "-" and text[13] == text[16] == ":"


def _depth(told: bytes) -> int:
    """How deep lists and objects lie in one another."""
    deepest = here = 0
    for mark in re.findall(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', told):
        if mark in (b"[", b"{"):
            here += 1
            deepest = max(deepest, here)
        elif mark in (b"]", b"}"):
            here -= 1
    return deepest
