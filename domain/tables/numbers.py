"""Numbers as strangers write them, the decimal sign settled once for a whole column."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from domain.tables.cells import Spread, visible
from domain.values.payment_term_words import says_cash

MOST = Decimal(999_999_999)  # what is beyond is a barcode in the wrong column

_MEMORY = 100_000
_FEN, _TYPED = 2, 8  # decimals of fen, and as many as people write
_PLACES = 10
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,30})?|[+-]?\.\d{1,30}", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d{1,15})?E[+-]?\d{1,2}", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3}|[ ']\d{3})+(?:\.\d*)?", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:[. ']\d{3})+|\d+)(?:,\d*)?", re.ASCII)
_SHOWS_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})", re.ASCII)
_SHOWS_POINT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})", re.ASCII)
_SIGN = r"CNY|RMB|人民币|¥"  # of yuan alone: dollars aren't yuan, so `$15` is no number here
_MONEY_SIGNS = re.compile(rf"^(?:{_SIGN})\s*|\s*(?:元整?|圆整?|CNY|RMB|¥)$", re.IGNORECASE)
_MINUS = re.compile(r"^负数?\s*(?=[\d.¥￥])")
_TRIANGLE = re.compile(rf"^({_SIGN})?\s*[△▲]\s*", re.IGNORECASE)  # as a minus is written in ledgers, and in Japan
_MARKS = re.compile("[△▲[［]")
_IN_BRACKETS = re.compile(rf"^(?:{_SIGN})\s*\(([^()]*)\)$|^\(([^()]*)\)\s*元$", re.IGNORECASE)
_WITH_UNIT = re.compile(r"([+-]?[\d.,]+)\s*([^\W\d_]{1,8})", re.ASCII)
_WITH_WORD = re.compile(r"([+-]?[\d.,]+)\s*([^\d\s.,;:*+/()%-]{1,8})")
_PACK = re.compile(
    r"(?:1\s*[^\d\s*x/=]{0,3}\s*[*x=:]\s*)?(\d{1,6}(?:\.\d{1,3})?)\s*[^\d\s*x/=]{0,3}"
    r"(?:\s*/\s*1?\s*[^\d\s*x/=]{1,3})?"
)
_DAYS = re.compile(
    r"(?:账期|赊销|货到后?|发货后|票到后?)?\s*(\d{1,4})\s*(?:天|日|days?|d)?(?:内|内付清|账期)?", re.IGNORECASE
)


class NumberCustom:
    """What the cells of one column show of its decimal sign."""

    def __init__(self) -> None:
        self._comma = self._point = False
        self._seen: set[str] = set()

    def see(self, cell: object) -> None:
        if isinstance(cell, str) and cell not in self._seen and not self._point:
            if len(self._seen) < _MEMORY:
                self._seen.add(cell)
            text = _MONEY_SIGNS.sub("", _MONEY_SIGNS.sub("", cell.strip())).rstrip("万萬")
            self._comma = self._comma or bool(_SHOWS_COMMA.fullmatch(text))
            self._point = bool(_SHOWS_POINT.fullmatch(text))

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma stands before the decimals: some cell shows it and none shows a point there."""
        return self._comma and not self._point


def comma_in(cells: object) -> bool:
    """Whether a column of these cells writes a comma before its decimals."""
    custom = NumberCustom()
    for cell in cells if isinstance(cells, (list, tuple)) else ():
        custom.see(cell)
    return custom.decimal_comma


def read_number(cell: object, *, decimal_comma: bool = False) -> Decimal | None:
    """A number, or None where the cell holds none: `1,234.5`, `￥12元`, `(3.00)`, `¥(3.00)`, `5-`, `负3`, `1.5万元`.

    `△3` and `[3]` are figures below nothing, as ledgers write them for want of red ink. Full width counts as half. A
    figure merged over several rows is told by the first of them alone.
    """
    if isinstance(cell, Spread):
        return read_number(cell.value, decimal_comma=decimal_comma) if cell.first else None
    if isinstance(cell, str):
        number = _exact(cell, decimal_comma=decimal_comma)
        # Ten places hold every price there is and lose what binary fractions add (2.5500000000000003).
        return number if number is None or _few_decimals(number) else Decimal(f"{number:.10f}").normalize()
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int):
        return Decimal(cell) if abs(cell) <= 10**15 else None
    if isinstance(cell, float):
        return Decimal(f"{cell:.10f}").normalize() if abs(cell) < 1e15 else None
    return None


