"""What the line that goes anywhere offers: pages, lists under a name, what can be done, commands, what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

import resources
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation.command_words import CommandWords
from desktop.ui.statements.drawn import Reprint
from desktop.ui.tables.habits import favourites_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.translating import read_forms

if TYPE_CHECKING:
    from desktop.actions.finding.records import FoundRecord


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing to go to or to do.

    `action` is done (on `page`, where it is one of a page that may not be in sight), `document` is shown over the page
    and `command` copied; else `page` is shown with `given`. `names` are what it is also found by, beside `text`; one
    that is only `sought` doesn't stand in the list before something is typed.
    """

    picture: str
    text: str
    detail: str
    keys: str = ""
    action: QAction | None = None
    page: str = ""
    given: object = None
    names: tuple[str, ...] = ()
    document: str = ""
    command: str = ""
    sought: bool = False

    @property
    def called(self) -> tuple[str, ...]:
        """Everything it is found by."""
        return tuple(filter(None, (self.text, *self.names, self.keys, self.command)))


def favourite_entries(
    worker: Worker, preferences: Preferences, places: Iterable[tuple[str, str, str]]
) -> list[PaletteEntry]:
    """Lists that whoever works here keeps under a name; `places` are the pages: name, picture, title."""
    person = worker.working
    titles = {name: title for name, _, title in places}
    kept = favourites_of(preferences, person.id if person else "")
    said = QCoreApplication.translate("Shell", "收藏")
    return [
        PaletteEntry(
            "check",
            formatting.with_colon(titles[favourite.page], favourite.name),
            said,
            page=favourite.page,
            given=favourite,
        )
        for favourite in kept
        if favourite.page in titles
    ]


def command_entries(commands: Iterable[CommandWords]) -> list[PaletteEntry]:
    """Commands, to be copied and typed elsewhere."""
    english = formatting.language() == "en"
    said = QCoreApplication.translate("palette", "命令")
    return [
        PaletteEntry(
            "keyboard",
            each.en if english else each.zh,
            f"{said} {each.words}",
            names=(each.zh, each.en),
            command=each.words,
            sought=True,
        )
        for each in commands
    ]


def record_entries(records: Sequence[FoundRecord]) -> list[PaletteEntry]:
    """What is on record, and where each is shown."""
    return [_record_entry(record) for record in records]


def _record_entry(record: FoundRecord) -> PaletteEntry:
    title = record.title
    match record.kind:
        case "dealer":
            return PaletteEntry("customers", title, record.about, page="customers", given=record.key)
        case "product":
            return PaletteEntry("products", title, record.about, page="products", given=record.key)
        case "person":
            return PaletteEntry("person", title, formatting.role(record.about), page="settings")
        case "policy":
            given = {"policy": record.key, "version": record.version}
            return PaletteEntry("policies", title, record.about, page="policies", given=given)
        case "statement":
            said = QCoreApplication.translate("palette", "对账单")
            return PaletteEntry("statements", title, f"{said}  {record.about}", page="statements", given=Reprint(title))
        case "order":
            return PaletteEntry("orders", title, _about(record), page="orderview", given=record.key)
        case _:
            return PaletteEntry("orders", title, _about(record), document=record.key)


def _about(record: FoundRecord) -> str:
    return "  ".join(filter(None, (formatting.kind(record.kind), record.about)))


@cache
def _both_languages() -> dict[str, tuple[str, ...]]:
    """What each text of the window is called in the other language."""
    other: dict[str, dict[str, None]] = {}
    for (_, chinese), forms in read_forms(resources.path("translations/desk_en.ts")).items():
        for english in forms:
            other.setdefault(chinese, {})[english] = None
            other.setdefault(english, {})[chinese] = None
    return {text: tuple(texts) for text, texts in other.items()}


def other_names(text: str) -> tuple[str, ...]:
    """What a text of the window is called in the other language; several where it means several things."""
    return _both_languages().get(text, ())
