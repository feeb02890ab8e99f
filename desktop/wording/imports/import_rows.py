"""Why rows of a file aren't taken, as sentences in Chinese and English: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

ROW_SENTENCES: Mapping[str, tuple[str, str]] = {
    "number_missing": ("没有单据编号。", "There is no document number."),
    "number_too_long": ("单据编号超过 {most} 个字符。", "The document number has more than {most} characters."),
    "customer_missing": (
        "没有客户{name:aside:没有编码，账里也没有或不止一家叫}，无法记入任何账户。",
        "There is no customer{name:aside:no code, and nobody or several are called }, so no account to post it to.",
    ),
    "customer_too_long": ("客户编码超过 {most} 个字符。", "The customer code has more than {most} characters."),
    "product_missing": (
        "没有货号{name:aside:账里没有或不止一种叫}。",
        "There is no SKU{name:aside:none in the books, or more than one, is called }.",
    ),
    "product_too_long": ("货号超过 {most} 个字符。", "The SKU has more than {most} characters."),
    "date_missing": ("没有日期。", "There is no date."),
    "date_unreadable": ("日期“{text}”无法识别。", "The date “{text}” can't be read."),
    "date_ambiguous": (
        "日期“{text}”有两种读法：本列中日、月先后不一。",
        "The date “{text}” can be read two ways: this column has both day-first and month-first dates.",
    ),
    "date_undecided": (
        ("日期“{text}”有两种读法，整列都看不出年、月、日的先后。请用 --map dates=月日年、日月年 或 年月日 指明。"),
        (
            "The date “{text}” can be read two ways, and nothing in its column tells which. Say --map "
            "dates=year_first, month_first or day_first."
        ),
    ),
    "date_closed": (
        "日期 {date} 在已结账期间内（已结至 {closed_through}）。",
        "The date {date} lies in a closed period (closed through {closed_through}).",
    ),
    "date_past": (
        "日期 {date} 太早，最早 {earliest}；多半是这一格写的是数而不是日期，请改好。",
        "The date {date} is too long ago (the earliest is {earliest}); the cell probably holds a number, no day.",
    ),
    "date_ahead": (
        "日期 {date} 在今天（{today}）之后，还没有发生，没有入账。请核对日期，到了那一天再导入。",
        "The date {date} is after today ({today}), so it can't have happened yet. Check it, or import it on that day.",
    ),
    "date_future": ("日期 {date} 太远，最晚 {latest}。", "The date {date} is too far ahead; the latest is {latest}."),
    "quantity_missing": ("没有数量。", "There is no quantity."),
    "quantity_unreadable": (
        "数量“{text}”读不出。可写 12、3.5、12箱、3箱5瓶。",
        "The quantity “{text}” can't be read. Write 12, 3.5, 12箱 or 3箱5瓶.",
    ),
    "quantity_zero": ("数量为零。", "The quantity is zero."),
    "quantity_too_large": ("数量“{text}”过大。", "The quantity “{text}” is too large."),
    "quantity_decimals": (
        "数量“{text}”小数超过 {most} 位。",
        "The quantity “{text}” has more than {most} decimals.",
    ),
    "unit_unknown": (
        "该商品没有单位“{unit}”，已知单位：{known}。",
        "The product has no unit “{unit}”; known units: {known}.",
    ),
    "price_missing": ("没有单价，也没有金额。", "There is neither a unit price nor an amount."),
    "unit_price_missing": ("没有单价。", "There is no unit price."),
    "price_nought": (
        "单价是 0：价目里的单价要大于零。不再卖的商品请停用，赠品在订单上另列。",
        (
            "The unit price is 0; a price is to be above zero. Take goods off sale on their card; free goods are "
            "lines of their own."
        ),
    ),
    "quantity_negative": (
        "数量 {text} 小于零；这里导入的数量不能是负数。",
        "The quantity {text} is below zero; no quantity in this file may be.",
    ),
    "price_negative": ("单价 {price} 小于零。", "The unit price {price} is below zero."),
    "price_too_large": ("单价 {price} 过大。", "The unit price {price} is too large."),
    "unit_price_unreadable": ("单价“{text}”不是数字。", "The unit price “{text}” is no number."),
    "amount_unreadable": ("金额“{text}”不是数字。", "The amount “{text}” is no number."),
    "amount_sign": (
        (
            "数量 {quantity} 与金额 {amount} 一正一负，看不出是销售还是退货，没有入账。"
            "退货两个都写负数，销售两个都写正数。"
        ),
        (
            "The quantity {quantity} and the amount {amount} have different signs, so it may be a sale or a return. "
            "Write both below zero for a return, both above for a sale."
        ),
    ),
    "amount_too_large": ("金额 {amount} 过大。", "The amount {amount} is too large."),
    "kind_free": (
        "这一行{column:aside:列 }写着“{text}”，却有金额 {amount:money}：白给的请把单价和金额写成 0，收钱的请改成销售。",
        (
            "The row says “{text}”{column:aside:column } and has an amount of {amount:money}: write 0 for a gift, "
            "or call it a sale if it is paid."
        ),
    ),
    "quantity_whole": (
        "数量“{text}”：按“{unit}”只能是整数。若是按重量或按别的单位，请写明单位。",
        "The quantity “{text}”: “{unit}” is only counted whole. If it is of another unit, write that unit.",
    ),
    "returned_beside": (
        "同一行另写着退货 {text}，分不清数量和金额减没减过它，没有入账。请把退货另写成一行（数量为负）。",
        "A return of {text} stands on the same row; it may be taken off already or not. Write it on a row of its own.",
    ),
    "currency_other": (
        "币种是“{currency}”，不是人民币，没有入账。请换算成元再导入。",
        "The currency is “{currency}”, not yuan, so it wasn't booked. Write it in yuan and import again.",
    ),
    "tax_unclear": (
        "金额 {amount:money} 旁边有税额 {tax:money}，看不出金额含不含税，没有入账。请写明价税合计，或去掉税额列。",
        "A tax of {tax:money} stands beside {amount:money}, which may include it or not. Write the total with tax.",
    ),
    "unit_unsaid": (
        "标题写着单价按“{unit}”，数量却没有写按什么单位，没有入账。请用 --map 单位 指明，例如 --map unit='\"箱\"'。",
        "Prices are for “{unit}” by their title, but the quantity has no unit; name it, as --map unit='\"箱\"'.",
    ),
    "parts_overlap": (
        "“{text}”：零头不小于一整件，看不出是另外的还是总数，没有入账。请在文件里只留一列数量，或把零头改成不足一整件的数。",
        (
            "“{text}”: the loose ones come to a whole pack, so they may be extra or the total. Keep one column of "
            "quantities in the file, or write fewer loose ones than a pack holds."
        ),
    ),
    "unit_contradicts": (
        "这一行的单位是“{unit}”，标题却写着按“{title}”计数，没有入账。请改成一致，或用 --map 指明单位。",
        "This row's unit is “{unit}” but the title counts in “{title}”. Make them agree, or name the unit by --map.",
    ),
    "tax_unreadable": ("税额“{text}”不是数字。", "The tax “{text}” is no number."),
    "customer_is_oneself": (
        "“{code}”就是本公司（{name}），不能作自己的客户。请改成客户的编码。",
        "“{code}” is this company itself ({name}), which is no customer of its own. Write the customer's code.",
    ),
    "customer_is_above": (
        "“{code}”是上级（{name}），不是客户；向它进货请走收货或进货，不在这里导入。请改成客户的编码。",
        "“{code}” is {name}, from whom this company buys, and no customer. Write the customer's code.",
    ),
    "customer_elsewhere": (
        "“{code}”（{name}）不是本公司的直属客户，不能用它的编码另建一个。请改编码，或从文件里去掉这一行。",
        "“{code}” ({name}) is somebody else's customer, so no new card may take its code. Mend the code or drop it.",
    ),
    "code_with_other_name": (
        "“{text}”里的编码 {code} 账里有，名称却是“{name}”，分不清是不是它。请只写编码；不是它的，请另给编码。",
        (
            "“{text}” holds the code {code}, which the books have under the name “{name}”; it may be that one or "
            "another. Write the code alone, or give it a code of its own."
        ),
    ),
    "row_too_wide": (
        "这一行的列数多于标题行的 {columns} 列，可能错位。",
        "The row has more columns than the {columns} of the header, so they may have shifted.",
    ),
    "row_quote": (
        "这一行有一个不成对的引号，各列可能错位，没有读入。请改好这一行再导入。",
        "A quote on this row has no partner, so its columns may have shifted; it wasn't taken. Mend it, import again.",
    ),
    "code_damaged": (
        (
            "{column:columns}“{text}”已被表格软件改坏（科学记数，或第 15 位以后变成了零），分不清原来是什么。"
            "请把该列设为文本，重新导出。"
        ),
        (
            "The {column:columns} “{text}” lost its figures in a spreadsheet (scientific notation, or zeros after the "
            "15th), so it could be several. Make the column text and export it again."
        ),
    ),
    "cell_formula": (
        "“{text}”是没有计算过的公式。请用 Excel 打开文件，保存后再导入。",
        "“{text}” is a formula that was never calculated. Open the file in Excel, save it, and import again.",
    ),
    "cell_error": (
        "{column:columns}一栏是“{text}”：电子表格算不出这一格，原来该是什么无从知道。请在表格里改好公式或填上值，再导入。",
        (
            "The {column:columns} is “{text}”: the spreadsheet couldn't compute this cell, so nobody can tell what "
            "should stand there. Mend the formula or write the value, and import again."
        ),
    ),
    "row_capitals": ("大写金额（{text}），不是明细。", "An amount in words ({text}), no line."),
    "figure_merged": (
        "“{text}”是 {rows} 行合并的一个数，分不清各行是多少。请在每一行写上自己的数。",
        "“{text}” is one figure merged over {rows} rows, so each row's share can't be told. Write it on each row.",
    ),
    "row_sum": ("合计行（{text}），不是明细。", "A sum ({text}), no line."),
    "row_adds_up": (
        "这一行正好是上面各行之和，作为合计行处理。",
        "This row is just what those above add up to: a sum, no line.",
    ),
    "row_elsewhere": (
        "这一行在另一个表的标题（{text}）下面，列的意思可能不同，没有读入。请把那个表另存为一个文件再导入。",
        "The row belongs to another table, titled {text}, whose columns may mean otherwise; save it as its own file.",
    ),
    "row_of_another": (
        "这一行在“客户：{text}”下面，不是指明的那个客户，没有入账。请加一列客户，或一个客户存一个文件。",
        "The row stands below the customer {text}, not the one named for the file. Add a column, or split the file.",
    ),
    "row_title": ("重复的标题行。", "The titles said again."),
    "row_note": ("说明文字（{text}），没有数字。", "A note ({text}) without figures."),
    "row_head": ("单据 {text} 的抬头，明细在下面各行。", "The head of document {text}, whose lines follow."),
    "row_void": ("单据已作废（{text}）。", "The document is void ({text})."),
    "row_no_sale": (
        "这种单据（{text}）不是销售，也不是退货。",
        "A document of this kind ({text}) is neither a sale nor a return.",
    ),
    "row_draft": ("单据还没有过账（{text}）。", "The document isn't posted yet ({text})."),
    "row_struck": ("这一行画了删除线。", "This row is struck through."),
    "row_hidden": ("这一行在表里被隐藏或筛掉了。", "This row is hidden in the sheet, or filtered out."),
    "in_books_already": (
        "账里本来就有这张单据 {document}，没有再入账。",
        "The books have this very document, {document}, so it isn't booked again.",
    ),
    "already_booked": ("已经导入过，单据 {document}。", "Imported before, as document {document}."),
    "booked_otherwise": (
        (
            "单据 {document} 已经导入过，里面却没有这一行（商品、数量或金额不同），没有入账。"
            "要改，先红冲那张单据，改好的用一个新单号再导入。"
        ),
        (
            "Document {document} was imported before without this line (its product, quantity or amount differs), so "
            "it wasn't booked. To change it reverse that document and import what is right under another number."
        ),
    ),
    "booked_alike": (
        "多半已经在账里：同一客户、同一天的单据 {document}，参考号是“{ref}”，没有入账。若是另一张，请改文件里的单号。",
        (
            "It is probably in the books: document {document} of the same customer and day bears the reference "
            "“{ref}”, so this wasn't booked. If it is another one, give it another number in the file."
        ),
    ),
    "pack_unit_missing": (
        (
            "写了装箱数 {size}，却没有写一箱叫什么（副单位），没有读入。请加一列“副单位”（如 箱），"
            "或把装箱数写成 24瓶/箱；整列都一样的，用 --map pack_unit='\"箱\"'，窗口里按 F2。"
        ),
        (
            "A pack of {size} is told, but not what the pack is called. Add a column “pack unit”, write 24瓶/箱, or "
            "name it for the whole file: --map pack_unit='\"箱\"' (F2 in the window)."
        ),
    ),
    "pack_size_missing": (
        (
            "写了副单位“{pack}”，却没有写一{pack}是几{unit}，没有读入。请加一列“装箱数”（如 24）；"
            "整列都一样的，用 --map pack_size='\"24\"'，窗口里按 F2；没有整件的，把副单位那一格空着。"
        ),
        (
            "A pack “{pack}” is named, but not how many “{unit}” it holds. Add a column “pack size” (24), or name it "
            "for the whole file: --map pack_size='\"24\"' (F2 in the window); leave the pack blank where there is none."
        ),
    ),
    "code_too_long": ("编码超过 {most} 个字符。", "The code has more than {most} characters."),
    "credit_not_permitted": (
        "客户的信用额度、账期和暂停由老板或会计定，{role:role}不能定；其他内容请另外导入（新客户先按额度 0）。",
        (
            "How much credit a customer has, for how long, and whether it is suspended, is for the owner or the "
            "accountant to say, not for a {role:role}; import the rest without it (a new one begins at a limit of 0)."
        ),
    ),
    "name_missing": ("没有名称。", "There is no name."),
    "code_twice": ("编码“{code}”在文件中出现两次（第 {row} 行）。", "The code “{code}” is used twice (row {row})."),
    "barcode_of_many": (
        "条码“{name}”账里有几个商品在用，分不清是哪一个；请写货号。",
        "Several products in the books bear the barcode “{name}”; write the product's code.",
    ),
    "name_of_many": (
        "没有编码，而账里有几个都叫“{name}”，分不清是哪一个；请写上编码。",
        "There is no code, and several in the books are called “{name}”; write the code.",
    ),
    "record_not_yours": (
        "“{code}”由总部维护，本机不能修改。",
        "“{code}” is kept by headquarters and can't be changed here.",
    ),
    "field_unreadable": ("“{column}”的值“{text}”无法识别。", "“{text}” under “{column}” can't be read."),
}
