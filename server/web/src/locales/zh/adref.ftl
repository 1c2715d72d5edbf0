app-name = Adref
motto = 待核准的一致（ad referendum）
home = 草案列表
skip = 跳到正文
language = 语言
leave = 离开
close = 关闭
cancel = 取消
continue = 继续
retry = 重试
reload = 重新加载
optional = 可不填
loading = 正在加载
reason = 理由
to-drafts = 返回草案列表

# Doors
welcome = 欢迎进入会议室
welcome-hint = 请使用秘书处发给您的个人邀请链接进入。打开链接，或粘贴在此处。
session-lost = 您已不在会议室中
session-lost-hint = 本次会话已结束。请重新打开邀请链接，或粘贴在此处。已保存的内容都在草案中。
invitation-link = 邀请链接
invitation-link-wrong = 这不像是邀请链接。邀请链接含有“/#/join/”和一长串代码。
join = 进入会议室
join-invited-as = 您受邀的身份是
join-for = 代表{ $delegation }
join-tab-note = 您的席位只保留在此标签页中。若要以另一身份入席，请在另一标签页中打开相应的链接。
your-name = 您的姓名
your-delegation = 代表团
your-delegation-hint = 将显示在您的方括号旁，例如“塞内加尔”或“欧盟”。
role-chair = 主席
role-chair-may = 您可以编辑案文，并记录会议的决定。
role-member = 成员
role-member-may = 您可以编辑案文，并将文字置于方括号中。
role-observer = 观察员
role-observer-may = 您可以阅读正在谈判的案文以及每个方括号的经过。

# Drafts
drafts = 草案
drafts-loaded = { $count } 份文件
drafts-empty = 会议室中还没有草案。
drafts-empty-hint = 秘书处可用以下命令导入案文：
shelf-draft = 谈判中
shelf-draft-hint = 由成员编辑、由主席作出决定的案文。
shelf-reference = 参考文件
shelf-reference-hint = 与草案有关的报告和文件，供阅读。
count-paragraphs = { $count } 段
count-open-brackets = { $count } 个未决方括号
count-open-alternatives = { $count } 组未决备选案文
count-notes = { $count } 条导入说明

# Desk
draft-text = 《{ $title }》案文
toolbar = 案文工具
bracket-words = 加方括号
bracket-words-hint = 将选中的文字置于方括号中
undo = 撤销
redo = 重做
show-who = 显示提出者
show-who-hint = 在每个方括号旁显示由谁提出
clean-text = 清洁案文
shortcuts = 键盘快捷键
observing = 您是观察员：案文仅供阅读。
reference-note = 参考文件，仅供阅读
whole-draft = 整份草案置于方括号中
whole-draft-short = 整份草案
paragraph-empty = 尚无案文
people-here = 在会议室中的其他人
people-more = +{ $count }
status-connecting = 正在连接……
status-live = 已保存
status-saving = 正在保存 { $count } 处修改……
status-reconnecting = 正在重新连接……
status-offline = 离线
status-stopped = 已断开
status-kept = { $count } 处修改保留在此
session-failed = 案文可以阅读，但无法开始实时编辑。
session-failed-hint = 请检查网络连接，然后重新加载页面。

