"""Sentences about settling, periods, statements and their answers, and reconciling two books."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.wording.accounts.bank_money import MONEY

SETTLING: Mapping[str, tuple[str, str]] = {
    "terms_unreadable": (
        "账期“{text}”看不懂。可写 30 天、月结、次月底、当月底后 10 天、现结，分期写 30% 30 天，70% 60 天。",
        "The terms “{text}” can't be read. Write 30 days, end of next month, cash, or 30% 30 days, 70% 60 days.",
    ),
    "settle_unknown": (
        "{document} 没有可核销的余额，或已被核销。请刷新后重选。",
        "Nothing is open on {document}; it may be settled already. Look again and choose anew.",
    ),
    "settle_not_positive": ("核销金额 {amount} 须大于零。", "The amount to settle, {amount}, must be above zero."),
    "settle_over_debt": (
        "单据 {number} 只欠 {remaining:money}，不能核销 {amount:money}。请减少金额。",
        "Only {remaining:money} are owed on {number}, not {amount:money}. Settle less.",
    ),
    "settle_over_credit": (
        "收款 {number} 只剩 {remaining:money} 可用，不能核销 {amount:money}。请减少金额。",
        "Only {remaining:money} of {number} are left, not {amount:money}. Settle less.",
    ),
    "settle_contested": (
        "单据 {number} 只欠 {remaining:money}，却有 {plans} 处要核销共 {claimed:money}。请留其一。",
        "Only {remaining:money} are owed on {number}, but {plans} plans claim {claimed:money}. Keep one of them.",
    ),
    "write_off_over": (
        "尾差 {remaining:money} 超过可抹零的 {most:money}。请收款，或开折让。",
        "The rest of {remaining:money} is more than the {most:money} that may be written off. Collect or credit it.",
    ),
    "settled_by_oldest": ("按先到期的欠款核销 {amount:money}。", "{amount:money} settle what is due earliest."),
    "settled_by_number": ("按所写单号核销 {amount:money}。", "{amount:money} settle the documents that were quoted."),
    "settled_by_amount": (
        "金额正好等于一张单据，核销 {amount:money}。",
        "{amount:money} settle a document of just this amount.",
    ),
    "settled_by_several": (
        "金额正好等于几张单据之和，核销 {amount:money}。",
        "{amount:money} settle a few documents that add up to just this.",
    ),
    "settled_by_whole": ("正好付清全部欠款 {amount:money}。", "{amount:money} settle all that is owed."),
    "settled_by_hand": ("手工核销 {amount:money}。", "{amount:money} are settled by hand."),
    "paid_ahead": ("余下 {amount:money} 记作预收款。", "The other {amount:money} become a prepayment."),
}

STATEMENTS: Mapping[str, tuple[str, str]] = {
    "statement_nothing": (
        "没有余额也没有发生额，不需要对账单。",
        "No balance and no movement: no statement is needed.",
    ),
    "statement_no_account": ("从未有过往来。", "There never was any business."),
    "layout_unreadable": (
        "套打样式 {path} 读不了。请在编辑器里重新保存，或删除它用原样式。",
        "The layout {path} can't be read. Save it again in the editor, or delete it to begin anew.",
    ),
    "logo_unreadable": (
        "标志图片{path:aside:}读不了。请用 PNG 或 JPEG。",
        "The logo{path:aside:} can't be read. Use a PNG or a JPEG.",
    ),
    "batch_written": (
        "已写好 {made} 份对账单，共 {pages} 页：{path}；{left} 户没有对账单。",
        "{made} statements, {pages} pages, are in {path}; {left} accounts got none.",
    ),
    "period_out_of_order": (
        "不能先处理 {month} 起的月份，应先处理 {first} 起的月份。",
        "The month from {month} can't go first; it is the turn of the month from {first}.",
    ),
    "close_drafts": (
        "还有 {count} 张草稿。请过账或删除后再结账。",
        "{count} drafts are left; post or drop them first.",
    ),
    "close_undelivered": (
        "还有 {count} 张订单没有发完。请核对后再结账。",
        "{count} orders are not fully delivered; look at them before closing.",
    ),
    "close_unanswered": (
        "还有 {count} 份对账单没有回执。请催回执后再结账。",
        "{count} statements have no reply yet; ask for them before closing.",
    ),
    "close_negative_stock": (
        "{count} 种商品为负库存。请先盘点或补录。",
        "{count} products have negative stock; count them or add what is missing first.",
    ),
    "close_unsettled": (
        "还有 {amount:money} 收款没有核销。请核销后再结账。",
        "{amount:money} received are not settled; settle them before closing.",
    ),
    "reopen_confirmed": (
        "对账单 {number} 已得到对方确认，反结账后若改账要重新对账。",
        "The other side has confirmed statement {number}; if the books change now, it must be agreed on again.",
    ),
    "statement_future": (
        "截止日 {end} 还没到（今天 {today}）。请改日期。",
        "The last day {end} is yet to come (today is {today}). Change the date.",
    ),
    "statement_unclosed": (
        "期间到 {end}，还没有结账{closed_through:aside:已结至 }，数字可能再变。",
        "The books are not closed until {end}{closed_through:aside:only through }, so figures may still change.",
    ),
    "mark_unreadable": ("“{text}”不是对账单的二维码。请重新扫描。", "“{text}” is no statement's code; scan it again."),
    "mark_withdrawn": (
        "但对账单 {number} 已由开具方撤回，作废。请索要新的一张。",
        "But statement {number} was withdrawn by its issuer and is void; ask for the new one.",
    ),
    "mark_true": (
        "对账单 {number} 与账上一致，期末余额 {closing:money}。",
        "Statement {number} is as it was issued; closing balance {closing:money}.",
    ),
    "mark_unknown": (
        "账上没有对账单 {number}。请核对编号，并向对方索要原件。",
        "The books know no statement {number}. Check the number and ask for the original.",
    ),
    "mark_closing_differs": (
        "纸上的期末余额 {paper:money} 与账上 {books:money} 不同，纸张可能被改过。请勿签收。",
        "The paper says {paper:money} and the books {books:money}; the paper may have been altered. Don't accept it.",
    ),
    "mark_text_differs": (
        "对账单 {number} 余额相同，内容却与账上不同。请逐行核对。",
        "Statement {number} has the same balance but another text than the books; compare line by line.",
    ),
    "reply_other_statement": (
        "回执写的是对账单 {statement}，不是 {sent}。请核对编号。",
        "The reply is to statement {statement}, not to {sent}. Check the number.",
    ),
    "reply_date": (
        "回执日期 {date} 不在寄出日 {issued} 与今天 {today} 之间。请改日期。",
        "The reply's date {date} is not between {issued}, when it went out, and today, {today}. Change the date.",
    ),
    "reply_lines_unwanted": (
        "回执为“相符”，不应再列差异。请删去差异，或改为“不符”。",
        "The reply agrees, so no lines can differ. Take them out, or say that it differs.",
    ),
    "reply_lines_needed": (
        "回执为“不符”，请列出差异的单据，或写明对方的余额。",
        "The reply differs; name the lines that do, or the balance they hold right.",
    ),
    "reply_closing": (
        "回执为“相符”，但对方余额 {theirs:money} 不等于 {closing:money}。请改为“不符”，或改余额。",
        "The reply agrees, yet to {theirs:money} and not to {closing:money}. Say that it differs, or mend the balance.",
    ),
    "reply_signer": (
        "请填对方经办人：回执由谁签的字。",
        "Say who signed: the reply needs the name of the other side's person.",
    ),
    "reply_evidence": (
        "请附回执的扫描件或照片；只有纸质的，请注明签字盖章的纸质回执在手。",
        "Attach a scan or photograph of the slip; where it is on paper only, say that the slip itself is here.",
    ),
    "reply_closing_needed": (
        "请填回执上的期末余额：它应与对账单一致，才算相符。",
        "Type the closing balance that the slip says: it agrees only if that is the statement's.",
    ),
    "reply_reason": (
        (
            "差异原因“{reason}”不能用。可以写：未收到货、少货、破损、价格不符、金额不符、已付款未入账、已退货未入账、"
            "返利未入账、重复入账、不是我方的单据；或“其他”加说明。"
        ),
        (
            "The reason “{reason}” can't be used. There are: goods not received; short delivery; damaged; price "
            "differs; amount differs; paid, not booked; returned, not booked; rebate not booked; booked twice; not our "
            "document; or other with a remark."
        ),
    ),
    "reply_line_unknown": (
        "对账单上没有单据 {number}。请核对单号；对账单漏记的，请把我方金额留空。",
        "Document {number} isn't on the statement. Check it; for one that is missing there, leave our amount empty.",
    ),
    "reply_line_twice": (
        "差异“{number}”列了两次，请合并成一行（单号为空即期初余额）。",
        "The difference “{number}” is listed twice; make it one line (no number is the opening balance).",
    ),
    "reply_line_same": (
        "差异“{number}”两边金额相同，请删去这一行。",
        "Both amounts of “{number}” are the same; take that line out.",
    ),
    "confirmation_out_of_turn": (
        "对账单 {statement} {state:confirmation}，现在不能由这一方{act:act}。请等对方先办，或刷新后再看。",
        (
            "Statement {statement} is {state:confirmation}, so this side can't {act:act} it. Wait for the other side, "
            "or look again."
        ),
    ),
    "reconciled_unknown": (
        "没有编号为“{id}”的已签认调节表。用 desk reconciled list 查看。",
        "No signed reconciliation has the id “{id}”. Look with desk reconciled list.",
    ),
    "reconciled_signed": ("已由 {by} 签认并留存，编号 {id}。", "Signed off by {by} and kept as {id}."),
    "proof_signed": (
        "{date} {by} {act:act}：签名真实，有总部担保的密钥为证。",
        "{date} {by} — {act:act}: truly signed, with a key HQ vouches for.",
    ),
    "proof_unsigned": ("{date} {by} {act:act}：没有签名。", "{date} {by} — {act:act}: not signed."),
    "proof_unvouched": (
        "{date} {by} {act:act}：旧程序所签，密钥只有总部能作证。",
        "{date} {by} — {act:act}: signed by an older program; only HQ can answer for the key.",
    ),
    "proof_forged": (
        "{date} {by} {act:act}：签名是假的或内容被改过，不算数。请与对方核实。",
        "{date} {by} — {act:act}: the signature is forged or the text altered. Ask the other side.",
    ),
    "confirmation_held": (
        "对账单 {statement} 的这一步到总部时，对方已先办了别的，因此不算数。请按现在的状态再办。",
        "The other side had acted on statement {statement} before this step reached HQ, so it doesn't count. Act anew.",
    ),
    "statement_altered": (
        "对账单 {statement} 的内容与它的校验码不符，不能确认。请对方重新出单。",
        "What statement {statement} says isn't what its digest stands for: it can't be confirmed. Ask for a new one.",
    ),
    "statement_forged": (
        "对账单 {statement} 的出单签名不对，不能确认。请与对方电话核实。",
        "Statement {statement} isn't truly signed by its issuer and can't be confirmed. Ask the other side by phone.",
    ),
    "statement_unprintable": (
        (
            "对账单 {statement} 的内容读不出来（更新的程序出的，或本来就不是对账单），不能打印。"
            "请升级程序；仍不行，请出单方重出。"
        ),
        (
            "What statement {statement} says can't be read: a newer program wrote it, or it is none at all. It can't "
            "be printed. Upgrade; if that doesn't help, ask its issuer for a new one."
        ),
    ),
    "statement_unreadable": (
        "对账单 {statement} 是更新的程序出的，本机读不全，不能确认。请升级后再办。",
        "A newer program issued statement {statement} and this one can't read it whole. Upgrade, then confirm it.",
    ),
    "answer_document_unknown": (
        "更正单据 {document} 不在 {dealer} 的账上。请先开好更正单据，再写它的单号。",
        "The correcting document {document} isn't on the account of {dealer}. Make it first, then name its number.",
    ),
    "period_closed_elsewhere": (
        "这些日子是另一台工作台{desk:aside}结的账（结至 {closed_through}）。请在那台工作台反结账。",
        "Another desk{desk:aside} closed those days (through {closed_through}). Reopen them at that desk.",
    ),
    "reopen_elsewhere": (
        "另一台工作台{desk:aside}也结到了 {closed_through}；只在本机反结账，这些日子仍是结账状态。",
        "Another desk{desk:aside} closed through {closed_through} too; reopened here alone, those days stay closed.",
    ),
    "late_in_closed": (
        (
            "单据 {number}（{date}）是别的工作台得知结账（至 {closed_through}）前写的，结账后才到。请核对那个月："
            "该算在里面的，把这一条收起（Del），或由结账的工作台反结账再结；不该的，在开着的月份红冲它。"
        ),
        (
            "Document {number} of {date} came after the closing through {closed_through}: another desk wrote it before "
            "it had heard of that. Look at that month again. If the document belongs there, put this line away (Del), "
            "or open the month at the desk that closed it and close it again; if not, reverse it in an open month."
        ),
    ),
    "confirmation_other_statement": (
        "这个答复属于对账单 {other}，不是 {statement}。请核对编号。",
        "This answer is to statement {other}, not to {statement}. Check the number.",
    ),
    "confirmation_other_text": (
        "对方看到的对账单 {statement} 与账上的内容不同，答复没有记入。请重新发送后再确认。",
        "The other side saw another text of statement {statement}; the answer was not taken. Send it again.",
    ),
    "confirmation_lines": (
        "对账单 {statement}：提出异议要列出差异的单据，其他答复不能带差异。请改正后重发。",
        "Statement {statement}: a dispute names the lines that differ, and nothing else may. Mend it and send again.",
    ),
    "confirmation_unanswered": (
        "“{number}”的异议与答复不成对：每项异议要有一个答复，也只答复有异议的。",
        "Dispute and answer don't pair at “{number}”: each disputed line has one answer, and no other line has any.",
    ),
}

CAUSES: Mapping[str, tuple[str, str]] = {
    "reconciliation_disagrees": (
        "调节后两边余额仍不相等：{ours:money} ≠ {theirs:money}。账目可能已损坏，请运行 desk check。",
        "The balances still differ after adjusting: {ours:money} ≠ {theirs:money}. Run desk check.",
    ),
    "sign_turned": (
        "正负号可能反了：我方 {ours:money}，对方 {theirs:money}。",
        "A sign may be turned round: {ours:money} here, {theirs:money} there.",
    ),
    "decimal_shift": (
        "小数点可能错位：我方 {ours:money}，对方 {theirs:money}。",
        "A decimal point may have slipped: {ours:money} here, {theirs:money} there.",
    ),
    "reversed_digits": (
        "相邻数字可能写倒：我方 {ours:money}，对方 {theirs:money}。",
        "Two figures may be swapped: {ours:money} here, {theirs:money} there.",
    ),
    "keyed_twice": (
        "可能重复入账{number:aside}。请查实后红冲一张。",
        "It may have been booked twice{number:aside}. Check, and reverse one.",
    ),
    "cancelled_out": (
        "同一边有一笔正好相抵{number:aside}，多半是冲销。",
        "The same book takes it back by another line{number:aside}.",
    ),
    "line_missing": (
        "相差 {difference:money}，正好是单据{number:aside}的金额，可能漏记。",
        "The difference of {difference:money} is just the amount of one document{number:aside}; it may be missing.",
    ),
    "rounding": ("相差 {difference:money}，可能是四舍五入。", "The difference of {difference:money} may be rounding."),
    "rebate_not_booked": (
        "可能是返利或折让只有一方入账。请核对返利结算单。",
        "A rebate or discount may stand in one book only. Compare the rebate settlements.",
    ),
    "posted_later": (
        "另一方可能记入了后一期{number:aside}。请看后一期的账。",
        "The other side may have posted it in the next period{number:aside}. Look there.",
    ),
    "posted_earlier": (
        "另一方可能已记入前一期{number:aside}。请看前一期的账。",
        "The other side may have posted it in the period before{number:aside}. Look there.",
    ),
    "same_amount_apart": (
        "另一边 {date} 有一笔同额的{number:aside}，相差 {days} 天：可能是同一笔，请核对日期。",
        (
            "The other book has the same amount on {date}{number:aside}, {days} days away: it may be one and the same; "
            "compare the dates."
        ),
    ),
    "goods_in_transit": (
        "货可能在途{days:aside_some:截止日前 | 天入账}，另一方收到后会记账。",
        "The goods may be in transit{days:aside_some:days before the end: }; the other side books them on arrival.",
    ),
    "money_in_transit": (
        "款可能在途{days:aside_some:截止日前 | 天入账}，另一方到账后会记账。",
        "The money may be in transit{days:aside_some:days before the end: }; the other side books it on arrival.",
    ),
    "unknown": ("看不出原因。请双方拿出单据核对。", "The cause can't be told. Compare the documents of both sides."),
}

ACCOUNTS: Mapping[str, tuple[str, str]] = {**SETTLING, **STATEMENTS, **CAUSES, **MONEY}
