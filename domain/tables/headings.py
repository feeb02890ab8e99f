"""What a table says of all rows that follow, above its titles or between them: `仓库：广州仓`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.tables.cells import plain
from domain.tables.numbers import read_number
from domain.tables.words import ends_in_sum, is_foot

_WORDS = {
    "warehouse": r"(?:盘点|收货|存放|所在|入库)?(?:仓库|库房|仓位)(?:名称)?|warehouse",
    "date": r"(?:截止|截至|期初|建账|开账|盘点|收货|到货|入库)(?:日期|日|时间)|as of",
    "customer": (
        r"(?:客户|购货单位|购货方|往来单位|收货单位|经销商|客商|门店|店铺)(?:名称|编码|编号|全称)?|customer(?: name)?"
    ),
}
_SAID = {
    meaning: re.compile(rf"(?:^|\s)(?:{words})\s*:\s*(\S.*?)?(?=\s+[^\s:]{{1,8}}:|$)", re.IGNORECASE)
    for meaning, words in _WORDS.items()
}


def headings(texts: Sequence[str]) -> Mapping[str, str]:
    """What texts above rows say, by meaning; the last word counts.

    A cell may hold the name of what is said and the next one the word for it.
    """
    found: dict[str, str] = {}
    words = [plain(text) for text in texts]
    for place, text in enumerate(words):
        for meaning, said in _SAID.items():
            for told in said.finditer(text):
                beside = words[place + 1] if place + 1 < len(words) else ""
                value = (told[1] or ("" if ":" in beside else beside)).strip()
                if value:
                    found[meaning] = value
    return found


def is_heading(cells: Sequence[object]) -> bool:
    """Whether a row does nothing but say so much of the rows that follow."""
    texts = [cell for cell in cells if cell not in ("", None)]
    words = [text for text in texts if isinstance(text, str)]
    return len(words) == len(texts) and any(_BEGINS.match(plain(text)) for text in words[:1]) and bool(headings(words))


def customer_said(cells: Sequence[object]) -> str | None:
    """The customer that a row between the lines names for those below it, wherever in the row it does.

    "" where it leaves the name out: whose the rows below are is then unknown, and surely not the customer's above.
    None for any other row.
    """
    texts = [cell for cell in cells if cell not in ("", None)]
    words = [plain(text) for text in texts if isinstance(text, str)]
    if not words or words[0] != plain(str(texts[0])) or is_foot(words[0]):
        return None
    begins = _SAID["customer"].match(words[0]) is not None
    figures = sum(not isinstance(text, str) or read_number(text) is not None for text in texts)
    if begins or (figures < _FIGURES_OF_LINES and any(map(_SAID["customer"].search, words))):
        return _GOES_ON.sub("", headings(words).get("customer", ""))
    alone = _WITHOUT_COLON.fullmatch(words[0]) if len(texts) == 1 and not ends_in_sum(words[0]) else None
    return _GOES_ON.sub("", alone[1]) if alone else None


_FIGURES_OF_LINES = 2  # a line has its quantity and what it is worth
_GOES_ON = re.compile(r"\s*\((?:续|續|接上页|续上页|续前页|continued|cont\.?)\)$", re.IGNORECASE)
_WITHOUT_COLON = re.compile(
    r"(?:客户|购货单位|购货方|往来单位|收货单位|客商)(?:名称|编码|编号|全称)?\s+(?!签|盖|确认|名称|编码|代码)(\S.*)"
)
_BEGINS = re.compile(rf"(?:{'|'.join(_WORDS.values())})\s*:", re.IGNORECASE)
