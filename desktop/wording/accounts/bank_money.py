"""Sentences about money that comes in, from bank files and by hand."""

from __future__ import annotations

from collections.abc import Mapping

MONEY: Mapping[str, tuple[str, str]] = {
    "bank_row_date": (
        "这一行有金额，日期却看不懂，没有读入：{text}",
        "This row has money but no date that can be read, so it was left out: {text}",
    ),
    "bank_row_day_order": (
        (
            "日期“{day}”有两种读法，整列都看不出年、月、日的先后，没有读入：{text}。"
            "请在表格软件里把日期这一列改成 2026-10-03 的写法再导入。"
        ),
        (
            "The date “{day}” can be read two ways and nothing in its column tells which, so the row was left out: "
            "{text}. Write the column's dates as 2026-10-03 in a spreadsheet and import the file again."
        ),
    ),
    "bank_row_amount": (
        "这一行的金额看不懂，没有读入：{text}",
        "The amount of this row can't be read, so it was left out: {text}",
    ),
    "book_rows_parted": (
        "有 {lines} 行不止一栏有金额（如当天发货当天收款），各栏读成各自的一笔。",
        "{lines} rows have amounts in several columns, such as goods sent and paid the same day; each is a line.",
    ),
    "book_columns_apart": (
        "“{titles}”一栏的金额没有计入：看不出应收里是否已经扣除。要计入，请把它并进应收或已收的栏里再导入。",
        (
            "Amounts under “{titles}” weren't counted: nobody can tell whether what is owed is less them already. "
            "To have them counted, put them into the columns of what is owed or paid."
        ),
    ),
    "book_by_balance": (
        "没有认出增加和减少的列：各行的金额是按余额的差额算的。如果表里另有金额列，请先对应列。",
        (
            "No columns of increase and decrease were recognised: each row's amount is the difference of the balances. "
            "Map the columns first if the file has amounts of its own."
        ),
    ),
    "bank_row_sign": (
        "看不出这一行是收还是付，没有读入：{text}",
        "It can't be told whether this row came in or went out, so it was left out: {text}",
    ),
    "bank_sides_turned": (
        (
            "余额随“{income}”增加、随“{expense}”减少：像是自己记的银行日记账，不是银行的流水，没有读入。"
            "确实是的话，指明收入是“{income}”、支出是“{expense}”再导入。"
        ),
        (
            "The balance grows with “{income}” and falls with “{expense}”: this seems to be your own cash book and no "
            "bank's statement, so it was left out. If it is, name “{income}” as income and “{expense}” as expense."
        ),
    ),
    "bank_ways_turned": (
        "余额随借方增加、随贷方减少：像是自己记的银行日记账，不是银行的流水，没有读入。请用银行导出的流水。",
        (
            "The balance grows with debit and falls with credit: this seems to be your own cash book and no bank's "
            "statement, so it was left out. Please use the file that the bank gives out."
        ),
    ),
    "bank_row_hidden": (
        "这一行在表里被隐藏或筛掉了，没有读入：{text}",
        "This row is hidden in the sheet; left out: {text}",
    ),
    "bank_row_struck": (
        "这一行画了删除线，没有读入：{text}",
        "This row is struck through; left out: {text}",
    ),
    "bank_row_quote": (
        "这一行有不成对的引号，没有读入：{text}",
        "A quote on this row has no partner, so it was left out: {text}",
    ),
    "bank_row_reversed": (
        "收到的 {amount:money} 在第 {by} 行被银行冲正，没有入账；如果先前已经入账，请红冲那张收款单。",
        "The bank took this {amount:money} back on row {by}; it isn't booked. If it was before, reverse its receipt.",
    ),
    "bank_row_returned": (
        "这 {amount:money} 是第 {of} 行付出的钱退了回来，不是客户的款，没有入账。",
        "The {amount:money} is money paid on row {of} that came back, no customer's, and isn't booked.",
    ),
    "bank_reversal_alone": (
        "收到过的 {amount:money} 被退走或冲正（{text}），收到的那一笔不在文件里；如果已经登记，请红冲那张收款单。",
        (
            "{amount:money} that had come in was taken back ({text}); the row it came on isn't in the file. If a "
            "receipt was booked for it, reverse that."
        ),
    ),
    "bank_return_alone": (
        "这 {amount:money} 是付出去的钱退了回来（{text}），付出的那一笔不在文件里；不是客户的款，没有入账。",
        (
            "The {amount:money} is money paid that came back ({text}); the row it was paid on isn't in the file. It is "
            "no customer's and isn't booked."
        ),
    ),
    "bank_says_reversal": (
        "摘要或负号说这是冲正或退回的钱，先放着；确是客户的款，请指定付款人。",
        "Its text or its minus tells of a reversal or returned money, so it waits; if a customer paid, name the payer.",
    ),
    "bank_day_to_come": (
        "日期 {date} 还没有到（今天是 {today}），先放着；日期没写错，请指定付款人。",
        "The day {date} is yet to come (today is {today}), so it waits; if the date is right, name the payer.",
    ),
    "bank_went_out": (
        "支出 {rows} 笔共 {amount:money}，不登记收款。",
        "{rows} went out ({amount:money}); they are no receipts.",
    ),
    "bank_moved_neutral": (
        "不计收支 {rows} 笔共 {amount:money}（提现、转存等），不登记收款。",
        "{rows} neither came in nor went out ({amount:money}, such as withdrawals); they are no receipts.",
    ),
    "bank_paid_customer": (
        "第 {row} 行付给客户 {name} {amount:money}；如果是退款而没有从收款里扣除，请另行登记付款。",
        "Row {row} paid {amount:money} to {name}, a customer; a refund not taken off a receipt here must be booked.",
    ),
    "bank_state_unknown": (
        "状态“{status}”看不出钱到了没有，先放着；确已到账，请指定付款人。",
        "The state “{status}” doesn't say whether the money came, so it waits; if it did, name the payer.",
    ),
    "bank_other_currency": (
        "收到的 {amount:money} 是外币（{currency}），没有登记收款。",
        "The {amount:money} that came in is in another currency ({currency}); it isn't booked.",
    ),
    "bank_row_refunded": (
        "{amount:money} 已全额退回（{status}），不登记收款。",
        "{amount:money} was given back whole ({status}), so it is no receipt.",
    ),
    "bank_part_refunded": (
        "原来收了 {before:money}，其中 {refunded:money} 已退回；请人核对后再登记。",
        "{before:money} came in, of which {refunded:money} was given back; a person should look before it is booked.",
    ),
    "balance_departs": (
        "第 {row} 行的余额写着 {told:money}，按前面算应是 {expected:money}：文件可能缺行、被改过或筛选过。",
        (
            "The balance on row {row} says {told:money}, but what stands before comes to {expected:money}: rows may be "
            "missing, changed or filtered out."
        ),
    ),
    "bank_row_capitals": ("大写金额行，略过：{text}", "An amount in words, passed over: {text}"),
    "bank_row_error": (
        "有一格是“{text}”：电子表格算不出这一格，这一行没有读入。请在表格里改好，再导入。",
        "A cell is “{text}”: the spreadsheet couldn't compute it, so the row wasn't read. Mend it there, then import.",
    ),
    "bank_account_own": (
        "“{title}”一列原来指作对方账号，但各行看来是本方的账号：已按本方账号读，不用来认付款人。",
        (
            "The column “{title}” was mapped as the payer's account, but by its rows it is one's own; it was read as "
            "that and tells nothing of who paid."
        ),
    ),
    "bank_payers_doubted": (
        "先前有 {count} 笔的户名不是该客户，像是凭本方账号 {account} 认错的：收款单 {numbers}。请核对，错了就红冲。",
        (
            "Booked before for customers whose name wasn't written, by the own account {account} mistaken for the "
            "payer's: {count} (receipts {numbers}). Check them; reverse what is wrong."
        ),
    ),
    "bank_account_unsaid": (
        (
            "“{title}”一列看不出是本方还是对方的账号，没有用来认付款人。是本方的，用 --map 本方账号={title} 指明；"
            "是对方的，用 --map 对方账号={title}（连同 --name）。"
        ),
        (
            "It can't be told whether the column “{title}” is one's own account or the payer's, so it tells nothing of "
            "who paid. If it is one's own, say --map own={title}; if the payer's, --map account={title} (with --name)."
        ),
    ),
    "bank_accounts_several": (
        "文件里有 {count} 个本方账户（{accounts}），余额各算各的，来款都读入了。只要其中一个的，命令加 --account。",
        (
            "The file is of {count} accounts of one's own ({accounts}); each balance was followed by itself, and the "
            "money of all was read. For one of them alone, give the command --account."
        ),
    ),
    "bank_account_apart": (
        "另有本方账户 {account} 的 {rows} 行，没有读入；要读，用 --account {account} 再导入一次。",
        "Rows of the own account {account} not read: {rows}. Import again with --account {account} for them.",
    ),
    "payer_account_of_other": (
        "账号是该客户用过的，但写的户名不是它（把握 {percent}%）；不会自己入账，请人确认。",
        (
            "The account number was this customer's, but the name written isn't ({percent}% sure); it isn't booked "
            "without a person's word."
        ),
    ),
    "bank_row_foot": (
        "合计、结转或说明行，略过：{text}",
        "A total, a balance carried over or a notice, passed over: {text}",
    ),
    "bank_row_elsewhere": (
        "在同一张表里另一个标题下面，列的次序可能不同，没有读入；请把那一段另存为一个文件再导入：{text}",
        (
            "Below other titles on the same sheet, whose columns may be in another order, so it was left out; save "
            "that part as a file of its own and import it: {text}"
        ),
    ),
    "bank_row_void": ("单据已作废，没有读入：{text}", "The document is void, so it was left out: {text}"),
    "bank_row_nothing": ("金额为零，略过。", "Nothing was moved; passed over."),
    "bank_row_closed": ("交易没有成交（{status}），略过。", "The deal was called off ({status}); passed over."),
    "bank_row_waiting": ("交易还没有到账（{status}），略过。", "The money is yet to come ({status}); passed over."),
    "payer_account": (
        "账号与该客户一致（把握 {percent}%）。",
        "The account number is this customer's ({percent}% sure).",
    ),
    "payer_account_masked": (
        "露出的账号数字与该客户一致（把握 {percent}%）。",
        "What shows of the account number fits this customer ({percent}% sure).",
    ),
    "payer_number_quoted": (
        "附言写了该客户的单号（把握 {percent}%）。",
        "The text quotes a document of this customer ({percent}% sure).",
    ),
    "payer_history": (
        "以前同样的来款记在该客户名下（把握 {percent}%）。",
        "Such payments were booked for this customer before ({percent}% sure).",
    ),
    "payer_name": ("户名与该客户一致（把握 {percent}%）。", "The name is this customer's ({percent}% sure)."),
    "payer_name_in_text": (
        "附言里有该客户的名称（把握 {percent}%）。",
        "The text holds this customer's name ({percent}% sure).",
    ),
    "payer_name_core": (
        "户名去掉地名和“有限公司”一类的字样，与该客户一样（把握 {percent}%）；不会自己入账，请人确认。",
        (
            "Without place and legal form the name is this customer's ({percent}% sure); it isn't booked without a "
            "person's word."
        ),
    ),
    "payer_name_masked": (
        "露出的户名与该客户一致（把握 {percent}%）。",
        "What shows of the name fits this customer ({percent}% sure).",
    ),
}
