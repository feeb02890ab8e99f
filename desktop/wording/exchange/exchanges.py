"""Sentences about joining HQ, exchanging with it, and serving desks."""

from __future__ import annotations

from collections.abc import Mapping

EXCHANGES: Mapping[str, tuple[str, str]] = {
    # ---- joining
    "code_wrong": (
        "注册码不对。请核对后重输，或向总部要一个新的。",
        "The code is wrong. Type it again, or ask HQ for a new one.",
    ),
    "code_used": (
        "注册码已用过，每码只能用一次。请向总部要一个新的。",
        "The code was used before; each works once. Ask HQ for a new one.",
    ),
    "code_expired": (
        "注册码已于 {expired} 过期。请向总部要一个新的。",
        "The code expired at {expired}. Ask HQ for a new one.",
    ),
    "code_tries": (
        "输错次数太多，请 {minutes} 分钟后再试。",
        "Too many wrong codes; try again in {minutes} minutes.",
    ),
    "desk_enrolled": (
        "{folder} 已接入总部（工作台 {desk}），不用再注册。总部不再认识它时，用 --rejoin 重新接入。",
        "{folder} is enrolled already, as desk {desk}. Where HQ no longer knows it, enrol again by --rejoin.",
    ),
    "code_not_for_desk": (
        (
            "这个注册码不是给 {desk} 号工作台的，没有用掉。"
            "请总部为 {desk} 号工作台发码（desk hq enrol-code 经销商 --desk {desk}）。"
        ),
        (
            "This code isn't for desk {desk}, and stays good. Ask HQ for one for desk {desk} "
            "(desk hq enrol-code DEALER --desk {desk})."
        ),
    ),
    "desk_unproven": (
        (
            "总部不知道 {desk} 号工作台，本机也证明不了自己就是它；注册码没有用掉。"
            "请在新文件夹接入；本机未送出的单据用 desk kept 找回。"
        ),
        (
            "HQ knows of no desk {desk}, and this machine can't prove that it was; the code stays good. Enrol in a new "
            "folder; what this machine never sent is found again by desk kept."
        ),
    ),
    "enrol_no_address": (
        "请填总部地址（https:// 开头），在总部给的接入说明里。",
        "Please give HQ's address (it begins with https://); it is in what HQ sent you.",
    ),
    "enrol_no_code": (
        "请填一次性注册码，向总部要。",
        "Please give the one-time code; HQ hands it out.",
    ),
    "enrol_address_missing": (
        "没有写总部地址。请加 --hq 地址；已接入过的文件夹用 --rejoin 重新接入，可不写地址。",
        "HQ's address is missing. Add --hq URL; only a folder that is enrolled again by --rejoin knows it already.",
    ),
    "desk_place_taken": (
        "总部已把 {desk} 号给了别的工作台，注册码没有用掉。请在新文件夹接入；本机未送出的单据用 desk kept 找回。",
        (
            "HQ has given number {desk} to another desk meanwhile; the code stays good. Enrol in a new folder; what "
            "this machine never sent is found again by desk kept."
        ),
    ),
    "desk_of_another": (
        "总部答复的不是本机这套账（工作台 {desk}，经销商 {dealer}），没有改动任何东西。请核对总部地址与注册码。",
        (
            "What HQ answered is not for these books (desk {desk} of dealer {dealer}); nothing was changed. Check HQ's "
            "address and the code."
        ),
    ),
    "key_wrong": ("设备密钥格式不对。", "The device key is malformed."),
    "key_missing": (
        "找不到这台机器的设备密钥。请向总部要这台工作台的新注册码，用 desk enrol --rejoin 重新接入；账都在。",
        (
            "This machine's device key is gone. Ask HQ for a new code for this desk and use desk enrol --rejoin; the "
            "books stay."
        ),
    ),
    "key_unreadable": (
        "设备密钥（{where}）损坏。请向总部要新的注册码重新接入。",
        "The device key ({where}) is damaged. Ask HQ for a new code and enrol again.",
    ),
    "key_in_file": (
        "这台机器没有系统密钥库，设备密钥放在只有本人可读的文件里：{path}。",
        "This machine has no key store, so the device key lies in a file only its owner can read: {path}.",
    ),
    "key_sealed": (
        "这台机器没有系统密钥库，设备密钥放在用密码短语锁住的文件里：{path}。",
        "This machine has no key store, so the device key lies in a file sealed under a passphrase: {path}.",
    ),
    "key_place_store": ("设备密钥由系统的密钥库保管。", "The device key is kept by the system's key store."),
    "key_place_file": (
        "设备密钥在只有本人可读的文件 {path} 里，没有密码短语。可用 desk key passphrase 设一个。",
        "The device key lies in {path}, which only you can read, without a passphrase. Set one by desk key passphrase.",
    ),
    "key_place_sealed": (
        "设备密钥在文件 {path} 里，由密码短语锁住。",
        "The device key lies in {path}, sealed under a passphrase.",
    ),
    "key_place_missing": (
        "找不到设备密钥。请向总部要接替用的注册码，在新文件夹重新接入。",
        "The device key is gone. Ask HQ for a code that takes over this desk and enrol in a new folder.",
    ),
    "key_in_store": (
        "设备密钥已由系统的密钥库保管，不用密码短语，没有改动。",
        "The system's key store guards the device key, so it needs no passphrase; nothing was changed.",
    ),
    "passphrase_needed": (
        (
            "设备密钥由密码短语锁住，这里没有人可以问。请在终端里运行并输入，或先在环境变量 DESK_PASSPHRASE 里写好"
            "（服务和定时任务用这个办法）。"
        ),
        (
            "The device key is sealed under a passphrase, and nobody can be asked here. Run it at a terminal and type "
            "it, or set DESK_PASSPHRASE first, as for a service or a scheduled job."
        ),
    ),
    "passphrase_new_needed": (
        "要设的新密码短语还没有给。请在终端里运行并输入两遍，或写在环境变量 DESK_NEW_PASSPHRASE 里。",
        "The new passphrase is missing: run this at a terminal and type it twice, or give it in DESK_NEW_PASSPHRASE.",
    ),
    "passphrase_wrong": (
        (
            "密码短语不对，密钥没有打开（{where}）。请看大小写和输入法，再试一次，次数不限。真的忘了就找不回来：先用 "
            "desk backup 留好没送出的，再请总部用 desk hq enrol-code 经销商 --desk 前缀 发接替用的注册码，"
            "在新文件夹重新接入。"
        ),
        (
            "The passphrase is wrong; the key stays sealed ({where}). Look at capitals and the input method and try "
            "again, as often as you like. A forgotten one can't be found: keep what was never sent by desk backup, "
            "have HQ make a code by desk hq enrol-code DEALER --desk PREFIX, and enrol in a new folder."
        ),
    ),
    "passphrase_wrong_given": (
        (
            "环境变量 DESK_PASSPHRASE 里的密码短语不对，密钥没有打开（{where}）。请改正服务或定时任务的设置；"
            "想在终端里输入，先去掉这个变量。真的忘了，请总部用 desk hq enrol-code 经销商 --desk 前缀 发注册码接替。"
        ),
        (
            "The passphrase in DESK_PASSPHRASE is wrong; the key stays sealed ({where}). Put the service's or job's "
            "setting right; to type it at a terminal, take the variable away first. If it is forgotten, have HQ make a "
            "code that takes over this desk: desk hq enrol-code DEALER --desk PREFIX."
        ),
    ),
    "passphrase_short": (
        "密码短语至少 {least} 个字符。",
        "A passphrase has at least {least} characters.",
    ),
    "passphrase_long": ("密码短语最多 {most} 个字符。", "A passphrase has at most {most} characters."),
    "hq_url_wrong": (
        "总部地址 {url} 不对，应为 http://主机:端口 或 https://主机。",
        "HQ's address {url} is not right; write http://HOST:PORT or https://HOST.",
    ),
    # ---- reaching HQ
    "hq_unreachable": (
        "连不上总部 {url}。{detail}单据都已存好，网络恢复后再交换即可。",
        "HQ at {url} can't be reached. {detail} Everything is saved; exchange again when the network is back.",
    ),
    "hq_timeout": (
        "总部 {url} 没有及时答复。{detail}单据都已存好，请稍后再交换。",
        "HQ at {url} did not answer in time. {detail} Everything is saved; exchange again later.",
    ),
    "hq_nonsense": (
        "对方的答复不是总部的{status:aside:}。{detail}请核对地址，或稍后再试；什么都没有改动，待发的仍在。",
        (
            "What answered is not HQ{status:aside:}. {detail} Check the address or try later; nothing was changed, and "
            "what waits goes on waiting."
        ),
    ),
    "hq_busy": ("总部正忙，请稍后再交换。", "HQ is busy; exchange again later."),
    "hq_defect": (
        "总部出错（编号 {id}），请告诉总部。单据都已存好。",
        "HQ failed (number {id}); tell HQ. Everything is saved.",
    ),
    "hq_certificate": (
        "不能确认 {url} 就是总部。{detail}没有发送任何内容。",
        "It is not proven that {url} is HQ. {detail} Nothing was sent.",
    ),
    "exchange_at_hq": ("总部自己不用交换。", "HQ itself has nobody to exchange with."),
    "desk_revoked": (
        "总部已停用这台工作台。数据仍在本机，请与总部联系。",
        "HQ has shut this desk out. The books stay on this machine; talk to HQ.",
    ),
    "desk_unknown": (
        "总部不认识这台工作台（{desk}）。请与总部联系。",
        "HQ does not know this desk ({desk}). Talk to HQ.",
    ),
    "signature_wrong": (
        (
            "总部不认识这台工作台，或不认这台机器的签名。请向总部要这台工作台的新注册码，"
            "再用 desk enrol --rejoin --code 注册码 重新接入；账都在，未送出的照样会送。"
        ),
        (
            "HQ does not know this desk, or does not accept this machine's signature. Ask HQ for a new code for this "
            "desk, and enrol again by desk enrol --rejoin --code CODE; the books stay, and what waits is sent."
        ),
    ),
    "upgrade_needed": (
        "程序版本太旧或太新（协议 {protocol}，总部支持 {oldest} 至 {newest}）。请升级后再交换。",
        "This program speaks protocol {protocol}, HQ {oldest} to {newest}. Upgrade, then exchange again.",
    ),
    "message_unreadable": (
        "总部看不懂发来的内容，多半是两端程序的版本不合，或路上有设备改动了内容。请升级后再交换；待发的都还在。",
        (
            "HQ can't read what was sent: most likely the two programs' versions don't fit, or something on the way "
            "changed it. Upgrade and exchange again; what waits is still here."
        ),
    ),
    "nonce_expired": ("会话已过期，请再交换一次。", "The session has expired; exchange again."),
    "not_found": ("总部没有这个地址。", "HQ has no such address."),
    "part_gone": (
        "总部已重新制作这份数据，旧的分段不再提供；下次交换会取新的。",
        "HQ has made this data anew and no longer has the old part; the next exchange takes the new one.",
    ),
    "not_readable": ("本机无权读取 {stream}。", "This desk may not read {stream}."),
    "too_large": ("内容太大，总部没有接收。", "That was too large for HQ to take."),
    "too_many_requests": (
        "这台机器问得太频繁，总部请它 {seconds} 秒后再来。什么都没有丢。",
        "This machine asks too often; HQ says to come again in {seconds} seconds. Nothing is lost.",
    ),
    "entries_malformed": (
        "发出的分录不合规矩，总部没有接收。",
        "The entries sent are malformed; HQ did not take them.",
    ),
    "head_signature_wrong": (
        "分录的签名不对，总部没有接收。",
        "The entries' signature is wrong; HQ did not take them.",
    ),
    "fork": (
        "总部持有的本机分录与本机不同，可能有两台机器在写同一账套。",
        "HQ holds other entries of this desk than this machine; two machines may write the same books.",
    ),
    "behind": ("总部持有的本机分录比本机多，本机可能是旧备份。", "HQ holds more of this desk than this machine does."),
    # ---- what an exchange tells
    "exchange_cancelled": ("交换已中止，下次接着来。", "The exchange was stopped; the next one goes on from here."),
    "offered_again": (
        "总部由备份恢复过，本机从第 {from} 条起重新发送。",
        "HQ was restored; entries from {from} on were sent again.",
    ),
    "dealer_moved_away": (
        (
            "总部自 {date} 起把 {dealer}（{name}）划归别的卖方，不能再接它的新单。"
            "原账照旧：已接受的订单可发货，收款、退货、对账照常。"
        ),
        (
            "HQ moved {dealer} ({name}) to another seller from {date}, so no new orders. The account stays yours: "
            "deliver what was accepted, take payments and returns, settle and issue statements."
        ),
    ),
    "dealer_moved_here": (
        "总部自 {date} 起把 {dealer}（{name}）划归本单位。从此可以接它的单；它与原卖方的往来本单位看不到。",
        (
            "HQ moved {dealer} ({name}) here from {date}. It orders from you from now on; what it had with its former "
            "seller stays between those two."
        ),
    ),
    "dealer_moved_self": (
        "总部自 {date} 起把本单位由 {before} 划归 {after}。新单向 {after} 下；与 {before} 的账照旧结清，单据都还在。",
        (
            "HQ moved this dealer from {before} to {after} from {date}. Order from {after} now; the account with "
            "{before} goes on until it is settled, with all its papers."
        ),
    ),
    "dealer_moved": (
        "总部自 {date} 起把 {dealer}（{name}）由 {before} 划归 {after}。",
        "HQ moved {dealer} ({name}) from {before} to {after} from {date}.",
    ),
    "stream_refilled": ("数据 {stream} 已重新取得。", "The data of {stream} was fetched anew."),
    "parts_wrong": (
        "总部为 {stream} 备好的分段数据有误。{detail:told}已改为逐页取得；请告知总部。",
        "The parts HQ had ready for {stream} weren't right. {detail:told} It came page by page instead. Tell HQ.",
    ),
    "stream_mended": (
        "数据 {stream} 有 {records} 条与总部不同，已改正。",
        "{records} records of {stream} differed and were mended.",
    ),
    "entries_held": (
        "总部有 {count} 条记录没有接收，已留存待查，请与总部联系。",
        "HQ did not take {count} of the records and holds them; talk to HQ.",
    ),
    "desk_behind": (
        "本机账套比总部旧（可能由旧备份恢复）：原样另存在 {copy}，已由总部重建，没送出的 {again} 条会再送。",
        (
            "These books were older than HQ's, as after an old backup. They are kept at {copy} and were rebuilt "
            "from HQ; {again} unsent entries go up again."
        ),
    ),
    "desk_forked": (
        (
            "本机账套与总部不同，可能有两台机器用同一个文件夹：原样另存在 {copy}，已由总部重建，"
            "没送出的 {again} 条会再送。请只留一台机器使用。"
        ),
        (
            "These books differed from HQ's; perhaps two machines use one copied folder. They are kept at {copy} and "
            "were rebuilt from HQ; {again} unsent entries go up again. Let only one machine go on."
        ),
    ),
    "desk_brought_back": (
        (
            "本机恢复过备份：备份之后的 {entries} 条已由总部取回，恢复后新写的和没送出的 {again} 条会再送。"
            "请看看这几天的单据齐不齐；交换前的账套原样另存在 {copy}。"
        ),
        (
            "These books were restored from a backup. Entries that came back from HQ: {entries}; written since or "
            "never sent, and now sent: {again}. Look whether the last days' papers are all there; the books as they "
            "were before the exchange are kept at {copy}."
        ),
    ),
    "desk_refilled": (
        "这台新机器已从总部取回本工作台原来的 {entries} 条记录。",
        "This new machine has fetched the desk's own {entries} entries from HQ.",
    ),
    "desk_mended": (
        "本机自己的分录损坏过，已由总部重新取得；没送出的 {again} 条再送，原样另存在 {copy}。",
        "This desk's own entries were damaged and came anew from HQ; {again} unsent go up again. Kept at {copy}.",
    ),
    "entries_came_back": (
        "第二份副本里有 {count} 条从未送出的记录，已重新入账并送出。",
        "{count} records that were never sent came back from the second copy and were written again.",
    ),
    "entries_unproven": (
        (
            "答复要本机重新写入 {count} 条记录，但线路未加密、答复也没有总部的签名，不能确定是总部说的，"
            "没有写入。请总部升级程序，或改用 https。"
        ),
        (
            "An answer wanted this desk to write {count} records again. The line isn't encrypted and the answer isn't "
            "signed, so it may not be HQ's word: nothing was written. Have HQ's program updated, or use https."
        ),
    ),
    "document_renumbered": (
        "{kind:kind} {before} 与另一张单据同号，已改为 {after}，原号写在备注里。已打印的请重新打印。",
        (
            "{kind:kind} {before} bore another document's number; it is {after} now and its remark tells both. "
            "Print it again where it was printed."
        ),
    ),
    "entry_left_out": (
        "有一条记录没能带进重建后的账套：{kind:kind} {record}，见备份。",
        "One record could not be carried into the rebuilt books: {kind:kind} {record}; see the backup.",
    ),
    "exchange_endless": (
        (
            "总部一直说还有新内容（已问 {rounds} 次，收到 {received} 条），这次先停在这里；收到的都已保存，"
            "下次交换接着来。总这样的话，总部可能出了毛病，请告诉总部。"
        ),
        (
            "HQ goes on saying that there is more (asked {rounds} times, {received} entries came), so this exchange "
            "stops here. What came is kept and the next one goes on. If this goes on, tell HQ that something is wrong."
        ),
    ),
    # ---- serving
    "hq_not_founded": (
        "这不是总部的账套，请先运行 desk hq init。",
        "These are not HQ's books; run desk hq init first.",
    ),
    "port_in_use": (
        "端口 {host}:{port} 不能用（{detail:trouble}）。请换一个，或用 --port 0。",
        "{host}:{port} can't be used ({detail:trouble}). Choose another port, or --port 0.",
    ),
    # ---- what a person should look at
    "order_needs_approval": ("订单 {number} 待审批。", "Order {number} needs approval."),
    "order_refused": ("订单 {number} 被拒绝，请看原因。", "Order {number} was refused; see why."),
    "order_changed": (
        "订单 {number} 已接受，但与所订不同，请看逐行差异。",
        "Order {number} was accepted with changes; see them.",
    ),
    "order_cancelled_by_seller": ("订单 {number} 被卖方取消。", "Order {number} was cancelled by its seller."),
    "order_not_decided": ("订单没能判定，已留存。{why}", "An order could not be decided and is held. {why}"),
    "record_unreadable": (
        "收到一条看不懂的{kind:kind}，已留存。{why}",
        "A {kind:kind} can't be read and is held. {why}",
    ),
    "record_not_applied": (
        "一条{kind:kind}没能入账，已留存。{why}",
        "A {kind:kind} could not be taken in and is held. {why}",
    ),
    "trouble_is": ("原因：{how:trouble}。", "The reason: {how:trouble}."),
}
