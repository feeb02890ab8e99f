"""Terms of payment in words as people write them, `次月底` or `30 days`, turned into codes."""

from __future__ import annotations

import re
import unicodedata

_CASH = re.compile(
    r"货到(?:即)?付款|货到现付|货到现结|款到发货|款到付货|先款后货|现款现货|现款现结|现款|现金|现结|现付|现金结算|日结|即付|即期|预付|预付款|全款"
    r"|cod|cash|prepaid|prepayment|cash ?on ?delivery|payable ?at ?once|immediate",
    re.IGNORECASE,
)
_SHORTEST_MONTH = 28
_SHARE = r"(?:(?P<share>\d{1,4}(?:\.\d{1,4})?)%\s*)?"
_NET = re.compile(rf"{_SHARE}(?P<net>\d{{1,4}})\s*(?:天|日|days?)", re.IGNORECASE)
_MONTH = re.compile(
    rf"{_SHARE}(?:(?P<this>(?:当月|本月|月)[底末]|end of month)|(?P<next>(?:次月|下月|下个月)[底末]|end of next month)"
    r"|第\s*(?P<nth>\d{1,2})\s*个月底|end of month (?P<later>\d{1,2}) later)"
    r"(?:\s*(?:后|\+|plus)\s*(?P<days>\d{1,3})\s*(?:天|日|days?))?",
    re.IGNORECASE,
)
_DAY_OF_NEXT = re.compile(rf"{_SHARE}(?:次月|下月|下个月)\s*(?P<day>[12]?\d)\s*(?:日|号)(?:前|付款|付清)?")
_MONTHLY = re.compile(r"月结\s*(?:(\d{1,3})\s*(?:天|日)?)?")


def says_cash(text: str) -> bool:
    """Whether terms say that goods are paid on delivery or before: 现结, 货到付款, 款到发货."""
    return bool(_CASH.fullmatch(_plain(text)))


def in_codes(text: str) -> str:
    """Terms with every part that is in words as its code; parts nobody knows stand as they are."""
    return ",".join(_coded(part) for part in _plain(text).split(","))


def _coded(part: str) -> str:
    part = part.strip()
    if says_cash(part):
        return "N0"
    if found := _NET.fullmatch(part):
        return f"{_share(found)}N{int(found['net'])}"
    if found := _MONTHLY.fullmatch(part):
        days = int(found[1] or 0)
        return f"M0+{days}" if days else "M1"
    if (found := _DAY_OF_NEXT.fullmatch(part)) and 0 < int(found["day"]) <= _SHORTEST_MONTH:
        return f"{_share(found)}M0+{int(found['day'])}"  # so many days after the end of this one
    if found := _MONTH.fullmatch(part):
        months = 0 if found["this"] else 1 if found["next"] else int(found["nth"] or found["later"])
        days = int(found["days"] or 0)
        return f"{_share(found)}M{months}" + (f"+{days}" if days else "")
    return part


def _share(found: re.Match[str]) -> str:
    return f"{found['share']}%" if found["share"] else ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
