"""A sample HQ and a sample desk on this machine: the whole main job told and proven, or ready behind a window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.cli.calls import Call, Told


def play(call: Call) -> Told:
    """Plays the story; without `--headless` the window then opens on the same desk, HQ running behind it."""
    from desktop.cli.calls import Told
    from desktop.demo.stage import Stage, default_place
    from desktop.demo.story import Story

    headless = bool(call.args.headless)
    with Stage(call.folder or default_place(), fresh=bool(call.args.fresh)) as stage:
        story = Story(stage, call.language, tell=_teller(in_json=call.in_json), pictures=headless)
        story.run()
        if not headless:
            from desktop.app import run

            return Told(status=run(stage.hand_over()))
    value = {
        "ok": story.ok,
        "steps": [{"text": step.text, "ok": step.ok} for step in story.steps],
        "out": str(stage.out),
        "files": [str(path) for path in sorted(stage.out.iterdir())],
    }
    return Told(value, "", 0 if story.ok else 1)


def _teller(*, in_json: bool) -> Callable[[str], None]:
    """Prints each line as it happens; with `--json` beside the one value."""

    def tell(line: str) -> None:
        print(line, file=sys.stderr if in_json else sys.stdout, flush=True)

    return tell
