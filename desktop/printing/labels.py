"""Every word that stands on a paper, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.printing.label_names import AGES, KINDS, REVERSED, REVERSIBLE, Language
from domain.values.chinese_amounts import amount_in_words
from domain.values.english_words import amount_in_english

__all__ = ["EN", "LABELS", "ZH", "Labels", "Language"]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of statement, reply slip and note in one language; `str.format` fills the `{}` places."""

    language: Language
    product: str
    # heads and feet
    statement: str
    preview: str
    unnumbered: str
    number: str
    page: str
    phone: str
    tax_number: str
    customer: str
    contact: str
    address: str
    period: str
    period_value: str
    reply_by: str
    reply_by_value: str
    only_for_checking: str
    printed: str
    printed_at: str
    issued: str
    previewed: str
    missing: str
    # four figures and the table
    opening: str
    increase: str
    decrease: str
    closing: str
    columns: tuple[str, ...]
    carried: str
    brought: str
    goes_on: str
    no_movement: str
    open_columns: tuple[str, ...]
    open_until: str
    open_total: str
    overdue: str
    paid_ahead: str
    nothing_open: str
    period_total: str
    in_words: str
    # closing part
    restated: str
    replaces: str
    comma: str
    ageing: str
    prepayments: str
    wallet: str
    in_transit: str
    disputed: str
    inside: str
    outside: str
    usable_until: str
    not_signed: str
    in_question: str
    scan: str
    not_issued: str
    # workbooks
    digest: str
    goods: str
    goods_columns: tuple[str, ...]
    apart: str
    apart_columns: tuple[str, ...]
    chain: str
    bank: str
    account: str
    maker: str
    checker: str
    seal: str
    # reply slip
    cut_here: str
    reply: str
    reply_whole_page: str
    to: str
    owes: str
    is_owed: str
    figures_and_words: str
    even: str
    agreed: str
    differs: str
    reply_columns: tuple[str, str, str]
    stamp: str
    signature: str
    date: str
    date_blanks: str
    # delivery note
    note_columns: tuple[str, ...]
    note_date: str
    supplier: str
    undoes: str
    undone: str
    void: str
    page_total: str
    total: str
    included: str
    by_wallet: str
    left_to_pay: str
    balance_before: str
    this_note: str
    balance_after: str
    remark: str
    received_by: str
    copy: str

    def kind(self, kind: str, debit: Decimal, credit: Decimal) -> str:
        """An entry's kind in words; a negative figure of a sale, return or receipt is its reversal.

        Unknown kinds show their code.
        """
        name = KINDS[self.language].get(kind, kind)
        if kind in REVERSIBLE and (debit < 0 or credit < 0):
            return REVERSED[self.language].format(name)
        return name

    @staticmethod
    def in_currency(words: str) -> str:
        """An amount's words after the name of its currency in their own language."""
        return f"RMB {words}" if words.isascii() else f"人民币{words}"

    def spelled(self, amount: Decimal) -> str:
        """An amount in words, after the name of its currency."""
        return self.in_currency(amount_in_words(amount) if self.language == "zh" else amount_in_english(amount))

    def age(self, bucket: str) -> str:
        """An age bucket's name; unknown buckets show their code."""
        return AGES[self.language].get(bucket, bucket)


ZH = Labels(
    language="zh",
    product="经销商工作台",
    statement="往来对账单",
    preview="往来对账单（预览）",
    unnumbered="未编号",
    number="编号",
    page="第 {} / {} 页",
    phone="电话",
    tax_number="税号",
    customer="客户",
    contact="联系人",
    address="地址",
    period="对账期间",
    period_value="{} 至 {}",
    reply_by="请于",
    reply_by_value="{} 前回复",
    only_for_checking="本单仅供核对账目，不作催款依据。",
    printed="打印 {} · 第 {} 次",
    printed_at="打印 {}",
    issued="开具 {} · 第 {} 次",
    previewed="预览 {} · 未编号",
    missing="字库缺字以〓代替：{}",
    opening="期初余额",
    increase="本期应收增加",
    decrease="本期应收减少",
    closing="期末余额",
    columns=("日期", "单据", "单据编号", "摘要", "应收增加", "应收减少", "余额"),
    carried="过次页",
    brought="承前页",
    goes_on="续 {}",
    no_movement="本期无发生额",
    open_columns=("日期", "到期日", "单据", "单据编号", "原金额", "已核销", "逾期天", "未结金额", "累计"),
    open_until="截至 {} 未结清的单据",
    open_total="未结合计",
    overdue="其中逾期",
    paid_ahead="预收",
    nothing_open="没有未结清的单据",
    period_total="本期合计",
    in_words="期末余额（大写）",
    restated="期初余额更正：{} 曾告知 {}，现为 {}，因其后补记 {}。",
    replaces="本单代替已作废的 {}。原因：{}",
    comma="、",
    ageing="账龄（按到期日）",
    prepayments="预收款余额",
    wallet="返利账户",
    in_transit="在途商品",
    disputed="有异议",
    inside="已含在期末余额内",
    outside="不在期末余额内",
    usable_until="可用至 {}",
    not_signed="{} 单未签收",
    in_question="{} 笔，处理中",
    scan="扫码核验",
    not_issued="尚未开具",
    digest="摘要值",
    goods="商品明细",
    goods_columns=("日期", "单据编号", "货号", "品名", "数量", "单位", "单价", "金额"),
    apart="另列项目",
    apart_columns=("项目", "日期", "单据编号", "说明", "金额"),
    chain="账链 {} #{:,}",
    bank="开户行",
    account="账号",
    maker="制单",
    checker="复核",
    seal="（盖章处）",
    cut_here="沿此线剪下寄回",
    reply="对账回执",
    reply_whole_page="本页盖章后请寄回",
    to="致 {}：",
    owes="截至 {}，我方账面应付贵方 {}",
    is_owed="截至 {}，我方账面应收贵方（预付余款）{}",
    figures_and_words="¥{}（{}）",
    even="截至 {}，双方账面无往来余额。",
    agreed="信息相符",
    differs="信息不符，差异如下：",
    reply_columns=("单据编号", "我方金额", "原因"),
    stamp="客户盖章：",
    signature="签字：",
    date="日期：",
    date_blanks="　　　年　　月　　日",
    note_columns=("序号", "编码", "名称", "数量", "单价", "优惠", "金额"),
    note_date="日期",
    supplier="供货方",
    undoes="本单红冲 {}",
    undone="本单已被红冲，作废",
    void="本单{}，不产生欠款",
    page_total="本页小计",
    total="合计",
    included="已减优惠：{}",
    by_wallet="返利钱包支付",
    left_to_pay="应付净额",
    balance_before="上次欠款",
    this_note="本单金额",
    balance_after="累计欠款",
    remark="备注",
    received_by="收款方式与票据号",
    copy="{}联",
)

