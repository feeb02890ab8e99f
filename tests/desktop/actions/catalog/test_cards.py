"""Cards are found by id or code, one's own customers first; a stranger still has a name."""

import pytest

from desktop.actions.catalog import cards
from domain.errors import DeskError
from sync.records.bodies.records import DealerBody
from sync.records.orders.ground import HOUSE_WAREHOUSE
from tests.building.desktop.a_desk import a_count


def test_own_customer_comes_before_another_of_the_same_code(desk):
    with desk.book.writing() as writing:
        writing.put("desk/D2", "dealer", "SX01:C1", DealerBody("C1", "别人的店", "store", "SX01"))
    with desk.book.reading() as connection:
        assert cards.dealer_named(connection, "C1", "GD01").id == "GD01:C1"
        assert cards.dealer_named(connection, "HQ", "GD01").name == "总部"
        with pytest.raises(DeskError, match="dealer_ambiguous"):
            cards.dealer_named(connection, "C1")
        assert set(cards.dealers_by_id(connection, ["HQ", "nobody"])) == {"HQ"}
    assert cards.stranger("SX01:C7").name == "C7"


def test_main_warehouse_is_the_setting_or_where_most_lies(desk):
    def named():
        with desk.book.reading() as connection:
            return cards.main_warehouse(connection, "GD01"), cards.main_warehouse(connection, "ZZ")

    assert named() == ("主仓", HOUSE_WAREHOUSE)
    with desk.book.writing() as writing:
        stock = {"W550": 1, "COLA": 1, "TEA": 1}
        writing.put("desk/D1", "adjustment", "count-2", a_count("GD01", stock, "白云仓"))
    assert named()[0] == "白云仓"
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("INSERT INTO setting (key, value) VALUES ('main_warehouse', '东仓')")
    assert named()[0] == "东仓"
