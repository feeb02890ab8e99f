"""The words the command line understands, with their help in the user's language."""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, RawDescriptionHelpFormatter
from typing import NoReturn

from desktop.cli.calls import WINDOW, Language
from domain import __version__
from domain.errors import UsageError
from domain.explain import Reason

# What the library complains of, in its own words and only in English, and the sentence that says it here.
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (?P<names>.+)"), "words_required"),
    (re.compile(r"unrecognized arguments: (?P<names>.+)"), "words_unknown"),
    (
        re.compile(r"argument (?P<name>.+?): invalid choice: '(?P<value>.*?)' .*choose from (?P<known>.+)\)"),
        "word_other",
    ),
    (re.compile(r"argument (?P<name>.+?): invalid \w+ value: '(?P<value>.*)'"), "word_value"),
    (re.compile(r"argument (?P<name>.+?): expected .*argument.*"), "word_bare"),
    (re.compile(r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)"), "words_exclude"),
    (re.compile(r"one of the arguments (?P<names>.+) is required"), "word_one_of"),
)


class Parser(ArgumentParser):
    """A parser whose complaints are told like every other message."""

    def error(self, message: str) -> NoReturn:
        raise UsageError("command_wrong", detail=_said_of(message), command=self.prog)


def _said_of(message: str) -> Reason:
    """The library's complaint as a sentence of this program; its own words stay among the facts."""
    for pattern, code in _COMPLAINTS:
        found = pattern.fullmatch(message)
        if found:
            return Reason(code, "stop", {**found.groupdict(), "said": message})
    return Reason("words_unfit", "stop", {"said": message})


class Grammar:
    """Collects the commands; `zh` or `en` of every help text is chosen once."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.top = Parser(
            prog="desk",
            description=self.words(
                "经销商工作台：不带参数打开窗口。", "Distributor Desk: without arguments, the window."
            ),
            epilog=self.words(
                "退出状态：0 完成，1 被业务规则拒绝，2 用法或输入有误，3 连不上总部，4 账套损坏。",
                "Exit status: 0 done, 1 refused by a rule, 2 wrong use or input, 3 HQ unreachable, 4 books damaged.",
            ),
            formatter_class=RawDescriptionHelpFormatter,
        )
        self.top.add_argument("--version", action="version", version=f"desk {__version__}")
        self._shared(self.top)
        self.top.set_defaults(run=WINDOW)
        self.commands = self.top.add_subparsers(dest="command", metavar=self.words("命令", "COMMAND"))

    def words(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def group(self, name: str, zh: str, en: str) -> Group:
        """A command that only holds others, such as `order`."""
        told = self.words(zh, en)
        parser = self.commands.add_parser(name, help=told, description=told)
        parser.set_defaults(run="", prog=f"desk {name}")
        below = parser.add_subparsers(dest="sub", metavar=self.words("命令", "COMMAND"), required=True)
        return Group(self, below)

    def command(self, name: str, run: str, zh: str, en: str) -> Parser:
        return self._leaf(self.commands, name, run, zh, en)

    def _leaf(self, below: object, name: str, run: str, zh: str, en: str) -> Parser:
        told = self.words(zh, en)
        parser: Parser = below.add_parser(name, help=told, description=told)  # type: ignore[attr-defined]
        parser.set_defaults(run=run)
        self._shared(parser)
        return parser

    def _shared(self, parser: Parser) -> None:
        folder = self.words("工作台文件夹（默认为系统给本人的位置）", "the desk's folder (default: the system's place)")
        answer = self.words("标准输出只给一个 JSON 值", "one JSON value on standard output")
        tongue = self.words("信息的语言", "language of messages")
        parser.add_argument("--data", metavar="DIR", default=SUPPRESS, help=folder)
        parser.add_argument("--json", action="store_true", default=SUPPRESS, help=answer)
        who = self.words(
            "谁在操作（密码见环境变量 DESK_PASSWORD，或临时输入）", "who works (password: DESK_PASSWORD or typed)"
        )
        parser.add_argument("--user", metavar=self.words("姓名", "NAME"), default=SUPPRESS, help=who)
        again = self.words("同样的申请已在等总部时，再申请一次", "ask HQ again for what waits already")
        parser.add_argument("--again", action="store_true", default=SUPPRESS, help=again)
        parser.add_argument("--lang", choices=("zh", "en"), default=SUPPRESS, help=tongue)


class Group:
    """The commands below one word."""

    def __init__(self, grammar: Grammar, below: object) -> None:
        self._grammar = grammar
        self._below = below

    def command(self, name: str, run: str, zh: str, en: str) -> Parser:
        return self._grammar._leaf(self._below, name, run, zh, en)  # noqa: SLF001 -- two halves of one grammar
