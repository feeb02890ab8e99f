"""A file is written whole, or what stood there stays."""

import pytest

from desktop.actions.documents.saving import write_whole
from domain.errors import RefusedError


def test_file_is_written_with_its_folder_and_replaces_another(tmp_path):
    path = tmp_path / "new" / "对账单.pdf"
    assert write_whole(path, b"one") == path
    write_whole(path, b"two")
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("对账单.pdf", b"two")]


def test_what_can_t_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()
    with pytest.raises(RefusedError, match="file_not_written"):
        write_whole(tmp_path / "taken", b"x")
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]
