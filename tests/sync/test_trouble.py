"""What the system refuses is told as something a person can act on, and everything else stays a defect."""

import errno
import os

import pytest

from desktop.labels import NAMES
from desktop.wording import say
from sync.owner_only import make_folder
from sync.records.bodies.records import decode
from sync.trouble import known_trouble, trouble, trouble_in


@pytest.mark.parametrize(
    ("number", "said", "told"),
    [
        (errno.ENOSPC, "full", "disk_full"),
        (errno.EDQUOT, "full", "disk_full"),
        (errno.EFBIG, "too_large", "file_too_large"),
        (errno.EACCES, "denied", "folder_read_only"),
        (errno.EPERM, "denied", "folder_read_only"),
        (errno.EROFS, "read_only", "folder_read_only"),
        (errno.EISDIR, "is_folder", "folder_in_the_way"),
        (errno.ENOTDIR, "is_file", "file_in_the_way"),
        (errno.EEXIST, "is_file", "file_in_the_way"),
        (errno.ETXTBSY, "in_use", "file_in_use"),
        (errno.EIO, "disk", "disk_failed"),
        (errno.ENAMETOOLONG, "long_name", None),
        (errno.ENOENT, "missing", None),
        (errno.EXDEV, "failed", None),
    ],
)
def test_each_word_of_the_system_has_a_name_and_a_sentence_where_a_person_can_act(number, said, told):
    failure = OSError(number, os.strerror(number), "/somewhere/file")
    assert trouble(failure) == said
    assert all(NAMES["trouble"][said])
    known = known_trouble(failure)
    assert (known and known.code) == told
    for language in ("zh", "en"):
        assert known is None or os.strerror(number) not in say(known, language)


def test_the_file_that_stands_in_the_way_is_named(tmp_path):
    (tmp_path / "backups").write_text("mine")
    with pytest.raises(OSError) as raised:  # noqa: PT011 -- which one is what is asked below
        (tmp_path / "backups" / "today" / "desk.db").write_bytes(b"")
    known = known_trouble(raised.value)
    assert known is not None
    assert (known.code, known.facts["path"]) == ("file_in_the_way", str(tmp_path / "backups"))


@pytest.mark.parametrize("below", ["", "deeper/still"])
def test_a_folder_where_a_file_stands_is_refused_by_name(tmp_path, below):
    from domain.errors import RefusedError

    (tmp_path / "spool").write_text("mine")
    with pytest.raises(RefusedError, match="file_in_the_way") as told:
        make_folder(tmp_path / "spool" / below)
    assert told.value.facts["path"] == str(tmp_path / "spool")
    assert (tmp_path / "spool").read_text() == "mine"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "broken_off"),
        (b"not json", "broken_off"),
        (b"{}", "field_missing"),
        (b'{"sku": 3, "name": "x", "unit": "y"}', "field_kind"),
        (b"[]", "field_kind"),
        (b'{"sku": "\xff\xfe"}', "not_text"),
    ],
)
def test_what_a_library_says_of_a_record_has_a_name(body, told):
    with pytest.raises(Exception) as said:  # noqa: PT011 -- which library says it is nothing to whoever is told
        decode("product", body)
    assert trouble_in(str(said.value), otherwise="unreadable") == told
    assert all(NAMES["trouble"][told])


def test_what_tells_nothing_is_told_as_the_caller_says():
    assert trouble_in("KeyError: 'x'", otherwise="defect") == "defect"
    assert trouble_in("第 3 字节", otherwise="unreadable") == "unreadable"