# Hints
hint-signs = 方括号不作为普通字符输入：已将其略去。请选中文字后按 [ 来加方括号。
hint-newline = 一段仍为一段：换行已变为空格。
hint-anchors = 方括号保留不变：只能通过决定或撤回来取消。
hint-structure = 输入文字不能合并、拆分或移动段落。

lost-title = 未能保留的文字
lost-hint = 您书写期间案文有所变动，以下文字已无处安放。请自行留存。
lost-copy = 复制并关闭
lost-copy-failed = 无法自动复制：文字已选中，请手动复制。

# Brackets
bracket-name = 方括号 { $number }
bracket-place = 方括号 { $number }，{ $place }
bracket-description = 方括号 { $number } · { $who } · { $state }
bracket-from-source = 原始案文
bracket-deleted-words = 已决定删除：{ $words }
bracket-unpicked-words = 未选：{ $words }
opened-by = 由{ $who }提出
at-place = 位于 { $place }
show-in-text = 在案文中显示
state-open = 未决
state-kept = 保留
state-deleted = 删除
state-withdrawn = 已撤回
state-retracted = 提案已撤回
state-replaced = 已替换
state-decided = 已决定
state-picked = 已选
wrap-title = 将这些文字置于方括号中
wrap-title-empty = 在此处加一个空的方括号
wrap-confirm = 加方括号
wish = 您对这些文字的意见
wish-retain = 保留
wish-retain-hint = 应当保留
wish-delete = 删除
wish-delete-hint = 应当删去
wish-choose = 选择
keep-text = 保留文字
delete-text = 删除文字
pick-branch = 选“{ $words }”
pick-none = 均不采用
make-choice = 作为选择
make-choices = { $count ->
   *[other] 在全部 { $count } 处作为选择
}
make-choice-hint = 斜线可表示“或”，也可表示“和”。作为选择时，取其中一项。
reopen = 重新讨论
withdraw = 撤回
may-not-edit = 观察员仅可阅读；成员和主席可以编辑。
may-not-decide = 只有主席可以记录决定。
decide-keep = 保留方括号 { $number } 中的文字
decide-keep-confirm = 记录：保留文字
decide-delete = 删除方括号 { $number } 中的文字
decide-delete-confirm = 记录：删除文字
decide-reopen = 重新讨论方括号 { $number }
decide-reopen-confirm = 记录：重新讨论
decide-pick = 方括号 { $number }：选“{ $words }”
decide-pick-confirm = 记录：选此项
decide-none = 方括号 { $number }：各项均不采用
decide-none-confirm = 记录：均不采用
decision-recorded = 决定将连同您的姓名和时间记录在案，可以重新讨论。
decision-package = { $count ->
   *[other] 这 { $count } 项决定合并记录为一项。
}
before = 现有案文
after = 决定后的案文
together-linked = 同一问题，一并决定
together-correlated = 共同取舍
together-no-branch = 该处没有此项可选
linked-brackets = 别处的同一问题
correlated-brackets = 与此共同取舍

# Panel
panel = 方括号、备选案文和经过
tab-brackets = 方括号
tab-alternatives = 备选案文
tab-history = 经过
tab-notes = 导入
filter = 显示
filter-open = 未决
filter-decided = 已决
filter-all = 全部
brackets-empty-open = 没有未决的方括号。
brackets-empty-decided = 尚未作出任何决定。
brackets-empty-all = 本草案中没有方括号。
alternatives-empty = 本草案中没有备选案文。
history-none = 请在案文或列表中选择一个方括号，查看其经过。
history-failed = 目前无法读取经过，下次修改时将重试。
life = 本方括号的经过
event-imported = 来自原始案文
event-opened = 提出
event-changed = 文字改动
event-withdrawn = 撤回
event-split = 作为选择
decided-kept = 决定：保留文字
decided-deleted = 决定：删除文字
decided-reopened = 重新讨论
decided-other = 已决定
decided-picked = 决定：选定一项
decided-none = 决定：均不采用
decided-together = { $count ->
   *[other] { $count } 项合并决定之一
}
notes-hint = 导入原始文件时不确定之处。
notes-empty = 导入时没有疑问。
notes-failed = 目前无法读取导入说明。
note-place = 第 { $line } 行，第 { $column } 列
severity-note = 说明
severity-warning = 请确认
severity-error = 未能理解

# Alternatives
alternative-name = { $label } 的备选案文
alternative-title = { $label } 的备选案文 · { $versions }
alternative-versions = { $count } 个版本
alternative-base = 基本案文
alternative-chosen = 已选择：{ $label }
alternative-choose = 选择 { $label }
alternative-reopen = 重新讨论
choose = 选择
alternative-overtaken = 已因其他选择而解决
choose-title = 选择 { $label }
choose-stays = 保留此版本
choose-moot = 以下版本不再有效
choose-reopen-title = 重新讨论 { $label } 的备选案文
choose-reopen-hint = 所有版本重新有效，直至主席选择其一。
standing-chosen = 已选择
standing-moot = 不再有效：已选择另一版本
standing-show = 显示
standing-hide = 收起

# Export
clean-text-hint = 去除谈判标记的案文，为纯文本文件。
export-as-it-stands = 现有案文
export-as-it-stands-hint = 照印未决的方括号和备选案文。
export-agreed = 仅已商定案文
export-agreed-hint = 略去未决方括号中的文字。
export-final = 最后案文
export-final-hint = 仅在没有任何未决事项时可用。
export-done = 已下载 { $name }。
blockers-title = 还有 { $count } 个未决事项
blockers-hint = 以下各项均作出决定后，才能发布最后案文。
blocker-bracket = 方括号
blocker-alternative = 备选案文
blocker-placeholder = 占位段落

# Shortcuts
shortcut-open-empty = 加空的方括号，或给选中文字加方括号
shortcut-leave = 移出方括号
shortcut-wrap = 给选中的文字加方括号
shortcut-history = 光标处方括号的经过
shortcut-undo = 撤销
shortcut-redo = 重做
shortcut-escape = 关闭
shortcut-help = 显示快捷键

# Errors
error-network = 无法连接服务器
error-network-hint = 请检查网络连接，然后重试。
error-unknown-invitation = 此邀请链接无效
error-unknown-invitation-hint = 复制时链接可能不完整。请直接从邮件中打开链接，或向秘书处索取新的链接。
error-expired-invitation = 此邀请已过期
error-expired-invitation-hint = 请向秘书处索取新的链接。您此前写入的内容仍保留在草案中。
error-revoked-invitation = 此邀请已被撤回
error-revoked-invitation-hint = 请向秘书处索取新的链接。
error-used-invitation = 此邀请已被使用
error-used-invitation-hint = 每个邀请只供一人使用。请向秘书处索取您自己的链接。
error-store = 服务器目前无法读取数据
error-store-hint = 请稍后重试。已保存的内容不会丢失。
error-busy = 服务器繁忙
error-busy-hint = 请稍后重试。
error-unknown-draft = 此地址没有草案
error-unknown-draft-hint = 草案可能已改名。列表中有本会议室的全部草案。
error-forbidden = 您的身份不允许此操作
error-forbidden-hint = 如需其他身份的邀请，请与主席联系。
error-server = 服务器无法答复
error-server-hint = 请稍后重试。
error-credential = 您的会话已结束
error-credential-hint = 请重新打开邀请链接。已保存的内容在草案中。
error-replaced = 此草案已在您的另一个窗口中打开
error-replaced-hint = 本窗口不再收发修改。请在另一个窗口继续，或重新加载以在此继续。
error-version = 服务器已更新
error-version-hint = 请重新加载页面以取得相符的版本。
error-unreadable = 服务器发来的内容无法读取
error-unreadable-hint = 请重新加载页面。已保存的内容不会丢失。
error-malformed = 服务器无法读取本页面发出的内容
error-malformed-hint = 请重新加载页面。已保存的内容不会丢失。
error-out-of-order = 与服务器的会话出现问题
error-out-of-order-hint = 请重新加载页面。已保存的内容不会丢失。
error-too-large = 一次提交的内容过多
error-too-large-hint = 请重新加载页面，分几部分插入案文。
error-name = 此名称无法向他人显示
error-name-hint = 请输入1至80个字符，不含控制字符。
error-unexpected = 页面出现问题
error-unexpected-hint = 请重新加载页面。已保存的内容不会丢失。

# Refusals
refusal-not-allowed = 您的身份不允许此操作
refusal-not-allowed-hint = 请向秘书处索取其他链接，或请主席作出决定。
refusal-not-negotiated = 参考文件供阅读，不供谈判
refusal-not-negotiated-hint = 请在草案中提出文字。
refusal-decided = 这些文字已由主席决定删除
refusal-decided-hint = 请主席重新开放该方括号。
refusal-not-yours = 只有加上方括号的代表团可以撤回
refusal-not-yours-hint = 请与该代表团或主席联系。
refusal-too-long = 内容过长
refusal-too-long-hint = 请分几部分进行，或缩短理由。
refusal-too-large = 一次提交的内容过多
refusal-too-large-hint = 请分几部分插入案文。
refusal-already-open = 已处于未决状态
refusal-already-open-hint = 请查看经过：有人已重新开放。
refusal-unknown-matter = 待决事项已不在此草案中
refusal-unknown-matter-hint = 请重新加载草案。
refusal-no-words = 表格本身没有文字
refusal-no-words-hint = 请选择表格中的单元格。
