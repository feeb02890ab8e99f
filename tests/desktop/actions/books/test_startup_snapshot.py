"""The first look shows what the list will show, and nothing where it can't."""

from array import array
from dataclasses import fields

from desktop.actions.books import startup_snapshot
from desktop.actions.documents import deliveries, lists
from desktop.actions.documents.views import OrderRow
from desktop.actions.orders import orders
from tests.building.desktop.a_desk import a_draft, a_line


def test_first_look_is_the_list_s_own_beginning(desk, order):
    deliveries.deliver(desk, order.number)
    orders.place_order(desk, a_draft(a_line("COLA", "240")))
    keys, rows = startup_snapshot.newest_orders(desk.folder)
    assert keys == lists.order_ids(desk)
    shown = lists.order_rows(desk, keys)
    assert [row._asdict() for row in rows] == [{name: getattr(row, name) for name in _names()} for row in shown]
    assert [row.attention for row in rows] == [True, False]


def test_first_look_has_the_columns_of_the_list():
    assert list(startup_snapshot.FirstRow._fields) == _names()


def _names():
    return [field.name for field in fields(OrderRow)]


def test_nothing_is_shown_where_nothing_can_be_read(tmp_path):
    assert startup_snapshot.newest_orders(tmp_path) == (array("q"), [])
    (tmp_path / "desk.db").write_bytes(b"no database at all" * 100)
    assert startup_snapshot.newest_orders(tmp_path)[1] == []
