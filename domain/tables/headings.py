"""What a table says of all rows that follow, above its titles or between them: `仓库：广州仓`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from domain.tables.cells import plain

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


_BEGINS = re.compile(rf"(?:{'|'.join(_WORDS.values())})\s*:", re.IGNORECASE)
