"""A window that waits, with its dialogs, until he who locked it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

if TYPE_CHECKING:
    from desktop.ui.frame.shell import Shell
    from domain.parties.users import Person


class Locked:
    """Hides what stands open; `show_again` brings it back.

    Attributes:
        shell: the window.
    """

    def __init__(self, shell: Shell, person: Person | None) -> None:
        """`person` is whom it waits for; None where nobody is kept out."""
        self.shell = shell
        self._person = person
        open_now = [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        for each in open_now:
            if each.windowModality() == each.windowModality().ApplicationModal:
                each.reject()  # it would let nobody type in the window that asks who is there
        # The lower ones first, so that those above them come back above them, with the keyboard.
        self._dialogs = sorted((each for each in open_now if each.isVisible()), key=_depth)
        for each in self._dialogs:
            each.hide()

    def came_back(self, person: Person | None) -> bool:
        """Whether it is he."""
        return person is not None and self._person is not None and person.id == self._person.id

    def show_again(self) -> None:
        """All as it was."""
        self.shell.uncover()
        for each in self._dialogs:
            each.show()
            each.activateWindow()


def _depth(dialog: QWidget) -> int:
    """How many windows a dialog stands over."""
    below = dialog.parentWidget()
    return 0 if below is None else 1 + _depth(below.window())
