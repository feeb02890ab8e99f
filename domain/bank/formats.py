"""How each bank and wallet writes its export: told by its header; a stranger's is mapped once by hand and remembered.

The known layouts were taken from exports of the banks themselves. Titles are compared without blanks and whatever
their width.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.errors import UsageError
from domain.imports.columns import holds
from domain.tables.cells import read_code, visible
from domain.tables.units import scaled_in, without_currency

Sign = Literal["signed", "columns", "word"]
Row = Sequence[object]
_SAMPLE = 50  # rows below a header that show what its columns hold
_SIMPLE = str.maketrans(
    "帳帐賬戶號額餘貸幣種對單據貨應實發備註項點間時記業務類價稱償還數編碼憑證結減歷轉匯",
    "账账账户号额余贷币种对单据货应实发备注项点间时记业务类价称偿还数编码凭证结减历转汇",
)
# What a bank says once more in English behind a Chinese title: `交易日期[ Transaction Date ]`; no currency is that.
_IN_ENGLISH = re.compile(r"(?<=[\u4e00-\u9fff)])\[(?!(?:cny|rmb|usd|hkd|eur|jpy)\b)[a-z][a-z0-9.,'’/&()-]{3,}\]$")
HEADER_WITHIN = 200  # a wallet puts two dozen lines of notices above its table


@dataclass(frozen=True, slots=True)
class BankLayout:
    """Which column means what, and how the sign of the money is told.

    `titles` gives the title of each meaning in `MEANINGS`. `sign` is `signed` (one signed amount), `columns` (`income`
    and `expense`) or `word` (an amount and a `direction` column); `inverted` turns all signs, as credit cards write
    spending without a minus. `bank` is part of a line's identity, so that two layouts of one bank know each other's
    lines. `also` are titles that must be there as well to tell the layout from its sisters; `account` is the one a
    layout mapped by hand was said of, "" for any; `said` that a person named whose a bare 账号 is.
    """

    name: str
    bank: str
    titles: Mapping[str, str]
    sign: Sign
    inverted: bool = False
    also: tuple[str, ...] = ()
    account: str = ""
    said: bool = False

    def fits(self, titles: frozenset[str]) -> bool:
        """Whether a header of these plain titles is this layout's."""
        return self.header <= titles

    @property
    def header(self) -> frozenset[str]:
        """The plain titles that must be there."""
        return frozenset(map(plain_title, (*self.titles.values(), *self.also)))


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layout found in a table, and the place of its header row (from 0)."""

    layout: BankLayout
    row: int


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A table of a layout nobody knows yet: its likely header, what could be guessed, and what must be mapped.

    `missing` names the meanings a person must still point at; where it is empty, the guess only waits for a yes.
    """

    row: int
    titles: tuple[str, ...]
    guessed: Mapping[str, str]
    missing: tuple[str, ...]


def plain_title(cell: object) -> str:
    """A title without blanks, in half width and lower case; "" for anything that is no text."""
    if not isinstance(cell, str):
        return ""
    text = "".join(unicodedata.normalize("NFKC", visible(cell)).split()).casefold()
    return text if text.isascii() else _IN_ENGLISH.sub("", text.translate(_SIMPLE))


def _layout(name: str, bank: str, sign: Sign, titles: str, also: str = "", *, inverted: bool = False) -> BankLayout:
    mapped = dict(pair.split("=", 1) for pair in titles.split())
    return BankLayout(name, bank, mapped, sign, inverted, tuple(also.split()))


