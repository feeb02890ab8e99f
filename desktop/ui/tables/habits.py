"""How each person likes each list: which columns, in which order and how wide, how dense; and lists kept by a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.arrangement import PERIODS, Arrangement

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.frame.preferences import Preferences

COMFORTABLE, COMPACT = "", "compact"


class Laid(NamedTuple):
    """How the columns of a list lie; all of them by key, those it doesn't know are as they are made."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    """Those that stay where they would be given up for want of room."""
    widths: Mapping[str, int] = MappingProxyType({})


class Favourite(NamedTuple):
    """A list as it is kept under a name: how it is arranged, what is searched for, and which filter is down.

    `page` is where it stands, by the name the window goes there by, and `list` which of its lists it is.
    """

    name: str
    arrangement: Arrangement
    typed: str = ""
    code: str = ""
    page: str = ""
    list: str = ""


class ListHabits:
    """What one person likes of one list, kept in the preferences of the desk."""

    def __init__(self, preferences: Preferences, person: str, name: str, page: str = "") -> None:
        self._preferences = preferences
        self.person, self.name, self.page = person or "-", name, page

    @property
    def density(self) -> str:
        """Of all lists of this person."""
        return self._preferences.remembered(f"lists/{self.person}/density")

    def keep_density(self, density: str) -> None:
        self._preferences.set(f"lists/{self.person}/density", density)

    @property
    def laid(self) -> Laid:
        kept = self._read("columns", {})
        if not isinstance(kept, dict):
            return Laid()
        widths = kept.get("widths", {})
        return Laid(
            tuple(map(str, kept.get("order", ()))),
            frozenset(map(str, kept.get("hidden", ()))),
            frozenset(map(str, kept.get("shown", ()))),
            {str(key): int(wide) for key, wide in widths.items()} if isinstance(widths, dict) else {},
        )

    def keep_laid(self, laid: Laid) -> None:
        if laid == Laid():
            self._preferences.remember(self._place("columns"), "")
            return
        self._write(
            "columns",
            {
                "order": list(laid.order),
                "hidden": sorted(laid.hidden),
                "shown": sorted(laid.shown),
                "widths": dict(laid.widths),
            },
        )

    @property
    def favourites(self) -> list[Favourite]:
        """Those of this list."""
        return [each for each in favourites_of(self._preferences, self.person) if each.list == self.name]

    def keep_favourites(self, favourites: Sequence[Favourite]) -> None:
        import json

        others = [each for each in favourites_of(self._preferences, self.person) if each.list != self.name]
        stored = json.dumps([_plain(each) for each in (*others, *favourites)], ensure_ascii=False)
        self._preferences.remember(f"lists/{self.person}/favourites", stored)

    def _place(self, what: str) -> str:
        return f"lists/{self.person}/{self.name}/{what}"

    def _read(self, what: str, nothing: Any) -> Any:
        kept = self._preferences.remembered(self._place(what))
        if not kept:
            return nothing
        import json  # the first look is at lists nobody arranged

        try:
            return json.loads(kept) or nothing
        except ValueError:
            return nothing

    def _write(self, what: str, value: Any) -> None:
        import json

        self._preferences.remember(self._place(what), json.dumps(value, ensure_ascii=False))


def favourites_of(preferences: Preferences, person: str) -> list[Favourite]:
    """All lists somebody keeps under a name."""
    import json

    try:
        kept = json.loads(preferences.remembered(f"lists/{person or '-'}/favourites") or "[]")
    except ValueError:
        return []
    return [_favourite(each) for each in kept if isinstance(each, dict)] if isinstance(kept, list) else []


def _plain(kept: Favourite) -> dict[str, Any]:
    wanted = kept.arrangement
    return {
        "name": kept.name,
        "typed": kept.typed,
        "code": kept.code,
        "page": kept.page,
        "list": kept.list,
        "sort": wanted.sort,
        "down": wanted.down,
        "period": wanted.period,
        "start": wanted.start.isoformat() if wanted.start else "",
        "end": wanted.end.isoformat() if wanted.end else "",
        "only": {key: list(codes) for key, codes in wanted.only},
    }


def _favourite(kept: Mapping[str, Any]) -> Favourite:
    period, only = str(kept.get("period", "")), kept.get("only", {})
    arrangement = Arrangement(
        sort=str(kept.get("sort", "")),
        down=bool(kept.get("down")),
        period=period if period in PERIODS else "",
        start=_day(kept.get("start")),
        end=_day(kept.get("end")),
        only=tuple(sorted((str(key), tuple(map(str, codes))) for key, codes in only.items()))
        if isinstance(only, dict)
        else (),
    )
    told = (str(kept.get(name, "")) for name in ("typed", "code", "page", "list"))
    return Favourite(str(kept.get("name", "")), arrangement, *told)


def _day(stored: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(stored))
    except ValueError:
        return None


def habits_of(view: QWidget) -> ListHabits | None:
    """Whose list it is: what holds it knows the preferences and who works here; None where nothing does."""
    holder: Any = view.parentWidget()
    while holder is not None and not (hasattr(holder, "preferences") and hasattr(holder, "worker")):
        holder = holder.parentWidget()
    if holder is None:
        return None
    person = holder.worker.working
    alike = [each for each in holder.findChildren(type(view)) if type(each) is type(view)]
    place = f"-{alike.index(view)}" if len(alike) > 1 else ""
    name = f"{type(holder).__name__}.{type(view).__name__}{place}"
    page: Any = holder
    while page is not None and not page.property("page"):
        page = page.parentWidget()
    place = str(page.property("page")) if page is not None else ""
    return ListHabits(holder.preferences, person.id if person else "", name, place)
