"""Care of the books by way of the actions: checked, repaired, copied and brought back."""

import pytest

from desktop.actions.books import care
from desktop.actions.orders import orders
from desktop.desk import open_desk
from domain.errors import DeskError
from tests.building.desktop.a_desk import a_desk, a_draft


def test_damaged_figure_is_found_and_repaired(desk, order):
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE stock SET on_hand = on_hand + 1 WHERE product = 'W550'")
    assert {each.where for each in care.check(desk)} == {"stock"}
    care.repair(desk)
    assert care.check(desk) == []


def test_backup_brings_the_books_back_as_they_were(tmp_path):
    with a_desk(tmp_path / "desk", stock={"W550": 240}) as desk:
        kept = orders.place_order(desk, a_draft())
        copy = care.backup(desk)
        assert copy.parent == desk.folder / "backups"
        later = orders.place_order(desk, a_draft())
    aside = care.restore(tmp_path / "desk", copy)
    assert aside is not None
    assert (aside / "desk.db").exists()
    with open_desk(tmp_path / "desk", writing=False) as desk:
        assert orders.order(desk, kept.number).id == kept.id
        with pytest.raises(DeskError, match="document_unknown"):
            orders.order(desk, later.number)


def test_backup_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DeskError, match="backup_missing"):
        care.restore(tmp_path, tmp_path / "gone.db")