LAYOUTS: tuple[BankLayout, ...] = (
    _layout(
        "icbc_debit_1",
        "icbc",
        "columns",
        "date=交易日期 summary=摘要 place=交易场所 income=记账金额(收入) expense=记账金额(支出) currency=记账币种"
        " balance=余额 name=对方户名",
        "钞/汇",
    ),
    _layout(
        "icbc_debit_2",
        "icbc",
        "columns",
        "date=交易日期 summary=摘要 memo=交易详情 place=交易场所 income=记账金额(收入) expense=记账金额(支出)"
        " currency=记账币种 balance=余额 name=对方户名 account=对方账户",
        "钞/汇",
    ),
    _layout(
        "icbc_credit",
        "icbc",
        "columns",
        "date=记账日期 summary=摘要 place=交易场所 income=记账金额(收入) expense=记账金额(支出) currency=记账币种"
        " balance=余额 name=对方户名",
    ),
    _layout(
        "ccb",
        "ccb",
        "columns",
        "date=交易日期 time=交易时间 income=收入 expense=支出 balance=账户余额 currency=币种 summary=摘要"
        " account=对方账号 name=对方户名 place=交易地点",
    ),
    _layout(
        "abc",
        "abc",
        "signed",
        "date=交易日期 time=交易时间 summary=交易摘要 amount=交易金额 balance=本次余额 party=对手信息 reference=日志号"
        " memo=交易附言",
    ),
    _layout(
        "boc_debit",
        "boc",
        "signed",
        "date=记账日期 time=记账时间 currency=币别 amount=金额 balance=余额 summary=交易名称 memo=附言 name=对方账户名"
        " account=对方卡号/账号",
    ),
    _layout(
        "boc_credit",
        "boc",
        "columns",
        "date=银行记账日 summary=交易描述 income=存入 expense=支出 currency=币种",
        "卡号后四位",
    ),
    _layout(
        "cmb_debit",
        "cmb",
        "signed",
        "date=记账日期 currency=货币 amount=交易金额 balance=联机余额 summary=交易摘要 party=对手信息 memo=客户摘要",
    ),
    _layout(
        "cmb_credit",
        "cmb",
        "signed",
        "date=记账日 summary=交易摘要 amount=人民币金额",
        "卡号末四位",
        inverted=True,
    ),
    _layout(
        "bocom",
        "bocom",
        "word",
        "date=交易日期 time=交易时间 summary=交易类型 direction=借贷 amount=交易金额 balance=余额 account=对方账号"
        " name=对方户名 place=交易地点 memo=摘要",
    ),
    _layout(
        "spdb",
        "spdb",
        "columns",
        "date=交易日期 summary=交易类型 income=存入金额 expense=取出金额 balance=余额 name=交易对手名称"
        " account=交易对手账号 memo=附言",
    ),
    _layout(
        "cmb_corp",
        "cmb",
        "columns",
        "date=交易日 time=交易时间 summary=交易类型 expense=借方金额 income=贷方金额 balance=余额 memo=摘要"
        " reference=流水号 name=收(付)方名称 account=收(付)方账号",
    ),
    _layout(
        "icbc_corp",
        "icbc",
        "columns",
        "own=本方账号 account=对方账号 date=交易时间 expense=借方发生额 income=贷方发生额 summary=摘要 memo=用途"
        " name=对方单位名称 balance=余额",
        "借/贷",
    ),
    _layout(
        "ccb_corp",
        "ccb",
        "columns",
        "own=账号 date=交易时间 expense=借方发生额(支取) income=贷方发生额(收入) balance=余额 currency=币种"
        " name=对方户名 account=对方账号 summary=摘要 memo=备注",
    ),
    _layout(
        "abc_corp",
        "abc",
        "columns",
        "date=交易时间 income=收入金额 expense=支出金额 balance=账户余额 account=对方账号 name=对方户名"
        " summary=交易用途",
    ),
    _layout(
        "alipay",
        "alipay",
        "word",
        "date=交易时间 summary=交易分类 name=交易对方 account=对方账号 memo=商品说明 direction=收/支 amount=金额"
        " paid_from=收/付款方式 status=交易状态 reference=交易订单号",
    ),
    _layout(
        "alipay_classic",
        "alipay",
        "word",
        "date=付款时间 summary=类型 name=交易对方 memo=商品名称 direction=收/支 amount=金额(元) status=交易状态"
        " reference=交易号",
        "交易创建时间",
    ),
    _layout(
        "wechat",
        "wechat",
        "word",
        "date=交易时间 summary=交易类型 name=交易对方 memo=商品 direction=收/支 amount=金额(元) paid_from=支付方式"
        " status=当前状态 reference=交易单号",
    ),
)

