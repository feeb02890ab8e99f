"""Sentences about the CSV files HQ loads; the place in the file is told before each."""

from __future__ import annotations

from collections.abc import Mapping

LOADS: Mapping[str, tuple[str, str]] = {
    "nothing_to_load": ("{folder} 里没有可载入的文件（{files}）。", "There is nothing to load in {folder} ({files})."),
    "columns_ignored": ("未用的列：{columns}。", "Columns not used: {columns}."),
    "rows_are_sums": ("第 {rows} 行是合计，没有载入。", "Left out as sums: row {rows}."),
    "rows_gone": (
        "{count} 条已不在文件里（{keys}），保留不动。",
        "{count} records are no longer listed ({keys}); they stay as they are.",
    ),
    "prices_ended": (
        "{count} 个价格已不在文件里（价目和货号：{keys}），从现在起不再有效。仍要用的，请写回文件再载入。",
        (
            "Prices that are no longer listed hold no more: {count} (list and SKU: {keys}). Put back into the file and "
            "load those that are still to hold."
        ),
    ),
    "file_left_out": ("有错误，{file} 整个没有载入。", "{file} has errors, so nothing of it was loaded."),
    "column_missing": ("缺少此列。", "This column is missing."),
    "column_twice": ("此列出现两次。", "This column stands twice."),
    "rows_unreadable": (
        "从这里起读不下去：有一格的引号没有合上，或一格太长。请检查这一行和上一行。",
        "Nothing can be read from here on: quotes aren't closed, or a cell is too long. Look at this row and above.",
    ),
    "row_quotes": ("引号不成对：{detail}", "The quotes don't pair: {detail}"),
    "row_too_long": ("有 {cells} 格，标题只有 {columns} 列。", "There are {cells} cells under {columns} headers."),
    "row_twice": ("与第 {first} 行重复。", "The same as row {first}."),
    "cell_missing": ("不能为空。", "This must not be empty."),
    "cell_too_long": ("超过 {most} 个字符。", "This has more than {most} characters."),
    "cell_unusable": (
        "“{text}”含有不能用的字符 {forbidden}。",
        "“{text}” holds characters that can't be used {forbidden}.",
    ),
    "number_unreadable": ("“{text}”不是数字。", "“{text}” is no number."),
    "number_too_large": ("{text} 过大，最多 {most}。", "{text} is too large; at most {most}."),
    "unit_not_base": (
        "标题写着按“{unit}”计，这个商品的单位是“{base}”。请换算成“{base}”，把标题里的单位去掉。",
        "Its title counts in “{unit}” and the product in “{base}”. Write it in “{base}”, without a unit in the title.",
    ),
    "row_not_base": (
        "这一行按“{unit}”计，这个商品的单位是“{base}”。请把数换算成按“{base}”计，单位写成“{base}”。",
        "This row counts in “{unit}” and the product in “{base}”. Write its figure for “{base}”, and that unit.",
    ),
    "number_negative": ("{text} 小于零。", "{text} is below zero."),
    "number_decimals": ("{text} 的小数超过 {most} 位。", "{text} has more than {most} decimals."),
    "date_order": ("起 {valid_from} 晚于止 {valid_to}。", "It begins at {valid_from}, after its end {valid_to}."),
    "price_overlap": ("有效期与第 {other} 行重叠。", "Its dates overlap with row {other}."),
    "opening_not_below": ("{buyer} 不是 {seller} 的直属客户。", "{buyer} does not stand right below {seller}."),
    "hq_unknown": (
        "不知道总部是哪一个：经销商表中须有一个层级为 hq 的单位。",
        "It is not known which dealer is HQ: the dealers need one of the tier hq.",
    ),
    "tree_duplicate_code": ("代码 {dealer} 重复。", "The code {dealer} is used twice."),
    "tree_unknown_tier": (
        "{dealer} 的层级“{tier}”不对，应为 hq、province、city 或 store。",
        "The tier “{tier}” of {dealer} is unknown; write hq, province, city or store.",
    ),
    "dealer_status_unknown": (
        "{dealer} 的状态“{status}”不对，应为 active（正常）、suspended（暂停）或 closed（关闭）。",
        "The status “{status}” of {dealer} is unknown; write active, suspended or closed.",
    ),
    "status_decided": (
        (
            "{dealer} 从 {since} 起是“{status:dealer_status}”（{reason}），是人定的，"
            "文件却写“{wanted:dealer_status}”而没有原因。"
            "要改，请在“状态原因”一列写明；不改，把这一格改成一样，或去掉“状态”一列。"
        ),
        (
            "{dealer} is {status:dealer_status} since {since} ({reason}) by somebody's decision, and the file says "
            "{wanted:dealer_status} without a reason. To change it say why in the column for the reason of a "
            "status; if not, write the same there or leave the status out."
        ),
    ),
    "tree_unknown_parent": ("{dealer} 的上级 {parent} 不存在。", "The parent {parent} of {dealer} does not exist."),
    "tree_tier_order": (
        "{dealer}（{tier:tier}）不能在 {parent}（{parent_tier:tier}）之下。",
        "{dealer} ({tier:tier}) can't stand below {parent} ({parent_tier:tier}).",
    ),
    "tree_two_roots": (
        "{dealer} 和 {other} 都没有上级，只能有一个。",
        "{dealer} and {other} both have no parent; only one may.",
    ),
    "tree_root_tier": ("最上级 {dealer} 的层级应为 hq。", "{dealer} stands on top and must be of the tier hq."),
    "tree_circle": ("上下级成了圈：{circle}。", "The tree goes in a circle: {circle}."),
}

IN_HQS_FILES: Mapping[str, tuple[str, str]] = {
    "dealer_unknown": (
        "找不到往来单位“{dealer}”：dealers.csv 里没有，或那个文件没有载入。请核对代码。",
        "There is no dealer “{dealer}”: it isn't in dealers.csv, or that file wasn't loaded. Check the code.",
    ),
    "product_unknown": (
        "找不到商品“{product}”：products.csv 里没有，或那个文件没有载入。请核对货号。",
        "There is no product “{product}”: it isn't in products.csv, or that file wasn't loaded. Check the SKU.",
    ),
    "date_undecided": (
        "日期“{text}”有两种读法，整列都看不出年、月、日的先后。请写成年月日，如 2026-09-01。",
        "The date “{text}” can be read two ways, and nothing in its column tells which. Write it as 2026-09-01.",
    ),
    "date_unreadable": (
        "日期“{text}”看不懂。请写年月日，如 2026-09-01。",
        "The date “{text}” can't be read. Write year, month and day, as 2026-09-01.",
    ),
}
"""What codes with another advice elsewhere are said as where a file of HQ's is at fault."""
