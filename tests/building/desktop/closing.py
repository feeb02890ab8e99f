"""Ends a program as its last window closes, so that nothing of it is left for the next test."""

from PySide6.QtCore import QCoreApplication, QEvent


def close_program(program):
    if program.shell is not None:
        program.shell.close()
    program.end()
    if program.window is not None:
        program.window.deleteLater()
    program.look.fall_silent()  # a failed test keeps its program, and with it a language the next one doesn't speak
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