# For layouts nobody knows: the titles a meaning usually stands under, the surest first.
_USUAL: Mapping[str, str] = {
    "own": "本方账号 我方账号 本方账户 账户账号 ourac ownaccount",
    "date": "交易日期 记账日期 入账日期 交易日 记账日 入账日 日期 交易时间 时间 发生日期 业务日期 transaction_date "
    "transactiondate posting_date postingdate valuedate date 发生时间 付款时间 支付时间 交易创建时间 创建时间",
    "time": "交易时间 记账时间 时间 time",
    "income": "收入金额 贷方金额 贷方发生额 贷方发生额(收入) 贷方发生额/元(收入) 存入金额 收入 贷方 存入 转入金额 "
    "入账金额 转入 进账金额 收款金额 收入金额(+元) 收入(+元) 收入金额(+) 收入(+) "
    "credit_amount creditamount credit deposit deposits moneyin paidin",
    "expense": "支出金额 借方金额 借方发生额 借方发生额(支取) 借方发生额/元(支取) 取出金额 支出 借方 支取 转出金额 "
    "出账金额 转出 付款金额 支出金额(-元) 支出(-元) 支出金额(-) 支出(-) "
    "debit_amount debitamount debit withdrawal withdrawals moneyout paidout",
    "amount": "交易金额 发生额 金额 金额(元) 交易额 记账金额 交易金额(元) amount transactionamount",
    "direction": "借贷 借贷标志 借贷方向 借/贷 借贷标识 收/支 收支 收支方向 收支类型 收支标志 收付标志 方向 dr/cr "
    "debit/credit direction type",
    "balance": "账户余额 余额 本次余额 联机余额 交易后余额 当前余额 结余 balance runningbalance",
    "currency": "币种 币别 货币 currency",
    "name": "对方户名 对方账户名 对方账户名称 对方名称 对方单位名称 对方单位 收(付)方名称 收付方名称 付款人 付款人名称 "
    "付款方 交易对方 交易对手 交易对手名称 对手户名 户名 对方 counterparty counterpartyname payer name",
    "account": "对方账号 对方账户 对方卡号 收(付)方账号 收付方账号 付款人账号 付款账号 交易对手账号 对手账号 账号 "
    "counterparty_account counterpartyaccount account",
    "party": "对手信息 对方信息",
    "summary": "摘要 交易摘要 交易类型 交易名称 用途 业务类型 description summary",
    "memo": "附言 备注 交易附言 客户摘要 商品说明 留言 用途 交易用途 memo remark note reference_text",
    "reference": "交易流水号 流水号 交易单号 交易订单号 日志号 凭证号 订单号 transaction_id reference",
    "status": "交易状态 当前状态 状态 status",
}
MEANINGS = tuple(_USUAL)


def usual_titles(meaning: str) -> frozenset[str]:
    """The plain titles a meaning usually stands under."""
    return frozenset(map(plain_title, _USUAL[meaning].split()))


def recognise(rows: Sequence[Row], remembered: Iterable[BankLayout] = ()) -> Recognised | None:
    """The layout of a table by its header among the first rows; one mapped by hand wins over the known ones.

    Of several layouts that fit, the one that uses the most columns. What a person mapped with its whole header in mind
    (`of_header`) is for that header alone: another bank's file may have the same columns and one more that tells its
    sign.
    """
    mapped, known = tuple(remembered), LAYOUTS
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        titles = frozenset(filter(None, map(plain_title, row)))
        if len(titles) < 2:
            continue
        ours = [layout for layout in mapped if not layout.also or layout.header == titles]
        for layouts in (ours, known):
            fitting = [layout for layout in layouts if layout.fits(titles)]
            if fitting:
                return Recognised(max(fitting, key=lambda layout: len(layout.titles)), place)
    return None


def check_yuan(rows: Sequence[Row], found: Recognised) -> None:
    """Refuses a table whose figures aren't in yuan, by its titles or the lines above: UsageError `figures_scaled`."""
    titles = [found.layout.titles.get(each, "") for each in ("income", "expense", "amount", "balance")]
    if text := scaled_in(titles, [[read_code(cell) for cell in row] for row in rows[: found.row]]):
        raise UsageError("figures_scaled", text=text)


