"""The commands of HQ's end."""

from __future__ import annotations

from desktop.cli.grammar.papers import add_lines
from desktop.cli.grammar.words import Grammar, Group, Parser


def add_hq(grammar: Grammar) -> None:
    """Adds them to the grammar."""
    w = grammar.words
    hq = grammar.group("hq", "总部一端", "HQ's end")
    init = _at_hq(grammar, hq.command("init", "hq:init", "建立总部账套", "make HQ's books"))
    init.add_argument("--dealer", default="", metavar="CODE", help=w("总部在经销商表中的代码", "HQ's code in the tree"))
    load = _at_hq(grammar, hq.command("load", "hq:load", "由 CSV 文件载入", "load CSV files"))
    load.add_argument("folder", metavar="DIR", help=w("文件夹", "the folder"))
    serve = _at_hq(grammar, hq.command("serve", "hq:serve", "为工作台服务", "serve the desks"))
    serve.add_argument("--host", default="127.0.0.1", help=w("地址", "address"))
    serve.add_argument("--port", type=int, default=8420, help=w("端口（0 为任选）", "port (0: any free one)"))
    serve.add_argument("--workers", type=int, default=1, help=w("进程数", "processes"))
    serve.add_argument("--tls-cert", default="", metavar="FILE", help=w("证书（PEM）", "the certificate (PEM)"))
    serve.add_argument("--tls-key", default="", metavar="FILE", help=w("证书的密钥（PEM）", "its private key (PEM)"))
    plain = w("不加密也对外服务（前面另有加密的网关）", "serve others without encryption (a gateway encrypts)")
    serve.add_argument("--insecure", action="store_true", help=plain)
    made = _at_hq(
        grammar, hq.command("certificate", "hq:certificate", "自己做一张证书", "make a certificate of one's own")
    )
    made.add_argument("name", metavar="NAME", nargs="*", help=w("主机名或 IP 地址", "host names or IP addresses"))
    _add_service(grammar, hq, serve)
    code = _at_hq(grammar, hq.command("enrol-code", "hq:enrol_code", "给经销商发一次性注册码", "a one-time code"))
    code.add_argument("dealer", metavar="DEALER", help=w("经销商代码", "the dealer's code"))
    code.add_argument("--desk", default="", help=w("由新机器接替的工作台", "the desk a new machine takes over"))
    shown = w(
        "网关出示的自签证书，其指纹写进注册码", "a gateway's self-signed certificate, whose print the code carries"
    )
    code.add_argument("--tls-cert", default="", metavar="FILE", help=shown)
    ship = _at_hq(grammar, hq.command("ship", "hq:ship", "发货", "ship an order"))
    ship.add_argument("number", metavar="NO", help=w("订单号", "the order's number"))
    add_lines(grammar, ship)
    decide = _at_hq(grammar, hq.command("decide", "hq:decide", "答复等待中的订单", "answer the orders that wait"))
    decide.add_argument("number", metavar="NO", nargs="?", default="", help=w("只此一张", "only this one"))
    approve = _at_hq(grammar, hq.command("approve", "hq:approve", "特批订单", "let an order pass"))
    approve.add_argument("number", metavar="NO", help=w("订单号", "the order's number"))
    approve.add_argument("--reason", default="", help=w("原因", "why"))
    refuse = _at_hq(grammar, hq.command("refuse", "hq:refuse", "拒绝订单", "refuse an order"))
    refuse.add_argument("number", metavar="NO", help=w("订单号", "the order's number"))
    refuse.add_argument("--reason", default="", help=w("原因", "why"))
    revoke = _at_hq(grammar, hq.command("revoke", "hq:revoke", "停用一台工作台", "shut a desk out"))
    revoke.add_argument("desk", metavar="DESK", help=w("工作台编号或单号前缀", "the desk's id or prefix"))
    _add_restored(grammar, hq)
    told = w("清理早已被替换的记录内容", "drop what was replaced long ago")
    prune = _at_hq(grammar, hq.command("prune", "hq:prune", told, told))
    days = w("满多少天的", "from how many days on")
    prune.add_argument("--older-than", type=int, required=True, metavar="DAYS", help=days)
    prune.add_argument("--check", action="store_true", help=w("只统计，不清理", "only count"))


def _add_restored(grammar: Grammar, hq: Group) -> None:
    w = grammar.words
    told = w("数据库用自己的工具恢复过之后：开始新的纪元", "after the database was brought back: a new epoch")
    _at_hq(grammar, hq.command("epoch", "hq:epoch", told, told))
    told = w("恢复之后各工作台交还的单据", "what desks gave back after a restore")
    back = _at_hq(grammar, hq.command("returned", "hq:returned", told, told))
    ids = w("号（不填为全部）", "ids (none: all)")
    what = back.add_mutually_exclusive_group()
    what.add_argument("--take", nargs="*", type=int, metavar="ID", help=w("收回入账：", "take: ") + ids)
    what.add_argument("--leave", nargs="*", type=int, metavar="ID", help=w("不收，存档：", "leave: ") + ids)
    other = w("从总部的另一份账（文件或数据库地址）里找", "look through another book of HQ's (a file, or a URL)")
    what.add_argument("--look", default="", metavar="BOOK", help=other)
    now = w("不再等其他工作台，现在就答复等待的订单", "answer waiting orders now")
    what.add_argument("--decide-now", action="store_true", help=now)
    back.add_argument(
        "--over", action="store_true", help=w("恢复后已另作处理的也收回", "in spite of what was done since")
    )
    back.add_argument(
        "--unproven", action="store_true", help=w("没有逐条签名的也收回", "also what isn't signed entry by entry")
    )


def _add_service(grammar: Grammar, hq: Group, serve: Parser) -> None:
    w = grammar.words
    shapes = w("日志格式：text 只写警告，json 每个请求一行", "log format: text tells warnings, json every request")
    serve.add_argument("--log-format", choices=("text", "json"), default="text", help=shapes)
    token = w("读取 /metrics 的口令（默认只限本机）", "token for reading /metrics (default: this machine only)")
    serve.add_argument("--metrics-token", default="", metavar="TOKEN", help=token)
    proxy = w("可信的反向代理地址（可多次）", "address of a reverse proxy that is trusted (repeatable)")
    serve.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=proxy)
    doctor = _at_hq(grammar, hq.command("doctor", "service:doctor", "检查总部一端", "look HQ's end over"))
    doctor.add_argument("--url", default="", help=w("服务的地址，也问它一声", "the service's address, to be asked too"))
    doctor.add_argument("--workers", type=int, default=1, help=w("服务的进程数", "processes of the service"))
    doctor.add_argument("--certificate", default="", metavar="FILE", help=w("证书文件", "its certificate"))
    described = hq.command("openapi", "service:openapi", "服务的接口说明（OpenAPI）", "the service as OpenAPI")
    described.add_argument("--out", default="", metavar="FILE", help=w("写入文件", "write it to a file"))


def _at_hq(grammar: Grammar, parser: Parser) -> Parser:
    address = grammar.words("数据库地址 postgresql://…（默认用文件夹里的）", "database URL (default: the folder's own)")
    parser.add_argument("--database", default="", metavar="URL", help=address)
    return parser