EN = Labels(
    language="en",
    product="Distributor Desk",
    statement="Statement of Account",
    preview="Statement (preview)",
    unnumbered="not numbered",
    number="No.",
    page="Page {} of {}",
    phone="Tel.",
    tax_number="Tax no.",
    customer="Customer",
    contact="Contact",
    address="Address",
    period="Period",
    period_value="{} to {}",
    reply_by="Please reply",
    reply_by_value="by {}",
    only_for_checking="For checking accounts only; not a demand for payment.",
    printed="Printed {} · print {}",
    printed_at="Printed {}",
    issued="Issued {} · print {}",
    previewed="Preview {} · not numbered",
    missing="Characters the font lacks, shown as 〓: {}",
    opening="Opening balance",
    increase="Increases in the period",
    decrease="Decreases in the period",
    closing="Closing balance",
    columns=("Date", "Document", "Number", "Summary", "Increase", "Decrease", "Balance"),
    carried="Carried forward",
    brought="Brought forward",
    goes_on="{} goes on",
    no_movement="No movement in this period",
    open_columns=("Date", "Due", "Document", "Number", "Amount", "Settled", "Late", "Open", "Running"),
    open_until="Open items as of {}",
    open_total="Open in all",
    overdue="Overdue",
    paid_ahead="Prepaid",
    nothing_open="Nothing is open",
    period_total="Total of the period",
    in_words="Closing in words",
    restated="Opening restated: {} was told as {}, is now {}, because of later entries: {}.",
    replaces="This statement takes the place of {}, which is void. Reason: {}",
    comma=", ",
    ageing="Ageing by due date",
    prepayments="Prepayments",
    wallet="Rebate wallet",
    in_transit="Goods in transit",
    disputed="Disputed",
    inside="inside the closing balance",
    outside="not in the closing balance",
    usable_until="usable until {}",
    not_signed="{} not received",
    in_question="{} in question",
    scan="Scan to verify",
    not_issued="Not issued",
    digest="Digest",
    goods="Goods",
    goods_columns=("Date", "Document", "SKU", "Name", "Quantity", "Unit", "Unit price", "Amount"),
    apart="Apart",
    apart_columns=("Item", "Date", "Document", "Remark", "Amount"),
    chain="Chain {} #{:,}",
    bank="Bank",
    account="Account",
    maker="Made by",
    checker="Checked by",
    seal="(Seal)",
    cut_here="cut here and return",
    reply="Reply Slip",
    reply_whole_page="Please stamp and return this page",
    to="To {}:",
    owes="As of {}, our books show that we owe you {}",
    is_owed="As of {}, our books show a balance in our favour of {}",
    figures_and_words="¥{} ({})",
    even="As of {}, our books show no balance between us.",
    agreed="We agree",
    differs="We do not agree; the differences are:",
    reply_columns=("Document", "Our amount", "Reason"),
    stamp="Customer's seal:",
    signature="Signature:",
    date="Date:",
    date_blanks="",
    note_columns=("No.", "Code", "Name", "Quantity", "Unit price", "Discount", "Amount"),
    note_date="Date",
    supplier="Supplier",
    undoes="Reverses {}",
    undone="Reversed: no longer valid",
    void="{}: nothing is owed",
    page_total="Page total",
    total="Total",
    included="Already taken off: {}",
    by_wallet="Paid by rebate wallet",
    left_to_pay="Net to pay",
    balance_before="Balance before",
    this_note="This note",
    balance_after="Balance after",
    remark="Remark",
    received_by="How it was paid, and by which paper",
    copy="{} copy",
)

LABELS: Mapping[Language, Labels] = {"zh": ZH, "en": EN}
