"""A sample HQ and a sample desk on this machine: the whole main job told and proven, or ready behind a window."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from desktop.wording import Language


class Played(NamedTuple):
    """How it went: what is told as JSON where no window was opened, and the exit status."""

    value: object
    status: int


def play(folder: Path | None, language: Language, *, fresh: bool, headless: bool, in_json: bool) -> Played:
    """Plays the story; without `headless` the window then opens on the same desk, HQ running behind it."""
    from desktop.demo.stage import DemoStage, default_place
    from desktop.demo.story import Story

    with DemoStage(folder or default_place(), fresh=fresh) as stage:
        story = Story(stage, language, tell=_teller(in_json=in_json), pictures=headless)
        story.run()
        if not headless:
            from desktop.app import run

            return Played(None, run(stage.hand_over()))
    value = {
        "ok": story.ok,
        "steps": [{"text": step.text, "ok": step.ok} for step in story.steps],
        "out": str(stage.out),
        "files": [str(path) for path in sorted(stage.out.iterdir())],
    }
    return Played(value, 0 if story.ok else 1)


def _teller(*, in_json: bool) -> Callable[[str], None]:
    """Prints each line as it happens; with `--json` beside the one value."""

    def tell(line: str) -> None:
        print(line, file=sys.stderr if in_json else sys.stdout, flush=True)

    return tell
