"""Numbers whose format shows a unit or a currency beside them, told as the text that a spreadsheet shows: `2箱`."""

from __future__ import annotations

import operator
import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from desktop.exchange.workbook_files import STYLE, column_of, in_group

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<bracket>[^\]]*)\]|[_*].'
    r"|(?P<general>General|G/通用格式)|(?P<figures>[0#?][0#?,.]*|\.[0#?][0#?,.]*)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\\[])+', re.DOTALL)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*")
_IS = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
_DATED = frozenset("ymdhseb@%/")  # days, parts of a day, powers of ten, text, shares: nothing is counted in these
_YUAN = re.compile(r"人民币|CNY|RMB|[¥￥元圆整正]", re.IGNORECASE)
_TELLS = re.compile(r"[^\W\d_]|[$€£₩₽฿]")
_NO_SIGN = str.maketrans("", "", "()+-")
_PLACE = re.compile(rb"\sr=\"([A-Z]{1,3})(\d+)\"")


@dataclass(frozen=True, slots=True)
class FormatPart:
    """What one part of a format shows before and behind a number, and how many figures and decimals at least."""

    before: str
    behind: str
    whole: int
    decimals: int

    def text(self, value: float) -> str:
        """The number as it is shown, no decimals lost."""
        number = Decimal(f"{value:.10f}").normalize()
        decimals = max(self.decimals, -int(number.as_tuple().exponent))
        whole, _, parts = f"{abs(number):.{decimals}f}".partition(".")
        figures = f"{whole:0>{self.whole}}{'.' if parts else ''}{parts}"
        return f"{'-' if number < 0 else ''}{self.before}{figures}{self.behind}"


@dataclass(frozen=True, slots=True)
class _Part:
    condition: tuple[str, float] | None
    shown: FormatPart | None


@dataclass(frozen=True, slots=True)
class Format:
    """A number format, some part of which tells a unit."""

    parts: tuple[_Part, ...]

    def shows(self, value: float) -> str | None:
        """The text that is shown for a number, None where it tells nothing beside the number."""
        usual = ((">=", 0.0),) if len(self.parts) == 2 else ((">", 0.0), ("<", 0.0))
        for place, part in enumerate(self.parts[:-1]):
            sign, bound = part.condition or (usual[place] if place < len(usual) else (">", 0.0))
            if _IS[sign](value, bound):
                return part.shown.text(value) if part.shown else None
        last = self.parts[-1].shown
        return last.text(value) if last else None


def format_of(code: str) -> Format | None:
    """What a number format tells, None for an ordinary one: days, shares, plain numbers, yuan."""
    parts = [_part(each) for each in _PARTS.findall(code)[:4]]
    numbers = parts[:3]
    return Format(tuple(numbers)) if any(part.shown for part in numbers) else None


def _part(code: str) -> _Part:
    sides, figures, condition, plain = ["", ""], "", None, True
    for token in _TOKEN.finditer(code):
        if token["figures"] or token["general"]:
            plain = plain and not figures  # figures in two places: a literal point between them moves the decimals
            figures = token["figures"] or "0"
        elif token["bracket"] is not None:
            if found := _CONDITION.fullmatch(token["bracket"]):
                condition = (found[1], float(found[2]))
        elif token["other"] and token["other"].casefold() in _DATED:
            plain = False
        elif token["other"] != "!":
            said = token["quoted"] or token["escaped"] or token["currency"] or token["other"] or ""
            sides[bool(figures)] += said
    before, behind = (side.translate(_NO_SIGN).strip() for side in sides)
    tells = plain and figures and not figures.endswith(",") and _TELLS.search(_YUAN.sub("", before + behind))
    return _Part(condition, _shown(before, behind, figures) if tells else None)


def _shown(before: str, behind: str, figures: str) -> FormatPart:
    whole, _, parts = figures.partition(".")
    return FormatPart(before, behind, max(whole.count("0"), 1), parts.count("0"))


def telling_styles(styles: ET.Element) -> dict[int, Format]:
    """The styles of cells whose number format tells a unit, out of a workbook's table of them."""
    formats = {
        each.get("numFmtId", ""): found
        for each in in_group(styles, "numFmts")
        if (found := format_of(each.get("formatCode", "")))
    }
    used = [style.get("numFmtId", "") for style in in_group(styles, "cellXfs")]
    return {place: formats[number] for place, number in enumerate(used) if number in formats}


class ShownNumbers:
    """Collects from pieces of a sheet's file which cells have such a format, column by column."""

    def __init__(self, styles: Mapping[int, Format]) -> None:
        self._formats = list(styles.values())
        self._numbers = {style: number for number, style in enumerate(styles, 1)}
        self._columns: dict[int, array[int]] = {}
        either = b"|".join(str(style).encode() for style in styles)
        self._cell = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\ss=\"(?:" + either + rb")\")([^>]*[^/>])>")

    def see(self, piece: bytes) -> None:
        for cell in self._cell.finditer(piece) if self._formats else ():
            place, style = _PLACE.search(cell[1]), STYLE.search(cell[1])
            if place and style:
                column = self._columns.setdefault(column_of(place[1]), array("H"))
                row = int(place[2]) - 1
                column.extend([0] * (row + 1 - len(column)))
                column[row] = self._numbers[int(style[1])]

    def told(self, row: int, before: int, cells: Sequence[Any]) -> list[Any]:
        """The cells of a row, the first being of column `before`, with numbers as they are shown."""
        shown = list(cells)
        for column, numbers in self._columns.items():
            place = column - before
            if row < len(numbers) and numbers[row] and 0 <= place < len(shown) and type(shown[place]) in (int, float):
                text = self._formats[numbers[row] - 1].shows(shown[place])
                shown[place] = shown[place] if text is None else text
        return shown
