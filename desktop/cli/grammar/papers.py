"""The commands about orders, goods, money and statements."""

from __future__ import annotations

from functools import partial

from desktop.cards.customer import CUSTOMER
from desktop.cli.grammar.card_fields import CREDIT_AND_CODES, add_fields, add_merging, add_product_cards
from desktop.cli.grammar.choices import stored_warehouse
from desktop.cli.grammar.statements import add_columns, add_form, add_layout, add_paper, add_statements
from desktop.cli.grammar.words import Grammar, Group, Parser
from desktop.documents.faces import FACES
from domain.documents.kinds import PAPERS, kinds_of


def add_papers(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    _add_orders(grammar)
    _add_goods(grammar)
    _add_documents(grammar)
    _add_statement(grammar)
    add_statements(grammar)
    _add_print(grammar)
    _add_cards(grammar)


def _add_orders(grammar: Grammar) -> None:
    w = grammar.words
    order = grammar.group("order", "订单：开单、查看、重算、取消、特批", "orders: write, look, reckon, cancel, approve")
    new = order.command("new", "orders:new", "开一张订单", "write an order")
    new.add_argument("--seller", required=True, metavar="DEALER", help=w("卖方代码", "seller's code"))
    new.add_argument("--buyer", required=True, metavar="DEALER", help=w("买方代码", "buyer's code"))
    lines = w("货号=数量[单位][@单价]，可重复", "SKU=QUANTITY[unit][@price], repeatable")
    new.add_argument("--line", action="append", default=[], metavar="SKU=QTY", help=lines)
    add_date(grammar, new)
    coupon = w("出示的券号，可重复", "a coupon's code, repeatable")
    new.add_argument("--coupon", action="append", default=[], metavar="CODE", help=coupon)
    wallet = w(
        "用返利钱包付：all 能付多少付多少，或最多几元", "pay from the rebate wallet: all, or at most so many yuan"
    )
    new.add_argument("--wallet", default="", metavar="all|YUAN", help=wallet)
    instead = w("取代这张订单（改单）：按它已撤下来判定，接受后它即撤销", "to be taken instead of this order")
    new.add_argument("--instead-of", default="", metavar="NO", help=instead)
    new.add_argument("--ref", default="", metavar="TEXT", help=w("参考号", "the other side's number"))
    new.add_argument("--remark", default="", metavar="TEXT", help=w("备注", "remark"))
    add_warehouse(grammar, new, w("仓库", "warehouse"))
    new.add_argument(
        "--submit", action="store_true", help=w("提交（不加则存为草稿）", "place it (else it stays a draft)")
    )
    _add_decision(grammar, new)
    listed = order.command("list", "orders:listed", "列出订单", "list orders")
    listed.add_argument("--state", default="", help=w("只列此状态", "only this state"))
    listed.add_argument("--buyer", default="", metavar="DEALER", help=w("只列此买方", "only this buyer"))
    listed.add_argument("--seller", default="", metavar="DEALER", help=w("只列此卖方", "only this seller"))
    listed.add_argument("--text", default="", help=w("单号、参考号或往来单位的一部分", "part of a number or a dealer"))
    listed.add_argument("--limit", type=int, default=0, help=w("最多几张", "at most so many"))
    for name, run, zh, en in (
        ("show", "orders:show", "显示一张订单", "show one order"),
        (
            "reprice",
            "orders:reprice",
            "按当时的政策版本重算一张订单",
            "reckon an order with the versions it was made with",
        ),
        ("submit", "orders:submit", "提交一张草稿", "place a draft"),
        ("cancel", "orders:cancel", "取消一张订单，或删除一张草稿", "take an order back, or delete a draft"),
        ("copy", "orders:copy", "复制一张订单或草稿，成为新草稿", "copy an order or a draft into a new draft"),
        ("approve", "orders:approve", "特批一张订单（不看信用）", "let an order pass in spite of its credit"),
        ("refuse", "orders:refuse", "作为卖方拒绝一张订单", "refuse an order as its seller"),
        (
            "close",
            "orders:close",
            "结单：余下的不再发（买方用则请求卖方结单）",
            "close what isn't delivered (a buyer asks its seller to)",
        ),
    ):
        parser = order.command(name, run, zh, en)
        parser.add_argument("number", metavar="NO", help=w("单号", "number"))
        if name in ("approve", "refuse", "close"):
            parser.add_argument("--reason", default="", help=w("原因", "why"))
        if name == "submit":
            _add_decision(grammar, parser)
    _add_answers(grammar, order)


def _add_decision(grammar: Grammar, parser: Parser) -> None:
    """What to do with an order that the rules refuse; without any it stays a draft."""
    w = grammar.words
    refuse = w("规则不许的单确实不卖：记为拒绝", "keep as refused what the rules refuse")
    parser.add_argument("--refuse", action="store_true", help=refuse)
    ask = w("超额度的单：请人特批", "over the limit: ask somebody to let it pass")
    parser.add_argument("--ask-approval", action="store_true", help=ask)
    why = w("记为拒绝或请求特批的原因", "why it is refused, or should pass")
    parser.add_argument("--reason", default="", metavar="TEXT", help=why)


def _add_answers(grammar: Grammar, order: Group) -> None:
    """What a person does about an answered order."""
    w = grammar.words
    split = order.command("split", "orders:split", "拆成两张草稿", "split an order into two drafts")
    split.add_argument("number", metavar="NO", help=w("单号", "number"))
    first = w("先下的：行=数量（基本单位），可重复", "what goes first: LINE=QUANTITY in base units, repeatable")
    split.add_argument("--line", action="append", required=True, metavar="LINE=QTY", help=first)
    seen = order.command(
        "seen", "orders:seen", "确认已看过与所订不同的答复", "confirm that a differing answer was seen"
    )
    seen.add_argument("number", metavar="NO", nargs="*", help=w("单号", "number"))
    seen.add_argument("--all", action="store_true", help=w("全部", "all of them"))


def _add_goods(grammar: Grammar) -> None:
    w = grammar.words
    for name, run, zh, en in (
        ("deliver", "papers:deliver", "按订单发货", "deliver an order"),
        ("receive", "papers:receive", "收下到货（销售出库单号）", "receive a delivery's goods"),
        ("return", "papers:give_back", "客户退货（销售出库单号）", "take back goods of a delivery"),
    ):
        parser = grammar.command(name, run, zh, en)
        parser.add_argument("number", metavar="NO", help=w("单号", "number"))
        add_lines(grammar, parser)
        if name == "receive":
            refuse = w("整单拒收，一件也不收", "take nothing of it in")
            parser.add_argument("--refuse", action="store_true", help=refuse)
            parser.add_argument("--reason", default="", metavar="TEXT", help=w("拒收的原因", "why it is refused"))
        if name == "return":
            parser.add_argument(
                "--lost",
                default="",
                choices=("", "charge", "return", "keep"),
                metavar="charge|return|keep",
                help=w(
                    "留下的货够不上的优惠：补收、退回（赠品一起退，优惠补收）、不追回",
                    "benefits that what is kept hasn't earned: charged, brought back (savings charged), or left",
                ),
            )
    reverse = grammar.command("reverse", "papers:reverse", "红冲一张单据", "undo a document by its negative")
    reverse.add_argument("number", metavar="NO", help=w("单号", "number"))
    reverse.add_argument("--reason", default="", help=w("原因", "why"))
    add_date(grammar, reverse)


def _add_documents(grammar: Grammar) -> None:
    w = grammar.words
    document = grammar.group("document", "单据", "documents")
    listed = document.command("list", "papers:listed", "列出单据", "list documents")
    known = ", ".join(PAPERS)
    kinds = w(f"种类：{known}", f"kind of document: {known}")
    listed.add_argument("--kind", default="", help=kinds)
    listed.add_argument("--buyer", default="", metavar="DEALER", help=w("只列此买方", "only this buyer"))
    listed.add_argument("--incoming", action="store_true", help=w("只列待收的到货", "only goods to receive"))
    add_period(grammar, listed, required=False)
    show = document.command("show", "papers:show", "显示一张单据", "show one document")
    show.add_argument("number", metavar="NO", help=w("单号", "number"))


def _add_statement(grammar: Grammar) -> None:
    w = grammar.words
    parser = grammar.command("statement", "statements:statement", "对账单", "statement of account")
    accounts = w("客户（或上级）代码", "the customer's (or the supplier's) code")
    parser.add_argument("--account", required=True, metavar="DEALER", help=accounts)
    parser.add_argument("--seller", default="", metavar="DEALER", help=w("卖方（默认为其上级）", "the selling side"))
    add_period(grammar, parser, required=True)
    parser.add_argument(
        "--issue",
        action="store_true",
        help=w("开具：编号并存档（不加则为预览）", "number and keep it (else a preview)"),
    )
    why = w("代替同一期间已出的对账单时的原因", "why it takes the place of an earlier one of this period")
    parser.add_argument("--reason", default="", metavar="TEXT", help=why)
    add_layout(grammar, parser)
    add_form(grammar, parser)
    add_paper(grammar, parser, ("pdf", "json", "xlsx"))


def _add_print(grammar: Grammar) -> None:
    w = grammar.words
    parser = grammar.command(
        "print",
        "notes:note",
        "把订单、出库单、退货单、到货单或收款单打印成 PDF",
        "an order, delivery, return, goods receipt or money receipt as PDF",
    )
    parser.add_argument("number", metavar="NO", nargs="+", help=w("单号，几张印进一个文件", "numbers, into one file"))
    parser.add_argument(
        "--paper",
        default="241x140",
        help=w("纸张：241x140、241x93、241x280 或 a4", "paper: 241x140, 241x93, 241x280 or a4"),
    )
    parser.add_argument(
        "--no-prices", action="store_true", help=w("不印单价和金额（司机联）", "without prices (the driver's copy)")
    )
    why = w("订货单每行下注明价格由来", "below each line of an order, how it came to its amount")
    parser.add_argument("--why", action="store_true", help=why)
    copies = w("各联名称，用逗号隔开：存根,客户,财务", "names of copies, separated by commas")
    parser.add_argument("--copies", default="", metavar="NAMES", help=copies)
    add_columns(grammar, parser)
    add_form(grammar, parser)
    parser.add_argument("--out", default="", metavar="FILE", help=w("写入此文件", "write this file"))


def _add_cards(grammar: Grammar) -> None:
    w = grammar.words
    customer = grammar.group("customer", "客户", "customers")
    add = customer.command("add", "cards:add_customer", "新增自己的客户", "make a customer of one's own")
    add.add_argument("--code", required=True, help=w("编码", "code"))
    add.add_argument("--name", required=True, help=w("名称", "name"))
    add.add_argument("--tier", default="store", choices=("province", "city", "store"), help=w("层级", "tier"))
    add.add_argument("--price-list", default="", help=w("价目表", "price list"))
    add.add_argument("--credit-limit", default="", help=w("信用额度（空为不限）", "credit limit (empty: none)"))
    add.add_argument("--credit-days", type=int, default=None, help=w("账期天数", "days of credit"))
    terms = w("付款条件：N30、M1（次月底）、30%%N30,70%%N60", "terms: N30, M1 (end of next month), 30%%N30,70%%N60")
    add.add_argument("--terms", default="", help=terms)
    add_fields(grammar, add, CUSTOMER, but=CREDIT_AND_CODES)
    change = customer.command("change", "card_changes:change_customer", "改客户资料", "change a customer's card")
    change.add_argument("dealer", metavar="DEALER", help=w("客户编码", "the customer's code"))
    add_fields(grammar, change, CUSTOMER, but=("code", "tier", "credit_limit", "credit_days", "terms"))
    agreed = customer.command("terms", "cards:set_terms", "改信用额度和账期", "agree anew on credit")
    agreed.add_argument("dealer", metavar="DEALER", help=w("客户编码", "the customer's code"))
    limit = w("信用额度（元），none 为不限", "credit limit in yuan, none for no limit")
    agreed.add_argument("--limit", default=None, metavar="YUAN", help=limit)
    agreed.add_argument("--days", type=int, default=None, metavar="N", help=w("账期天数", "days of credit"))
    parts = w("分期，如 30%%N30,70%%N60；空为无", "instalments such as 30%%N30,70%%N60; empty for none")
    agreed.add_argument("--terms", default=None, metavar="TEXT", help=parts)
    standing = customer.command("status", "cards:set_standing", "暂停、关闭或恢复客户", "suspend, close, reopen one")
    standing.add_argument("dealer", metavar="DEALER", help=w("客户编码", "the customer's code"))
    standing.add_argument(
        "status", choices=("active", "inactive", "suspended", "closed"), help=w("新的状态", "what it is now")
    )
    standing.add_argument("--reason", default="", help=w("原因（各方都会看到）", "why; all concerned will read it"))
    add_merging(grammar, customer)
    customer.command("moves", "cards:list_moves", "总部划转过的往来单位", "dealers HQ moved from one seller to another")
    listed = customer.command("list", "cards:list_customers", "列出客户", "list customers")
    listed.add_argument("--text", default="", help=w("代码、名称或拼音的一部分", "part of code, name or initials"))
    only = w(
        "只列：owes 有欠款，overdue 逾期，over_limit 超额，others 下级的客户",
        "only: owes, overdue, over_limit or others (customers of those below)",
    )
    listed.add_argument("--only", default="", metavar="WHICH", help=only)
    product = grammar.group("product", "商品", "products")
    products = product.command("list", "cards:list_products", "列出商品", "list products")
    products.add_argument("--text", default="", help=w("货号、名称、拼音或条码", "SKU, name, initials or barcode"))
    add_product_cards(grammar, product)
    stock = grammar.group("stock", "库存", "stock")
    levels = stock.command("list", "cards:list_stock", "列出库存", "list stock")
    add_warehouse(grammar, levels, w("只列此仓库", "only this warehouse"))
    count = stock.command("count", "cards:count_stock", "按盘点数调整库存", "bring stock to what was counted")
    _add_stock_lines(grammar, count, w("货号=实盘数", "SKU=counted"))
    for kind in kinds_of("stock"):
        command = FACES[kind].command
        if command is not None:
            parser = stock.command(command.word, "cards:write_stock", *command.does)
            parser.set_defaults(kind=kind)
            _add_stock_lines(grammar, parser, w("货号=数量", "SKU=quantity"))


def _add_stock_lines(grammar: Grammar, parser: Parser, told: str) -> None:
    w = grammar.words
    parser.add_argument("--line", action="append", required=True, metavar="SKU=QTY", help=told)
    add_warehouse(grammar, parser, w("仓库", "warehouse"))
    parser.add_argument("--remark", default="", help=w("备注", "remark"))
    add_date(grammar, parser)


def add_lines(grammar: Grammar, parser: Parser) -> None:
    """Part of a document: `--line N=QTY`, a date and a warehouse."""
    w = grammar.words
    lines = w(
        "只做此行此数（如 2=12、2=3箱、2=3+5），可重复",
        "only this line and quantity (as 2=12, 2=3箱, 2=3+5), repeatable",
    )
    parser.add_argument("--line", action="append", default=[], metavar="N=QTY", help=lines)
    add_warehouse(grammar, parser, w("仓库", "warehouse"))
    add_date(grammar, parser)


def add_warehouse(grammar: Grammar, parser: Parser, told: str) -> None:
    """`--warehouse`, by the name that the language of the command has for it."""
    named = partial(stored_warehouse, language=grammar.language)
    parser.add_argument("--warehouse", type=named, default="", metavar="NAME", help=told)


def add_date(grammar: Grammar, parser: Parser) -> None:
    """`--date`, as people type dates."""
    parser.add_argument(
        "--date", default="", help=grammar.words("业务日期（默认今天）", "business date (default today)")
    )


def add_period(grammar: Grammar, parser: Parser, *, required: bool) -> None:
    """`--from` and `--to`."""
    w = grammar.words
    parser.add_argument(
        "--from", dest="start", required=required, default="", metavar="DATE", help=w("起", "first day")
    )
    parser.add_argument("--to", dest="end", required=required, default="", metavar="DATE", help=w("止", "last day"))