def _few_decimals(number: Decimal) -> bool:
    return int(number.as_tuple().exponent) >= -_PLACES


def _exact(cell: str, *, decimal_comma: bool = False) -> Decimal | None:
    """A written number with all of its decimals."""
    text = cell.strip()
    if not decimal_comma and _PLAIN.fullmatch(text):
        return Decimal(text)
    return _written_number(text, decimal_comma=decimal_comma)


def finer_than_fen(cell: object) -> bool:
    """Whether somebody wrote an amount with more decimals than fen have: `100.005`.

    What computing leaves behind (100.00499999999999, 3.3333333333333335) nobody wrote, and `100.500` is whole fen.
    """
    told = repr(cell) if isinstance(cell, float) else cell
    number = _exact(told) if isinstance(told, str) else read_number(told)
    decimals = -int(number.normalize().as_tuple().exponent) if number else 0
    return _FEN < decimals <= _TYPED


def _written_number(text: str, *, decimal_comma: bool) -> Decimal | None:
    text = unicodedata.normalize("NFKC", visible(text)).replace("−", "-").strip()
    text = _TRIANGLE.sub(lambda told: f"-{told[1] or ''}", _MINUS.sub("-", text))
    if text.startswith("[") and text.endswith("]"):
        text = f"({text[1:-1]})"
    if told := _IN_BRACKETS.fullmatch(text):
        text = f"({told[1] or told[2]})"
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1].strip()
    elif text.endswith("-"):
        negative, text = True, text[:-1].strip()
    sign = "-" if text.startswith("-") else ""
    text = sign + _MONEY_SIGNS.sub("", _MONEY_SIGNS.sub("", text.removeprefix("-").strip())).strip()
    times = 1
    if text.endswith(("万", "萬")):
        times, text = 10_000, text[:-1].strip()
    if decimal_comma and _GROUPED_COMMA.fullmatch(text):
        text = re.sub(r"[. ']", "", text).replace(",", ".")
    elif not decimal_comma and _GROUPED.fullmatch(text):
        text = re.sub(r"[, ']", "", text)
    if not _PLAIN.fullmatch(text) and not _SCIENTIFIC.fullmatch(text):
        return None
    number = Decimal(text) * times
    return -number if negative else number


def is_marked_minus(cell: object) -> bool:
    """Whether a figure has its minus by a mark of ledgers that not everybody knows for one: `△3`, `▲3`, `[3]`."""
    if not isinstance(cell, str) or not _MARKS.search(cell):
        return False
    text = unicodedata.normalize("NFKC", visible(cell)).strip()
    marked = bool(_TRIANGLE.match(text)) or (text.startswith("[") and text.endswith("]"))
    return marked and read_number(text) is not None


def number_with_unit(cell: object, *, decimal_comma: bool = False) -> tuple[Decimal, str] | None:
    """A number and the word behind it: `10箱`, `5 瓶`, `3 pcs`; None where the cell isn't so."""
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", visible(cell)).replace("−", "-").strip()
    found = _WITH_UNIT.fullmatch(text) or _WITH_WORD.fullmatch(text)
    number = read_number(found[1], decimal_comma=decimal_comma) if found else None
    return None if found is None or number is None else (number, found[2])


def pack_size(cell: object) -> Decimal | None:
    """How many are in a pack: `24`, `1*24`, `1x24`, `24罐/箱`, `1箱=24瓶`; None where it can't be read."""
    number = read_number(cell)
    if number is not None or not isinstance(cell, str):
        return number
    text = unicodedata.normalize("NFKC", visible(cell)).replace("×", "x").casefold().strip()
    found = _PACK.fullmatch(text)
    return Decimal(found[1]) if found else None


def days_of_credit(cell: object) -> Decimal | None:
    """`30`, `30天`, `账期30天`, and 0 for cash (现结, 货到付款); None where it can't be read as a number of days."""
    number = read_number(cell)
    if number is not None or not isinstance(cell, str):
        return number
    if says_cash(visible(cell)):
        return Decimal(0)
    found = _DAYS.fullmatch(unicodedata.normalize("NFKC", visible(cell)).strip())
    return Decimal(found[1]) if found else None
