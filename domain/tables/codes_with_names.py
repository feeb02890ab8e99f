"""Cells that hold a code and a name together: `GD01 越秀超市`, `[GD01]越秀超市`, `越秀超市(GD01)`, `SP1-矿泉水`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from domain.tables.cells import folded, plain
from domain.tables.sorting import Why

_SHAPES = (
    re.compile(r"[\[(【](?P<code>[^\[\]()【】]{1,40})[\])】]\s*(?P<name>.+)"),
    re.compile(r"(?P<name>.+?)\s*[\[(【](?P<code>[^\[\]()【】]{1,40})[\])】]"),
    re.compile(r"(?P<code>[^\s\-_/:|、]{1,40})\s*(?:\s|[-_/:|、])\s*(?P<name>.+)"),
    re.compile(r"(?P<name>.+)\s*(?:\s|[-_/:|、])\s*(?P<code>[^\s\-_/:|、]{1,40})"),
)
_NAME = re.compile(r"[\u4e00-\u9fff]")


def codes_within(texts: Iterable[str], names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, Why]]:
    """Of new codes those that are a known one with its name, and why those can't be taken that name it otherwise.

    `names` has the names of the known codes.
    """
    known = {folded(code): code for code in names}
    found: dict[str, str] = {}
    barred: dict[str, Why] = {}
    for text in texts:
        for shape in _SHAPES:
            told = shape.fullmatch(plain(text))
            code = known.get(folded(told["code"])) if told else None
            if told is None or code is None or not _NAME.search(told["name"]):
                continue
            if folded(told["name"]) == folded(names[code]):
                found[text] = code
                barred.pop(text, None)
                break
            barred.setdefault(text, ("code_with_other_name", {"text": text, "code": code, "name": names[code]}))
    return found, barred
