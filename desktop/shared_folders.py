"""Folders no database may live in: those a cloud program copies about behind its back, and those of another machine."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from domain.errors import RefusedError

NETWORK = "network"
_MOUNTS = Path("/proc/mounts")
_NETWORK_TYPES = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ncpfs|9p|davfs|ceph|glusterfs|lustre|coda|vboxsf|prl_fs|drvfs|sshfs"
    r"|fuse\.(sshfs|rclone|gvfsd-fuse|davfs\d?|s3fs|gcsfuse|glusterfs|ceph|smbnetfs|curlftpfs|vmhgfs-fuse|portal)"
)
# How the programs call the folders they copy; a name is the whole of it, or goes on after a blank, a dash or a bracket.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "OneDrive": ("OneDrive",),
    "Dropbox": ("Dropbox",),
    "Google Drive": ("Google Drive", "GoogleDrive", "Google 云端硬盘", "我的云端硬盘"),
    "iCloud": ("iCloudDrive", "iCloud Drive", "Mobile Documents", "com~apple~CloudDocs"),
    "坚果云": ("Nutstore", "Nutstore Files", "坚果云", "我的坚果云"),
    "百度网盘": (
        "BaiduNetdisk",
        "BaiduNetdiskDownload",
        "BaiduNetdiskWorkspace",
        "BaiduSyncdisk",
        "百度网盘",
        "百度云盘",
        "百度同步空间",
        "百度云同步盘",
    ),
    "WPS云盘": ("WPSDrive", "WPS云盘", "WPS 云盘", "WPS Cloud Files", "WPS云文档", "WPS网盘"),
    "腾讯微云": ("Weiyun", "WeiyunDisk", "微云", "腾讯微云", "微云同步助手", "微云同步盘"),
    "阿里云盘": ("阿里云盘", "aDrive"),
    "Nextcloud": ("Nextcloud", "ownCloud"),
    "Box": ("Box Sync",),
    "Syncthing": (),
}
# What they leave in the folder they look after, at its top.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "OneDrive": (".849C9593-D756-4E56-8D6E-42412F2A707B",),
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "坚果云": (".nutstore*",),
    "百度网盘": (".baidusync*", ".baidunetdisk*"),
    "WPS云盘": (".wpsdrive*", ".kingsoft-cloud*"),
    "腾讯微云": (".weiyun*",),
    "Nextcloud": (".sync_*.db", "._sync_*.db", ".owncloudsync.log"),
    "Syncthing": (".stfolder",),
}
_VARIABLES: Mapping[str, str] = {
    "OneDrive": "OneDrive",
    "OneDriveConsumer": "OneDrive",
    "OneDriveCommercial": "OneDrive",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine, so that a test can make one up.

    Attributes:
        variables: the environment.
        home: the person's own folder, in which programs keep notes that are no mark of a copied folder.
        mounts: the text of `/proc/mounts`, "" where there is none.
        roots: folders that programs told the system they look after, and the programs' names.
        far: whether a path lies on a drive of another machine, as Windows says.
    """

    variables: Mapping[str, str]
    home: Path
    mounts: str = ""
    roots: tuple[tuple[Path, str], ...] = ()
    far: bool = False


def this_machine(folder: Path) -> Machine:
    """The machine this program runs on, as far as it concerns a folder."""
    mounts = ""
    with suppress(OSError):
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    return Machine(os.environ, Path.home(), mounts, tuple(_registered()), _is_far_drive(folder))


def shared_by(folder: Path, machine: Machine | None = None) -> str:
    """Whose folder this is: the name of a cloud program, `network`, or "" where it is this machine's alone."""
    with suppress(OSError):
        folder = folder.resolve()
    machine = machine or this_machine(folder)
    if machine.far or _is_unc(folder) or _NETWORK_TYPES.fullmatch(_mounted_as(folder, machine.mounts)):
        return NETWORK
    return next(_clouds(folder, machine), "")


def check_place(folder: Path, machine: Machine | None = None) -> None:
    """RefusedError `folder_in_cloud` (fact `name`) or `folder_on_network` where no book may live in a folder."""
    name = shared_by(folder, machine)
    if name:
        raise refusal(folder, name)


def refusal(folder: Path, name: str) -> RefusedError:
    """What is told of a folder that isn't this machine's alone."""
    if name == NETWORK:
        return RefusedError("folder_on_network", folder=str(folder))
    return RefusedError("folder_in_cloud", folder=str(folder), name=name)


def _clouds(folder: Path, machine: Machine) -> Iterator[str]:
    above = (folder, *folder.parents)
    told = [(Path(machine.variables[each]), name) for each, name in _VARIABLES.items() if machine.variables.get(each)]
    for root, name in (*told, *machine.roots):
        if root in above:
            yield name
    for each in above:
        for name, known in _NAMES.items():
            if any(_is_called(each.name, called) for called in known):
                yield name
        if each.name and each != machine.home:
            yield from (name for name, marks in _MARKS.items() if _is_marked(each, marks))


def _is_called(name: str, called: str) -> bool:
    rest = name[len(called) :]
    return name[: len(called)].casefold() == called.casefold() and (not rest or rest[0] in " -_（(")


def _is_marked(folder: Path, marks: tuple[str, ...]) -> bool:
    with suppress(OSError):
        return any(next(folder.glob(mark), None) is not None for mark in marks)
    return False


def _is_unc(folder: Path) -> bool:
    """`\\\\server\\share`; what begins with `\\\\?\\` or `\\\\.\\` is this machine's own way of writing."""
    text = str(folder).replace("/", "\\")
    if text.upper().startswith("\\\\?\\UNC\\"):
        return True
    return text.startswith("\\\\") and not text.startswith(("\\\\?\\", "\\\\.\\"))


def _mounted_as(folder: Path, mounts: str) -> str:
    """The kind of file system a folder lies on, "" where that can't be told."""
    best, kind = -1, ""
    above = {str(each) for each in (folder, *folder.parents)}
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), parts[1])
        # Of two on one point the later hides the earlier.
        if point in above and len(point) >= best:
            best, kind = len(point), parts[2]
    return kind


def _is_far_drive(folder: Path) -> bool:
    far = False
    if sys.platform == "win32":
        import ctypes

        remote = 4
        far = bool(folder.drive) and ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == remote
    return far


def _registered() -> Iterator[tuple[Path, str]]:
    """The folders cloud programs look after, as Windows keeps a list of them."""
    if sys.platform == "win32":
        import winreg

        key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as providers:
            for place in range(winreg.QueryInfoKey(providers)[0]):
                provider = winreg.EnumKey(providers, place)
                with suppress(OSError), winreg.OpenKey(providers, rf"{provider}\UserSyncRoots") as roots:
                    for number in range(winreg.QueryInfoKey(roots)[1]):
                        yield Path(str(winreg.EnumValue(roots, number)[1])), provider.partition("!")[0]
    yield from ()  # elsewhere there is no such list
