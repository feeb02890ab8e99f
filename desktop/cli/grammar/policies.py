"""The commands about policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.cli.grammar.words import Grammar, Group, Parser


def add_policies(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    told = "政策：查看、起草、试算、审批、发布、停用"
    policy = grammar.group("policy", told, "policies: read, write, try, approve, publish, withdraw")
    _add_reading(grammar, policy)
    _add_writing(grammar, policy)


def _add_reading(grammar: Grammar, policy: Group) -> None:
    w = grammar.words
    listed = policy.command("list", "policies:listed", "列出政策", "list policies")
    which = listed.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help=w("本机看得到的全部", "all that this desk may read"))
    which.add_argument("--drafts", action="store_true", help=w("草稿", "drafts"))
    listed.add_argument("--on", default="", metavar="DATE", help=w("哪天的情况（默认今天）", "as of a day"))
    listed.add_argument("--text", default="", help=w("编号或名称的一部分", "part of a number or name"))
    for name, run, zh, en in (
        ("show", "policies:show", "显示一项政策", "show a policy"),
        ("read", "policies:read", "阅读一项政策并告知总部已阅", "read a policy and let HQ know"),
        ("receipts", "policies:receipts", "哪些经销商已阅", "which dealers have read it"),
    ):
        _version(grammar, policy.command(name, run, zh, en))
    export = policy.command("export", "policies:export", "写成政策文件", "write a policy's file")
    _version(grammar, export)
    export.add_argument("file", metavar="FILE", help=w("文件", "the file"))
    export.add_argument("--next", action="store_true", help=w("作为下一版的底稿", "as the next version to be"))
    printed = policy.command("print", "policies:printed", "打印成 PDF", "print as PDF")
    _version(grammar, printed)
    printed.add_argument("--out", default="", metavar="PDF", help=w("文件", "the file"))
    printed.add_argument("--paper", default="a4", help=w("纸张", "paper"))
    policy.command("schema", "policies:schema", "政策文件的格式（JSON Schema）", "the schema of a policy file")


def _add_writing(grammar: Grammar, policy: Group) -> None:
    w = grammar.words
    _file(grammar, policy.command("check", "policies:check", "检查政策文件", "check a policy file"))
    simulate = policy.command("simulate", "policies:simulated", "用真实单据试算", "try it on real documents")
    subject = w("政策文件、草稿号或政策编号", "a file, a draft or a policy")
    simulate.add_argument("subject", metavar="FILE|ID", help=subject)
    simulate.add_argument("--from", dest="start", default="", metavar="DATE", help=w("单据起始日", "first real day"))
    simulate.add_argument("--to", dest="end", default="", metavar="DATE", help=w("单据截止日", "last real day"))
    save = policy.command("save", "policies:save", "存为草稿", "save as a draft")
    _file(grammar, save)
    save.add_argument("--draft", default="", metavar="ID", help=w("改这份草稿", "in place of this draft"))
    for name, run, zh, en in (
        ("propose", "policies:propose", "提交审批", "lay a draft before a second person"),
        ("drop", "policies:drop", "放弃草稿", "give a draft up"),
    ):
        policy.command(name, run, zh, en).add_argument("draft", metavar="DRAFT", help=w("草稿号", "the draft"))
    publish = policy.command(
        "publish", "policies:publish", "提交文件，或审批草稿", "propose a file, or approve a draft"
    )
    publish.add_argument("subject", metavar="FILE|DRAFT", help=w("政策文件或草稿号", "a policy file, or a draft"))
    withdraw = policy.command("withdraw", "policies:withdraw", "停用", "withdraw")
    _version(grammar, withdraw)
    withdraw.add_argument("--last", default="", metavar="DATE", help=w("最后一天（默认今天）", "last day (today)"))
    withdraw.add_argument("--reason", required=True, metavar="TEXT", help=w("原因", "why"))


def _version(grammar: Grammar, parser: Parser) -> None:
    w = grammar.words
    parser.add_argument("policy", metavar="ID", help=w("政策编号或草稿号", "the policy, or a draft"))
    told = w("版本（默认执行中的）", "version (default: the one in force)")
    parser.add_argument("--version", dest="number", type=int, default=0, metavar="N", help=told)


def _file(grammar: Grammar, parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help=grammar.words("政策文件（JSON）", "the policy's file (JSON)"))
