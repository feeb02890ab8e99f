"""Sentences about what HQ's people ask HQ for from their desks: each wish in words, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

ASKED: Mapping[str, tuple[str, str]] = {
    "asked_hq": (
        "已提交总部：{verb:verb}。交换后生效，答复随交换回来（命令 desk requests）。",
        "HQ is asked: {verb:verb}. The exchange brings the answer (by command: desk requests).",
    ),
    "asked_already": (
        "同样的内容（{verb:verb}）{by} 在 {at} 已经提交，还在等总部。要再来一份就再提交一次（命令加 --again）。",
        (
            "{by} asked for just this ({verb:verb}) at {at}, and it waits for HQ. Ask once more if you really want it "
            "twice (by command: --again)."
        ),
    ),
    "request_unreadable": (
        "总部读不懂这份申请。请升级两端的程序，再提交一次。",
        "HQ can't read this request. Upgrade both programs and ask again.",
    ),
    "bank_nothing_booked": (
        "流水里没有一笔能入账：付款人不明、已经入过账，或日期已结账。",
        "Nothing in the file could be booked: the payer is unclear, it was booked before, or its day is closed.",
    ),
    "card_of_desk": (
        "{name}（{dealer}）的资料是本单位另一台工作台写的，只能在那里改：请到那台机器上改，改好一交换这里就有。",
        (
            "The card of {name} ({dealer}) was written by another desk of this dealer and is changed there alone: do "
            "it at that machine, and the next exchange brings it here."
        ),
    ),
    "card_of_hq": (
        "{dealer} 的资料是总部写的，信用和账期请总部改。",
        "The card of {dealer} is HQ's; have HQ change its credit terms.",
    ),
    # ---- each wish
    "wish_receive_money": (
        "收 {buyer} 的款 {amount:money}{on:aside:日期 }。",
        "{amount:money} from {buyer}{on:aside:}.",
    ),
    "wish_book_note": (
        "给 {buyer} 开{kind:kind} {amount:money}{on:aside:日期 }。",
        "{kind:kind} of {amount:money} for {buyer}{on:aside:}.",
    ),
    "wish_book_opening": ("{buyer} 的期初余额 {amount:money}。", "Opening balance of {buyer}: {amount:money}."),
    "wish_reverse_document": ("红冲 {number}{reason:aside:}。", "Reverse {number}{reason:aside:}."),
    "wish_settle": ("核销 {account} 的收款。", "Settle the payments of {account}."),
    "wish_settle_hand": ("手工核销 {credit}。", "Settle {credit} by hand."),
    "wish_hold": ("把 {number} 留作预收款。", "Keep {number} as a prepayment."),
    "wish_unsettle": ("取消核销 {documents}。", "Take back settlements {documents}."),
    "wish_write_off": ("抹去 {number} 的尾差。", "Give up the rest of {number}."),
    "wish_set_way": ("{account} 的核销方式改为“{way:settle_way}”。", "Settle {account}: {way:settle_way}."),
    "wish_close_books": ("结账到 {through}。", "Close the books through {through}."),
    "wish_reopen_books": ("反结账{after:aside:开放此日之后 }。", "Reopen the books{after:aside:after }."),
    "wish_close_month": ("结账{month:aside:}。", "Close the month{month:aside:}."),
    "wish_reopen_month": ("反结账{month:aside:}。", "Reopen the month{month:aside:}."),
    "wish_issue_statement": (
        "出 {account} 的对账单（{start} 至 {end}）。",
        "Statement of {account}, {start} to {end}.",
    ),
    "wish_issue_all": ("出全部对账单（{start} 至 {end}）。", "All statements, {start} to {end}."),
    "wish_withdraw_statement": ("撤回对账单 {number}{reason:aside:}。", "Withdraw statement {number}{reason:aside:}."),
    "wish_answer_dispute": ("答复异议 {number}。", "Answer the dispute of {number}."),
    "wish_record_reply": ("登记 {statement} 的回函。", "Record the reply to {statement}."),
    "wish_book_bank_lines": ("银行流水 {file} 入账。", "Book the bank file {file}."),
    "wish_deliver": ("订单 {number} 发货。", "Ship order {number}."),
    "wish_return_goods": ("{delivery} 的货退回。", "Take back goods of {delivery}."),
    "wish_set_terms": ("改 {dealer} 的信用与账期。", "Credit terms of {dealer}."),
    "wish_save_customer": ("改 {key} 的资料。", "The card of {key}."),
    "wish_save_product": ("商品{key:aside:}的资料。", "The card of a product{key:aside:}."),
    "wish_set_for_sale": ("商品 {key} 停售或恢复{reason:aside:}。", "Whether {key} is for sale{reason:aside:}."),
    "wish_approve_order": ("特批订单 {subject}。", "Let order {subject} pass."),
    "wish_confirm_user": ("确认人员的角色：{role:role}。", "Confirm somebody's role: {role:role}."),
    "wish_refuse_order": ("拒绝订单 {subject}{reason:aside:}。", "Refuse order {subject}{reason:aside:}."),
    "wish_close_rest": (
        "把订单 {number} 余下的结单{reason:aside:}。",
        "Close the rest of order {number}{reason:aside:}.",
    ),
    "wish_publish_policy": ("发布政策。", "Publish a policy."),
    "wish_withdraw_policy": ("撤回政策 {subject}。", "Withdraw policy {subject}."),
    "wish_settle_rebate": ("结算返利 {subject}（{period}）。", "Settle rebate {subject} ({period})."),
    "wish_adjust_rebate_approve": ("批准返利调整。", "Approve a rebate adjustment."),
    "wish_move_reward": ("登记奖励进度：{to:reward}。", "Move a reward on: {to:reward}."),
}
