"""How the demonstration tells: step by step, in one language, each with whether it came to what it should."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from desktop.demo.stage import DemoStage
from desktop.wording import Language


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One line of the story and whether it came to what it should."""

    text: str
    ok: bool


class Telling:
    """What has been told so far, and the stage it happens on."""

    def __init__(self, stage: DemoStage, language: Language, tell: Callable[[str], None]) -> None:
        self.stage = stage
        self.language = language
        self.steps: list[StoryStep] = []
        self._tell = tell

    @property
    def ok(self) -> bool:
        return all(step.ok for step in self.steps)

    @property
    def period(self) -> tuple[str, str]:
        """The statements' first and last day."""
        today = self.stage.desk().today()
        return (today - timedelta(days=2)).isoformat(), today.isoformat()

    def keep(self, path: Path) -> Path:
        """A place for a paper among the demonstration's own."""
        self.stage.out.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        return path

    def say(self, _step: str, ok: bool, zh: str, en: str) -> None:
        """Tells one step; a failed check stands out."""
        step = StoryStep(zh if self.language == "zh" else en, ok)
        self.steps.append(step)
        self._tell(f"{'✓' if ok else '✗'} {step.text}")

    def remark(self, text: str) -> None:
        """What belongs to the step just told."""
        self._tell(f"    {text}")
