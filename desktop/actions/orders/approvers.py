"""Two people stand behind an order that passes in spite of its limit: who wrote it, and who lets it pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.people.users import people
from domain.errors import RefusedError
from domain.parties.users import may, same_name
from sync.records.books.bulk import query_rows
from sync.records.log.streams import living

if TYPE_CHECKING:
    from desktop.actions.documents.views import OrderView
    from desktop.desk import Desk

_HOME = (
    "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind = 'order' AND e.record = ? AND e.{living}"
)


def check_approver(desk: Desk, order: OrderView) -> None:
    """Whoever wrote an order here leaves it to another one of this place, where another one may let it pass.

    Raises RefusedError `approver_wrote_order` (facts `user`, `number`, `others`).
    """
    person = desk.signed_in()
    if person is None or not same_name(order.author, person.name) or not _written_here(desk, order.id):
        return
    others = [
        each.name for each in people(desk) if each.active and each.id != person.id and may(each.role, "order_approve")
    ]
    if others:
        raise RefusedError("approver_wrote_order", user=person.name, number=order.number, others="、".join(others))


def _written_here(desk: Desk, order: str) -> bool:
    """Names tell people apart within one place only; another dealer's may be called alike."""
    with desk.book.reading() as connection:
        found = query_rows(connection, _HOME.format(living=living(connection)), order)
    return bool(found) and found[0].name == desk.stream
