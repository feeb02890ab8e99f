"""The commands about rebates."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.cli.grammar.words import Grammar, Group, Parser


def add_rebates(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    rebate = grammar.group("rebate", "返利", "rebates")
    _add_asking(grammar, rebate)
    _add_settling(grammar, rebate)


def _add_asking(grammar: Grammar, rebate: Group) -> None:
    w = grammar.words
    status = rebate.command("status", "rebates:status", "各项返利的进度", "how each rebate stands")
    _dealer(grammar, status)
    _day(grammar, status)
    status.add_argument("--policy", default="", metavar="POLICY", help=w("只看这一项", "only this one"))
    _period(grammar, status)
    explain = rebate.command("explain", "rebates:explain", "逐张单据说明是否计入", "each document, counted or not")
    explain.add_argument("policy", metavar="POLICY", help=w("返利编号", "the rebate"))
    _dealer(grammar, explain)
    _period(grammar, explain)
    _day(grammar, explain)
    explain.add_argument(
        "--out", default="", metavar="FILE", help=w("写成文件：.xlsx 或 .pdf", "write a file: .xlsx or .pdf")
    )
    explain.add_argument("--paper", default="a4", help=w("PDF 的纸张", "the PDF's paper"))
    payouts = rebate.command("payouts", "rebates:payouts", "已结算的返利", "what was settled")
    _dealer(grammar, payouts)
    payouts.add_argument("--policy", default="", metavar="POLICY", help=w("只看这一项", "only this one"))
    wallet = rebate.command("wallet", "rebates:wallet", "返利钱包", "the rebate wallet")
    _dealer(grammar, wallet)
    _day(grammar, wallet)


def _add_settling(grammar: Grammar, rebate: Group) -> None:
    w = grammar.words
    settle = rebate.command("settle", "rebates:settle", "正式结算", "settle formally")
    settle.add_argument("policy", metavar="POLICY", help=w("返利编号", "the rebate"))
    _period(grammar, settle, required=True)
    several = w("经销商，可重复（默认全部）", "dealer, repeatable (default: all)")
    settle.add_argument("--dealer", action="append", default=[], metavar="DEALER", help=several)
    settle.add_argument("--version", type=int, default=0, help=w("须由这一版计算", "the version that must reckon it"))
    settle.add_argument("--interim", action="store_true", help=w("期中结算", "before the period is over"))
    adjust = rebate.command("adjust", "rebates:adjust", "提出返利调整", "propose a correction")
    adjust.add_argument("policy", metavar="POLICY", help=w("返利编号", "the rebate"))
    _dealer(grammar, adjust, required=True)
    _period(grammar, adjust, required=True)
    adjust.add_argument("--amount", required=True, metavar="AMOUNT", help=w("金额，可为负", "amount, may be negative"))
    adjust.add_argument("--reason", required=True, metavar="TEXT", help=w("原因", "why"))
    approve = rebate.command("approve", "rebates:approve", "批准返利调整", "approve a correction")
    approve.add_argument("adjustment", metavar="ID", help=w("调整编号", "the correction's id"))
    listed = rebate.command("adjustments", "rebates:adjustments", "返利调整", "corrections by hand")
    _dealer(grammar, listed)
    listed.add_argument("--policy", default="", metavar="POLICY", help=w("只看这一项", "only this one"))
    hand = rebate.command("hand-over", "rebates:hand_over", "登记奖品的去向", "move a reward on")
    hand.add_argument("payout", metavar="NO", help=w("结算单号", "the settlement's number"))
    states = ("approved", "ordered", "handed_over", "lapsed")
    hand.add_argument("--to", choices=states, default="handed_over", help=w("新状态", "the new state"))
    hand.add_argument("--note", default="", metavar="TEXT", help=w("说明", "a note"))


def _dealer(grammar: Grammar, parser: Parser, *, required: bool = False) -> None:
    told = grammar.words("经销商", "the dealer")
    parser.add_argument("--dealer", default="", required=required, metavar="DEALER", help=told)


def _period(grammar: Grammar, parser: Parser, *, required: bool = False) -> None:
    told = grammar.words("期间：2026-11、2026-Q4、2026 或 whole", "period: 2026-11, 2026-Q4, 2026 or whole")
    parser.add_argument("--period", default="", required=required, metavar="PERIOD", help=told)


def _day(grammar: Grammar, parser: Parser) -> None:
    told = grammar.words("截至哪天（默认今天）", "as of a day (default: today)")
    parser.add_argument("--on", default="", metavar="DATE", help=told)
