"""Sentences about HQ's service: how it is run, and what a look over it found."""

from __future__ import annotations

from collections.abc import Mapping

SERVICE: Mapping[str, tuple[str, str]] = {
    "workers_failed": (
        "服务的进程一启动就退出（{exit}）。请看上面的日志，或先用 --workers 1 运行。",
        "The service's processes end as soon as they start ({exit}). See the log above, or try --workers 1.",
    ),
    "sqlite_workers": (
        "SQLite 同一时刻只有一个写入者，{workers} 个进程不会更快。台数多时请改用 PostgreSQL。",
        "SQLite has one writer at a time; {workers} processes won't be faster. With many desks use PostgreSQL.",
    ),
    "openapi_written": ("接口说明已写入 {path}。", "The description is in {path}."),
    "doctor_well": ("一切正常。", "All is well."),
    "doctor_look": ("有 {count} 处需要处理，见上。", "{count} things ask for somebody; see above."),
    "doctor_database_gone": (
        "数据库打不开：{reason} 服务无法工作，请先修复或由备份恢复。",
        "The database can't be opened: {reason} Nothing works before it is repaired or restored.",
    ),
    "doctor_not_hq": ("这不是总部的账套，请先运行 desk hq init。", "These are not HQ's books; run desk hq init first."),
    "doctor_database": (
        "数据库 {engine} 可用，结构 {revision}。",
        "Database {engine} answers, at revision {revision}.",
    ),
    "doctor_held": (
        "留存待查的记录 {count} 条；有的话请用 desk status 查看。",
        "{count} records are held; desk status names them.",
    ),
    "doctor_waiting": (
        "等待答复的订单 {count} 张，最久 {minutes} 分钟。超过十分钟请运行 desk hq decide。",
        "{count} orders wait, the oldest for {minutes} minutes. After ten minutes run desk hq decide.",
    ),
    "doctor_desks": ("工作台 {desks} 台，{days} 天内都来过。", "{desks} desks, all heard of within {days} days."),
    "doctor_silent": (
        "有 {count} 台工作台 {days} 天没有来过：{names}。请联系，或用 desk hq revoke 停用。",
        "{count} desks were not heard of for {days} days: {names}. Call them, or shut them out with desk hq revoke.",
    ),
    "doctor_forgotten": (
        (
            "总部的登记里没有这 {count} 台工作台，只从别处得知：{names}。"
            "请发码（desk hq enrol-code 经销商 --desk 编号）让它们重新接入。"
        ),
        (
            "HQ's book has no enrolment of {count} desks it hears of from others: {names}. Make codes for them "
            "(desk hq enrol-code DEALER --desk ID) so that they join again."
        ),
    ),
    "doctor_none_forgotten": ("没有被忘记的工作台。", "No desk was forgotten."),
    "doctor_restored": (
        (
            "总部由备份恢复过：{records} 条交还的记录等人决定（desk hq returned），{orders} 张订单在等旧答复，"
            "{home} 条等它们的工作台重新写入。"
        ),
        (
            "HQ was set back: {records} records given back wait for a person (desk hq returned), {orders} orders for "
            "their old answers, {home} for their desks to write them again."
        ),
    ),
    "doctor_not_restored": ("没有恢复之后还要处理的。", "Nothing is left to do of any restore."),
    "doctor_epoch": (
        "最高纪元 {epoch}。由备份恢复总部后，纪元必须升高（见说明）。",
        "The highest epoch is {epoch}. After HQ is restored from a backup it must rise (see the manual).",
    ),
    "doctor_statistics": ("数据库的统计信息是新的。", "The database's statistics are fresh."),
    "doctor_statistics_missing": (
        "数据库没有统计信息，查询会变慢。请运行 desk check，或在停机时执行 ANALYZE。",
        "The database has no statistics, so queries grow slow. Run desk check, or ANALYZE while it rests.",
    ),
    "doctor_statistics_old": (
        "这些表的统计信息太旧：{tables}。请执行 ANALYZE，并查看 autovacuum 是否开启。",
        "The statistics of these tables are old: {tables}. Run ANALYZE, and see whether autovacuum is on.",
    ),
    "doctor_sqlite_workers": (
        "SQLite 同一时刻只有一个写入者，{workers} 个进程不会更快。请用 1 个，或改用 PostgreSQL。",
        "SQLite has one writer at a time; {workers} processes won't be faster. Use one, or PostgreSQL.",
    ),
    "doctor_clock": (
        "本机与数据库的时钟相差 {seconds} 秒。超过两秒请校时（NTP）。",
        "This clock and the database's differ by {seconds} s. Above two seconds set them (NTP).",
    ),
    "doctor_connections": (
        (
            "{workers} 个进程最多用 {wanted} 个数据库连接（每个 {pool} 个常开，{threads} 个线程），"
            "数据库允许 {most} 个。不够请调高 max_connections。"
        ),
        (
            "{workers} processes may open {wanted} connections ({pool} kept each, {threads} threads); the database "
            "allows {most}. Where that is too few, raise max_connections."
        ),
    ),
    "doctor_disk": (
        "磁盘剩余 {free} MB，至少应有 {wanted} MB。不够请清理或扩容。",
        "{free} MB are free; {wanted} MB should be. Where that is too few, make room.",
    ),
    "doctor_modes": ("账套文件只有本人可读。", "The files are their owner's alone."),
    "doctor_modes_open": (
        "有 {count} 个文件别人也能读：{paths}。请用 chmod 600（文件夹 700）改正。",
        "{count} files can be read by others: {paths}. Mend with chmod 600 (folders 700).",
    ),
    "doctor_backup": (
        "最近的备份是 {hours} 小时前。超过 36 小时请查看备份为何没有运行。",
        "The newest backup is {hours} hours old. Above 36 hours see why none was made.",
    ),
    "doctor_backup_missing": (
        "{folder} 里没有备份。SQLite 用 desk backup，PostgreSQL 请每天做 pg_dump，并放一份在这里。",
        "No backup in {folder}. SQLite: desk backup; PostgreSQL: pg_dump each day, with a copy put there.",
    ),
    "doctor_files": (
        "本进程最多可开 {files} 个文件，每个连接占一个。少于 4096 请调高（systemd 的 LimitNOFILE）。",
        "This process may open {files} files, one a connection. Below 4096 raise it (LimitNOFILE of systemd).",
    ),
    "doctor_certificate": (
        "证书 {path} 还有 {days} 天到期。少于 30 天请更换。",
        "The certificate {path} ends in {days} days. Below 30 days renew it.",
    ),
    "doctor_certificate_unreadable": (
        "证书 {path} 读不出：{detail:trouble}。请换成 PEM 格式的证书。",
        "The certificate {path} can't be read: {detail:trouble}. It must be PEM.",
    ),
    "prune_days": (
        "天数要在 {least} 到 {most} 之间。",
        "The days have to lie between {least} and {most}.",
    ),
    "prune_stays_living": ("现行", "Current"),
    "prune_stays_young": ("不够久", "Too young"),
    "prune_stays_held": ("待处理", "Held"),
    "prune_stays_chained": ("工作台的链", "Desks' chains"),
    "prune_stays_done": ("已无内容", "Without content"),
    "prune_would": (
        "可清理 {count} 条被替换、满 {days} 天的记录内容，共 {bytes} 字节；本次没有清理。",
        "{count} entries, replaced and at least {days} days old, could lose their content ({bytes} bytes); none did.",
    ),
    "prune_done": (
        "已清理 {count} 条被替换、满 {days} 天的记录内容，共 {bytes} 字节；编号和校验链都在，文件不会变小。",
        "{count} entries, replaced and {days} days old, lost their content ({bytes} bytes). Files don't shrink.",
    ),
    "prune_known_since": (
        "记录有多久，从 {since} 起才知道：更早的都从那时算起。",
        "How old entries are is known since {since}; older ones count from then.",
    ),
    "prune_age_unknown": (
        "还不知道记录有多久：从服务第一次记下、或第一次清理时算起。",
        "Nothing is known yet of how old entries are: they count from the first note the service takes.",
    ),
    "prune_desks_stay": (
        "工作台自己的数据流不清理：换机器或恢复时，要由总部的这一份从第一条起逐条证明。",
        "Desks' own streams stay whole: a new or restored machine proves its own by HQ's copy, entry by entry.",
    ),
    "doctor_service": ("服务 {url} 在 {ms} 毫秒内答复。", "The service at {url} answers within {ms} ms."),
    "doctor_service_silent": (
        "服务 {url} 没有答复。请查看 desk hq serve 是否在运行。",
        "The service at {url} doesn't answer. See whether desk hq serve runs.",
    ),
}
