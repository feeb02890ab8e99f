"""The commands about issued statements, their proof, and whose papers they are."""

from __future__ import annotations

from desktop.cli.grammar.words import Grammar, Parser


def add_statements(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    w = grammar.words
    group = grammar.group("statements", "已开具的对账单", "issued statements")
    listed = group.command("list", "statements:listed", "列出已开具的对账单", "list issued statements")
    listed.add_argument("--account", default="", metavar="DEALER", help=w("只列此客户", "only this customer"))
    listed.add_argument(
        "--to", dest="end", default="", metavar="DATE", help=w("只列截至此日的", "only of this last day")
    )
    again = group.command("print", "statements:again", "按原样再印一份", "print one again as it was")
    again.add_argument("number", metavar="NO", help=w("对账单编号", "the statement's number"))
    add_form(grammar, again)
    add_paper(grammar, again, ("pdf", "json", "xlsx"))
    _add_batch(
        grammar, group.command("batch", "statements:batch", "开具全部客户的对账单", "issue all customers' statements")
    )
    verify = grammar.command("verify", "statements:verify", "核验对账单二维码", "check a statement's code")
    verify.add_argument("text", metavar="TEXT", help=w("扫出的文字", "the scanned text"))
    _add_profile(grammar)


def _add_batch(grammar: Grammar, parser: Parser) -> None:
    w = grammar.words
    parser.add_argument("--from", dest="start", required=True, metavar="DATE", help=w("起", "first day"))
    parser.add_argument("--to", dest="end", required=True, metavar="DATE", help=w("止", "last day"))
    forms = w("合成一个 PDF、每户一个 PDF、每户一个工作簿", "one merged PDF, a PDF each, a workbook each")
    parser.add_argument("--form", choices=("merged", "files", "workbooks"), default="merged", help=forms)
    parser.add_argument("--preview", action="store_true", help=w("只预览，不编号", "only a preview, not numbered"))
    why = w("代替同一期间已出的对账单时的原因", "why they take the place of earlier ones of this period")
    parser.add_argument("--reason", default="", metavar="TEXT", help=why)
    add_layout(grammar, parser)
    add_form(grammar, parser)
    add_paper(grammar, parser, ())


def _add_profile(grammar: Grammar) -> None:
    w = grammar.words
    profile = grammar.group("profile", "单据抬头", "the heading of papers")
    profile.command("show", "statements:show_profile", "显示抬头", "show the heading")
    change = profile.command("set", "statements:set_profile", "修改抬头", "change the heading")
    fields = (
        ("heading", "单位名称", "name"),
        ("address", "地址", "address"),
        ("phone", "电话", "telephone"),
        ("tax-number", "税号", "tax number"),
        ("bank", "开户行", "bank"),
        ("bank-account", "账号", "account"),
        ("checker", "复核人", "who checks"),
        ("footer", "页脚", "a line at the foot"),
    )
    for name, zh, en in fields:
        change.add_argument(f"--{name}", default=None, help=w(zh, en))
    logo = w("标志图片（PNG 或 JPEG；空为不要）", "logo (PNG or JPEG; empty: none)")
    change.add_argument("--logo", default=None, metavar="FILE", help=logo)


def add_layout(grammar: Grammar, parser: Parser) -> None:
    """The form of a statement."""
    w = grammar.words
    parser.add_argument("--detail", action="store_true", help=w("带商品明细", "with the goods of each document"))
    parser.add_argument("--open-only", action="store_true", help=w("只列未结清的", "only open items"))
    parser.add_argument("--no-prices", action="store_true", help=w("明细不带价格", "goods without prices"))


def add_paper(grammar: Grammar, parser: Parser, formats: tuple[str, ...]) -> None:
    """Paper, copies and the file."""
    w = grammar.words
    if formats:
        parser.add_argument("--format", choices=formats, default="pdf", help=w("格式", "format"))
    papers = w("纸张：a4、241x280、241x140、241x93", "paper: a4, 241x280, 241x140, 241x93")
    parser.add_argument("--paper", default="a4", help=papers)
    copies = w("各联名称，用逗号隔开：存根,客户,财务", "names of copies, separated by commas")
    parser.add_argument("--copies", default="", metavar="NAMES", help=copies)
    add_columns(grammar, parser)
    parser.add_argument("--out", default="", metavar="FILE", help=w("写入此文件", "write this file"))


def add_form(grammar: Grammar, parser: Parser) -> None:
    """Onto a form that is printed already, with a printer's offset."""
    w = grammar.words
    form = w("套打：只印数值到预印单上", "values alone, onto a pre-printed form")
    parser.add_argument("--pre-printed", action="store_true", help=form)
    printer = w("用此打印机的偏移", "with this printer's offset")
    parser.add_argument("--printer", default="", metavar="NAME", help=printer)
    offset = w(
        "记下此打印机的偏移：右移,下移（毫米）", "keep this printer's offset: millimetres to the right, and down"
    )
    parser.add_argument("--offset", default="", metavar="RIGHT,DOWN", help=offset)


def add_columns(grammar: Grammar, parser: Parser) -> None:
    """Which columns stand on the paper."""
    told = grammar.words(
        "纸上的列，用逗号隔开（编码或列名；- 为只留缺不了的；默认全部）",
        "columns on the paper, separated by commas (key or title; - for only what must be; default all)",
    )
    parser.add_argument("--columns", default="", metavar="NAMES", help=told)
