"""Sentences about the folder, the database, backups, files and the words of a command."""

from __future__ import annotations

from collections.abc import Mapping

BOOKS: Mapping[str, tuple[str, str]] = {
    "command_wrong": (
        "命令不对：{detail}。用 {command} --help 查看写法。",
        "The command is not right: {detail}. See {command} --help.",
    ),
    "words_required": ("还缺 {names}", "{names} must be given"),
    "words_unknown": ("不认识 {names}", "{names} isn't known here"),
    "word_other": ("{name} 不能是“{value}”，可用：{known}", "{name} can't be “{value}”; known: {known}"),
    "word_value": ("{name} 不能是“{value}”", "{name} can't be “{value}”"),
    "word_bare": ("{name} 后面要写内容", "{name} wants something after it"),
    "words_exclude": ("{name} 不能和 {other} 一起用", "{name} doesn't go with {other}"),
    "word_one_of": ("要写其中一个：{names}", "One of these must be given: {names}"),
    "words_unfit": ("写法不合", "Its words don't fit together"),
    "defect": (
        "程序出错（{kind}），已入账的内容没有受影响。详情已写入 {path}，请交给维护人员。",
        "The program failed ({kind}); what was saved is whole. Details: {path}.",
    ),
    "display_missing": (
        "这里没有屏幕，打不开窗口。所有功能都可用命令（desk --help）；想看示例请运行 desk demo --headless。",
        (
            "There is no screen here to open a window on. Everything works by command (desk --help); for the sample, "
            "run desk demo --headless."
        ),
    ),
    "display_parts_missing": (
        "这台电脑缺少画窗口用的系统组件（{packages}），打不开窗口。请装上再开：sudo apt install {packages}。",
        (
            "This machine lacks parts of the system that draw a window ({packages}), so none can be opened. Install "
            "them and start again: sudo apt install {packages}."
        ),
    ),
    # ---- the folder
    "folder_empty": (
        (
            "文件夹 {folder} 里没有账套。经销商请先运行 desk enrol --hq 地址 --code 注册码；"
            "总部请运行 desk hq init；只想看看请运行 desk demo。"
        ),
        (
            "There are no books in {folder}. A dealer runs desk enrol --hq URL --code CODE first; HQ runs desk hq "
            "init; to look around, run desk demo."
        ),
    ),
    "folder_in_use": (
        (
            "另一个程序（进程 {pid}，{host}）正在使用 {folder}，没有让出来，也没有接手。"
            "那是窗口的，请用那个窗口或先关掉它；那是另一条命令（如导入、交换）的，等它办完再做。"
        ),
        (
            "Another program (process {pid} on {host}) is using {folder}; it neither ended nor took this over. If it "
            "is a window, use that or close it first; if it is another command (an import, an exchange), wait until "
            "it is done."
        ),
    ),
    "command_unanswered": (
        "正在运行的窗口接了这条命令，没有回话就退出了，不知道办完没有。请先查看单据，再决定要不要重做。",
        (
            "The window took this command over and ended without an answer, so whether it was done isn't known. "
            "Look at the documents before you give it again."
        ),
    ),
    "folder_read_only": ("无法写入 {path}，请检查权限。", "{path} can't be written to. Check the permissions."),
    "folder_in_cloud": (
        (
            "{folder} 在{name}的同步文件夹里：它会在程序写账时搬动、替换文件，账套会坏。"
            "这里的账套只能查询、导出、备份。"
            "请关掉所有程序，把整个文件夹移到本机磁盘上不同步的地方，再用 --data 指过去。"
        ),
        (
            "{folder} is kept by {name}, which moves and replaces files while books are written and so damages them. "
            "Books here can be read, exported and backed up only. Close every program, move the whole folder to "
            "a place on this machine's own disk that isn't synchronised, and point --data there."
        ),
    ),
    "folder_on_network": (
        (
            "{folder} 在别的机器上（网络共享）：断网或两台机器同时用，账套会坏。这里的账套只能查询、导出、备份。"
            "请关掉所有程序，把整个文件夹移到本机磁盘，再用 --data 指过去。"
        ),
        (
            "{folder} lies on another machine (a network share): a broken line or two machines at once damage books. "
            "Books here can be read, exported and backed up only. Close every program, move the whole folder to this "
            "machine's own disk, and point --data there."
        ),
    ),
    "files_closed_off": (
        "{folder} 里有 {count} 个文件本机其他用户也能读，已改为只有本人可读。",
        "{count} files in {folder} could be read by others on this machine; now only you can read them.",
    ),
    "folder_is_hq": (
        "{folder} 里是总部的账套，工作台要用另一个文件夹（--data）。",
        "{folder} holds HQ's books; a desk needs a folder of its own (--data).",
    ),
    "folder_is_a_desk": (
        "{folder} 已是经销商的账套，不能再作总部。请换一个文件夹。",
        "{folder} holds a dealer's books already and can't become HQ's. Choose another folder.",
    ),
    "folder_missing": ("没有文件夹 {folder}。", "There is no folder {folder}."),
    "not_hq": (
        "{folder} 不是总部的账套，此命令只用于总部。",
        "{folder} does not hold HQ's books; this command is HQ's.",
    ),
    "address_unreadable": (
        "{path} 无法读取，请重新运行 desk hq init。",
        "{path} can't be read; run desk hq init again.",
    ),
    # ---- the database
    "book_missing": ("没有账套 {path}。", "There are no books at {path}."),
    "book_newer": (
        "账套由更新的程序写成（{revision}，本程序只到 {known}）。请升级程序，账套没有改动。",
        "A newer program wrote these books ({revision}; this one knows {known}). Upgrade; nothing was touched.",
    ),
    "book_unfounded": (
        "账套还没有主人，请先运行 desk hq init。",
        "These books are nobody's yet; run desk hq init first.",
    ),
    "book_is_a_desk": ("这是经销商的账套，不能作总部。", "These are a dealer's books, not HQ's."),
    "database_damaged": (
        (
            "账套 {path} 已损坏，没有改动它。先运行 desk check --repair 修复；修不好再用 desk restore 备份文件恢复，"
            "然后与总部交换。可用的备份：{backups}。"
        ),
        (
            "The books at {path} are damaged and were left as found. Run desk check --repair first; if that doesn't "
            "help, desk restore FILE, then sync. Backups: {backups}."
        ),
    ),
    "database_busy": ("账套正忙，请稍后再试。", "The books are busy; try again in a moment."),
    "database_gone": (
        "与数据库的连接断了。请再试；一再如此，请查看数据库服务的日志。",
        "The connection to the database broke. Try again; where it goes on, look into the database's own log.",
    ),
    "database_unreachable": (
        "连不上数据库：{how:trouble}。请检查数据库的地址、用户和密码，以及数据库服务。",
        "The database can't be reached: {how:trouble}. Check its address, user and password, and the server itself.",
    ),
    "database_url_unknown": (
        "数据库地址 {url} 看不懂，应为 postgresql://… 或 sqlite:///文件。",
        "The database URL {url} can't be read; write postgresql://… or sqlite:///FILE.",
    ),
    "disk_full": (
        "磁盘已满，{path} 没有写成，已入账的内容没有受影响。请腾出空间后再做一次。",
        "The disk is full: {path} was not written and nothing saved before is touched. Make room and do it again.",
    ),
    "looked_at_full": (
        "磁盘已满：{path} 只能查看，看到的是最后保存的账；要再入账，请先腾出空间。",
        "The disk is full: {path} can only be looked at, as it was last saved. Make room before anything is written.",
    ),
    "looked_at_read_only": (
        "{path} 所在的文件夹写不进去：只能查看，看到的是最后保存的账；要再入账，请检查权限。",
        "The folder of {path} can't be written to: it can only be looked at, as last saved. Check its permissions.",
    ),
    "look_needs_room": (
        (
            "磁盘已满，连查看也要一点空间：{path} 旁边还有没并进去的内容，读它至少要 {needed} KB，现在只剩 {free} KB。"
            "已入账的没有受影响。请腾出空间再看。"
        ),
        (
            "The disk is full, and even looking needs a little room: what was last saved still stands beside {path}, "
            "and to read it takes {needed} KB where {free} KB are left. Nothing saved is touched. Make room, then look."
        ),
    ),
    "look_needs_folder": (
        (
            "{path} 所在的文件夹写不进去，连查看也不行：旁边还有没并进去的内容。已入账的没有受影响。"
            "请放开这个文件夹的写入权限，或把整个文件夹复制到能写的地方再看。"
        ),
        (
            "The folder of {path} can't be written to, and even looking needs that: what was last saved still stands "
            "beside it. Nothing saved is touched. Allow writing there, or copy the whole folder to where it is allowed."
        ),
    ),
    "file_too_large": (
        (
            "{path} 没有写成：超过了这块磁盘或这个用户允许的文件大小。已入账的没有受影响。"
            "请换一块磁盘，或请管理员放宽限制。"
        ),
        (
            "{path} was not written: it is larger than this disk or this user's limits allow. Use another disk or have "
            "the limit raised; nothing saved before is touched."
        ),
    ),
    "file_in_the_way": (
        "{path} 是一个文件，本程序要在这个位置放文件夹。请把这个文件改名或移走，再做一次；已入账的没有受影响。",
        (
            "{path} is a file, where this program needs a folder. Rename it or move it away and do it again; nothing "
            "saved before is touched."
        ),
    ),
    "folder_in_the_way": (
        "{path} 是一个文件夹，本程序要在这个位置放文件。请把这个文件夹改名或移走，再做一次；已入账的没有受影响。",
        (
            "{path} is a folder, where this program needs a file. Rename it or move it away and do it again; nothing "
            "saved before is touched."
        ),
    ),
    "file_in_use": (
        "{path} 正被别的程序使用，没有写成。请在那里关闭它，再做一次。",
        "{path} was not written: another program holds it. Close it there and do it again.",
    ),
    "backup_failed": (
        "今天的自动备份没有做成。{detail}照常可以工作，但请尽快处理：在那之前磁盘坏了，只有更早的备份可用。",
        (
            "Today's backup could not be made. {detail} Work goes on, but see to it soon: until then only older "
            "backups help where the disk breaks."
        ),
    ),
    "disk_failed": (
        "磁盘读写失败：{path}。请检查磁盘，并备份。",
        "The disk failed while reading or writing {path}. Check the disk and keep a backup.",
    ),
    "outbox_failed": (
        (
            "待发内容的第二份副本（outbox.journal）用不了：{detail:trouble}。账套本身是完整的。"
            "请除去原因，再打开程序一次，副本会照账套重新做好。"
        ),
        (
            "The second copy of unsent entries (outbox.journal) can't be used: {detail:trouble}. The books are whole. "
            "See to it and start the program once more: it makes the copy anew from the books."
        ),
    ),
    "nothing_to_mend_from": (
        (
            "账套 {path} 已损坏，{folder} 里没有可用的备份，也读不出这是哪台工作台。"
            "请向总部要一个接替用的注册码（总部：desk hq enrol-code 经销商 --desk 编号），在新文件夹登记；"
            "旧文件夹请留着。"
        ),
        (
            "The books at {path} are damaged, {folder} has no good backup, and nothing tells any more which desk this "
            "was. Enrol a new folder with a code from HQ (there: desk hq enrol-code DEALER --desk ID); keep this one."
        ),
    ),
    "book_gone": (
        "{folder} 里的账套文件不见了。运行 desk check --repair：有备份就用备份，没有就按原来的身份向总部补齐。",
        (
            "The books' file is gone from {folder}. Run desk check --repair: it takes the newest backup, or makes the "
            "books anew for HQ to fill."
        ),
    ),
    "hq_secret_lost": (
        (
            "总部账套 {path} 已损坏，{folder} 里的备份和 identity.json 也都读不出总部的密钥，没有改动任何内容。"
            "请找来任何一份旧备份（密钥从不改变），放进 {folder} 再运行 desk check --repair；"
            "实在没有，就用 desk hq init 和 desk hq load 新建总部，各工作台用新注册码登记，它们未送出的不会丢。"
        ),
        (
            "HQ's books at {path} are damaged, and neither identity.json nor a backup in {folder} gives HQ's key any "
            "more; nothing was changed. Put any old backup into {folder} (the key never changes) and run desk check "
            "--repair again. Without one, found a new HQ (desk hq init, desk hq load) and enrol each desk with a new "
            "code; what desks never sent stays with them."
        ),
    ),
    "hq_nothing_left": (
        "总部账套 {path} 里什么都读不出，{folder} 里也没有备份，没有改动任何内容。请把别处的备份放进 {folder} 再试。",
        (
            "Nothing can be read of HQ's books at {path}, and {folder} holds no backup; nothing was changed. Put a "
            "backup from elsewhere into {folder} and try again."
        ),
    ),
    "outbox_kept_ours": (
        (
            "账套旁边另存着本工作台的 {count} 条记录（恢复、修复或重新接入之前写的）。请交换一次："
            "总部已有的不再重复，没送出过的会补上并送出。"
        ),
        (
            "{count} records this desk wrote before its books were restored, mended or enrolled anew are kept beside "
            "them. Exchange once: what HQ has isn't doubled, what was never sent is written again and sent."
        ),
    ),
    "outbox_kept": (
        "账套旁边另存着 {count} 条别的工作台的记录，这里收不进去。先交换，再看 desk kept list。",
        (
            "{count} records of another desk are kept beside the books and can't be taken in by themselves. Exchange; "
            "see desk kept list."
        ),
    ),
    "kept_before_exchange": (
        "请先与总部交换一次：交换之后才知道其中哪些总部已经有了。",
        "Exchange with HQ first: only then is it known which of them HQ has already.",
    ),
    "journal_damaged": (
        (
            "待发内容的第二份副本有一段损坏，可能少了一条或几条还没送出的记录。"
            "完整的部分都已收回；原文件保存在 {record}，请对照这几天的单据。"
        ),
        (
            "Part of the second copy of unsent entries is damaged; one or more records never sent may be missing. "
            "Everything whole was taken back and the file is kept in {record}; compare the last days' documents."
        ),
    ),
    "journal_unusable": (
        (
            "待发内容的第二份副本（outbox.journal）整个读不出了，已按账套重新做好。账套里待发的都在；"
            "坏了的文件保存在 {record}。如果账套最近恢复过备份，请对照这几天的单据。"
        ),
        (
            "Nothing could be read of the second copy of unsent entries (outbox.journal); it was made anew from the "
            "books, which hold all that waits. The damaged file is kept in {record}. Where the books were restored "
            "lately, compare the last days' documents."
        ),
    ),
    "journal_empty": (
        (
            "待发内容的第二份副本（outbox.journal）是空的或不见了，已按账套重新做好，账套里待发的都在。"
            "断电之后会这样；否则请查一查是谁动了这个文件夹里的文件。"
        ),
        (
            "The second copy of unsent entries (outbox.journal) was empty or gone; it was made anew from the books, "
            "which hold all that waits. A power failure may do that; else find out who touches files of this folder."
        ),
    ),
    "journal_folder": (
        (
            "待发内容的第二份副本（outbox.journal）的位置上是一个文件夹，已整个移到 {record}，副本已按账套重新做好。"
            "请看看里面是谁的东西：不是要紧的就删掉，要紧的请移到别处。"
        ),
        (
            "A folder stood where the second copy of unsent entries (outbox.journal) belongs. It was moved to {record} "
            "as it was, and the copy made anew from the books. Look whose it is: delete it or put it elsewhere."
        ),
    ),
    "journal_denied": (
        (
            "待发内容的第二份副本（outbox.journal）没有权限读写，已移到 {record}，副本已按账套重新做好。"
            "请让管理员把那个文件的权限还给本用户，再看里面有没有账套里没有的单据。"
        ),
        (
            "The second copy of unsent entries (outbox.journal) couldn't be read for lack of permission. It was moved "
            "to {record} and made anew from the books, which hold all that waits. Have its permissions given back to "
            "this user and see whether it holds papers the books lack."
        ),
    ),
    # ---- care
    "backup_missing": ("没有备份文件 {path}。", "There is no backup file {path}."),
    "book_open": (
        "账套 {path} 正由另一个程序（总部服务）使用，没有改动任何内容。请先停止它再恢复。",
        "Another program (HQ's service) has the books at {path} open; nothing was changed. Stop it first.",
    ),
    "backup_not_here": (
        "账套在数据库服务器上，请用数据库自己的工具备份。",
        "These books lie on a database server; back them up with the database's own tools.",
    ),
    "backup_unreadable": (
        "备份文件 {path} 不能用：{detail:trouble}。",
        "The backup {path} can't be used: {detail:trouble}.",
    ),
    "backup_not_a_book": ("{path} 不是账套的备份。", "{path} is not a backup of books."),
    "backup_of_another": (
        (
            "备份 {path} 是 {theirs} 的，这个文件夹是 {ours} 的，没有改动。"
            "请选本工作台的备份；要看那一份，另用一个空文件夹恢复。"
        ),
        (
            "The backup {path} is of {theirs}, this folder of {ours}; nothing was changed. Choose a backup of this "
            "desk, or restore that one into an empty folder to look at it."
        ),
    ),
    "cancelled": ("已中止。", "Stopped."),
    "restore_at_hq": (
        "总部的数据库在服务器上，请用数据库自己的备份恢复。",
        "HQ's database lies on a server; restore it with the database's own tools.",
    ),
    # ---- files
    "file_not_written": (
        "文件 {path} 没有写成：{detail:trouble}。它若正在别的程序里打开，请先关闭；或者存到别处。",
        (
            "The file {path} was not written: {detail:trouble}. Close it where another program has it open, or save "
            "elsewhere."
        ),
    ),
    "format_unknown": ("没有“{format}”这种格式，可用：{known}。", "There is no format “{format}”; known are: {known}."),
    "paper_unknown": ("没有“{paper}”这种纸，可用：{known}。", "There is no paper “{paper}”; known are: {known}."),
    "import_kind_unknown": ("不能导入“{kind}”，可用：{known}。", "“{kind}” can't be imported; known are: {known}."),
    "export_kind_unknown": ("不能导出“{kind}”，可用：{known}。", "“{kind}” can't be exported; known are: {known}."),
    "export_too_long": (
        "有 {rows} 行，一张 Excel 表只放得下 {most} 行，没有写 {path}。请先筛选，或存成 CSV。",
        "{rows} rows are more than the {most} a sheet holds; {path} was not written. Filter the list or save a CSV.",
    ),
    "export_only_unknown": (
        "“{kind}”里没有“{only}”这一种，可用：{known}。",
        "“{kind}” holds no “{only}”; known are: {known}.",
    ),
    "export_option_missing": (
        "导出“{kind}”要说明 --{option}。",
        "To export “{kind}” say --{option}.",
    ),
    "export_option_unknown": (
        "导出“{kind}”不能用 --{option}，可用：{known}。",
        "“{kind}” knows no --{option}; known are: {known}.",
    ),
    "export_ending_unknown": ("文件 {path} 的扩展名应为 {known}。", "The file {path} must end in {known}."),
    "map_unreadable": ("“{text}”看不懂，写法：列=表头。", "“{text}” can't be read; write column=header."),
    "table_empty": ("表中没有内容。", "The table is empty."),
}
