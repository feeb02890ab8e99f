"""The list of one's warehouses to choose from: shown as people call them, chosen as the books do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from desktop.ui.widgets import formatting


class PlaceBox(QComboBox):
    """A list of warehouses; filling it is no choice of anybody's."""

    def show_places(self, places: Sequence[str]) -> None:
        """The warehouses there are, the main one first."""
        blocked = self.blockSignals(True)
        self.clear()
        for place in places:
            self.addItem(formatting.warehouse(place), place)
        self.blockSignals(blocked)

    def choose(self, place: str) -> None:
        """Chooses one, where it is in the list."""
        self.setCurrentIndex(max(self.findData(place), 0))

    @property
    def place(self) -> str:
        """The one that is chosen, as the books name it; "" where there is none."""
        return str(self.currentData() or "")
