"""What the dialog of cards asks of the actions, each a function for the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop.cards.faces import FACES
from desktop.ui.frame.work import Written

if TYPE_CHECKING:
    import datetime as dt

    from desktop.cards.face import CardSheet
    from desktop.desk import Desk


def card_sheet(desk: Desk, kind: str, key: str) -> tuple[CardSheet, dt.date]:
    """A card as it stands, or an empty one; and which day it is."""
    return _action(FACES[kind].read)(desk, key), desk.today()


def save_card(desk: Desk, kind: str, key: str, texts: Sequence[tuple[str, str]], anyway: bool) -> Written[Any]:
    """Writes a card; `anyway` though another looks the same."""
    return Written(_action(FACES[kind].write)(desk, key, dict(texts), anyway=anyway), FACES[kind].topics)


def _action(place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"desktop.actions.{module}"), function)
    return found
