"""An amount in Chinese capitals (人民币大写): written in one form, read in every form the rules allow.

The rules are those of the annex to the payment settlement measures (《正确填写票据和结算凭证的基本规定》).
Where they leave a choice, this house writes: 整 after 元 only (K07), no 零 before 角 (K19), nothing before
the first figure that counts, so 0.05 is 伍分 (K02, K03), and fen rounded half up (K04).
"""

from __future__ import annotations

import re
from decimal import Decimal

from domain.errors import UsageError
from domain.values.money import ZERO, from_fen, to_fen

_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_WAN, _YI = 10**4, 10**8
_LIMIT = Decimal("9999999999999999.995")  # the units end with 仟万亿


def amount_in_words(amount: Decimal) -> str:
    """Capitals of `amount` in yuan, without the prefix 人民币, rounded half up to the fen.

    Raises UsageError `amount_too_large` from 10^16 yuan on.
    """
    if abs(amount) >= _LIMIT:
        raise UsageError("amount_too_large", amount=amount)
    fen = abs(to_fen(amount))
    sign = "负" if amount < 0 and fen else ""
    if not fen:
        return "零元整"
    yuan, fen = divmod(fen, 100)
    whole = _integer(yuan) + "元" if yuan else ""
    if not fen:
        return f"{sign}{whole}整"
    tenths, hundredths = divmod(fen, 10)
    jiao = f"{_FIGURES[tenths]}角" if tenths else "零" if yuan else ""
    return sign + whole + jiao + (f"{_FIGURES[hundredths]}分" if hundredths else "")


def _integer(number: int) -> str:
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _integer(high) + name + gap + (_integer(low) if low else "")
    return _four_figures(number)


def _four_figures(number: int) -> str:
    text = ""
    for size, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        figure, number = divmod(number, size)
        if figure:
            text += _FIGURES[figure] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text


_ONE_SPELLING = str.maketrans(
    "壹一幺贰貳二两兩叁參三肆四伍五陆陸六柒七捌八玖九〇拾十佰百仟千萬億圆圓块正",
    "111222223334455666778899零十十百百千千万亿元元元整",
)
_COLLOQUIAL = re.compile(r"(?<=([百千万亿]))(?<!万亿)([1-9])(?=零|$)")
_NEXT_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
_PARTS = re.compile(r"(?P<yuan>[^元角分整]*元)?零*(?:(?P<jiao>[1-9])角|角)?零*(?:(?P<fen>[1-9])分|分)?(?P<whole>整?)")
_GROUP = re.compile(r"(?:零*([1-9])千)?(?:零*([1-9])百)?(?:零*([1-9]?)(十))?(零*)([1-9])?")


def read_amount(text: str) -> Decimal:
    """Yuan from capitals or everyday numerals: 人民币壹拾元伍角整, 贰万圆正, 一百二 (120), 两万二 (22,000).

    A unit left out at the end is understood only where no 元 follows, as people speak; 壹佰贰元 could be 102
    or 120 and is refused like everything else that has two readings. Raises UsageError `amount_unreadable`
    with the fact `text`.
    """
    plain = re.sub(r"[\s:：,，]", "", text).removeprefix("人民币").translate(_ONE_SPELLING)
    sign = -1 if plain.startswith("负") else 1
    plain = plain.removeprefix("负")
    if "元" not in plain and not plain.endswith(("角", "分", "角整")):
        plain = _COLLOQUIAL.sub(lambda found: found[2] + _NEXT_BELOW[found[1]], plain) + "元"
    parts = _PARTS.fullmatch(plain)
    if parts is None or not plain or (parts["whole"] and plain.endswith("分整")):
        raise UsageError("amount_unreadable", text=text)
    yuan = _read_integer(parts["yuan"][:-1]) if parts["yuan"] else 0
    if yuan is None or not (parts["yuan"] or parts["jiao"] or parts["fen"]):
        raise UsageError("amount_unreadable", text=text)
    return from_fen(sign * (yuan * 100 + int(parts["jiao"] or 0) * 10 + int(parts["fen"] or 0))) or ZERO


def _read_integer(text: str, *, first: bool = True) -> int | None:
    """The number in `text`, or None; `first` says that no bigger unit stands before it."""
    for size, name in ((_YI, "亿"), (_WAN, "万")):
        high, found, low = text.rpartition(name)
        if found:
            above = _read_integer(high, first=first)
            below = _read_integer(low, first=False) if low else 0
            if not above or below is None or max(above, below) >= size:
                return None
            return above * size + below
    return _read_group(text, first=first)


def _read_group(text: str, *, first: bool) -> int | None:
    found = _GROUP.fullmatch(text)
    if found is None or not text:
        return None
    thousands, hundreds, tens, ten, gap, ones = found.groups()
    starts = first and not (thousands or hundreds)
    if ones and not (ten or gap or starts):
        return None
    tens_value = int(tens or 1) if ten else 0
    return int(thousands or 0) * 1000 + int(hundreds or 0) * 100 + tens_value * 10 + int(ones or 0)
