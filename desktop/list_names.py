"""What each list is called, on its workbook and in its file's name."""

from __future__ import annotations

from collections.abc import Mapping

LISTS: Mapping[str, tuple[str, str]] = {
    "exchanges": ("交换记录", "Exchanges"),
    "orders": ("订单", "Orders"),
    "order_heads": ("订单一览", "List of orders"),
    "documents": ("单据", "Documents"),
    "document_lines": ("单据明细", "Lines of documents"),
    "incoming": ("到货", "Incoming goods"),
    "products": ("商品", "Products"),
    "stock": ("库存", "Stock"),
    "customers": ("客户", "Customers"),
    "ageing": ("账龄", "Ageing"),
    "ledger": ("往来明细账", "Ledger"),
    "months": ("月结", "Months"),
    "debts": ("未结清单据", "Unpaid"),
    "credits": ("未核销收款", "Not settled"),
    "settlements": ("核销记录", "Settlements"),
    "bank_lines": ("银行与钱包流水", "Bank lines"),
    "bank_booked": ("已登记流水", "Booked bank lines"),
    "import_rows": ("导入的行", "Rows of a file"),
    "statements": ("对账单", "Statements"),
    "replies": ("回函", "Replies"),
    "objections": ("异议明细", "Objections"),
    "unanswered": ("未回函", "Unanswered"),
    "confirmations": ("电子对账", "Confirmations"),
    "compared": ("对账单核对", "Compared"),
    "without_statement": ("没有对账单的客户", "Without a statement"),
    "policies": ("政策", "Policies"),
    "policy_receipts": ("谁已阅读", "Read by"),
    "policy_prices": ("价目明细", "Prices"),
    "policy_trial": ("政策试算", "Trial"),
    "rebates": ("返利", "Rebates"),
    "rebate_lines": ("返利明细", "Lines of a rebate"),
    "rebate_payouts": ("返利结算", "Settled rebates"),
    "rebate_dues": ("返利应付", "Rebates due"),
    "wallet": ("返利余额", "Wallet"),
    "people": ("人员", "People"),
    "attention": ("需要处理", "Needs a look"),
    "requests": ("请总部办的事", "Requests to HQ"),
    "drafts": ("订单草稿", "Order drafts"),
    "held": ("留存待查的记录", "Records held"),
    "kept": ("第二份副本里的记录", "Second copy"),
    "reconciled": ("签认过的余额调节表", "Signed-off books"),
    "returned": ("恢复后交还", "Given back after a restore"),
}

IMPORT_KINDS: Mapping[str, tuple[str, str]] = {
    "customers": ("客户", "customers"),
    "products": ("商品", "products"),
    "openings": ("期初余额", "opening balances"),
    "stock": ("盘点", "counted stock"),
    "prices": ("售价", "prices"),
    "receipts": ("收货", "goods received"),
    "orders": ("开票历史", "invoice history"),
}
FILE_ROWS: Mapping[str, tuple[str, str]] = {
    "taken": ("可入账", "to book"),
    "booked": ("已入账", "booked"),
    "same": ("已如此", "already so"),
    "refused": ("不能入账", "not booked"),
    "left": ("不是明细", "left out"),
}
