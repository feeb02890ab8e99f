"""The story, from its first step to papers, checks and pictures; told again where it was told before."""

from __future__ import annotations

from collections.abc import Callable

from desktop.actions.headquarters import exchange
from desktop.demo import endings
from desktop.demo.stage import DemoStage
from desktop.demo.trade import Trade
from desktop.wording import Language


class Story(Trade):
    """Tells and does everything; the books are made at the first telling and reused by later ones."""

    def __init__(self, stage: DemoStage, language: Language, *, tell: Callable[[str], None], pictures: bool) -> None:
        super().__init__(stage, language, tell=tell)
        self._pictures = pictures

    def run(self) -> None:
        """The whole story, or its end where it was told before."""
        if self.stage.told:
            self._again()
        else:
            self.trade()
            self.stage.mark_told()
        if self._signed_out():
            self.say(
                "signed_out",
                True,
                "这份示例设了密码或加了人：打印、核对和截图要有人登录，这次略过；窗口照常打开，请登录",
                "There are passwords or more people in this sample: papers, checks and pictures need somebody "
                "signed in and are left out; the window opens for you to sign in",
            )
        else:
            endings.print_papers(self)
            endings.compare_books(self)
            if self._pictures:
                endings.take_pictures(self)
        self.say("papers", True, f"全部文件在 {self.stage.out}", f"All files are in {self.stage.out}")

    def _signed_out(self) -> bool:
        """Whether somebody has to say first who he is, as whoever tried the sample wanted it."""
        desk = self.stage.desk()
        return desk.user is None and desk.peopled

    def _again(self) -> None:
        self.stage.found()
        url = self.stage.raise_hq()
        done = exchange.exchange(self.stage.desk())
        self.say(
            "again",
            done.pending == 0,
            f"沿用上次的示例：总部在 {url}，交换一次，待发 {done.pending} 条（从头来用 --fresh）",
            f"The sample is reused: HQ at {url}, exchanged, {done.pending} waiting (--fresh begins anew)",
        )
