"""No book lives in a folder that a cloud copies or that lies on another machine; one that does stays readable."""

import os
import shutil
from pathlib import Path

import pytest

from desktop import shared_folders
from desktop.actions.books.care import backup, restore
from desktop.actions.headquarters.exchange import enrol
from desktop.actions.headquarters.hq import check_tls, found_hq
from desktop.desk import open_desk
from desktop.shared_folders import NETWORK, Machine, check_place, shared_by
from domain.errors import RefusedError
from tests.building.desktop.a_desk import a_desk

MOUNTS = """
/dev/sda1 / ext4 rw 0 0
nas:/books /mnt/books nfs4 rw 0 0
//nas/share /mnt/our\\040share cifs rw 0 0
me@far:/ /persons/me/far fuse.sshfs rw 0 0
C: /mnt/c 9p rw 0 0
/dev/sdb1 /mnt/books/local ext4 rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
tmpfs /tmp tmpfs rw 0 0
"""


def machine(**more):
    return Machine(**{"variables": {}, "home": Path("/persons/me"), "mounts": MOUNTS, **more})


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("/persons/me/OneDrive/desk", "OneDrive"),
        ("/persons/me/OneDrive - 粤海商贸/账套", "OneDrive"),
        ("/persons/me/onedrive", "OneDrive"),
        ("/persons/me/Dropbox (Personal)/desk", "Dropbox"),
        ("/persons/me/Google Drive/desk", "Google Drive"),
        ("/persons/me/Library/CloudStorage/GoogleDrive-me@example.com/x", "Google Drive"),
        ("/persons/me/Library/Mobile Documents/com~apple~CloudDocs/desk", "iCloud"),
        ("/persons/me/iCloudDrive/desk", "iCloud"),
        ("/persons/me/Nutstore Files/1/desk", "坚果云"),
        ("/persons/me/我的坚果云/账套", "坚果云"),
        ("/persons/me/BaiduSyncdisk/desk", "百度网盘"),
        ("/persons/me/百度同步空间/desk", "百度网盘"),
        ("/persons/me/WPS云盘/账套", "WPS云盘"),
        ("/persons/me/WPSDrive/123/desk", "WPS云盘"),
        ("/persons/me/微云同步助手/desk", "腾讯微云"),
        ("/mnt/books/desk", NETWORK),
        ("/mnt/our share/desk", NETWORK),
        ("/persons/me/far/desk", NETWORK),
        ("/mnt/c/persons/me/desk", NETWORK),
        ("/run/user/1000/gvfs/smb-share:server=nas/desk", NETWORK),
        ("/mnt/books/local/desk", ""),
        ("/persons/me/.local/share/DistributorDesk", ""),
        ("/persons/me/Dropboxes/desk", ""),
        ("/persons/me/my OneDrive notes/desk", ""),
        ("/tmp/desk", ""),
    ],
)
def test_whose_folder_it_is(folder, name):
    assert shared_by(Path(folder), machine()) == name


@pytest.mark.parametrize(
    ("folder", "far"),
    [
        (r"\\nas\share\desk", True),
        (r"\\?\UNC\nas\share", True),
        (r"\\?\C:\desk", False),
        (r"\\.\C:\desk", False),
        ("C:\\desk", False),
    ],
)
def test_a_share_written_as_windows_does(folder, far):
    assert shared_folders._is_unc(Path(folder)) is far


def test_what_the_system_and_the_environment_say(tmp_path):
    told = machine(variables={"OneDriveCommercial": str(tmp_path / "文档")})
    assert shared_by(tmp_path / "文档" / "desk", told) == "OneDrive"
    assert shared_by(tmp_path / "else", told) == ""
    assert shared_by(tmp_path / "n" / "desk", machine(roots=((tmp_path / "n", "Nutstore"),))) == "Nutstore"
    assert shared_by(tmp_path, machine(far=True)) == NETWORK


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (".dropbox", "Dropbox"),
        (".dropbox.cache", "Dropbox"),
        (".nutstore.d41d8cd9", "坚果云"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
        (".stfolder", "Syncthing"),
        (".sync_0a1b2c.db", "Nextcloud"),
    ],
)
def test_what_they_leave_in_a_folder_gives_them_away(tmp_path, mark, name):
    (tmp_path / "data" / "desk").mkdir(parents=True)
    assert shared_by(tmp_path / "data" / "desk", machine()) == ""
    (tmp_path / "data" / mark).write_text("")
    assert shared_by(tmp_path / "data" / "desk", machine()) == name
    # Their own notes in a person's home say nothing of the whole home.
    assert shared_by(tmp_path / "data" / "desk", machine(home=tmp_path / "data")) == ""


@pytest.mark.skipif(os.name != "posix", reason="links need rights there")
def test_a_link_into_such_a_folder_is_seen_through(tmp_path):
    (tmp_path / "Dropbox" / "desk").mkdir(parents=True)
    (tmp_path / "mine").symlink_to(tmp_path / "Dropbox" / "desk")
    with pytest.raises(RefusedError, match="folder_in_cloud"):
        check_place(tmp_path / "mine", machine())


def test_nothing_new_is_made_there(tmp_path):
    for make in (
        lambda folder: enrol(folder, "http://127.0.0.1:1", "ABCDE-FGHJK"),
        found_hq,
    ):
        with pytest.raises(RefusedError, match="folder_in_cloud"):
            make(tmp_path / "Nutstore" / "desk")
    assert not (tmp_path / "Nutstore").exists()


def test_books_that_are_there_are_read_and_copied_but_never_written(tmp_path):
    there, safe = tmp_path / "OneDrive" / "desk", tmp_path / "safe"
    there.mkdir(parents=True)
    a_desk(tmp_path / "made").close()
    shutil.copytree(tmp_path / "made", there, dirs_exist_ok=True)
    with pytest.raises(RefusedError, match="folder_in_cloud"):
        open_desk(there)
    with open_desk(there, writing=False) as desk:
        assert desk.shared_by == "OneDrive"
        backup(desk, tmp_path / "copy.db")
    with pytest.raises(RefusedError, match="folder_in_cloud"):
        restore(there, tmp_path / "copy.db")
    shutil.copytree(there, safe)  # moved as it is told, it goes on
    with open_desk(safe) as desk:
        assert desk.shared_by == ""


def test_hq_s_own_file_is_not_served_from_there(tmp_path):
    found_hq(tmp_path / "hq")
    shutil.copytree(tmp_path / "hq", tmp_path / "Dropbox" / "hq")
    check_tls(tmp_path / "hq" / "hq.db", "127.0.0.1", "", "", insecure=False)
    with pytest.raises(RefusedError, match="folder_in_cloud"):
        check_tls(tmp_path / "Dropbox" / "hq" / "hq.db", "127.0.0.1", "", "", insecure=False)
