"""What is left of a company's name without its place and its legal form: two writings of one often share no more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3}(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}市)?(?:[\u4e00-\u9fff]{2,3}[区县])?"
)
_FORM = re.compile(
    r"(?:股份|责任|有限|公司|集团|分公司|个体工商户|商行|商贸|贸易|商店|经营部|经销部|批发部|营业部|门市部|配送部|配送中心|经营店|批发|总店"
    r"|[()])+$"
)
_SHORTEST = 3  # two characters are in many names
_PLACE_LENGTHS = (2, 3, 4)  # characters of a place that is named without 省 or 市


def core_of(name: str) -> str:
    """The core of a name, itself where less than three characters would be left."""
    shorter = (_FORM.sub("", each) for each in (_PLACE.sub("", name), name))
    return next((core for core in shorter if len(core) >= _SHORTEST), name)


class NameCores:
    """Known names by their cores; made once for a whole import of `(name, whose)`."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._whole: defaultdict[str, set[str]] = defaultdict(set)
        self._behind_place: defaultdict[str, set[str]] = defaultdict(set)
        for name, whose in names:
            core = core_of(name)
            if len(core) >= _SHORTEST:
                self._whole[core].add(whose)
                for shorter in _without_place(core):
                    self._behind_place[shorter].add(whose)

    def bearer(self, name: str) -> str | None:
        """Whose core is the name's, the place before one of the two aside; None where that is nobody or several."""
        core = core_of(name)
        if len(core) < _SHORTEST:
            return None
        same = self._whole.get(core, set())
        found = same or {
            *self._behind_place.get(core, ()),
            *(whose for shorter in _without_place(core) for whose in self._whole.get(shorter, ())),
        }
        return next(iter(found)) if len(found) == 1 else None


def _without_place(core: str) -> list[str]:
    return [core[length:] for length in _PLACE_LENGTHS if len(core) - length >= _SHORTEST]
