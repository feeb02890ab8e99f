"""What strangers call rows that are no lines, documents that don't hold, and the way money went."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.tables.cells import folded, plain

_SUM = re.compile(
    r"(?:(?:本|当|每|单|前|上|以前|此|该|分)?(?:日|周|旬|月|季|年|期|页|页面|年度|单|单据|订单|客户|商品|张|部门|类|组|户)?"
    r"|\d{1,4}年?\d{0,2}月?份?|\d{1,4}年\d{1,2}月(?:\d{1,2}日)?|全部|科目|以上|人民币|数量|金额|总|应收|按\S{1,6})"
    r"(?:合计|小计|总计|累计|共计|总和|汇总|总额|总数|合计数|合计金额|金额合计|数量合计|总金额|总数量|发生额合计|发生额|结余)"
    r"(?:金额|数量|数|额|行|栏)?[:：]?"
    r"|(?:page|document|invoice|order|customer|day|month|sub|grand)?-?(?:totals?|sum)(?:amount|qty|quantity)?:?"
)
_ENDS_IN_SUM = re.compile(
    r".{1,40}[^的](?:小计|合计|总计|小計|合計|總計|共计)[:：]?|.{1,40}\s(?:sub\s?)?totals?:?", re.IGNORECASE
)
_CAPITAL = "零〇壹贰叁肆伍陆柒捌玖貳參陸"
_IN_CAPITALS = rf"(?:人民币)?[:：]?负?[{_CAPITAL}拾佰仟万亿億萬兩]+[元圆圓][{_CAPITAL}角分整正]*"
_CAPITALS = re.compile(
    rf"(?:{_IN_CAPITALS}|(?:总|合计|总计|应[收付])?(?:金额|人民币|数额)?(?:合计|总计)?[(]?(?:人民币)?大写[)]?"
    rf"(?:金额|合计|数额)?[:：]?(?:{_IN_CAPITALS})?)"
)
_COUNTED = re.compile(r"(?:合计|小计|总计|共计|共)[:：]?[共计]*\d+(?:行|笔|条|单|张|项)\S{0,12}")
_ASIDE = re.compile(r"\([^()]*\)$")
_OPENING = re.compile(
    r"期初(?:余额|结余|结存|欠款|数|应[收付](?:余额|款)?)?[:：]?|(?:年初|月初|上[期月年日])(?:余额|结余|结存|结转|欠款|数|应[收付](?:余额|款)?)[:：]?"
    r"|承[前上](?:页|期|月|年)[:：]?|(?:opening|beginning|previous|starting)(?:balance)?:?|balanceb/?f(?:wd)?|(?:balance)?broughtforward:?"
)
_CLOSING = re.compile(
    r"(?:期末|本期|本月|月末|年末|本年)(?:余额|结余|结存|欠款|应[收付]余额)[:：]?|期末数?[:：]?"
    r"|(?:closing|ending|statement)(?:balance)?:?|(?:total|amount|balance)due:?|balancec/?f(?:wd)?|c/f(?:wd)?"
    r"|(?:balance)?carriedforward:?"
)
_CARRIED = re.compile(
    r"(?:(?:本|当|前|上|以前)?(?:日|周|旬|月|季|年|期|页|年度)|\d{1,4}年?\d{0,2}月?份?|全部|客户|科目)?(?:结余|余额)[:：]?"
    r"|过次页|结?转[次下][页期月年]|结转(?:上|下|次)[期月年页]"
)
_VOID = "作废|作廢|废弃|废单|废票|取消|撤销|撤单|删除|无效|void(?:ed)?|cancell?ed|annulled|deleted|invalid"
_RED = "红冲|紅沖|冲红|冲销|冲回|对冲"
_STATE = r"[(\[【]?(?:本单|该单|单据|整单)?(?:已|被)?(?:{})(?:单|单据|票)?[)\]】]?"
_VOID_STATE = re.compile(_STATE.format(_VOID), re.IGNORECASE)
_RED_STATE = re.compile(_STATE.format(_RED), re.IGNORECASE)
_VOID_WITHIN = re.compile(
    r"(?:已|被)(?:作废|作廢|取消|撤销|删除)|作废|作廢|[(\[](?:取消|撤销|删除|无效)[)\]]|\bvoid(?:ed)?\b|\bcancell?ed\b",
    re.IGNORECASE,
)
_RED_WITHIN = re.compile(rf"(?:已|被)(?:{_RED})|[(\[](?:{_RED})[)\]]")
_VOID_FIRST = re.compile(
    r"(?:本单|该单|此单|单据)?(?:(?:已|被)(?:取消|撤销|删除)|(?:已|被)?(?:作废|作廢))[\s,，;；。、:：(（].*", re.DOTALL
)
_NOT_VOID = re.compile(rf"(?:未|没有|没|不|可)(?:被)?(?:{_VOID}|{_RED})|not\s+(?:void|cancel)", re.IGNORECASE)
_DRAFT = re.compile(
    r"(?:已|被)?(?:草稿|暂存|挂单|驳回|(?:未|待)(?:审核|审批|过账|记账|入账|提交|确认|生效|出库|发货)|审[核批]中|审[核批](?:不|未)通过"
    r"|draft|rejected|unposted|pending)(?:单|状态)?",
    re.IGNORECASE,
)
_NO_SALE = re.compile(
    r"报价|询价|采购|调拨|盘点|盘盈|盘亏|报损|报溢|报废|损耗|领料|领用|自用|借[出入用货]|归还|寄存|换货|换新|调换|组装|拆卸|其[他它]出库|收款|付款|收据"
    r"|费用|押金|预收|预付|[定订]金|返利|对账|期初|^进货"
    r"|\b(?:quot(?:e|ation)|purchase|transfer|payment|exchange|replacement|expense|deposit|fee)s?\b",
    re.IGNORECASE,
)
_INTO_STOCK = re.compile(r"入库")

_MEMORY = 5_000  # texts that are remembered; whoever goes through a whole table remembers its cells itself

_WHO = (
    "制单|制表|填表|填报|审核|复核|审批|批准|会计|出纳|经办|经手|主管|仓管|库管|保管|负责|打印|导出|盘点|监盘|录入|记账|开单"
    "|送货|收货|签收|编制|操作|领导"
)
_FOOT = re.compile(
    rf"(?:{_WHO})(?:员|人|者|人员)?(?:日期|时间|单位|签字|签章|签名|盖章)?(?:\([^()]*\))?\s*:.*|(?:签字|签章|盖章|签名|注|说明|备注|提示)\s*:.*"
    r"|(?:第\s*\d+\s*页|共\s*\d+\s*页).*|以下空白|以下无正文|[-—_=*~.…]{3,}|(?:prepared|checked|approved|printed|exported)\s+(?:by|on)\b.*"
    r"|page\s+\d+.*",
    re.IGNORECASE,
)


@lru_cache(maxsize=_MEMORY)
def is_foot(text: str) -> bool:
    """Whether a cell belongs below a table: who made or signed the list, a remark, the page, `以下空白`."""
    return bool(_FOOT.fullmatch(plain(text)))


@lru_cache(maxsize=_MEMORY)
def names_sum(text: str) -> bool:
    """Whether a cell says that its row sums up others, and nothing else: `小计`, `单据合计：`, `共 12 行`."""
    bare = _ASIDE.sub("", "".join(plain(text).casefold().split())).strip("*-=—【】[]()<>#")
    return bool(bare) and bool(_SUM.fullmatch(bare) or _COUNTED.fullmatch(bare))


@lru_cache(maxsize=_MEMORY)
def names_capitals(text: str) -> bool:
    """Whether a cell writes an amount in Chinese capitals, or announces one: `合计大写：`, `人民币壹佰元整`."""
    return bool(_CAPITALS.fullmatch("".join(plain(text).split()).strip("*-=—【】[]<>#")))


@lru_cache(maxsize=_MEMORY)
def ends_in_sum(text: str) -> bool:
    """Whether a cell ends in such a word after another one: `X001 小计`, `越秀超市合计`, `GZ01 Total`."""
    return bool(_ENDS_IN_SUM.fullmatch(plain(text)))


@lru_cache(maxsize=_MEMORY)
def names_carried(title: str) -> bool:
    """Whether a cell, without blanks and in lower case, names a balance that is carried over or stands at an end."""
    return bool(_CARRIED.fullmatch(title)) or names_opening(title) or names_closing(title)


@lru_cache(maxsize=_MEMORY)
def names_opening(title: str) -> bool:
    """Whether a cell, without blanks and in lower case, names what a ledger opens with: `期初余额`, `上期结转`."""
    return bool(_OPENING.fullmatch(title))


@lru_cache(maxsize=_MEMORY)
def names_closing(title: str) -> bool:
    """Whether a cell, without blanks and in lower case, names what a ledger closes with: `期末余额`, `本月结余`."""
    return bool(_CLOSING.fullmatch(title))


@lru_cache(maxsize=_MEMORY)
def is_void(text: str, *, within: bool) -> bool:
    """Whether a cell says that its document doesn't hold: `已作废`, `作废，见X6`; with `within` `销售单(已作废)`."""
    return _says(text, _VOID_STATE, _VOID_WITHIN, within=within) or bool(_VOID_FIRST.fullmatch(text.strip()))


