"""Who works in an opened folder, and who of them is simply let in; all that a command needs to know at its start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.parties.users import same_name
from sync.records.people import roll

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.parties.users import Person


def people(desk: Desk) -> list[Person]:
    """Everyone who works, or worked, here; the first made comes first."""
    with desk.book.reading() as connection:
        return roll.people(connection)


def nobody_asked(desk: Desk, named: str = "") -> Person | None:
    """The only one who works here, if he has no password and needs none: he is simply let in.

    `named` is who says he is there: a stranger, or one who was disabled, isn't taken for the only one.
    """
    working = _working(desk)
    if _is_open(desk, working) and (not named or same_name(named, working[0].name)):
        desk.user = working[0]
        return working[0]
    return None


def is_open_to_all(desk: Desk) -> bool:
    """Whether the only one who works here has no password and needs none, so that whoever comes is taken for him."""
    return _is_open(desk, _working(desk))


def _working(desk: Desk) -> list[Person]:
    return [each for each in people(desk) if each.active]


def _is_open(desk: Desk, working: Sequence[Person]) -> bool:
    return len(working) == 1 and not working[0].guarded and not desk.at_hq
