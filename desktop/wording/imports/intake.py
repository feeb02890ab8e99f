"""What files of prices, opening balances, counted stock and received goods are told, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

INTAKE: Mapping[str, tuple[str, str]] = {
    "product_unknown_here": (
        "账里没有商品“{code}”，编码、条码、名称都对不上。请先导入商品资料，或改好这一行。",
        "No product “{code}” is in the books, by code, barcode or name. Import the products first, or mend the row.",
    ),
    "customer_unknown_here": (
        "账里没有客户“{code}”，编码、名称都对不上。请先导入客户资料，或改好这一行。",
        "No customer “{code}” is in the books, by code or name. Import the customers first, or mend the row.",
    ),
    "product_not_delivered": (
        "出库单 {number} 里没有商品“{code}”。",
        "The delivery {number} has no product “{code}”.",
    ),
    "group_incomplete": (
        "同一张单据有别的行不能入账，这张单据整张不入。改好那一行再导入。",
        "Another row of this document can't be booked, so none of it is. Mend that row and import again.",
    ),
    "rows_contradict": (
        "第 {rows} 行说的是同一件事，分不清以哪一行为准，都没有入账。请只留一行。",
        "Rows {rows} speak of the same thing and it can't be told which holds; none was booked. Keep one of them.",
    ),
    "receipt_mixed": (
        "出库单 {number} 在文件里有几个收货日期或仓库，请分成几个文件导入。",
        "The delivery {number} has several days or warehouses of receipt in the file; import them one by one.",
    ),
    "amount_missing": ("没有金额。", "There is no amount."),
    "direction_unknown": (
        "方向“{text}”看不出是欠我们的（借）还是预收的（贷）。",
        "The side “{text}” doesn't tell whether it is owed (debit) or paid ahead (credit).",
    ),
    "ahead_negative": (
        (
            "{amount} 写在预收（贷方）一边，又是负数，看不出是预收还是欠款，没有入账。"
            "预收请写正数，欠款请写在应收（借方）一边。"
        ),
        (
            "{amount} stands on the side of what was paid ahead (credit) and is below zero, so it may be either. Write "
            "what was paid ahead above zero, and what is owed on the debit side."
        ),
    ),
    "price_of_hq": (
        "“{code}”是总部的商品，价格由总部定；这里只能定自己商品的售价。",
        "“{code}” is headquarters' product and has its price; only prices of your own goods can be set here.",
    ),
    "price_list_unsaid": (
        (
            "没有说是哪个价格表的价格。请加一列“价格表”，或指明整个文件的价格表，例如 --map price_list='\"零售\"'。"
            "客户用的价格表有：{known}。"
        ),
        (
            "Nothing tells which price list this is. Add a column “price list”, or name it for the whole file: --map "
            "price_list='\"retail\"'. The customers' lists are: {known}."
        ),
    ),
    "price_uneven": (
        "单价 {price} 折合每个基本单位超过四位小数，对不回来。",
        "The price {price} has more than four decimals for each base unit and wouldn't come back.",
    ),
    "map_remembered": (
        "这种格式上次指明过列，照旧：{columns:columns}。",
        "Columns of this layout were named before and are read the same: {columns:columns}.",
    ),
    "customers_above_blocks": (
        "没有客户这一列，每一段的客户按段前的一行（如「客户：{text}」）。",
        "No column tells the customer: each block's is what the line above it says (as “{text}”).",
    ),
    "row_to_take": (
        "第 {row} 行{sheet:aside:工作表 }：{what}　{says}",
        "Row {row}{sheet:aside:sheet }: {what}. {says}",
    ),
    "rows_not_taken": (
        "未入 {lines} 行，如第 {row} 行{sheet:aside:工作表 }：{why}",
        "Not taken: {lines} rows, as row {row}{sheet:aside:sheet }: {why}",
    ),
    "warehouse_headed": (
        "表头上写着仓库“{warehouse}”，按它记；不对的，请加一列“仓库”，或用 --map 仓库='\"名称\"' 指明。",
        "The warehouse “{warehouse}” stands above the rows and was taken; for another say --map warehouse='\"NAME\"'.",
    ),
    "warehouse_new": (
        "以前没有仓库“{warehouse}”，按新仓库记；写错了的请改正（已入账的先红冲）。现有：{known:warehouse}。",
        (
            "There was no warehouse “{warehouse}” before; it is taken for a new one. Where that is a slip, mend it "
            "(reverse what is booked). There are: {known:warehouse}."
        ),
    ),
    "warehouse_unknown": (
        "没有仓库“{warehouse}”。现有：{known:warehouse}。",
        "There is no warehouse “{warehouse}”. There are: {known:warehouse}.",
    ),
    "count_day_apart": (
        "表头上写的盘点日期是 {days}，库存按今天 {today} 记；盘点以后又进出过货的，请先核对。",
        "The count is of {days}, by the words above it, and stock is set as of today, {today}; check what moved since.",
    ),
    "count_unnamed": (
        "这个仓库还有 {count} 种有库存的商品不在文件里，库存不变；盘点漏了请核对。",
        "{count} more products with stock there aren't in the file and stay as they are; check whether any was missed.",
    ),
    "openings_dated": (
        "{count} 家没有写日期，期初记在今天 {date}。开账那天不是今天的，用 --map date='\"年-月-日\"' 指明。",
        "{count} have no date and are opened today, {date}. For another day say --map date='\"YYYY-MM-DD\"'.",
    ),
    "price_lists_unknown": (
        "价格表“{lists}”还没有任何价格，写了它的客户开单时取不到价{known:aside:现有的价格表：}；写错了请改文件，没错请为它导入价格。",
        (
            "The price lists “{lists}” have no prices, so customers on them find none{known:aside:there are: }; "
            "mend the file, or import their prices."
        ),
    ),
    "price_list_unused": (
        "还没有客户用价格表“{lists}”；把它写在客户资料的“价格表”里才会用到。",
        "No customer is on the list “{lists}” yet; its prices count once a customer's card names it.",
    ),
    "rows_imported": (
        (
            "文件 {lines} 行：入账 {taken} 行，账里已经如此 {same} 行，不是明细 {left_lines} 行，"
            "未入账 {refused_lines} 行，逐行原因见 {report}{documents:aside:单据 }。"
        ),
        (
            "Of {lines} rows {taken} booked, {same} already so, {left_lines} left out, {refused_lines} not booked "
            "(why: {report}){documents:aside:documents }."
        ),
    ),
    "rows_checked": (
        (
            "只检查，未入账：文件 {lines} 行，可入账 {taken} 行，账里已经如此 {same} 行，不是明细 {left_lines} 行，"
            "有误 {refused_lines} 行，见 {report}。"
        ),
        (
            "Checked only: of {lines} rows {taken} to book, {same} already so, {left_lines} left out, {refused_lines} "
            "wrong (why: {report})."
        ),
    ),
    "import_took_nothing": (
        "没有一行可用，账没有变。请看报告里每一行的原因，改好文件再导入。",
        "Not one row could be taken, so nothing changed. See the report for why, mend the file and import it again.",
    ),
    "import_without_rows": (
        "标题下面没有一行数据，账没有变。请看看是不是选错了文件或工作表。",
        "No row stands below the titles, so nothing changed. Look whether it is the right file and sheet.",
    ),
}