@lru_cache(maxsize=_MEMORY)
def is_reversed(text: str, *, within: bool) -> bool:
    """Whether a cell says that its document was reversed or reverses another: `已红冲`, `红冲单`."""
    return _says(text, _RED_STATE, _RED_WITHIN, within=within)


def _says(text: str, whole: re.Pattern[str], part: re.Pattern[str], *, within: bool) -> bool:
    words = plain(text)
    if not words or _NOT_VOID.search(words):
        return False
    return bool(whole.fullmatch(words) or (within and part.search(words)))


@lru_cache(maxsize=_MEMORY)
def is_no_sale(kind: str) -> bool:
    """Whether a kind of document sells nothing and takes nothing back: `报价单`, `采购入库`, `调拨单`."""
    words = plain(kind)
    return bool(_NO_SALE.search(words) or (_INTO_STOCK.search(words) and "退" not in words))


@lru_cache(maxsize=_MEMORY)
def is_draft(text: str) -> bool:
    """Whether a cell says that its document isn't posted yet."""
    return bool(_DRAFT.fullmatch(plain(text)))


_SIDES = {
    "owes": frozenset({"借", "借方", "应收", "debit", "dr", "d"}),
    "ahead": frozenset({"贷", "贷方", "预收", "credit", "cr", "c"}),
    "even": frozenset({"平", "even", ""}),
}


def side_of(text: str) -> str:
    """The side of a seller's ledger that a cell names: `owes`, `ahead` or `even`; "" where it names none."""
    fold = folded(text)
    return next((side for side, words in _SIDES.items() if fold in words), "")
