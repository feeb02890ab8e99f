"""What is told of a whole file that is taken in, as sentences in Chinese and English; `import_rows` has its rows."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording.imports.import_rows import ROW_SENTENCES

# Reasons of a whole file.
FILE_SENTENCES: Mapping[str, tuple[str, str]] = {
    "file_missing": ("找不到文件 {file}。", "There is no file {file}."),
    "file_unreadable": (
        "文件 {file} 无法读取：{detail:trouble}。如果它正在 Excel 里开着，先关掉再试。",
        "The file {file} can't be read: {detail:trouble}. If it is open in Excel, close it there and try again.",
    ),
    "file_is_folder": (
        "{file} 是文件夹，不是文件。请写出里面那个文件的名字。",
        "{file} is a folder, not a file. Name the file in it.",
    ),
    "file_empty": ("文件 {file} 是空的。", "The file {file} is empty."),
    "file_truncated": (
        "文件 {file} 不完整（压缩数据中断或损坏），请重新获取。没有导入任何内容。",
        "The file {file} is incomplete or damaged (its packed data breaks off); get it again. Nothing was imported.",
    ),
    "file_not_text": (
        "文件 {file} 既不是文本也不是工作簿，请另存为 CSV 或 XLSX。",
        "The file {file} is neither text nor a workbook; save it as CSV or XLSX.",
    ),
    "file_not_table": (
        "文件 {file} 里是{found}，不是表格。请重新导出为 CSV 或 Excel。",
        "The file {file} holds {found}, not a table; export it again as CSV or Excel.",
    ),
    "file_without_table": (
        "文件 {file} 里找不到带标题的表格，一行也没有两列。请看看是不是选错了文件。",
        "No table with headings is in {file}: no row has two columns. Look whether it is the right file.",
    ),
    "file_too_large": (
        "文件 {file} 有 {size} MB，太大了（最多 {most} MB）。请按月分开导出。",
        "The file {file} has {size} MB, which is too much (at most {most} MB); export it month by month.",
    ),
    "file_encoding": (
        "文件 {file} 第 {row} 行的字节不属于 {tried} 编码，请另存为“CSV UTF-8”后再导入。没有导入任何内容。",
        "Row {row} of {file} has bytes that are neither of {tried}; save it as “CSV UTF-8”. Nothing was imported.",
    ),
    "file_quotes": (
        "文件 {file} 从第 {row} 行起引号不成对，无法分列。",
        "From row {row} on, the quotes of {file} don't pair, so its columns can't be told apart.",
    ),
    "workbook_damaged": (
        "工作簿 {file} 已损坏或不完整，请重新获取。没有导入任何内容。",
        "The workbook {file} is damaged or incomplete; get it again. Nothing was imported.",
    ),
    "workbook_foreign": (
        "{file} 的名字像工作簿，内容却不是。请在表格软件中打开并另存为 XLSX 或 CSV。",
        "{file} is named like a workbook but isn't one; open it in a spreadsheet program and save it as XLSX or CSV.",
    ),
    "workbook_locked": (
        "工作簿 {file} 有密码，请去掉密码后再导入。",
        "The workbook {file} has a password; remove it and import again.",
    ),
    "figures_scaled": (
        "表里写着“{text}”：金额不是以元为单位，没有读入。请改成以元为单位的数再导入。",
        "The table says “{text}”: its figures aren't in yuan, so nothing was read. Write them in yuan first.",
    ),
    "header_missing": (
        (
            "前 {within} 行里没有一行标题说明：{missing:columns}。最像标题的一行是：{found}。请指明，例如 --map "
            "{meaning:column}={title}。"
        ),
        (
            "In the first {within} rows no header tells: {missing:columns}. The likeliest row has: {found}. Name the "
            "column, for instance --map {meaning}={title}."
        ),
    ),
    "header_absent": (
        (
            "前 {within} 行里没有一行标题说明：{missing:columns}，也没有一列像是它。最像标题的一行是：{found}。"
            "整个文件都是同一个的{above:aside:表格上面写着 }，"
            "用 --map {meaning:column}='\"{value}\"' 指明；不是的，请在文件里加上这一列。"
        ),
        (
            "In the first {within} rows no header tells: {missing:columns}, and no column looks like it. The likeliest "
            "row has: {found}. If it is one for the whole file{above:aside:above the table stands }, say "
            "--map {meaning}='\"{value}\"'; otherwise add the column to the file."
        ),
    ),
    "header_ambiguous": (
        "有几列都像是“{meaning:column}”：{headers}。请指明，例如 --map {meaning:column}={title}。",
        "Several columns could be the {meaning:column}: {headers}. Name the right one, as --map {meaning}={title}.",
    ),
    "map_meaning_unknown": (
        "--map 中的“{meaning}”不是已知的列，可用：{known:columns}。",
        "“{meaning}” in --map is no known column; known are: {known:columns}.",
    ),
    "map_header_unknown": (
        '--map 中的标题“{header}”不在文件里，文件有：{found}。如果整列都是这个值，请加上引号，例如 "“{header}”"。',
        (
            "The header “{header}” in --map isn't in the file, which has: {found}. If every row has this value, put it "
            "in quotes, as “{header}”."
        ),
    ),
    "dates_unknown": (
        "--map dates= 只能是 年月日、月日年 或 日月年，不能是“{text}”。",
        "--map dates= can be year_first, month_first or day_first, not “{text}”.",
    ),
    "not_your_books": (
        "{dealer} 不是本机的经销商（{own}），只能导入自己的销售历史。",
        "{dealer} isn't the dealer of this desk ({own}); only one's own sales history can be imported.",
    ),
    "import_at_hq": (
        "总部的数据由 desk hq load 载入；导入请在经销商的工作台上进行。",
        "Headquarters loads its data by desk hq load; files are imported at a dealer's desk.",
    ),
    "report_unwritable": (
        "报告文件 {path} 无法写入：{detail:trouble}。",
        "The report {path} can't be written: {detail:trouble}.",
    ),
}

# What an import tells besides its figures.
NOTE_SENTENCES: Mapping[str, tuple[str, str]] = {
    "columns_read": ("列的含义：{columns:columns}。", "Columns were read as: {columns:columns}."),
    "columns_unused": ("未使用的列：{columns}。", "Columns not used: {columns}."),
    "date_year_first": (
        "像 24/3/15 的日期按“年/月/日”理解，请核对；若不对，用 --map dates=月日年 或 日月年 指明。",
        "Dates such as 24/3/15 were read as year/month/day; check them, or say --map dates=month_first or day_first.",
    ),
    "date_year_added": (
        "有的日期没有写年份，按表上写明的年份，或离今天最近的那一天理解，请核对。",
        "Some dates have no year; they were read as of the year above the table, or the latest such day. Please check.",
    ),
    "key_carried": (
        "有的行没有写“{title}”，按上面一行的填：第 {rows} 行，请核对。",
        "Some rows have no “{title}” and were read with that of the row above: {rows}. Please check.",
    ),
    "pieces_as_packs": (
        "{lines} 行按“件”计，商品没有这个单位，按整箱读入（{packs}），请核对。",
        "{lines} rows count in 件, which is no unit of their products; it was read as the whole pack ({packs}). Check.",
    ),
    "kinds_as_sales": (
        "类型里有不是普通销售的词，这些行都按已经发货的销售入账，请核对：{kinds}。",
        "Some kinds of documents are no plain sale; their rows were booked as sales delivered. Please check: {kinds}.",
    ),
    "minus_marked": (
        "“{text}”读作负数 {number}；这样写的数字共 {lines} 个。",
        "“{text}” was read as {number}, below nothing; there are {lines} figures written so.",
    ),
    "amount_rounded": (
        "金额“{text}”超过两位小数，按 {amount:money} 读入，请核对。",
        "The amount “{text}” has more than two decimals and was read as {amount:money}; please check.",
    ),
    "amounts_rounded_more": (
        "还有 {lines} 行的金额也超过两位小数，按分四舍五入读入。",
        "{lines} more rows have amounts of more than two decimals, which were rounded to the fen.",
    ),
    "years_apart": (
        "第 {rows} 行的年份（{years}）与其他行（{others}）相差三年以上，请核对日期。",
        "The years ({years}) on row {rows} lie three or more from those of the rest ({others}); check the dates.",
    ),
    "sheet_hidden": (
        "工作表“{sheet}”是隐藏的，没有读。要读请在表格里取消隐藏，或用命令加 --hidden。",
        "The sheet “{sheet}” is hidden and wasn't read; show it in the spreadsheet, or say --hidden in the command.",
    ),
    "sheet_apart": (
        "工作表“{sheet}”（{rows} 行）也是流水，没有读：一次只读一个表，请把它另存为一个文件再导入。",
        "The sheet “{sheet}” ({rows} rows) has movements too and wasn't read; save it as a file of its own.",
    ),
    "sheet_read": ("工作表“{sheet}”：{rows} 行。", "Sheet “{sheet}”: {rows} rows."),
    "lines_before_opening": (
        "{lines} 行共 {amount:money} 在客户的期初余额之前，期初里多半已经有它们，请核对。",
        "{lines} lines ({amount:money}) lie before their customer's opening balance, which probably holds them; check.",
    ),
    "sheet_unread": (
        "工作表“{sheet}”（{rows} 行）没有认得的标题，没有读。",
        "The sheet “{sheet}” ({rows} rows) has no header that is known and wasn't read.",
    ),
    "sum_departs": (
        "第 {row} 行的合计 {amount:money} 与上面各行之和不符，请核对。",
        "The sum {amount:money} on row {row} isn't what the rows above add up to; please check.",
    ),
    "code_zeros": (
        "新编码“{code}”与已有的“{known}”只差前面的零，可能被表格软件去掉了。如果是同一个，请改文件。",
        (
            "The new code “{code}” differs from the known “{known}” by leading zeros only, which spreadsheets drop. If "
            "they are one, mend the file."
        ),
    ),
    "codes_zeros": (
        "文件里有 {count} 对新编码只差前面的零，各建了一个：{examples}。如果是同一个，请改文件里的编码。",
        (
            "Pairs of new codes in the file that differ by leading zeros only, each taken for a card of its own: "
            "{count} ({examples}). If they are one, mend the file."
        ),
    ),
    "units_assumed": (
        "{count} 个新商品没有写单位，按“{unit}”建：{codes}。不对的，请在文件里加一列单位；记过数之后单位就不好改了。",
        (
            "New products without a unit, made as counted in “{unit}”: {count} ({codes}). Where that is wrong, add a "
            "column of units to the file; once something is counted, a unit is hard to change."
        ),
    ),
    "codes_alike": (
        "{count} 个编码与账里的只差大小写、全角或空格，按同一个处理，请核对：{examples}。",
        "{count} codes differ from others only by case, width or blanks and were taken for them; check: {examples}.",
    ),
    "codes_within": (
        "{count} 处把编码和名称写在一起，两样都与账里的相符，按那个编码处理：{examples}。",
        "{count} cells hold a code and its name, both as in the books; they were taken for that code: {examples}.",
    ),
    "names_contradict": (
        "{count} 处编码与旁边的名称不是同一个：按编码读入，名称是账里另一个的：{examples}。请核对是编码错还是名称错。",
        (
            "{count} times a code stands beside another's name; the code counted, and the name is in the books for: "
            "{examples}. Check which of the two is wrong."
        ),
    ),
    "names_alike": (
        "{count} 个新客户与账里的客户同名而编码不同，已另建；若是同一家，请改文件里的编码：{examples}。",
        (
            "{count} new customers bear the name of a known one with another code and were made anew; if they are one, "
            "mend the code in the file: {examples}."
        ),
    ),
    "barcode_shared": (
        "条码 {barcode} 有几个商品在用：{codes}。扫这个码时分不清是哪一个，请核对。",
        "Several products bear the barcode {barcode}: {codes}. A scan can't tell which is meant; please check.",
    ),
    "left_row_sum": ("{lines} 行合计没有入账。", "Left out as sums: {lines} rows."),
    "left_row_adds_up": (
        "{lines} 行正好是上面各行之和，当作合计，没有入账。",
        "Left out as sums, since those above add up to just that: {lines} rows.",
    ),
    "left_row_elsewhere": (
        "{lines} 行在同一张表里另一个标题下面，没有入账。请把那一段另存为一个文件再导入。",
        "Left out as part of another table on the same sheet: {lines}. Save that part as a file of its own.",
    ),
    "left_row_of_another": (
        "{lines} 行在别的客户下面，没有入账。请加一列客户，或一个客户存一个文件再导入。",
        "{lines} rows stand below other customers and were left out; add a column of customers, or split the file.",
    ),
    "left_row_title": ("{lines} 行是重复的标题。", "Titles said again: {lines} rows."),
    "left_row_capitals": ("{lines} 行是大写金额。", "Amounts in words: {lines} rows."),
    "left_row_note": ("{lines} 行是说明文字。", "Notes: {lines} rows."),
    "left_row_head": (
        "{lines} 行是单据抬头，明细在下面各行。",
        "Heads of documents, whose lines follow: {lines} rows.",
    ),
    "left_row_void": (
        "{lines} 行属于已作废的单据，没有入账。",
        "{lines} rows are of void documents and were left out.",
    ),
    "left_row_no_sale": (
        "{lines} 行的单据不是销售也不是退货，没有入账。",
        "{lines} rows belong to documents that are neither sales nor returns; not booked.",
    ),
    "left_row_draft": (
        "{lines} 行属于没有过账的单据，没有入账。",
        "{lines} rows are of documents not posted yet and were left out.",
    ),
    "left_row_struck": (
        "{lines} 行画了删除线，没有入账。",
        "{lines} rows are struck through and were left out.",
    ),
    "left_row_hidden": (
        "{lines} 行在表里被隐藏或筛掉了，没有入账。要入账请加 --hidden。",
        "{lines} rows are hidden or filtered out and were left out; say --hidden to take them.",
    ),
    "tax_added": (
        "{lines} 行的金额不含税，已加上旁边的税额共 {amount:money} 再入账，请核对。",
        "The amounts of {lines} lines are without tax; the tax beside them ({amount:money}) was added. Please check.",
    ),
    "tax_rate_alone": (
        "有“税率”列而没有“税额”列：金额按含税入账，请核对；若不含税，请先在文件里加上税额。",
        "There is a rate of tax but no tax: the amounts were taken as including it. If they don't, add the tax first.",
    ),
    "gifts_beside": (
        "{lines} 行另写着赠品数量，没有入账：只入了“数量”列，赠品请另写成一行（单价为零）。",
        "On {lines} lines goods on top stand in a column of their own, not booked; write them on rows of their own.",
    ),
    "discount_beside": (
        "{lines} 行另写着折扣，而金额等于数量 × 单价：按金额入账，没有再减折扣，请核对。",
        "On {lines} lines a discount stands beside an amount that is quantity × price; the amount was taken. Check it.",
    ),
    "amount_differs": (
        "{lines} 行的金额不等于数量 × 单价，以金额为准。",
        "On {lines} lines the amount isn't quantity × price; the amount was taken.",
    ),
    "free_lines": (
        "{lines} 行的金额为零，作为赠品入账：第 {rows} 行{priced:aside:其中写着单价的：第 }。",
        "{lines} lines cost nothing and were booked as free goods: row {rows}{priced:aside:with a price: row }.",
    ),
    "history_keeps_stock": ("历史导入：保持现有库存", "History import: today's stock stays as it was"),
    "stock_kept": (
        "为使现有库存不变，另记库存调整：{numbers}。",
        "So that today's stock stays as it was, these stock adjustments were booked too: {numbers}.",
    ),
    "cards_imported": (
        (
            "文件 {lines} 行：新增 {made} 条，更新 {changed} 条，未变 {same} 条，不是资料 {left_lines} 行，未导入 "
            "{refused_lines} 行，逐行原因见 {report}。"
        ),
        (
            "Of {lines} rows {made} made, {changed} changed, {same} already so, {left_lines} left out, {refused_lines} "
            "not taken (why: {report})."
        ),
    ),
    "cards_checked": (
        (
            "只检查，未导入：文件 {lines} 行，可新增 {made} 条，更新 {changed} 条，未变 {same} 条，"
            "不是资料 {left_lines} 行，有误 {refused_lines} 行，见 {report}。"
        ),
        (
            "Checked only: of {lines} rows {made} to make, {changed} to change, {same} as is, {left_lines} left out, "
            "{refused_lines} wrong (why: {report})."
        ),
    ),
    "import_cancelled": (
        "导入已中止，已入账的单据是完整的；再次导入同一文件即可继续。",
        "The import was stopped; what is booked is whole. Import the file again to go on.",
    ),
}

SENTENCES: Mapping[str, tuple[str, str]] = {**ROW_SENTENCES, **FILE_SENTENCES, **NOTE_SENTENCES}
