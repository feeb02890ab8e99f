"""HQ's end by way of the actions: founded where nothing else lies, loaded, and a code given."""

import stat

import pytest

from desktop.actions.headquarters import hq
from desktop.desk import open_desk
from domain.errors import DeskError

DEALERS = "code,name,tier,parent\nHQ,总部,hq,\nGD01,广东粤海商贸,province,HQ\n"


def test_founding_twice_changes_nothing_and_keeps_its_secret_to_its_owner(tmp_path):
    path = hq.found_hq(tmp_path)
    before = path.read_bytes()
    assert hq.found_hq(tmp_path) == path
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_database_s_address_is_for_its_owner_alone(tmp_path):
    address = hq.found_hq(tmp_path / "hq", f"sqlite:///{tmp_path}/books.db")
    assert stat.S_IMODE(address.stat().st_mode) == 0o600
    with open_desk(tmp_path / "hq") as desk:
        assert desk.is_hq


def test_folder_of_a_desk_is_left_alone(tmp_path):
    (tmp_path / "desk.db").touch()
    with pytest.raises(DeskError, match="folder_is_a_desk"):
        hq.found_hq(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["desk.db"]


def test_loaded_dealer_gets_a_code(tmp_path):
    hq.found_hq(tmp_path / "hq")
    (tmp_path / "dealers.csv").write_text(DEALERS, encoding="utf-8")
    with open_desk(tmp_path / "hq") as desk:
        hq.load_folder(desk, tmp_path)
        assert hq.make_code(desk, "GD01").code
        with pytest.raises(DeskError, match="dealer_unknown"):
            hq.make_code(desk, "GD99")
