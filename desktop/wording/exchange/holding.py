"""Sentences about records that HQ or a desk holds: kept where they stand in the chain, and changing nothing."""

from __future__ import annotations

from collections.abc import Mapping

HOLDING: Mapping[str, tuple[str, str]] = {
    "held_at_hq": (
        "总部没有接收这条{kind:kind}{document:aside}，已留存，没有入账。{why}请先问总部，再决定要不要另写一条。",
        (
            "HQ did not take this {kind:kind}{document:aside}; it is held and changes nothing. {why} Talk to HQ before "
            "you write it anew."
        ),
    ),
    "salvage_unsure": (
        (
            "总部账套修复后，已看不出总部当时有没有接收这条{kind:kind}{document:aside}，因此没有入账。"
            "请与写它的工作台核对；要入账的，请那边另写一条。"
        ),
        (
            "Since HQ's books were mended it isn't known any more whether HQ had taken this {kind:kind}"
            "{document:aside}, so it changes nothing. Ask the desk that wrote it; what is right is written there anew."
        ),
    ),
    "held_otherwise": (
        "总部给出的原因，本程序还不认识，请更新程序。",
        "This program doesn't know HQ's reason yet; update it.",
    ),
    "record_kind_unknown": (
        "有工作台的程序比总部新，写了总部还不认识的数据（{kind}），已完整保存，暂不使用；总部更新程序后再看。",
        (
            "A desk's program is newer than HQ's and writes records of a kind HQ doesn't know ({kind}). They are kept "
            "whole and nothing is made of them; update HQ."
        ),
    ),
    "kinds_unknown_at_hq": (
        "总部的程序比这台工作台旧，还不认识这些数据（{kinds}）：总部已完整保存，更新程序后才会使用。请告知总部。",
        (
            "HQ's program is older than this desk's and doesn't know these records yet ({kinds}): HQ keeps them whole "
            "and makes use of them once it is updated. Tell HQ."
        ),
    ),
    "kind_beyond_quota": (
        (
            "这台工作台写的总部不认识的数据（{kind}）超过限额（{most} 条或 {megabytes} MB）：超出的总部只留了摘要，"
            "内容还在写它的工作台上，总部更新程序后会再向它要。若不是新版程序写的，请查这台工作台。"
        ),
        (
            "This desk wrote more records of a kind HQ doesn't know ({kind}) than HQ keeps ({most} records or "
            "{megabytes} MB). Of those beyond it HQ keeps the digest; the desk has the contents and is asked for them "
            "once HQ is updated. If no newer program wrote them, look into that desk."
        ),
    ),
    "bodies_not_kept_at_hq": (
        (
            "总部不认识的数据（{kinds}）超过限额，有 {count} 条总部只留了摘要。请保留本机账套，"
            "总部更新程序后会自动再要一次；请告知总部。"
        ),
        (
            "There are more records of kinds HQ doesn't know ({kinds}) than it keeps; of {count} it has the digest "
            "only. Keep these books: HQ asks for them by itself once it is updated. Tell HQ."
        ),
    ),
    "body_missing": (
        "这条记录（{kind}）的内容总部没有，送来的工作台也没有了，只有摘要；已留存，没有入账。",
        (
            "Neither HQ nor the desk that sent this record ({kind}) has its contents any more, only the digest; it is "
            "held and changes nothing."
        ),
    ),
    "held_many": (
        "{stream} 有 {count} 条同类记录留存待查。最近一条：{why}",
        "{count} records of {stream} are held alike. The latest: {why}",
    ),
    "problems_put_away": (
        "{stream} 的 {count} 条同类记录不再提示；它们仍留存，不入账。",
        "{count} records of {stream} that are held alike are put away; they go on being held and change nothing.",
    ),
    "held_reasons_changed": (
        "总部把先前留存的 {count} 条记录重新判过，仍未接收，原因有变，请看“需要处理”。",
        "HQ judged {count} held records again and holds them for another reason now; see what needs attention.",
    ),
    "settled_newer_version": (
        "总部先前留存的 {count} 条记录已有新版入账，不再提示。",
        "{count} records that HQ held have a newer version that was taken; nobody needs to look at them any more.",
    ),
    "settled_said_the_same": (
        "总部先前留存的 {count} 条记录与已入账的说的是同一件事，内容一致，不再提示。",
        "{count} records that HQ held say the same as ones that were taken; nobody needs to look at them any more.",
    ),
    "settled_order_gone": (
        "总部先前留存的 {count} 条记录所说的订单已经取消，不再提示。",
        "{count} records that HQ held are about orders that were cancelled; nobody needs to look at them any more.",
    ),
    "settled_done_already": (
        "总部先前留存的 {count} 条记录要做的事，已由别的记录做完，不再提示。",
        "What {count} records that HQ held ask for was done by others; nobody needs to look at them any more.",
    ),
    "settled_goes_along": (
        "{count} 笔核销随它所核的单据一起留存，不用另外处理。",
        "{count} settlement(s) are held with the paper they settle; nothing else is to be done about them.",
    ),
    "settled_undone_by_writer": (
        "总部先前留存的 {count} 条记录，写它的工作台已自己红冲：两边都没有入账，不再提示。",
        "{count} records that HQ held were reversed where they were written: neither counts, and no look is needed.",
    ),
    "entry_released": (
        "总部先前留存的{kind:kind}{document:aside}，所依据的已到齐，现已接收。",
        "HQ has taken the {kind:kind}{document:aside} that it had held: what it rests on has come.",
    ),
    "entries_released": (
        "总部先前留存的 {count} 条记录，所依据的已到齐，现已接收。",
        "HQ has taken {count} records that it had held: what they rest on has come.",
    ),
    "record_unfit": (
        "一条{kind:kind}的“{field}”不合规矩（{bound:bound}，写的是“{value}”），已留存，没有入账。请写的人改正后重发。",
        (
            "A {kind:kind} is held and changes nothing: its “{field}” can't be ({bound:bound}; it says “{value}”). "
            "Whoever wrote it puts it right and sends it again."
        ),
    ),
    "field_unfit": (
        (
            "没有保存：{kind:kind}的“{field:field}”{line:aside:行 }不合规矩（{bound:bound}，写的是“{value}”），"
            "总部不会接收。请改正后再保存。"
        ),
        (
            "Not saved: the “{field:field}” of a {kind:kind}{line:aside:line } can't be ({bound:bound}; it says "
            "“{value}”), and HQ would not take it. Put it right and save again."
        ),
    ),
    "kind_not_yours": ("这种记录不由工作台写，已留存。", "A desk does not write such records; it is held."),
    "record_of_another": (
        "这个编号的记录属于别的工作台，已留存。",
        "A record of this id is another desk's; this one is held.",
    ),
    "record_not_yours": ("这条记录由总部维护，已留存。", "This record is kept by HQ; it is held."),
    "answer_not_yours": (
        "只有卖方可以答复订单；若订单还没到总部，到了会再判一次。",
        "Only the seller answers an order; where the order isn't at HQ yet, this is judged again when it comes.",
    ),
    "document_not_yours": (
        "这张单据不由这台工作台写，已留存。",
        "This document is not this desk's to write; it is held.",
    ),
    "order_decided_by_buyer": ("买方不能自己判定订单，已留存。", "A buyer can't decide its own order; it is held."),
    "id_not_yours": (
        "记录的内部编号 {id} 可能与别的记录相混，已留存。",
        "The record's id {id} could be taken for another record's; it is held.",
    ),
    "number_not_yours": (
        "单据号 {number} 不是这台工作台的号段（应以 {expected} 开头），已留存。",
        "The number {number} is not of this desk's own (they begin with {expected}); the document is held.",
    ),
    "record_frozen": (
        "已过账或已发出的记录不能改也不能删，改动已留存；请用红冲或新单更正。",
        "What was posted or issued is neither changed nor deleted; the change is held. Reverse it, or write a new one.",
    ),
    "record_rested_on": (
        "{by} 还要依据这条记录，不能删除，删除已留存。",
        "{by} rests on this record, so it can't be deleted; the deletion is held.",
    ),
    "order_frozen": (
        "订单 {number} 已经答复（{state:state}），不能再改；改动已留存，要改请另写新单。",
        (
            "Order {number} was answered ({state:state}) and can't be changed any more; the change is held. Ask by a "
            "new order."
        ),
    ),
    "wallet_of_another": (
        ("返利钱包是总部给的，只能付向总部订的货；这张单的卖方是 {dealer}，已留存，没有入账。请不用钱包，另写新单。"),
        (
            "A rebate wallet is given by HQ and pays only what is ordered of HQ; here {dealer} sells. It is held and "
            "changes nothing. Write it anew without the wallet."
        ),
    ),
    "answer_frozen": (
        "这张订单的答复已经生效，不能再改；改动已留存。",
        "The answer to this order holds already and can't be changed; the change is held.",
    ),
    "rests_on_missing": (
        "它依据的单据（{id}）还没到，已留存；到了会再判一次。",
        "What it rests on ({id}) isn't here yet; it is held, and judged again when that comes.",
    ),
    "rests_on_held": (
        (
            "{kind:kind}{document:aside}依据的 {id} 没有入账，它也就留存着，没有入账。请看 {id} 那一条；"
            "{id} 若入账，它随着入账，不用另写。货或钱确实有过的，按算数的那张另做。"
        ),
        (
            "The {kind:kind}{document:aside} rests on {id}, which isn't booked, so it is held as well and changes "
            "nothing. Look at the line about {id}: where that is taken, this one is taken with it. Goods or money "
            "that did pass are written anew on the paper that stands."
        ),
    ),
    "dealer_missing": (
        "它所说的往来单位（{dealer}）还没到，已留存；到了会再判一次。",
        "The dealer it names ({dealer}) isn't known yet; it is held, and judged again when the card comes.",
    ),
    "product_missing": (
        "它所说的商品（{product}）还没到，已留存；到了会再判一次。",
        "The product it names ({product}) isn't known yet; it is held, and judged again when that comes.",
    ),
    "problem_unknown": (
        "{stream} 的第 {entry} 条不在待看之列。用 desk held list 查看。",
        "Entry {entry} of {stream} isn't among those to look at. See desk held list.",
    ),
    "problem_put_away": (
        "{stream} 的第 {entry} 条不再提示；它仍留存，不入账。",
        "Entry {entry} of {stream} is put away; it goes on being held and changes nothing.",
    ),
    "approved_by_itself": (
        "返利调整自称已由 {by} 批准，批准只由总部记录，已留存。",
        "The correction says that {by} approved it; only HQ records that. It is held.",
    ),
}
