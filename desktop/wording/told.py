"""Sentences that tell what a command did."""

from __future__ import annotations

from collections.abc import Mapping

TOLD: Mapping[str, tuple[str, str]] = {
    "given_by": ("赠（{policy}）", "{policy} (free)"),
    "received_of": ("共 {whole}，已收 {came}", "{came} of {whole} received"),
    "many_done": ("{count} 张{act}。", "{count} documents {act}."),
    "many_asked": ("{count} 张已请总部办。", "Headquarters was asked for {count}."),
    "many_failed": ("{count} 张没有办成：", "{count} could not be done:"),
    "many_more": ("还有 {count} 张，原因请打开看。", "{count} more; open them to see why."),
    "many_too_much": (
        "选了 {count} 张，一次最多办 {most} 张，请少选一些。",
        "{count} are selected and {most} at most are done at once; select fewer.",
    ),
    "not_ready_yet": ("先把上面的选好、填好，才能做这一步。", "Choose and fill in what stands above first."),
    "agree_first": (
        "先勾选“同意”那一行（空格），再签名。",
        "Tick first that you agree (Space), then sign.",
    ),
    "nothing_to_paste": (
        "剪贴板里没有可粘贴的行：先在 Excel 里复制编码（或名称）、数量，要写价格就再加一列。",
        "There are no rows to paste: copy the code (or name) and the quantity in a spreadsheet first.",
    ),
    "not_saved_yet": (
        "还没有保存：F8 保存，再按一次 Esc 就放弃所填的。",
        "Not saved yet: F8 saves it, Esc once more drops what you typed.",
    ),
    "order_kept_refused": (
        "订单 {number} 已记为拒绝，原因一并写在里面。",
        "Order {number} is kept as refused, with the reasons.",
    ),
    "order_not_placed": (
        (
            "没有提交：按规则会被拒绝，原因列在上面。已存为草稿 {number}，改好再提交；"
            "确实不卖的，加 --refuse --reason 记为拒绝；只是超额度的，加 --ask-approval --reason 请人特批。"
        ),
        (
            "Not placed: the rules would refuse it, for the reasons above. It is kept as {number}: mend it and place "
            "it again, refuse it for good (--refuse --reason), or, where only the limit is in the way, ask somebody "
            "to let it pass (--ask-approval --reason)."
        ),
    ),
    "refuse_or_ask": (
        "--refuse 和 --ask-approval 只能用一个：要么记为拒绝，要么请人特批。",
        "Say --refuse or --ask-approval, not both: it is refused for good, or somebody is asked to let it pass.",
    ),
    "order_waits_for_approval": (
        "订单 {number} 已送特批，等能批的人在「需要处理」里处理。",
        "Order {number} waits for somebody to let it pass; it stands under “needs a look”.",
    ),
    "and_more": ("还有 {count} 条。", "And {count} more."),
    "period_not_over": (
        "{month} 还没有过完，{ready} 起可以结账。",
        "{month} isn't over yet; it can be closed from {ready} on.",
    ),
    "order_discount": (
        "优惠：“{name}”（{policy} 第 {version} 版）省 {off:money}。",
        "Discount: “{name}” ({policy}, version {version}) takes off {off:money}.",
    ),
    "order_taken": (
        "接受金额 {taken:money}，已发 {delivered:money}，所订 {total:money}。",
        "Accepted are {taken:money} of {total:money}, delivered {delivered:money}.",
    ),
    "order_paid": (
        "返利钱包付 {paid:money}，其余 {left:money} 记账。",
        "The rebate wallet pays {paid:money}; {left:money} go onto the account.",
    ),
    "quota_left": (
        "特价“{name}”（{policy}）剩 {left}{as_of:aside:总部截至 }。",
        "Special price “{name}” ({policy}): {left} left{as_of:aside:HQ's word of }.",
    ),
    "repriced_same": (
        "订单 {number} 按当时的价格与政策{versions:aside}重算，分毫不差。",
        "Order {number} comes out the same to the fen with the prices and policies of then{versions:aside}.",
    ),
    "repriced_differs": (
        "订单 {number} 按当时的价格与政策{versions:aside}重算，与所存的不同，差异见上表。",
        "Order {number} comes out otherwise with the prices and policies of then{versions:aside}; see the lines above.",
    ),
    "repriced_missing": (
        "这些政策版本本机没有，无法按它们重算：{versions}。请到总部的账套重算。",
        "These versions are not in this book: {versions}. Reckon the order again in HQ's books.",
    ),
    "hint_amount": (
        "再买 {missing} 元，就到“{name}”（{policy} 第 {version} 版）的下一步。",
        "{missing} yuan more reach the next step of “{name}” ({policy}, version {version}).",
    ),
    "hint_quantity": (
        "再买 {missing} 件，就到“{name}”（{policy} 第 {version} 版）的下一步。",
        "{missing} more reach the next step of “{name}” ({policy}, version {version}).",
    ),
    "terms_set": (
        "{name}（{dealer}）的信用已改定{limit:aside_money:额度 }{terms:aside:账期 }。",
        "Credit of {name} ({dealer}) is agreed anew{limit:aside_money:limit }{terms:aside:terms }.",
    ),
    "card_saved": ("已保存 {name}（{code}）。", "Saved {name} ({code})."),
    "customer_added": ("已新增客户 {dealer} {name}。", "Customer {dealer} {name} was made."),
    "stock_agrees": ("库存与盘点数一致，无需调整。", "Stock agrees with the count; nothing to adjust."),
    "statement_written": (
        "对账单已写入 {path}，期末余额 {closing:money}。",
        "The statement is in {path}; closing balance {closing:money}.",
    ),
    "notes_written": ("{count} 张单据已写入 {path}。", "{count} papers are in {path}."),
    "note_written": (
        "{kind:kind} {number} 已写入 {path}。",
        "The {kind:kind} {number} is in {path}.",
    ),
    "font_lacks": (
        "字库里没有这些字，纸上印成了〓：{marks}。请在商品或客户资料里换用常用字，再印一次。",
        "The font lacks these characters, shown as 〓 on paper: {marks}. Use others on the card, then print again.",
    ),
    "enrolled": (
        "已接入总部：{dealer} {name}，单号前缀 {prefix}。下一步运行 desk sync。",
        "Enrolled as {dealer} {name}, number prefix {prefix}. Next, run desk sync.",
    ),
    "exchanged": (
        "交换完成：发出 {sent} 条，收到 {received} 条，待发 {pending} 条。",
        "Exchanged: {sent} sent, {received} received, {pending} waiting.",
    ),
    "status_online": ("在线：{url}", "Online: {url}"),
    "status_offline": ("离线：{url}。单据照常开，恢复后再交换。", "Offline: {url}. Work goes on; exchange later."),
    "status_failing": (
        "自 {since} 起没有交换成功，最近一次的原因：{reason}",
        "No exchange has succeeded since {since}; the latest failed: {reason}",
    ),
    "status_failing_reached": (
        "自 {since} 起没有交换成功，最近一次的原因：{reason}现在总部有答复，请再交换一次（desk sync）。",
        "No exchange has succeeded since {since}; the latest failed: {reason} HQ answers now: exchange (desk sync).",
    ),
    "status_turned_away": (
        "总部（{url}）不收这台机器的内容，原因见下。",
        "HQ ({url}) takes nothing from this machine; see why below.",
    ),
    "status_user": ("操作员 {user}（{role}）。", "{user} works here ({role})."),
    "status_stranger": (
        "没有登录，所以不显示账里的内容；加 --user 姓名 查看全部。",
        "Nobody signed in, so nothing of the books is shown; add --user NAME to see all.",
    ),
    "status_pending": ("待发 {pending} 条。", "{pending} entries wait to be sent."),
    "status_filling": (
        "数据 {stream} 正在取得：{done} / {total} 条，齐了才能用。",
        "The data of {stream} is on its way: {done} of {total} records; it can be used when all are here.",
    ),
    "sync_stream": ("{stream}：{done} / {total} 条", "{stream}: {done} of {total} records"),
    "sync_sending": ("正在送出：{done} / {total} 条", "Sending: {done} of {total} records"),
    "sync_receiving": ("正在取得：{done} / {total} 条", "Receiving: {done} of {total} records"),
    "sync_checking": ("正在核对：{done} / {total}", "Checking: {done} of {total}"),
    "status_last_exchange": ("上次交换 {last}。", "Last exchange {last}."),
    "status_incoming": ("{count} 张到货待收。", "{count} deliveries wait to be received."),
    "check_ok": ("核对无误：分录链、余额和库存都对得上。", "All is well: chains, balances and stock agree."),
    "check_breaches": (
        "账本没有损坏，但有 {count} 处互相矛盾，要由人处理：",
        "The books aren't damaged, but {count} things in them contradict each other and wait for a person:",
    ),
    "check_repaired": ("重做了 {count} 处派生数据，现在都对得上。", "{count} differences were mended; all agrees now."),
    "mended_from_backup": (
        (
            "账套文件修不好，已换上备份 {backup}，原文件留在 {aside}。没送出的共 {unsent} 条，都保住了。"
            "请交换一次，备份之后的由总部补回。"
        ),
        (
            "The books' file could not be mended: backup {backup} stands in its place, the file is kept in {aside}, "
            "{unsent} unsent entries are safe. Exchange now; HQ has what came after the backup."
        ),
    ),
    "mended_anew": (
        (
            "账套文件没有备份可用，已按本工作台原来的身份新建一套空账，坏了的文件留在 {aside}，"
            "可能没送出的共 {unsent} 条，都另存好了。现在请运行 desk sync：总部会把账套补齐，不用重新登记。"
        ),
        (
            "There was no good backup: empty books stand in the file's place under this desk's own name and key. The "
            "file is kept in {aside}; {unsent} entries that may be unsent are kept beside them. Run desk sync now: "
            "HQ fills the books, no new code is needed."
        ),
    ),
    "mended_drafts": (
        "从坏了的文件里读回 {count} 份草稿。",
        "{count} drafts were read out of the damaged file.",
    ),
    "mended_hq": (
        (
            "总部账套已由坏文件和备份里读得出的部分重新拼成，并开始新的纪元；坏了的文件留在 {aside}。请启动服务："
            "各工作台下次交换时会交还总部缺的内容，再看 desk hq returned。"
        ),
        (
            "HQ's books were put together from what the damaged file and the backups still give, under a new epoch; "
            "the file is kept in {aside}. Start the service: desks give back what HQ lacks. Then see desk hq returned."
        ),
    ),
    "mended_missing": (
        "{stream} 的第 {first}–{last} 条哪个文件里都读不出了，等工作台交还。",
        "{stream}: entries {first}–{last} can't be read from any file; desks may give them back.",
    ),
    "mended_nameless": (
        "另有一条流的第 {first}–{last} 条读得出，但它的名称读不出，没有收入；坏了的文件里还有。",
        "Entries {first}–{last} of a stream whose name is lost were left out; the damaged file still holds them.",
    ),
    "mended_beside": (
        "缺口之后还读出 {count} 条，无法验证，另列在 desk hq returned 里，由人决定收不收。",
        "{count} entries behind a gap can't be proven; they wait in desk hq returned for a person.",
    ),
    "mended_strangers": (
        (
            "工作台 {desks} 的登记读不出了，它们现在连不上。请各发一个新的注册码，在新文件夹登记，"
            "再把旧文件夹的 outbox.journal 拷过去，交换后用 desk kept take 收回没送出的。"
        ),
        (
            "The enrolment of desks {desks} is lost, so they can't connect. Give each a new code to enrol in a new "
            "folder; copy outbox.journal there from the old one, exchange, and desk kept take brings what was unsent."
        ),
    ),
    "mended_entries": (
        "由备份或第二份副本补回 {count} 条分录。",
        "{count} entries came from backups or the second copy.",
    ),
    "mended_by_hq": (
        "{streams} 有读不出的分录，下次交换由总部重新取得；在那之前可能缺资料。",
        "{streams} had entries nobody here has whole; the next exchange fetches them, until then some may be missing.",
    ),
    "mended_lost": (
        "{kind:kind} {record} 从未送出，哪里都读不出了，请重新录入。",
        "{kind:kind} {record} was never sent and can't be read anywhere; enter it again.",
    ),
    "check_differs": (
        "有 {count} 处对不上。先备份，再运行 desk check --repair。",
        "{count} differences. Keep a backup, then run desk check --repair.",
    ),
    "check_held_at_hq": (
        "另外：本机有 {count} 条记录总部留存不认，本机的账里算着，总部的账里没有。原因见 desk held list。",
        "Besides: HQ holds {count} records of this desk and doesn't count them; these books do. Why: desk held list.",
    ),
    "kept_none": ("没有另存的记录。", "Nothing is kept."),
    "kept_taken": (
        "已入账 {taken} 张单据（新单号如下），账套里已有 {known} 条，另有 {left} 条不属于本单位，仍另存着。",
        "{taken} documents were taken in under new numbers; {known} were known, {left} are not this dealer's and stay.",
    ),
    "kept_left": ("已另存在 {folder}，不再提示。", "Put aside in {folder}; it won't be mentioned again."),
    "epoch_begun": (
        "已开始新的纪元。各工作台下次交换时会补送并交还恢复前的内容；有关的订单最迟等到 {until}。看 desk hq returned。",
        "A new epoch began. Desks will send and give back what HQ lost; orders wait until {until}: desk hq returned.",
    ),
    "returned_looked": (
        "看过 {path}：现在有 {count} 条记录等人决定收回还是不收（desk hq returned）。",
        "{path} was looked through: {count} records now wait to be taken or left (desk hq returned).",
    ),
    "kept_looked": (
        "看过 {path}：本机的 {count} 条记录已另存，下次交换时补记；总部若丢了什么，也由它补还。请交换一次。",
        "{path} was looked through: {count} own records are kept. Exchange now; it also gives HQ what HQ lost.",
    ),
    "returned_none": ("没有等待处理的交还内容。", "Nothing given back waits."),
    "returned_taken": (
        "已收回 {taken} 条；{passed} 条没有收（恢复后已另作处理，或没有逐条签名）。",
        "{taken} records were taken; {passed} were not (something was done since, or they aren't signed one by one).",
    ),
    "returned_left": ("{count} 条没有收，已存档。", "{count} records were put away untaken."),
    "backup_written": ("备份已写入 {path}。", "The backup is in {path}."),
    "restored": (
        "已由备份恢复到 {folder}{aside:aside:原来的账套留在 }。请与总部交换一次。",
        "Restored into {folder}{aside:aside:what stood there is kept in }. Exchange with HQ now.",
    ),
    "restored_hq": (
        (
            "总部账套已由备份恢复到 {folder}{aside:aside:原来的账套留在 }。"
            "请启动服务；各工作台下次交换时会补送备份之后的单据。"
        ),
        (
            "HQ's books are restored into {folder}{aside:aside:what stood there is kept in }. Start the service: "
            "desks send the rest."
        ),
    ),
    "period_open": ("没有结账，所有日期都可录入。", "No period is closed; all dates are open."),
    "period_closed": ("已结账到 {through}（含）。", "The books are closed through {through}."),
    "customers_new": (
        "账里没有的客户 {count} 个，按文件新建：{examples}。",
        "{count} customers aren't in the books and are made from the file: {examples}.",
    ),
    "products_new": (
        "账里没有的商品 {count} 个，按文件新建：{examples}。",
        "{count} products aren't in the books and are made from the file: {examples}.",
    ),
    "columns_crossed": (
        "{count} 个新客户的编码是账里的货号：{examples}。客户和商品两列可能对反了，请核对列的含义。",
        (
            "{count} new customers bear the code of a known product: {examples}. The columns of customer and product "
            "may be taken for each other; look at what each column means."
        ),
    ),
    "import_checked": (
        (
            "只检查，未入账：文件 {lines} 行 {total:money}，可入 {booked_lines} 行 {booked_amount:money}，不是明细 "
            "{left_lines} 行 {left_amount:money}，不能入 {refused_lines} 行 {refused_amount:money}。逐行原因见 {path}。"
        ),
        (
            "Checked only: of {lines} rows, {total:money}, {booked_lines} ({booked_amount:money}) could be booked, "
            "{left_lines} ({left_amount:money}) are no lines, {refused_lines} ({refused_amount:money}) could not. "
            "Each with its reason in {path}."
        ),
    ),
    "imported": (
        (
            "文件 {lines} 行 {total:money}：已入账 {booked_lines} 行 {booked_amount:money}；不是明细 {left_lines} 行 "
            "{left_amount:money}；未入 {refused_lines} 行 {refused_amount:money}。逐行原因见 {path}。"
        ),
        (
            "Of {lines} rows, {total:money}, booked {booked_lines} ({booked_amount:money}), left out {left_lines} "
            "({left_amount:money}), refused {refused_lines} ({refused_amount:money}), each with its reason in {path}."
        ),
    ),
    "exported_empty": (
        "列表是空的，只有表头已写入 {path}。",
        "The list is empty; only its heading is in {path}.",
    ),
    "exported": ("{rows} 行已写入 {path}。", "{rows} rows are in {path}."),
    "hq_founded": (
        "总部账套已建立：{path}。下一步运行 desk hq load 文件夹。",
        "HQ's books are made: {path}. Next: desk hq load DIR.",
    ),
    "hq_listening": ("总部正在 {url} 服务，按 Ctrl+C 停止。", "HQ serves at {url}; stop it with Ctrl+C."),
    "enrol_code": (
        "{dealer} 的注册码：{code}，{expires} 前有效，只能用一次。",
        "Code for {dealer}: {code}, once, until {expires}.",
    ),
    "desk_shut_out": ("工作台 {desk} 已停用。", "Desk {desk} is shut out."),
}