def unmapped(rows: Sequence[Row], usual: Mapping[str, str] = _USUAL) -> Unmapped:
    """What a table of an unknown layout offers for mapping: its header is the row that tells the most.

    `usual` gives for a meaning the titles it may stand under, between blanks, the surest first.
    """
    guesses = [
        (place, _guess(row, usual, rows[place + 1 : place + 1 + _SAMPLE]))
        for place, row in enumerate(rows[:HEADER_WITHIN])
    ]
    place, guessed = max(guesses, key=lambda each: (len(each[1]), -each[0]), default=(0, {}))
    titles = tuple(str(cell).strip() for cell in rows[place] if str(cell or "").strip()) if rows else ()
    return Unmapped(place, titles, guessed, missing_in(guessed))


def missing_in(mapped: Iterable[str]) -> tuple[str, ...]:
    """The meanings without which no money can be read: a date, and an amount in one of its three ways.

    An amount alone is taken as signed.
    """
    there = set(mapped)
    missing = [] if "date" in there else ["date"]
    if not there & {"amount", "income", "expense"}:
        missing.append("amount")
    missing += ["expense"] if "income" in there and not there & {"expense", "amount"} else []
    missing += ["income"] if "expense" in there and not there & {"income", "amount"} else []
    return tuple(missing)


def layout_by_hand(name: str, titles: Mapping[str, str], *, inverted: bool = False) -> BankLayout:
    """The layout a person mapped, to be remembered under a name of its own.

    Raises ValueError for a meaning that doesn't exist or a mapping that `missing_in` finds incomplete.
    """
    strange = set(titles) - set(MEANINGS) - {"place", "paid_from"}
    if strange or missing_in(titles):
        raise ValueError(f"not a whole mapping: {sorted(strange) or missing_in(titles)}")
    sign: Sign = "columns" if {"income", "expense"} <= set(titles) else "word" if "direction" in titles else "signed"
    return BankLayout(name, name, dict(titles), sign, inverted)


def of_header(layout: BankLayout, header: Row) -> BankLayout:
    """A layout mapped by hand that holds for tables of this very header."""
    return replace(layout, also=tuple(str(cell).strip() for cell in header if plain_title(cell)))


def layout_as_plain(layout: BankLayout) -> dict[str, object]:
    """A layout as plain values, to be kept among the settings."""
    return {
        "name": layout.name,
        "bank": layout.bank,
        "titles": dict(layout.titles),
        "sign": layout.sign,
        "inverted": layout.inverted,
        "also": list(layout.also),
        "account": layout.account,
        "said": layout.said,
    }


def layout_from_plain(plain: Mapping[str, object]) -> BankLayout:
    """A layout from what `layout_as_plain` gave; ValueError or KeyError where it is none."""
    titles, also, sign = plain["titles"], plain.get("also", ()), plain["sign"]
    if not isinstance(titles, Mapping) or not isinstance(also, Sequence):
        raise ValueError("a layout's titles are a mapping")
    ways: dict[object, Sign] = {"signed": "signed", "columns": "columns", "word": "word"}
    pairs = {str(meaning): str(title) for meaning, title in titles.items()}
    inverted, account = bool(plain.get("inverted", False)), str(plain.get("account", ""))
    name, bank, said = str(plain["name"]), str(plain["bank"]), bool(plain.get("said", False))
    return BankLayout(name, bank, pairs, ways[sign], inverted, tuple(map(str, also)), account, said)


def _guess(row: Row, usual: Mapping[str, str], below: Sequence[Row]) -> dict[str, str]:
    """Meaning by meaning the first usual title that is there, not yet taken, and over what the meaning can be."""
    places = {plain_title(cell): place for place, cell in reversed(list(enumerate(row))) if plain_title(cell)}
    places = {without_currency(title): place for title, place in places.items()} | places
    texts = [[read_code(cell) for cell in line] for line in below]
    guessed: dict[str, str] = {}
    for meaning, names in usual.items():
        known = [each for each in map(plain_title, names.split()) if each in places]
        free = [each for each in known if str(row[places[each]]).strip() not in guessed.values()]
        fitting = [each for each in free if holds(meaning, texts, places[each])]
        if fitting or free:
            guessed[meaning] = str(row[places[(fitting or free)[0]]]).strip()
    return guessed
