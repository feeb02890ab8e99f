"""Sentences about keeping accounts: notes, settling, closing, replies, confirmations, other books and bank files."""

from __future__ import annotations

from collections.abc import Mapping

LEDGERS: Mapping[str, tuple[str, str]] = {
    "settle_way_unknown": (
        "核销方式“{way}”不存在，可用：{known}。",
        "There is no way “{way}” to settle; known are: {known}.",
    ),
    "settle_one_credit": (
        "手工核销请用 --credit 指明一笔收款。",
        "To settle by hand, name one payment with --credit.",
    ),
    "share_unreadable": (
        "“{text}”看不懂。写法：单号=金额 或 单号#期次=金额。",
        "“{text}” can't be read. Write NUMBER=AMOUNT or NUMBER#PART=AMOUNT.",
    ),
    "settled_elsewhere": (
        "核销 {record} 由另一台工作台登记，请在那里反核销。",
        "Settlement {record} was recorded by another desk; take it back there.",
    ),
    "held_already": ("收款 {number} 已留作预收款。", "Payment {number} is kept back already."),
    "settled_nothing": ("没有可核销的款项。", "There is nothing to settle."),
    "unsettled": ("已反核销 {count} 笔。", "{count} settlements were taken back."),
    "held_back": (
        "收款 {number} 的 {amount:money} 留作预收款。",
        "{amount:money} of {number} are kept back as a prepayment.",
    ),
    "close_unfinished": (
        "{month} 还有 {count} 件事没了，暂不结账。{told} 仍要结账请加 --anyway 或选“仍然结账”。",
        "{month} has {count} matters unfinished and stays open. {told} To close all the same, say --anyway.",
    ),
    "reopen_risky": (
        "{month} 有 {count} 份对账单已被对方确认，暂不反结账。{told} 仍要打开请加 --anyway 或选“仍然打开”。",
        "{count} statements of {month} are agreed on, so it stays closed. {told} To open it anyway, say --anyway.",
    ),
    "restated_same": (
        "{day} 的余额 {now:money}，自告知以来没有变动。",
        "The balance of {day} is {now:money}, as it was told.",
    ),
    "restated_changed": (
        "{day} 的余额当时为 {told:money}，之后补记 {count} 张单据，现为 {now:money}。",
        "The balance of {day} was told as {told:money}; {count} papers came later, and it is {now:money} now.",
    ),
    "bank_format_unknown": (
        (
            "认不出 {file} 的格式：前 {within} 行里没有一行标题说明{missing:columns}。最像标题的一行：{titles}。请用 "
            "--name 给格式起名，并用 --map 含义=表头 指明各列（已猜到：{guessed:columns}）；以后就认得了。"
        ),
        (
            "The format of {file} isn't known: in its first {within} rows no header tells {missing:columns}. The "
            "likeliest row: {titles}. Give it a --name and --map MEANING=HEADER (guessed: {guessed:columns}); it is "
            "known from then on."
        ),
    ),
    "bank_format_guessed": (
        (
            "没见过 {file} 的格式，各列猜作：{guessed:columns}。如果都对，用 --name 给它起个名字再导入，以后就认得了；"
            "如果不对，再用 --map 含义=表头 改正。"
        ),
        (
            "The format of {file} wasn't seen before; its columns could be {guessed:columns}. If that is right, give "
            "it a --name and import again, and it is known from then on; else mend it with --map MEANING=HEADER."
        ),
    ),
    "bank_header_unknown": (
        "--map 中的表头“{header}”不在文件里，没有读入。文件的表头有：{found}。请照原样写。",
        "The header “{header}” in --map isn't in the file, so nothing was read. It has: {found}. Write it just so.",
    ),
    "bank_column_twice": (
        "有几列都叫“{title}”（第 {columns} 列），数却不同，分不清用哪一列，没有读入。请在文件里改名或删去多余的列。",
        (
            "Several columns are called “{title}” (columns {columns}) and say different figures, so nothing was read. "
            "Rename or delete those that aren't meant."
        ),
    ),
    "bank_mapping": (
        "格式“{name}”的列指得不对：{titles}。请照文件表头的原样写。",
        "The columns of the format “{name}” don't fit: {titles}. Write the headers just as the file has them.",
    ),
    "bank_account_differs": (
        "这个文件是账户 {told} 的，不是 {asked} 的。请换文件，或改账户。没有入账。",
        "This file is of account {told}, not of {asked}. Take the other file or account. Nothing was booked.",
    ),
    "bank_of_another": (
        "账户 {account} 一直用 {expected:bank} 的文件，这个却是 {bank:bank} 的。请换文件，或改账户。没有入账。",
        "Account {account} has had files of {expected:bank}; this one is of {bank:bank}. Nothing was booked.",
    ),
    "bank_read": (
        "{file}（{bank:bank}）{lines} 笔：入账 {booked} 笔共 {amount:money}，先前已入账 {before} 笔，待定 {open} 笔。",
        "{file} ({bank:bank}): {lines} lines; {booked} booked ({amount:money}), {before} booked before, {open} open.",
    ),
    "bank_row_unreadable": ("“{text}”看不懂。写法：行号=客户代码。", "“{text}” can't be read. Write ROW=DEALER."),
    "statement_unknown": (
        "账上没有对账单 {number}。请核对编号，或先开具、先与总部交换。",
        "The books know no statement {number}. Check the number, issue it, or exchange with HQ first.",
    ),
    "statement_not_for_you": (
        "对账单 {statement} 不由本单位这样答复。",
        "It isn't this dealer's part to act on statement {statement} like that.",
    ),
    "confirmation_forged": (
        "对账单{statement:aside}的答复签名不对，没有记入。请联系对方，重新答复。",
        "An answer to the statement{statement:aside} isn't truly signed and was not taken. Ask for it anew.",
    ),
    "confirmation_unfit": (
        "对账单的答复与对账单不符，没有记入。请同步后重新答复。",
        "An answer doesn't fit its statement and was not taken. Exchange, and answer again.",
    ),
    "statement_issued": (
        "{party} 的对账单 {number} 等本方确认。",
        "Statement {number} of {party} waits to be confirmed here.",
    ),
    "statement_disputed": (
        "{party} 对对账单 {number} 有异议，等本方逐笔答复。",
        "{party} disputes statement {number}; each line waits for an answer from here.",
    ),
    "statement_answered": (
        "{party} 已答复对账单 {number} 的异议，等本方确认或再提。",
        "{party} answered what was disputed of statement {number}; confirm it or dispute it again.",
    ),
    "bank_looks_booked": (
        (
            "像是已经入过账的：收款单 {number}，{buyer}，{date}，{amount:money}，{method:method}{remark:aside}。"
            "是另一笔，请指定付款人再入账；是同一笔，记为不入账。"
        ),
        (
            "This looks booked already: receipt {number}, {buyer}, {date}, {amount:money}, {method:method}"
            "{remark:aside}. If it is another payment, name its payer to book it; if it is the same, leave it out."
        ),
    ),
    "bank_before_opening": (
        "{date} 早于期初余额的日期 {opening}，多半已算在期初里。确要入账，请指定付款人。",
        "{date} is before the opening balance of {opening}, which counts it already. To book it, name its payer.",
    ),
    "bank_own_transfer": (
        "本方账户间划转（{from}），不是客户的款：标为不是客户的款即可（窗口里按 Shift+F11，命令用 --skip）。",
        "From an account of one's own ({from}), no customer's money: leave it out (Shift+F11 in the window or --skip).",
    ),
    "bank_receipt_reversed": (
        "收款单 {number} 已红冲；没有另外补过的，指定付款人重新入账。",
        "Receipt {number} was reversed; unless it was booked anew, name the payer to book it again.",
    ),
    "opening_there": (
        "{dealer} 已有期初余额 {number}：{date}，{amount:money}。每家只登记一笔；要改就先红冲它。",
        "{dealer} has an opening balance already, {number} of {date}: {amount:money}. Reverse it to change it.",
    ),
    "silence_days": (
        "天数请写 0 到 {most}；留空表示没有约定。",
        "Write 0 to {most} days; left empty, nothing is agreed on.",
    ),
    "silence_not_agreed": (
        "没有和客户 {dealer} 约定过“不回函算相符”。先写下约定的天数，再登记。",
        "It isn't agreed with customer {dealer} that silence counts as agreement; write the days agreed on first.",
    ),
    "silence_without_end": (
        "对账单 {statement} 没有回函期限，不能按默认相符登记。",
        "Statement {statement} asks for no answer by a day, so its silence can't count as agreement.",
    ),
    "silence_early": (
        "对账单 {statement} 要到 {first} 才能按默认相符登记。",
        "The silence about statement {statement} may be recorded as agreement from {first} on.",
    ),
    "silence_answered": (
        "对账单 {statement} 已经有了答复，不用按默认相符登记。",
        "Statement {statement} was answered, so there is no silence to record.",
    ),
    "silence_recorded": (
        "到 {reply_by} 没有回函，按约定于 {on} 由 {by} 记为默认相符。",
        "No reply by {reply_by}; recorded as agreement by silence on {on} by {by}, as agreed.",
    ),
    "silence_which": (
        "写一份对账单的编号，或用 --all 登记所有到期的，二者取一。",
        "Name one statement, or take --all for all that are due; one of the two.",
    ),
    "silence_all": (
        "{count} 份记为默认相符，余额共 {amount:money}。",
        "{count} are recorded as agreed by silence: {amount:money}.",
    ),
    "silence_none": ("现在没有可按默认相符登记的对账单。", "No statement's silence may be recorded as agreement now."),
    "silence_terms": (
        "{name}：回函期限过后 {days} 天没有回函，可登记为默认相符。",
        "{name}: {days} days after the reply date, silence may be recorded as agreement.",
    ),
    "silence_no_terms": (
        "{name}：没有约定不回函算相符。",
        "{name}: it isn't agreed that silence counts as agreement.",
    ),
    "reply_none": (
        "对账单 {statement} 还没有登记回执。",
        "No reply to statement {statement} is recorded yet.",
    ),
    "attachment_too_large": (
        "{file} 超过 {most} 兆，不能作附件。请换成小一些的照片。",
        "{file} is larger than {most} megabytes; attach a smaller picture.",
    ),
    "book_format_unknown": (
        "{file} 里没有一列说明{missing:columns}。最像标题的一行：{titles}。请用 --map 含义=表头 指明。",
        "No column of {file} tells {missing:columns}. The likeliest header: {titles}. Say --map MEANING=HEADER.",
    ),
    "reconciled_agrees": (
        "两边一致，余额都是 {ours:money}。",
        "Both books agree; the balance is {ours:money}.",
    ),
    "reconciled_apart": (
        (
            "我方余额 {ours:money}，对方写的余额 {theirs:money}；"
            "调节后我方 {adjusted:money}，对方 {their_adjusted:money}，仍不相等。"
        ),
        (
            "Ours is {ours:money}, theirs says {theirs:money}; adjusted, ours is {adjusted:money} and theirs "
            "{their_adjusted:money}: not one balance."
        ),
    ),
    "reconciliation_apart": (
        "调节后两边仍不相等（我方 {ours:money}，对方 {theirs:money}），不能签认。请先查清对方账里对不上的余额。",
        (
            "Adjusted, both books still differ ({ours:money} here, {theirs:money} there), so there is nothing to sign. "
            "Find out first why their book states another balance than its own sum."
        ),
    ),
    "their_book_none": (
        "没有 {dealer} 的账：对方没有用程序登记过收货，也没有给文件。请用对方的账（Excel 或 CSV）来核对。",
        (
            "There is no book of {dealer}: it recorded nothing with a program of its own, and no file was given. "
            "Compare with a file of theirs (Excel or CSV)."
        ),
    ),
    "their_book_mirrored": (
        "对方的账各行与我方正负号相反（欠款写成负数），整本已反过来读。",
        "Their book has every sign the other way round (debts as negative figures); it was turned as a whole.",
    ),
    "book_without_rows": (
        "{file} 标题下面没有一行数据，没有比。请看看是不是选错了文件或工作表。",
        "No row stands below the titles of {file}; nothing was compared. See whether it is the right file and sheet.",
    ),
    "book_of_other_days": (
        (
            "文件里的 {rows} 行都不在 {start} 到 {end} 之间（它们的日期从 {first} 到 {last}），可能拿了别的月份的文件。"
            "请换这一期的文件，或改核对的日期。"
        ),
        (
            "The file has nothing between {start} and {end}: its {rows} rows are dated {first} to {last}. It may be "
            "that of another month; take this period's file, or compare other days."
        ),
    ),
    "book_rows_before": (
        "对方的账有 {rows} 行（合计 {amount:money}）在 {day} 之前，不属于本期，没有逐行比。",
        "Rows of their book before {day}, not of the period and not compared: {rows}, together {amount:money}.",
    ),
    "book_rows_after": (
        "对方的账有 {rows} 行（合计 {amount:money}）在 {day} 之后，不属于本期，没有逐行比。",
        "Rows of their book after {day}, not of the period and not compared: {rows}, together {amount:money}.",
    ),
    "book_names_alike": (
        "这些写法都当作本账户读：{names}。",
        "Read as this account in several writings: {names}.",
    ),
    "their_book_turned": (
        "按文件里的余额看，这是{kept_by:keeper}的账，已照此读。",
        "By the balances in the file it is {kept_by:keeper}, and was read as such.",
    ),
    "their_book_turned_lines": (
        "各行与我方的账相比，这是{kept_by:keeper}的账，已照此读。",
        "By its rows beside ours it is {kept_by:keeper}, and was read as such.",
    ),
    "their_book_turned_titles": (
        "按列的标题看，这是{kept_by:keeper}的账，已照此读。",
        "By the titles of its columns it is {kept_by:keeper}, and was read as such.",
    ),
    "book_rows_apart": (
        "表里还有别家的账（{names}），共 {rows} 行，没有读。",
        "The sheet has the accounts of others too ({names}): {rows} rows, not read.",
    ),
    "book_accounts_several": (
        "表里有几家的账（{names}），分不出哪一家是本账户，全部读在一起了。请只留下本账户的行再核对。",
        (
            "The sheet has several accounts ({names}), and none can be told to be this one, so all were read together. "
            "Keep only the rows of this account and compare again."
        ),
    ),
    "book_names_other": (
        "对方的账上写的是“{name}”，既不是本方也不是对方的名称。请确认文件没有拿错。",
        "Their book bears the name “{name}”, which is neither side's. Make sure that it is the right file.",
    ),
    "openings_differ": (
        "期初就不同，请核对前一期。",
        "The difference is older: compare the period before.",
    ),
    "remarks_more": (
        "另有 {count} 条，导出成 Excel 可看到全部。",
        "{count} more; a workbook of it tells them all.",
    ),
    "reconciled_notes": ("签认前须知：", "To be known before signing:"),
    "reconciled_listed": (
        "差异 {count} 处，以及须知：",
        "{count} differences, with what is to be known:",
    ),
    "reconciled_read": (
        "我方余额 {ours:money}，对方 {theirs:money}；读到的各行都对得上。",
        "Ours is {ours:money}, theirs {theirs:money}; all rows that were read agree.",
    ),
    "reconciled_unproven": (
        "尚未证实：对方的账有 {count} 处没有读入或前后不符，逐条列出；补齐之前不能说两边一致。",
        (
            "Not proven yet: what in their book wasn't read or doesn't follow is told ({count}). Until it is mended "
            "nobody can say that both agree."
        ),
    ),
    "their_closing_typed": (
        "填写的对方余额 {stated:money} 与文件自己的合计 {reckoned:money} 不一致。请核对。",
        "The balance typed for them, {stated:money}, isn't what their file comes to, {reckoned:money}. Check both.",
    ),
    "their_closing_departs": (
        "对方的账写明期末 {stated:money}，但按它自己的期初和各行算是 {reckoned:money}。请让对方查清。",
        "Their book says it closes at {stated:money}; its own opening and rows come to {reckoned:money}. Ask them.",
    ),
    "their_balance_departs": (
        "对方的账从这行起余额对不上：写的是 {stated:money}，按上一行是 {reckoned:money}{more:aside:另有 | 行也这样}。",
        (
            "From this row on their balance isn't what their amounts come to: it says {stated:money}, and "
            "{reckoned:money} follows from the row before{more:aside:more such rows: }."
        ),
    ),
    "their_balance_none": (
        "对方的账没有写余额，期初按我方的 {opening:money} 算；比的只是各行。",
        "Their book states no balance; ours, {opening:money}, was taken as its opening. Only the rows are compared.",
    ),
    "own_book_copied": (
        "本方没有登记过收货，本方账取自卖方的记录，一致也说明不了什么。",
        "Nothing received was recorded here, so the own book is the seller's records: that both agree proves nothing.",
    ),
    "reconciled_differs": (
        "我方余额 {ours:money}，对方 {theirs:money}，有 {count} 处不符；调节后都是 {adjusted:money}。",
        "Ours is {ours:money}, theirs {theirs:money}, {count} matters differ; adjusted, both are {adjusted:money}.",
    ),
    "disputed_line_unreadable": (
        "“{text}”看不懂。写法：单号,原因,我方金额,对方金额[,说明]；没有的金额空着。",
        "“{text}” can't be read. Write NUMBER,REASON,OURS,THEIRS[,REMARK]; leave an amount empty where there is none.",
    ),
    "answer_unreadable": (
        "“{text}”看不懂。写法：单号=yes 或 单号=no[,说明[,更正单据]]。",
        "“{text}” can't be read. Write NUMBER=yes or NUMBER=no[,REMARK[,DOCUMENT]].",
    ),
    "other_account": (
        "单据 {number} 不在 {dealer} 的账上。请核对单号和客户。",
        "Document {number} isn't on the account of {dealer}. Check the number and the customer.",
    ),
    "account_not_yours": (
        "这个往来账{dealer:aside:}不由本单位记，由卖方记。请选自己的客户。",
        "This account{dealer:aside:} is kept by its seller, not here. Choose one of your own customers.",
    ),
    "statement_not_yours": (
        "这份对账单不是本单位出的，回执由出单方登记。",
        "This statement was issued by another; a reply to it is recorded by whoever issued it.",
    ),
}
