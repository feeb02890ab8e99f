"""What this person likes, kept beside the books but never in them: language, light, paper, the window's place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

LANGUAGES = ("zh", "en")
THEMES = ("light", "dark", "system")
PAPERS = ("a4", "241x280", "241x140", "241x93")
LOCKS = ("15", "5", "30", "60", "0")  # minutes; 0 is never
COPIES = ("0", "2", "3", "4", "5")  # 0 is one without a name
NOTE_PAPERS = ("241x140", "a4", "241x280", "241x93")


class Preferences(QObject):
    """Read and written at once; `window.ini` in the desk's folder holds them.

    Signals:
        changed: the name of what changed.
    """

    changed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
        self._override: dict[str, str] = {}

    def override(self, name: str, value: str) -> None:
        """Another value for this run only, as a command asked for it."""
        self._override[name] = value

    @property
    def language(self) -> str:
        return self._one_of("language", LANGUAGES)

    @property
    def theme(self) -> str:
        return self._one_of("theme", THEMES)

    @property
    def lock_after(self) -> int:
        """Minutes without anybody after which the window locks itself; 0 is never."""
        return int(self._one_of("lock_after", LOCKS))

    @property
    def paper(self) -> str:
        return self._one_of("paper", PAPERS)

    @property
    def note_paper(self) -> str:
        return self._one_of("note_paper", NOTE_PAPERS)

    @property
    def note_copies(self) -> int:
        """How many named copies of a note."""
        return int(self._one_of("note_copies", COPIES))

    @property
    def copies(self) -> int:
        """How many named copies of a statement."""
        return int(self._one_of("copies", COPIES))

    def columns(self, kind: str) -> tuple[str, ...]:
        """The columns a kind of paper shows; () is all of them."""
        kept = self.remembered(f"columns/{kind}")
        return tuple(kept.split(" ")) if kept else ()

    def keep_columns(self, kind: str, keys: Sequence[str]) -> None:
        """Keeps them."""
        self.set(f"columns/{kind}", " ".join(keys))

    def set(self, name: str, value: str) -> None:
        """Keeps a choice and tells the window."""
        self._override.pop(name, None)
        self._settings.setValue(name, value)
        self._settings.sync()
        self.changed.emit(name)

    def remembered(self, name: str) -> str:
        """Something the window noted for its next start, "" where it noted nothing."""
        return str(self._settings.value(name, ""))

    def remember(self, name: str, value: str) -> None:
        """Notes something that is no choice of anybody's."""
        if self.remembered(name) != value:
            self._settings.setValue(name, value)
            self._settings.sync()

    @property
    def forgetful(self) -> bool:
        """Whether what was chosen can't be kept in the folder."""
        return self._settings.status() != QSettings.Status.NoError

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)
        self._settings.sync()

    def keep_unsaved(self, name: str, value: Mapping[str, Any]) -> None:
        """Something half written, kept for the next time; nothing at all where it is empty."""
        import json

        self._settings.setValue(f"unsaved/{name}", json.dumps(value, ensure_ascii=False, default=str) if value else "")
        self._settings.sync()

    def unsaved(self, name: str) -> dict[str, Any]:
        """What was half written, {} where nothing was."""
        import json

        try:
            kept = json.loads(str(self._settings.value(f"unsaved/{name}", "")) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self._override.get(name) or str(self._settings.value(name, known[0]))
        return value if value in known else known[0]
