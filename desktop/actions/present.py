"""Who works in an opened folder, and who of them is simply let in; all that a command needs to know at its start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.records import roll

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.users import Person


def people(desk: Desk) -> list[Person]:
    """Everyone who works, or worked, here; the first made comes first."""
    with desk.book.reading() as connection:
        return roll.people(connection)


def nobody_asked(desk: Desk) -> Person | None:
    """The only one who works here, if he has no password and needs none: he is simply let in."""
    if not is_open_to_all(desk):
        return None
    desk.user = next((each for each in people(desk) if each.active), None)
    return desk.user


def is_open_to_all(desk: Desk) -> bool:
    """Whether the only one who works here has no password and needs none, so that whoever comes is taken for him."""
    working = [each for each in people(desk) if each.active]
    return len(working) == 1 and not working[0].guarded and not desk.at_hq
