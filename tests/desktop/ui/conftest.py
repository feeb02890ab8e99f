"""The window over a sample desk, with a guard that no book is opened on the window's own thread."""

import shutil
import threading
from pathlib import Path

import keyring
import pytest
from keyring.backends.null import Keyring
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.pictures import wait
from desktop.ui.frame import presses
from domain.parties.users import Person
from sync.keys import DeviceKey, save_key
from sync.records.bodies.policies import UserBody
from sync.records.books.database import Book
from tests.building.desktop.closing import close_program
from tests.building.desktop.sample_desk import a_sample_desk, open_sample
from tests.building.desktop.sample_hq import an_hq_desk, open_hq_sample


@pytest.fixture
def guarded(monkeypatch):
    """From here on a book that is read or written on this thread is an error."""
    here = threading.get_ident()

    def only_elsewhere(name):
        real = getattr(Book, name)

        def checked(self):
            assert threading.get_ident() != here, f"{name} on the window's thread"
            return real(self)

        return checked

    def arm():
        monkeypatch.setattr(Book, "reading", only_elsewhere("reading"))
        monkeypatch.setattr(Book, "writing", only_elsewhere("writing"))

    return arm


@pytest.fixture(scope="session", autouse=True)
def no_key_store():
    """No test touches the real key store; keys lie in their folders."""
    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch):
    """These hands press the next key before anybody could; what a second press does is tried by itself."""
    monkeypatch.setattr(presses, "MOMENT", 0.0)


@pytest.fixture(scope="session")
def built_folder(tmp_path_factory, no_key_store):
    """The sample desk with a key of its own, built once and copied for every test."""
    folder = tmp_path_factory.mktemp("built") / "desk"
    a_sample_desk(folder).close()
    save_key(folder, "D1", DeviceKey.make())
    return folder


@pytest.fixture
def desk(built_folder, tmp_path):
    return open_sample(Path(shutil.copytree(built_folder, tmp_path / "desk")))


@pytest.fixture
def at_hq(qtbot, tmp_path):
    """Opens the window of a desk of HQ's people for somebody, after the books are prepared."""
    opened = []

    def open_for(name, role, prepare=lambda _: None):
        an_hq_desk(tmp_path / "made").close()
        desk = open_hq_sample(Path(shutil.copytree(tmp_path / "made", tmp_path / "hq")))
        desk.user = Person("u-money", name, role, dealer="HQ", desk="H1")
        with desk.book.writing() as writing:
            writing.put(desk.stream, "user", "u-money", UserBody("HQ", "H1", name, role))
        prepare(desk)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program = Program(application, desk.folder)
        opened.append(program)
        program.begin(desk)
        wait(program.worker, 140)
        assert program.shell is not None
        program.shell.exchanger.quiet()
        with qtbot.waitActive(program.shell):
            program.shell.activateWindow()
        return Hands(program)

    yield open_for
    for program in opened:
        close_program(program)


@pytest.fixture
def window_of(qtbot):
    """Opens the window of a desk in one language, in a size (pixels); its exchanges rest."""
    opened = []

    def open_for(desk, language, width, height):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program = Program(application, desk.folder, language=language)
        opened.append(program)
        program.begin(desk)
        wait(program.worker)
        assert program.shell is not None
        program.shell.exchanger.quiet()
        program.shell.resize(width, height)
        return program

    yield open_for
    for program in opened:
        close_program(program)


class Hands:
    """A person at the window: only keys, and the patience to wait for answers."""

    def __init__(self, program):
        self.program = program
        self.shell = program.shell

    def settle(self):
        wait(self.program.worker, 140)

    def press(self, *keys):
        """Keys by name: `Return`, `Ctrl+N`, `F8`."""
        for name in keys:
            self.wake()  # a dialog that was just opened takes the keyboard first
            *mods, key = name.split("+")
            modifiers = Qt.KeyboardModifier.NoModifier
            for mod in mods:
                modifiers |= {
                    "Ctrl": Qt.KeyboardModifier.ControlModifier,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                }[mod]
            QTest.keyClick(self.focus, getattr(Qt.Key, f"Key_{key}"), modifiers)

    def type(self, text):
        """Letters as a keyboard or, for Chinese, as an input method brings them."""
        self.wake()
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(self.focus, event)

    def wake(self):
        """What a window manager does when a dialog is gone."""
        QCoreApplication.processEvents()
        if QApplication.activeWindow() is None:
            self.shell.activateWindow()
            QCoreApplication.processEvents()

    @property
    def focus(self):
        return QApplication.focusWidget() or self.program.window

    @property
    def page(self):
        return self.shell.current

    def line(self, product, quantity):
        """Types one order line: product, quantity, and past the price."""
        self.type(product)
        self.settle()
        self.press("Return")
        self.settle()
        self.type(quantity)
        self.press("Return", "Return")

    def new_order(self, customer="fxbl"):
        self.press("Ctrl+N")
        self.settle()
        self.type(customer)
        self.settle()
        self.press("Return")
        self.settle()


@pytest.fixture
def hands(qtbot, desk, guarded):
    """The window, open and at rest."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Program(application, desk.folder)
    guarded()
    program.begin(desk)
    shell = program.shell
    assert shell is not None
    shell.exchanger.quiet()
    with qtbot.waitActive(shell):
        shell.activateWindow()
    hands = Hands(program)
    hands.settle()
    yield hands
    close_program(program)
