"""The line between the window that has a folder open and other starts of the program over the same folder.

A second start raises the window that stands; a command is handed to it as one line of JSON and gets one back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop.folder_lock import may_be_held
from domain.errors import RefusedError

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_RAISE = b"raise\n"
_MOST = 8 << 20  # bytes of a command; only a person's own words go this way
_SOON = 500  # ms in which a running program answers that it has heard
_MOMENT = 200  # ms between two looks at whether the one who waits was told to stop


class Ring(QObject):
    """A command that was handed over, and the way its answer goes back.

    Attributes:
        order: what is to be done, as `hand_over` got it.
    """

    def __init__(self, socket: QLocalSocket, order: dict[str, Any], parent: QObject) -> None:
        super().__init__(parent)
        self.order = order
        self._socket = socket

    def take(self) -> None:
        """Says that it will be done, whatever happens to the window meanwhile."""
        self._say({"taken": True})

    def decline(self) -> None:
        """Says that it can't be done here now."""
        self._say({"taken": False})
        self._socket.disconnectFromServer()

    def answer(self, answer: Mapping[str, Any]) -> None:
        """Gives back what came of it."""
        self._say(answer)
        self._socket.disconnectFromServer()
        if self._socket.bytesToWrite():
            self._socket.waitForBytesWritten(_SOON)

    def _say(self, form: Mapping[str, Any]) -> None:
        import json

        self._socket.write(json.dumps(form).encode() + b"\n")
        self._socket.flush()


class Doorbell(QObject):
    """Hears other starts over a folder; only programs of the same person of this machine are heard.

    Signals:
        rung: the window is to come to the front.
        handed: a command is to be done (`Ring`).
    """

    rung = Signal()
    handed = Signal(object)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not self._server.listen(_name(folder)):
            QLocalServer.removeServer(_name(folder))  # left behind by a program that was killed
            self._server.listen(_name(folder))
        self._server.newConnection.connect(self._meet)

    def close(self) -> None:
        """Hears nobody any more."""
        self._server.close()

    @Slot()
    def _meet(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _MOST:
            socket.abort()
        elif socket.canReadLine():
            line = bytes(socket.readLine().data())
            if line == _RAISE:
                self.rung.emit()
            else:
                self._hand(socket, line)

    def _hand(self, socket: QLocalSocket, line: bytes) -> None:
        import json

        try:
            order = json.loads(line)
        except ValueError:
            order = None
        if isinstance(order, dict):
            self.handed.emit(Ring(socket, order, socket))
        else:
            socket.abort()


def raise_other(folder: Path) -> bool:
    """Whether another program has this folder's window and was asked to raise it."""
    if not may_be_held(folder):  # then nobody listens, and the network needn't be loaded to hear that
        return False
    socket = _connected(folder)
    if socket is None:
        return False
    socket.write(_RAISE)
    socket.waitForBytesWritten(_SOON)
    socket.disconnectFromServer()
    return True


def hand_over(folder: Path, order: Mapping[str, Any]) -> dict[str, Any] | None:
    """Has the running program do a command; None where no window answers or it can't do it now.

    RefusedError `command_unanswered` where the program took the command and ended without an answer.
    """
    import json

    socket = _connected(folder)
    if socket is None:
        return None
    socket.write(json.dumps(order).encode() + b"\n")
    said = _line_of(socket)
    if said is None or not said.get("taken"):
        return None
    answer = _line_of(socket)
    if answer is None:
        raise RefusedError("command_unanswered")
    return answer


def _line_of(socket: QLocalSocket) -> dict[str, Any] | None:
    """The next line, however long it takes; None where the other end has gone."""
    import json

    while not socket.canReadLine():
        if not socket.waitForReadyRead(_MOMENT) and socket.state() != socket.LocalSocketState.ConnectedState:
            break
    if not socket.canReadLine():
        return None
    line: dict[str, Any] = json.loads(bytes(socket.readLine().data()))
    return line


def _connected(folder: Path) -> QLocalSocket | None:
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    return socket if socket.waitForConnected(_SOON) else None


def _name(folder: Path) -> str:
    import hashlib

    whole = os.path.normcase(os.path.realpath(folder))
    return "distributor-desk-" + hashlib.sha256(whole.encode()).hexdigest()[:16]
