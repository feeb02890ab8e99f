"""Commands that open the window."""

from __future__ import annotations

from desktop.cli.calls import Call, Told


def open_window(call: Call) -> Told:
    """Opens the window on the desk's folder."""
    from desktop.app import run

    with call.desk(writing=True) as desk:
        return Told(status=run(desk))


def demo(call: Call) -> Told:
    """Shows the sample HQ and desk."""
    from desktop.demo import play

    return play(call)
