"""The commands about answers to statements and about two books of one account."""

from __future__ import annotations

from desktop.cli.grammar.papers import add_date, add_period
from desktop.cli.grammar.words import Grammar, Parser


def add_answers(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    _add_replies(grammar)
    _add_confirmations(grammar)
    _add_reconcile(grammar)


def _add_replies(grammar: Grammar) -> None:
    w = grammar.words
    reply = grammar.group("reply", "对账单回执", "customers' replies to statements")
    record = reply.command("record", "answers:record_reply", "登记回执", "record a reply")
    _number(grammar, record)
    record.add_argument("verdict", choices=("agrees", "differs"), help=w("相符或不符", "agrees or differs"))
    record.add_argument("--by", default="", help=w("谁签的", "who signed"))
    _lines(grammar, record)
    record.add_argument("--closing", default="", metavar="YUAN", help=w("对方的余额", "the balance they hold right"))
    record.add_argument("--remark", default="", help=w("备注", "remark"))
    scan = w("扫描件或照片，可重复", "a scan or photograph, repeatable")
    record.add_argument("--file", action="append", default=[], metavar="FILE", help=scan)
    original = w("签字盖章的纸质回执在手（没有扫描件时）", "the signed slip itself is here (where there is no scan)")
    record.add_argument("--original", action="store_true", help=original)
    add_date(grammar, record)
    _number(grammar, reply.command("show", "answers:show_reply", "显示回执", "show a reply"))
    waiting = reply.command("list", "answers:unanswered", "未回的对账单，按账龄", "statements without a reply, by age")
    waiting.add_argument("--on", default="", metavar="DATE", help=w("截至此日", "as of this day"))
    silence = reply.command(
        "silence", "answers:record_silence", "按约定把不回函记为默认相符", "record silence as agreement, as agreed on"
    )
    silence.add_argument("number", metavar="NO", nargs="?", default="", help=w("对账单编号", "the statement's number"))
    every = w("所有到期的", "all that are due")
    silence.add_argument("--all", action="store_true", help=every)
    agreed = reply.command(
        "agreement", "answers:silence_terms", "查看或写下“不回函算相符”的约定", "whose silence counts as agreement"
    )
    customer = w("客户（不填则列出全部约定）", "customer (none: all that is agreed on)")
    agreed.add_argument("customer", metavar="CUSTOMER", nargs="?", default="", help=customer)
    days = w("回函期限过后多少天，none 为取消约定", "days after the reply date; none: not any more")
    agreed.add_argument("days", metavar="DAYS", nargs="?", default="", help=days)


def _add_confirmations(grammar: Grammar) -> None:
    w = grammar.words
    confirm = grammar.group("confirm", "电子对账", "statements confirmed between programs")
    listed = confirm.command("list", "answers:confirmations", "各对账单的状态", "where statements stand")
    listed.add_argument("--mine", action="store_true", help=w("只列该我方答复的", "only those that wait for us"))
    _number(grammar, confirm.command("show", "answers:confirmation", "一份对账单的状态", "where one stands"))
    for name, act, zh, en in (
        ("yes", "confirm", "确认对账单", "confirm a statement"),
        ("dispute", "dispute", "对对账单提出异议", "dispute a statement"),
        ("answer", "answer", "答复异议", "answer a dispute"),
        ("withdraw", "withdraw", "撤回对账单", "withdraw a statement"),
    ):
        parser = confirm.command(name, "answers:act", zh, en)
        parser.set_defaults(act=act)
        _number(grammar, parser)
        if act == "confirm":
            seen = w("看过并同意的期末余额；与本方账不一致时必填", "the closing balance seen and agreed to")
            parser.add_argument("--closing", default="", metavar="YUAN", help=seen)
        elif act == "dispute":
            _lines(grammar, parser)
        elif act == "answer":
            each = w(
                "单号=yes|no[,说明[,更正单据]]，每项异议一个", "NUMBER=yes|no[,REMARK[,DOCUMENT]], one for each line"
            )
            parser.add_argument("--line", action="append", default=[], metavar="NO=yes", help=each)
        elif act == "withdraw":
            parser.add_argument("--replacement", default="", metavar="NO", help=w("代替它的对账单", "what replaces it"))
            parser.add_argument("--reason", default="", metavar="TEXT", help=w("原因", "why"))
    prove = confirm.command("prove", "answers:prove", "谁签了什么、凭据何在", "who signed what, with the evidence")
    _number(grammar, prove)
    prove.add_argument("--out", default="", metavar="FILE", help=w("把凭据写成文件", "write the evidence to a file"))
    auto = confirm.command(
        "auto", "answers:automatic", "本机核对后的建议；答复由人签名", "what this desk proposes; people sign"
    )
    auto.add_argument("wanted", nargs="?", choices=("on", "off"), default=None, help=w("开或关", "on or off"))


def _add_reconcile(grammar: Grammar) -> None:
    w = grammar.words
    parser = grammar.command("reconcile", "answers:reconcile", "两本账核对", "compare two books of one account")
    parser.add_argument("account", metavar="DEALER", help=w("客户（或上级）代码", "customer's (or supplier's) code"))
    parser.add_argument("--seller", default="", metavar="DEALER", help=w("卖方（默认为其上级）", "the selling side"))
    add_period(grammar, parser, required=True)
    theirs = w("对方的账（Excel 或 CSV；不填则用总部传来的）", "their book (Excel, CSV; none: what came through HQ)")
    parser.add_argument("--file", default="", metavar="FILE", help=theirs)
    kept = w("文件是谁记的账", "whose book the file is")
    parser.add_argument("--kept-by", default="", choices=("", "seller", "buyer"), help=kept)
    named = w("含义=表头（date、income 增、expense 减、amount、reference…），可重复", "MEANING=HEADER, repeatable")
    parser.add_argument("--map", action="append", default=[], metavar="MEANING=HEADER", help=named)
    parser.add_argument("--name", default="", help=w("记住这种格式", "remember the mapping by this name"))
    seen = w("隐藏的工作表和行也读", "read hidden sheets and rows too")
    parser.add_argument("--hidden", action="store_true", help=seen)
    parser.add_argument("--closing", default="", metavar="YUAN", help=w("对方的期末余额", "their closing balance"))
    out = w("余额调节表写成 .xlsx 或 .pdf", "write the adjustment table as .xlsx or .pdf")
    parser.add_argument("--out", default="", metavar="FILE", help=out)
    _paper(grammar, parser)
    sign = w("签认并留存；写明同意的调节后余额", "sign it off and keep it; the adjusted balance agreed to")
    parser.add_argument("--sign", nargs="?", const="", default=None, metavar="YUAN", help=sign)
    parser.add_argument("--remark", default="", help=w("签认时的说明", "a remark with the signature"))
    signed = grammar.group("reconciled", "签认过的余额调节表", "reconciliations that were signed off")
    signed.command("list", "answers:kept_list", "列出", "list them")
    show = signed.command("show", "answers:kept_show", "显示一份", "show one")
    show.add_argument("id", metavar="ID", help=w("编号（开头几位即可）", "its id, or the beginning of it"))
    show.add_argument("--out", default="", metavar="FILE", help=w("再印成 PDF", "print it again as PDF"))
    _paper(grammar, show)


def _paper(grammar: Grammar, parser: Parser) -> None:
    parser.add_argument("--paper", default="a4", help=grammar.words("纸张", "paper"))


def _number(grammar: Grammar, parser: Parser) -> None:
    parser.add_argument("number", metavar="NO", help=grammar.words("对账单号", "the statement's number"))


def _lines(grammar: Grammar, parser: Parser) -> None:
    told = grammar.words("单号,原因,我方金额,对方金额[,说明]，可重复", "NUMBER,REASON,OURS,THEIRS[,REMARK], repeatable")
    parser.add_argument("--line", action="append", default=[], metavar="LINE", help=told)
