"""One running program a folder: a lock the operating system holds, which ends with the process however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from domain.errors import DeskError, RefusedError

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        # Windows locks bytes even against reading, so the locked one lies far behind what is told.
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_FAR = 1 << 20


def _known(failure: OSError, path: Path) -> DeskError | None:
    from sync.trouble import known_trouble  # a start asks for the lock, and for this next to never

    return known_trouble(failure, path)


class FolderLock:
    """Holds `desk.lock` of a folder until `release` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        """Takes the lock; RefusedError `folder_in_use` (facts `folder`, `pid`, `host`) where another program has it."""
        path = folder / "desk.lock"
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as failure:
            raise _known(failure, path) or RefusedError("folder_read_only", path=str(folder)) from failure
        try:
            _take(self._descriptor)
        except OSError as held:
            pid, host = _holder(path)
            os.close(self._descriptor)
            raise RefusedError("folder_in_use", folder=str(folder), pid=pid, host=host) from held
        import socket  # the window asks `may_be_held` before it stands, and needs no network for that

        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"{os.getpid()} {socket.gethostname()}\n".encode())
        except OSError as failure:
            self.release()
            raise _known(failure, path) or failure from failure

    def release(self) -> None:
        """Lets the next program in; the file stays, because removing it would let two programs hold one each."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def may_be_held(folder: Path) -> bool:
    """Whether the program that last took this folder's lock may still run here; asked without taking the lock."""
    path = folder / "desk.lock"
    if not path.exists():  # nobody ever opened this folder
        return False
    if sys.platform == "win32":  # asking after a process there takes more than it saves
        return True
    try:
        os.kill(int(_holder(path)[0]), 0)
    except PermissionError:  # it lives, and is somebody else's
        return True
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    return True


def _holder(path: Path) -> tuple[str, str]:
    """What the holder wrote of itself; empty where it has not got so far."""
    pid, _, host = path.read_text(encoding="utf-8", errors="replace").strip().partition(" ")
    return pid, host
