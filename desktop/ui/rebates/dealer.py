"""A dealer found by name, code or initials: oneself, or anyone below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.actions.documents.views import DealerHit
from desktop.ui.frame.actions import standings
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import CustomerEdit
from desktop.ui.widgets.suggest import Suggestion


class DealerEdit(CustomerEdit):
    """Like a customer's field, over every dealer whose rebates may be looked at."""

    def __init__(self, worker: Worker, window: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(worker, window, parent, ask=standings.find_dealers, choice=dealer_choice)


def dealer_choice(hit: DealerHit) -> Suggestion:
    """A dealer as a suggestion."""
    return Suggestion(hit.name, hit.code, formatting.tier(hit.tier), "", hit)
