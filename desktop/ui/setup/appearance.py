"""How the program looks and which language it speaks, as this person likes it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTranslator, Slot
from PySide6.QtWidgets import QApplication

import resources
from desktop.ui.frame import style
from desktop.ui.frame.preferences import Preferences
from desktop.ui.widgets import formatting
from desktop.ui.widgets.translating import FileTranslator


class Appearance(QObject):
    """Put on once at the start, and again whenever what is liked, or the system's own light, changes."""

    def __init__(self, application: QApplication, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        self._preferences = preferences
        self._translators: list[QTranslator] = []
        application.styleHints().colorSchemeChanged.connect(self._follow)
        style.choose_font(application)
        self.set_language()
        self.apply_theme()

    @Slot()
    def _follow(self) -> None:
        if self._preferences.theme == "system":
            self.apply_theme()

    def apply_theme(self) -> None:
        """Light or dark."""
        chosen = self._preferences.theme
        if chosen == "system":
            chosen = "dark" if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
        style.apply_theme(self._application, dark=chosen == "dark")

    def set_language(self) -> None:
        """Chinese or English, of the program's words and of Qt's own."""
        language = self._preferences.language
        self.fall_silent()
        formatting.set_language(language)
        QLocale.setDefault(QLocale("en_US" if language == "en" else "zh_CN"))
        if language == "en":
            self._install(FileTranslator(resources.path("translations/desk_en.ts"), self))
        else:
            own = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            translator = QTranslator(self)
            if translator.load(str(own / "qtbase_zh_CN.qm")):
                self._install(translator)

    def fall_silent(self) -> None:
        """Takes its words off the application, for whoever speaks next."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []

    def _install(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._translators.append(translator)
