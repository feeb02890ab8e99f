<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
  <context>
    <name>AccountBox</name>
    <message>
      <source>名称 / 编码 / 拼音首字母</source>
      <translation>Name / code / pinyin initials</translation>
    </message>
    <message>
      <source>{0}（供货方）</source>
      <translation>{0} (supplier)</translation>
    </message>
  </context>
  <context>
    <name>AccountNoteDialog</name>
    <message>
      <source>付款、折扣、贷借项与期初</source>
      <translation>Refunds, discounts, notes and opening balances</translation>
    </message>
    <message>
      <source>入账</source>
      <translation>Book</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>关于哪张单据（可空）</source>
      <translation>About document (may be empty)</translation>
    </message>
    <message>
      <source>单据</source>
      <translation>Document</translation>
    </message>
    <message>
      <source>参考号</source>
      <translation>Reference</translation>
    </message>
    <message>
      <source>摘要</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>方式</source>
      <translation>Method</translation>
    </message>
  </context>
  <context>
    <name>AccountPanel</name>
    <message>
      <source>最近往来</source>
      <translation>Recent documents</translation>
    </message>
    <message>
      <source>还没有往来。</source>
      <translation>Nothing yet.</translation>
    </message>
  </context>
  <context>
    <name>AdjustDialog</name>
    <message>
      <source>调整返利：{0}，{1}</source>
      <translation>Correct the rebate: {0}, {1}</translation>
    </message>
    <message>
      <source>提交调整</source>
      <translation>Propose it</translation>
    </message>
    <message>
      <source>加就写正数，减就写负数</source>
      <translation>more: a plain figure; less: a negative one</translation>
    </message>
    <message>
      <source>调整金额</source>
      <translation>Correction</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>要由另一个人批准之后才算数。</source>
      <translation>It counts once another person has approved it.</translation>
    </message>
  </context>
  <context>
    <name>AdjustmentTableView</name>
    <message>
      <source>选好账户、期间和对方的账，这里就是余额调节表。</source>
      <translation>Choose an account, a period and the other side's book; the adjustment table stands here.</translation>
    </message>
    <message>
      <source>我方</source>
      <translation>Ours</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>对方</source>
      <translation>Theirs</translation>
    </message>
  </context>
  <context>
    <name>AgeingPage</name>
    <message>
      <source>截至哪天</source>
      <translation>As of</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other selection</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>账龄</source>
      <translation>Ageing</translation>
    </message>
    <message>
      <source>名称、编码、拼音</source>
      <translation>Name, code, pinyin</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>逾期</source>
      <translation>Overdue</translation>
    </message>
    <message>
      <source>多付</source>
      <translation>Paid ahead</translation>
    </message>
    <message>
      <source>截至</source>
      <translation>as of</translation>
    </message>
    <message>
      <source>没有欠款，也没有多付的。</source>
      <translation>Nobody owes anything or has paid ahead.</translation>
    </message>
    <message>
      <source>没有符合的客户。</source>
      <translation>No customer matches.</translation>
    </message>
    <message>
      <source>合计</source>
      <translation>Total</translation>
    </message>
    <message>
      <source>看往来明细</source>
      <translation>Documents</translation>
    </message>
  </context>
  <context>
    <name>AllSilentDialog</name>
    <message>
      <source>全部到期的记为默认相符</source>
      <translation>Record the silence of all that are due</translation>
    </message>
    <message>
      <source>全部登记</source>
      <translation>Record all</translation>
    </message>
    <message>
      <source>约定过不回函算相符、回函期限已过的对账单 {0} 份，余额共 {1}：</source>
      <translation>{0} statements past their reply date whose silence counts as agreement, {1} in all:</translation>
    </message>
  </context>
  <context>
    <name>AnewDialog</name>
    <message>
      <source>练习公司重新开始</source>
      <translation>Practice company: begin anew</translation>
    </message>
    <message>
      <source>重新开始</source>
      <translation>Begin anew</translation>
    </message>
    <message>
      <source>在这里做过的全部扔掉，重新造一家一样的公司。真账不受影响。</source>
      <translation>Everything done in here is thrown away and the same company made again. Your real books are untouched.</translation>
    </message>
  </context>
  <context>
    <name>AnswerDialog</name>
    <message>
      <source>答复异议：{0}，{1}</source>
      <translation>Answer the dispute: {0}, {1}</translation>
    </message>
    <message>
      <source>签名发出</source>
      <translation>Sign and send</translation>
    </message>
    <message>
      <source>空格：接受 / 不接受　　Enter：写说明和更正单号</source>
      <translation>Space: accept or not    Enter: write why and what corrects it</translation>
    </message>
    <message>
      <source>接受 / 不接受</source>
      <translation>Accept or not</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>对账单金额</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>对方</source>
      <translation>Theirs</translation>
    </message>
    <message>
      <source>答复</source>
      <translation>Answer</translation>
    </message>
    <message>
      <source>说明</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>待答复</source>
      <translation>Not answered</translation>
    </message>
    <message>
      <source>还有没答复的行：按空格选接受或不接受。</source>
      <translation>Some lines have no answer yet: Space accepts or refuses.</translation>
    </message>
  </context>
  <context>
    <name>ApproveDialog</name>
    <message>
      <source>审批政策：{0}</source>
      <translation>Approve: {0}</translation>
    </message>
    <message>
      <source>批准并发布</source>
      <translation>Approve and publish</translation>
    </message>
    <message>
      <source>还没有试算：按 F7 看去年的单据会多花多少。</source>
      <translation>Not tried yet: F7 tells what last year's documents would have cost.</translation>
    </message>
    <message>
      <source>试算</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>这是您自己制定的政策，须由另一位同事审批。</source>
      <translation>You wrote this policy; another person has to approve it.</translation>
    </message>
    <message>
      <source>与现行版本的差别</source>
      <translation>Differences to the version in force</translation>
    </message>
    <message>
      <source>这是一项新政策，没有现行版本。正文见列表右侧。</source>
      <translation>This policy is new; no version is in force. Its text stands beside the list.</translation>
    </message>
    <message>
      <source>{0} 制定</source>
      <translation>written by {0}</translation>
    </message>
    <message>
      <source>正在试算…</source>
      <translation>Trying…</translation>
    </message>
    <message>
      <source>正在试算政策</source>
      <translation>Trying a policy</translation>
    </message>
    <message>
      <source>试算：原来让利 {0}，改后 {1}，相差 {2}。</source>
      <translation>Trial: {0} given before, {1} after, {2} more.</translation>
    </message>
  </context>
  <context>
    <name>AttentionDialog</name>
    <message>
      <source>打开</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>已阅、不再提醒</source>
      <translation>Seen, tell no more</translation>
    </message>
    <message>
      <source>这一条要等原因消除才会消失，不能收起。</source>
      <translation>This stays until its cause is over; it can’t be put away.</translation>
    </message>
    <message>
      <source>需要处理</source>
      <translation>Needs attention</translation>
    </message>
    <message>
      <source>没有需要处理的了。</source>
      <translation>Nothing needs attention any more.</translation>
    </message>
  </context>
  <context>
    <name>BankList</name>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>付款人</source>
      <translation>Paid by</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>把握</source>
      <translation>Sure</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>状态</source>
      <translation>State</translation>
    </message>
    <message>
      <source>{0} 等 {1} 张</source>
      <translation>{0} and others, {1} in all</translation>
    </message>
    <message>
      <source>多出 {0} 记预收</source>
      <translation>{0} paid ahead</translation>
    </message>
    <message>
      <source>，</source>
      <translation>, </translation>
    </message>
    <message>
      <source>可能是 {0}</source>
      <translation>Perhaps {0}</translation>
    </message>
  </context>
  <context>
    <name>BankMappingDialog</name>
    <message>
      <source>不认识的流水格式</source>
      <translation>A layout nobody knows yet</translation>
    </message>
    <message>
      <source>就这样读</source>
      <translation>Read it so</translation>
    </message>
    <message>
      <source>指一次各栏的意思，入账后就记住，以后同样格式的文件自动认出。日期和金额（或收入、支出）必须有。</source>
      <translation>Say once what the columns mean; when the file is booked this is remembered and such files are recognised. A date and an amount (or money in and out) must be there.</translation>
    </message>
    <message>
      <source>格式名称</source>
      <translation>Name of the layout</translation>
    </message>
    <message>
      <source>正数是支出（信用卡账单）</source>
      <translation>Positive amounts are spending (credit cards)</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>金额（带正负）</source>
      <translation>Amount (signed)</translation>
    </message>
    <message>
      <source>收入</source>
      <translation>Money in</translation>
    </message>
    <message>
      <source>支出</source>
      <translation>Money out</translation>
    </message>
    <message>
      <source>收支方向</source>
      <translation>In or out</translation>
    </message>
    <message>
      <source>对方户名</source>
      <translation>Other side's name</translation>
    </message>
    <message>
      <source>对方账号</source>
      <translation>Other side's account</translation>
    </message>
    <message>
      <source>本方账号</source>
      <translation>One's own account</translation>
    </message>
    <message>
      <source>摘要</source>
      <translation>Summary</translation>
    </message>
    <message>
      <source>附言</source>
      <translation>Memo</translation>
    </message>
    <message>
      <source>流水号</source>
      <translation>Reference</translation>
    </message>
    <message>
      <source>余额</source>
      <translation>Balance</translation>
    </message>
    <message>
      <source>交易状态</source>
      <translation>State of the deal</translation>
    </message>
  </context>
  <context>
    <name>BankPage</name>
    <message>
      <source>先按 F9 选一个流水文件。</source>
      <translation>Choose a bank's file first (F9).</translation>
    </message>
    <message>
      <source>没有勾选可入账的行：F9 选文件，空格勾选，付款人不明的先按 F2 指定。</source>
      <translation>No line to book is ticked: choose a file (F9), tick with Space, and name a payer that isn't known (F2).</translation>
    </message>
    <message>
      <source>选文件</source>
      <translation>Choose file</translation>
    </message>
    <message>
      <source>入账所选</source>
      <translation>Book ticked</translation>
    </message>
    <message>
      <source>指定付款人</source>
      <translation>Name the payer</translation>
    </message>
    <message>
      <source>不是客户的钱</source>
      <translation>No customer's</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other filter</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>银行与钱包流水</source>
      <translation>Bank and wallet files</translation>
    </message>
    <message>
      <source>选一个银行、支付宝或微信导出的文件，CSV 或 Excel 都可以。</source>
      <translation>Choose a file exported by a bank, Alipay or WeChat, CSV or Excel.</translation>
    </message>
    <message>
      <source>待处理</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>空格</source>
      <translation>Space</translation>
    </message>
    <message>
      <source>选 / 不选</source>
      <translation>Tick</translation>
    </message>
    <message>
      <source>流水文件 (*.csv *.xlsx *.xls *.txt)</source>
      <translation>Statements (*.csv *.xlsx *.xls *.txt)</translation>
    </message>
    <message>
      <source>选流水文件</source>
      <translation>Choose a bank's file</translation>
    </message>
    <message>
      <source>账户 {0}</source>
      <translation>account {0}</translation>
    </message>
    <message>
      <source>先前已入账 {0} 笔</source>
      <translation>{0} booked before</translation>
    </message>
    <message>
      <source>还有 {0} 处，指着文件名可以看全部。</source>
      <translation>{0} more; point at the file's name to see all.</translation>
    </message>
    <message>
      <source>认作 {0}</source>
      <translation>recognised as {0}</translation>
    </message>
    <message>
      <source>没有待处理的。</source>
      <translation>Nothing is open.</translation>
    </message>
    <message>
      <source>没有读入：各栏的意思还没有指明。按 F9 再选这个文件</source>
      <translation>nothing was read: what its columns mean isn't said yet; press F9 for the file again</translation>
    </message>
    <message>
      <source>F9 选一个文件。</source>
      <translation>F9 chooses a file.</translation>
    </message>
    <message>
      <source>所选 {0} 笔，{1}</source>
      <translation>Ticked {0}, {1}</translation>
    </message>
    <message>
      <source>已入账 {0} 笔，共 {1}。</source>
      <translation>Booked {0}, {1} in all. </translation>
    </message>
    <message>
      <source>{0} 笔不能入账，原因在行里。</source>
      <translation>{0} could not be booked; the reason stands in the line.</translation>
    </message>
    <message>
      <source>还有 {0} 笔待处理。</source>
      <translation>{0} more wait.</translation>
    </message>
    <message>
      <source>{0} 笔记为不是客户的钱。</source>
      <translation>{0} left out as no customer's money.</translation>
    </message>
    <message numerus="yes">
      <source>已请总部入账 %n 笔，共 {0}；总部入账后随交换回来。</source>
      <translation>
        <numerusform>HQ was asked to book %n line, {0}; it comes back with an exchange once HQ has booked it.</numerusform>
        <numerusform>HQ was asked to book %n lines, {0}; they come back with an exchange once HQ has booked them.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>BatchDialog</name>
    <message>
      <source>全部客户的对账单</source>
      <translation>Statements of all customers</translation>
    </message>
    <message>
      <source>开始</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>停止</source>
      <translation>Stop</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>期间 {0} 至 {1}：有余额或有发生额的客户各一份。</source>
      <translation>Period {0} to {1}: one for every customer with a balance or a movement.</translation>
    </message>
    <message>
      <source>合成一个 PDF</source>
      <translation>One PDF</translation>
    </message>
    <message>
      <source>每户一个 PDF</source>
      <translation>A PDF each</translation>
    </message>
    <message>
      <source>每户一个 Excel</source>
      <translation>A workbook each</translation>
    </message>
    <message>
      <source>直接打印</source>
      <translation>Straight to a printer</translation>
    </message>
    <message>
      <source>写成</source>
      <translation>As</translation>
    </message>
    <message>
      <source>联次</source>
      <translation>Copies</translation>
    </message>
    <message>
      <source>开具：编号并存档（不选则只是预览）</source>
      <translation>Issue: number and keep them (else only a preview)</translation>
    </message>
    <message>
      <source>套打：只印数值到预印单上</source>
      <translation>Onto a pre-printed form, values alone</translation>
    </message>
    <message>
      <source>没有对账单的客户会列在这里，并说明原因。</source>
      <translation>Customers without a statement will be listed here, with the reason.</translation>
    </message>
    <message>
      <source>名单存 Excel</source>
      <translation>List to Excel</translation>
    </message>
    <message>
      <source>存到哪里</source>
      <translation>Save as</translation>
    </message>
    <message>
      <source>PDF 文件 (*.pdf)</source>
      <translation>PDF files (*.pdf)</translation>
    </message>
    <message>
      <source>存到哪个文件夹</source>
      <translation>Into which folder</translation>
    </message>
    <message>
      <source>正在做对账单</source>
      <translation>Making statements</translation>
    </message>
    <message>
      <source>已停止。已开具的对账单仍在账上，再做一次会接着用。</source>
      <translation>Stopped. What was issued stays; the next batch goes on from there.</translation>
    </message>
    <message numerus="yes">
      <source>正在开具：%n 份</source>
      <translation>
        <numerusform>Issuing: %n</numerusform>
        <numerusform>Issuing: %n</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>正在排版：%n 份</source>
      <translation>
        <numerusform>Laying out: %n</numerusform>
        <numerusform>Laying out: %n</numerusform>
      </translation>
    </message>
    <message>
      <source>没有可打印的对账单。</source>
      <translation>There is no statement to print.</translation>
    </message>
    <message numerus="yes">
      <source>%n 页已排好，请选打印机。</source>
      <translation>
        <numerusform>%n page is ready; choose a printer.</numerusform>
        <numerusform>%n pages are ready; choose a printer.</numerusform>
      </translation>
    </message>
    <message>
      <source>代替已出的对账单，原因（对方会看到，也印在对账单上）</source>
      <translation>Statements take the place of earlier ones; why (the other side reads it, and it stands on them)</translation>
    </message>
  </context>
  <context>
    <name>BenefitKeys</name>
    <message>
      <source>为什么</source>
      <translation>Why</translation>
    </message>
    <message>
      <source>补足优惠</source>
      <translation>Reach the next step</translation>
    </message>
    <message>
      <source>用返利</source>
      <translation>Use rebates</translation>
    </message>
    <message>
      <source>抵用金额</source>
      <translation>Amount of rebates</translation>
    </message>
    <message>
      <source>用券</source>
      <translation>Coupon</translation>
    </message>
    <message>
      <source>不用返利</source>
      <translation>Don't use rebates</translation>
    </message>
    <message>
      <source>订单里还没有商品，没有可说明的价格和优惠。先选客户，再加商品。</source>
      <translation>There is nothing in this order yet whose price could be explained. Choose the customer, then add products.</translation>
    </message>
  </context>
  <context>
    <name>Benefits</name>
    <message>
      <source>余额 {0}</source>
      <translation>Balance {0}</translation>
    </message>
    <message>
      <source>{0} 抵 {1}</source>
      <translation>{0} pays {1}</translation>
    </message>
    <message>
      <source>这张单抵不了</source>
      <translation>not for the goods of this order</translation>
    </message>
    <message>
      <source>没有可抵的</source>
      <translation>nothing to pay with</translation>
    </message>
  </context>
  <context>
    <name>CancelDialog</name>
    <message>
      <source>取消订单 {0}</source>
      <translation>Cancel order {0}</translation>
    </message>
    <message>
      <source>取消订单</source>
      <translation>Cancel the order</translation>
    </message>
    <message>
      <source>{0} → {1}，{2}</source>
      <translation>{0} → {1}, {2}</translation>
    </message>
    <message>
      <source>占用的库存和信用随即释放。取消后不能恢复，以后要货另下新单。</source>
      <translation>What it reserves of stock and credit is free at once. There is no way back; write a new order later.</translation>
    </message>
  </context>
  <context>
    <name>CardDialog</name>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
  </context>
  <context>
    <name>ChecksCard</name>
    <message>
      <source>检查</source>
      <translation>Checks</translation>
    </message>
    <message>
      <source>录入商品后，价格、库存、信用一并检查。</source>
      <translation>Price, stock and credit are checked together as you type.</translation>
    </message>
    <message>
      <source>第 {0} 行：{1}</source>
      <translation>Line {0}: {1}</translation>
    </message>
    <message numerus="yes">
      <source>还有 %n 条</source>
      <translation>
        <numerusform>%n more</numerusform>
        <numerusform>%n more</numerusform>
      </translation>
    </message>
    <message>
      <source>检查（{0}）</source>
      <translation>Checks ({0})</translation>
    </message>
  </context>
  <context>
    <name>ChipsEdit</name>
    <message>
      <source>还有 {0} 个</source>
      <translation>{0} more</translation>
    </message>
  </context>
  <context>
    <name>CloseDialog</name>
    <message>
      <source>不再发的货：</source>
      <translation>Not delivered any more:</translation>
    </message>
    <message>
      <source>占用的库存和信用随即释放；以后要货另下新单。</source>
      <translation>The stock and the credit it holds are free at once; what is wanted later is ordered anew.</translation>
    </message>
    <message>
      <source>原因（对方看得到）</source>
      <translation>Why (the other side reads it)</translation>
    </message>
    <message>
      <source>结单</source>
      <translation>Close the rest</translation>
    </message>
    <message>
      <source>结单 {0}</source>
      <translation>Close the rest of {0}</translation>
    </message>
    <message>
      <source>请求不再发的货：</source>
      <translation>Asked not to be delivered any more:</translation>
    </message>
    <message>
      <source>请求卖方结单 {0}</source>
      <translation>Ask the seller to close {0}</translation>
    </message>
    <message>
      <source>请求结单</source>
      <translation>Ask to close</translation>
    </message>
    <message numerus="yes">
      <source>还有 %n 行</source>
      <translation>
        <numerusform>%n more line</numerusform>
        <numerusform>%n more lines</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ClosingDialog</name>
    <message>
      <source>月结</source>
      <translation>Close month</translation>
    </message>
    <message>
      <source>结账</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>反结账</source>
      <translation>Reopen</translation>
    </message>
    <message>
      <source>知道了</source>
      <translation>I have read this</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Leave</translation>
    </message>
    <message>
      <source>都看过了，仍要结账或反结账（F11）</source>
      <translation>Read; close or reopen (F11)</translation>
    </message>
    <message>
      <source>看过了，仍要反结账（F11）</source>
      <translation>I have read it; reopen (F11)</translation>
    </message>
    <message>
      <source>看过了，仍要结账（F11）</source>
      <translation>I have read it; close (F11)</translation>
    </message>
    <message>
      <source>还没有结过账，每天都能记。</source>
      <translation>No month is closed; every day is open.</translation>
    </message>
    <message>
      <source>已结到 {0}</source>
      <translation>Closed through {0}</translation>
    </message>
    <message>
      <source>现在没有可结的月份</source>
      <translation>No month can be closed now</translation>
    </message>
    <message>
      <source>要结 {0}</source>
      <translation>To close: {0}</translation>
    </message>
    <message>
      <source>结账后，{0} 及以前不能再记、也不能再改。</source>
      <translation>Once closed, nothing up to {0} can be entered or changed. </translation>
    </message>
    <message>
      <source>没有未办完的事。</source>
      <translation>Nothing is unfinished.</translation>
    </message>
    <message>
      <source>{0} 已结账。</source>
      <translation>{0} is closed.</translation>
    </message>
    <message>
      <source>{0} 又可以记账了。</source>
      <translation>{0} is open again.</translation>
    </message>
  </context>
  <context>
    <name>ColumnsDialog</name>
    <message>
      <source>纸上的列</source>
      <translation>Columns on paper</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>未结清对账单</source>
      <translation>Open items</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>打印出来的列，与屏幕无关；缺不了的列总在。</source>
      <translation>What is printed, whatever the screen shows; columns a paper can't do without always stay.</translation>
    </message>
  </context>
  <context>
    <name>ConfirmDialog</name>
    <message>
      <source>签名确认</source>
      <translation>Sign and confirm</translation>
    </message>
    <message>
      <source>卖方</source>
      <translation>Seller</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>买方</source>
      <translation>Buyer</translation>
    </message>
    <message>
      <source>对账单 {0}，本方账 {1}</source>
      <translation>statement {0}, own book {1}</translation>
    </message>
    <message>
      <source>确认对账单：{0}</source>
      <translation>Confirm statement {0}</translation>
    </message>
    <message>
      <source>本方账期末余额</source>
      <translation>Closing balance of the own book</translation>
    </message>
    <message>
      <source>逐笔核对：本方账与对账单一致。</source>
      <translation>Compared line by line: the own book agrees with the statement.</translation>
    </message>
    <message>
      <source>期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>{0} 至 {1}</source>
      <translation>{0} to {1}</translation>
    </message>
    <message>
      <source>对账单期末余额</source>
      <translation>Closing balance of the statement</translation>
    </message>
    <message>
      <source>仍同意对账单的余额 {0}</source>
      <translation>I agree to the statement's {0} all the same</translation>
    </message>
    <message numerus="yes">
      <source>本方账有 %n 处和对账单不一致（提出异议按 Esc，再按 Shift+F11）：</source>
      <translation>
        <numerusform>The own book differs in %n place (to dispute it: Esc, then F9):</numerusform>
        <numerusform>The own book differs in %n places (to dispute them: Esc, then F9):</numerusform>
      </translation>
    </message>
    <message>
      <source>已看过，同意余额 {0}</source>
      <translation>I have looked at it and agree to {0}</translation>
    </message>
  </context>
  <context>
    <name>ConfirmingPage</name>
    <message>
      <source>确认</source>
      <translation>Confirm</translation>
    </message>
    <message>
      <source>提出异议</source>
      <translation>Dispute</translation>
    </message>
    <message>
      <source>答复异议</source>
      <translation>Answer</translation>
    </message>
    <message>
      <source>两边账核对</source>
      <translation>Compare both books</translation>
    </message>
    <message>
      <source>列表 / 明细</source>
      <translation>List or lines</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>与经销商对账确认</source>
      <translation>Confirmations with dealers</translation>
    </message>
    <message>
      <source>与供货方对账确认</source>
      <translation>Confirm with the supplier</translation>
    </message>
    <message>
      <source>还没有经销商的程序答复对账单。</source>
      <translation>No dealer's program has answered a statement yet.</translation>
    </message>
    <message>
      <source>供货方还没有发来对账单。</source>
      <translation>The supplier hasn't sent a statement yet.</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>状态与余额</source>
      <translation>State, balance</translation>
    </message>
    <message>
      <source>签名真实</source>
      <translation>truly signed</translation>
    </message>
    <message>
      <source>没有签名</source>
      <translation>not signed</translation>
    </message>
    <message>
      <source>旧签名</source>
      <translation>older signature</translation>
    </message>
    <message>
      <source>签名是假的</source>
      <translation>signature forged</translation>
    </message>
    <message>
      <source>不算数：{0}</source>
      <translation>doesn't count: {0}</translation>
    </message>
    <message>
      <source>卖方</source>
      <translation>Seller</translation>
    </message>
    <message>
      <source>买方</source>
      <translation>Buyer</translation>
    </message>
    <message>
      <source>{0} 笔</source>
      <translation>lines: {0}</translation>
    </message>
    <message>
      <source>等我方</source>
      <translation>Waits for us</translation>
    </message>
    <message>
      <source>{0}：{1}。已签名，下次交换时发出。</source>
      <translation>{0}: {1}. It is signed and goes out with the next exchange.</translation>
    </message>
  </context>
  <context>
    <name>CountDialog</name>
    <message>
      <source>盘点：{0}</source>
      <translation>Count: {0}</translation>
    </message>
    <message>
      <source>按盘点调整</source>
      <translation>Adjust to count</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message>
      <source>备注</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>多 {0}</source>
      <translation>{0} more</translation>
    </message>
    <message>
      <source>实盘 {0}</source>
      <translation>Counted {0}</translation>
    </message>
    <message>
      <source>实盘数量（不写单位按{0}）</source>
      <translation>Counted (a bare number is in {0})</translation>
    </message>
    <message>
      <source>少 {0}</source>
      <translation>{0} less</translation>
    </message>
    <message>
      <source>相符</source>
      <translation>As in the books</translation>
    </message>
    <message>
      <source>账上 {0}</source>
      <translation>In the books {0}</translation>
    </message>
  </context>
  <context>
    <name>CountLabel</name>
    <message numerus="yes">
      <source>共 %n 条</source>
      <translation>
        <numerusform>%n entry</numerusform>
        <numerusform>%n entries</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>CountedList</name>
    <message>
      <source>没有符合的单据行。</source>
      <translation>No document line fits.</translation>
    </message>
    <message>
      <source>单号、商品、日期、原因</source>
      <translation>Number, product, date, reason</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>计入</source>
      <translation>Counted</translation>
    </message>
    <message>
      <source>不计</source>
      <translation>Not counted</translation>
    </message>
    <message>
      <source>计入但不返</source>
      <translation>Counted, earns nothing</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>商品</source>
      <translation>Product</translation>
    </message>
    <message>
      <source>数量</source>
      <translation>Quantity</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>计返 {0}</source>
      <translation>earning {0}</translation>
    </message>
    <message>
      <source>计提 {0}</source>
      <translation>accrues {0}</translation>
    </message>
  </context>
  <context>
    <name>CrashDialog</name>
    <message>
      <source>程序出了差错</source>
      <translation>Something went wrong in the program</translation>
    </message>
    <message>
      <source>刚才那一步没有做成。已经保存的单据都在，可以接着用。出错的经过记在下面的文件里，请发给维护的人。</source>
      <translation>The last step was not done. Everything saved is safe and you can go on. What happened is written in the file below; please send it to whoever looks after the program.</translation>
    </message>
    <message>
      <source>打开所在文件夹</source>
      <translation>Open its folder</translation>
    </message>
    <message>
      <source>知道了</source>
      <translation>OK</translation>
    </message>
  </context>
  <context>
    <name>CreditCard</name>
    <message>
      <source>应收余额</source>
      <translation>Balance</translation>
    </message>
    <message>
      <source>应付余额</source>
      <translation>You owe</translation>
    </message>
    <message>
      <source>已订未发</source>
      <translation>On order</translation>
    </message>
    <message>
      <source>本单</source>
      <translation>This order</translation>
    </message>
    <message>
      <source>信用</source>
      <translation>Credit</translation>
    </message>
    <message>
      <source>选了客户就看得到额度与欠款。</source>
      <translation>Choose a customer to see limit and balance.</translation>
    </message>
    <message>
      <source>不限额</source>
      <translation>No limit</translation>
    </message>
    <message>
      <source>超出 {0}</source>
      <translation>Over by {0}</translation>
    </message>
    <message>
      <source>可用 {0}</source>
      <translation>{0} left</translation>
    </message>
    <message>
      <source>额度 {0}</source>
      <translation>Limit {0}</translation>
    </message>
    <message>
      <source> + 临时 {0}</source>
      <translation> + temporary {0}</translation>
    </message>
    <message>
      <source>逾期 {0}，最久 {1} 天</source>
      <translation>Overdue {0}, oldest {1} days</translation>
    </message>
    <message>
      <source>总部数据截至 {0}（{1}）</source>
      <translation>HQ's figures as of {0} ({1})</translation>
    </message>
    <message>
      <source>本机账套，即时数据</source>
      <translation>From this desk's own books, right now</translation>
    </message>
  </context>
  <context>
    <name>CreditList</name>
    <message>
      <source>没有未核销的收款。</source>
      <translation>No payments to settle.</translation>
    </message>
  </context>
  <context>
    <name>CustomerActs</name>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>并入别的卡</source>
      <translation>Merge into another card</translation>
    </message>
    <message>
      <source>余额转到并入的卡</source>
      <translation>Carry balance to the other card</translation>
    </message>
    <message>
      <source>停在一张已并入别的卡、账上还有余额的客户上。</source>
      <translation>Put the caret on a customer whose card was merged into another and whose account isn't even.</translation>
    </message>
  </context>
  <context>
    <name>CustomerEdit</name>
    <message>
      <source>名称 / 编码 / 拼音首字母</source>
      <translation>Name / code / pinyin initials</translation>
    </message>
  </context>
  <context>
    <name>CustomersPage</name>
    <message>
      <source>暂停与恢复</source>
      <translation>Suspend / reopen</translation>
    </message>
    <message>
      <source>名称、编码、拼音首字母</source>
      <translation>Name, code, pinyin initials</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealers</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customers</translation>
    </message>
    <message>
      <source>开订单</source>
      <translation>New order</translation>
    </message>
    <message>
      <source>收款</source>
      <translation>Receive money</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>往来明细</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>账龄</source>
      <translation>Ageing</translation>
    </message>
    <message>
      <source>加客户</source>
      <translation>Add customer</translation>
    </message>
    <message>
      <source>信用与账期</source>
      <translation>Credit terms</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other selection</translation>
    </message>
    <message>
      <source>没有符合的客户。Ins 加一个。</source>
      <translation>No customer matches. Ins adds one.</translation>
    </message>
    <message>
      <source>没有符合的经销商。</source>
      <translation>No dealer matches.</translation>
    </message>
    <message>
      <source>还没有经销商。</source>
      <translation>There is no dealer yet.</translation>
    </message>
    <message>
      <source>还没有客户。Ins 加一个。</source>
      <translation>There is no customer yet. Ins adds one.</translation>
    </message>
    <message>
      <source>看账</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>{0} 的信用与账期已改。</source>
      <translation>The credit terms of {0} are changed.</translation>
    </message>
    <message>
      <source>已收款 {0}：{1}。</source>
      <translation>Received {0}: {1}.</translation>
    </message>
    <message>
      <source>这里没有这位客户。</source>
      <translation>No such customer stands here.</translation>
    </message>
    <message>
      <source>导入文件</source>
      <translation>Import a file</translation>
    </message>
    <message>
      <source>改资料</source>
      <translation>Change card</translation>
    </message>
  </context>
  <context>
    <name>DayEdit</name>
    <message>
      <source>+1, 5-2, 3</source>
      <translation>+1, 5-2, 3</translation>
    </message>
  </context>
  <context>
    <name>DaysDialog</name>
    <message>
      <source>从</source>
      <translation>From</translation>
    </message>
    <message>
      <source>到</source>
      <translation>To</translation>
    </message>
    <message>
      <source>从哪天到哪天</source>
      <translation>From which day to which</translation>
    </message>
    <message>
      <source>只看这些天</source>
      <translation>Show these days</translation>
    </message>
  </context>
  <context>
    <name>DebtList</name>
    <message>
      <source>没有未结清的欠款。</source>
      <translation>Nothing is unpaid.</translation>
    </message>
  </context>
  <context>
    <name>DeliverAllDialog</name>
    <message numerus="yes">
      <source>发货：%n 张订单</source>
      <translation>
        <numerusform>Deliver %n order</numerusform>
        <numerusform>Deliver %n orders</numerusform>
      </translation>
    </message>
    <message>
      <source>发货</source>
      <translation>Deliver</translation>
    </message>
    <message>
      <source>每张订单还没发的全部发出；发不了的留着，发完会逐张说明。</source>
      <translation>Everything not delivered yet goes out; what can’t stays, and each such order is named afterwards.</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
  </context>
  <context>
    <name>DifferenceList</name>
    <message>
      <source>现行版本</source>
      <translation>In force</translation>
    </message>
    <message>
      <source>新版本</source>
      <translation>New version</translation>
    </message>
    <message>
      <source>与现行版本没有差别。</source>
      <translation>No difference to the version in force.</translation>
    </message>
  </context>
  <context>
    <name>DifferencesTable</name>
    <message>
      <source>差异</source>
      <translation>Differences</translation>
    </message>
    <message>
      <source>我方</source>
      <translation>Ours</translation>
    </message>
    <message>
      <source>我方金额</source>
      <translation>Our amount</translation>
    </message>
    <message>
      <source>对方</source>
      <translation>Theirs</translation>
    </message>
    <message>
      <source>对方金额</source>
      <translation>Their amount</translation>
    </message>
    <message>
      <source>可能原因</source>
      <translation>Likely cause</translation>
    </message>
  </context>
  <context>
    <name>DisputeDialog</name>
    <message>
      <source>提出异议：{0}</source>
      <translation>Dispute {0}</translation>
    </message>
    <message>
      <source>签名发出</source>
      <translation>Sign and send</translation>
    </message>
    <message>
      <source>本方账和对账单不一致的已经列为异议，可以增减；发出时用本机密钥签名。</source>
      <translation>What your own book holds against the statement is listed already; add or take away. It is signed with this machine's key.</translation>
    </message>
    <message>
      <source>还没有选出有异议的行，没有可发的。</source>
      <translation>No line is disputed yet; there is nothing to send.</translation>
    </message>
  </context>
  <context>
    <name>DocumentDialog</name>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>到期 {0}</source>
      <translation>due {0}</translation>
    </message>
    <message>
      <source>没有核销记录。</source>
      <translation>Nothing is settled with it.</translation>
    </message>
    <message>
      <source>{0} 与 {1} 核销 {2}（{3}）</source>
      <translation>{0} settled with {1}: {2} ({3})</translation>
    </message>
  </context>
  <context>
    <name>DraftsPage</name>
    <message>
      <source>这里没有草稿。</source>
      <translation>There are no drafts.</translation>
    </message>
    <message>
      <source>删除草稿</source>
      <translation>Delete draft</translation>
    </message>
    <message>
      <source>复制</source>
      <translation>Copy</translation>
    </message>
    <message>
      <source>已删除 {0} 的草稿（{1} 行）。Ctrl+Z 撤销。</source>
      <translation>The draft for {0} ({1} rows) is deleted. Ctrl+Z brings it back.</translation>
    </message>
    <message>
      <source>已复制成另一张草稿。</source>
      <translation>Copied into another draft.</translation>
    </message>
    <message>
      <source>打开</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>撤销删除</source>
      <translation>Bring back</translation>
    </message>
    <message>
      <source>没有草稿。没写完的订单会自动留在这里。</source>
      <translation>No drafts. Orders that aren't finished stay here by themselves.</translation>
    </message>
    <message>
      <source>草稿已恢复。</source>
      <translation>The draft is back.</translation>
    </message>
    <message>
      <source>订单草稿</source>
      <translation>Order drafts</translation>
    </message>
    <message>
      <source>返回列表</source>
      <translation>Back to the list</translation>
    </message>
    <message>
      <source>还没选客户</source>
      <translation>No customer yet</translation>
    </message>
    <message>
      <source>新销售订单</source>
      <translation>New sales order</translation>
    </message>
    <message>
      <source>“{0}”（还没认出）</source>
      <translation>“{0}” (not known yet)</translation>
    </message>
  </context>
  <context>
    <name>EnrolmentWindow</name>
    <message>
      <source>这台电脑还没有登记。请向总部要一个一次性注册码；登记只要一次，之后断网也能开单。</source>
      <translation>This computer is not enrolled yet. Ask HQ for a one-time code; enrolling is done once, and from then on you can work offline.</translation>
    </message>
    <message>
      <source>登记这台电脑</source>
      <translation>Enrol this computer</translation>
    </message>
    <message>
      <source>总部地址</source>
      <translation>HQ's address</translation>
    </message>
    <message>
      <source>注册码</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>登记</source>
      <translation>Enrol</translation>
    </message>
    <message>
      <source>正在向总部登记…</source>
      <translation>Enrolling with HQ…</translation>
    </message>
    <message>
      <source>要在不加密的线路上登记，请输入“不加密”</source>
      <translation>To enrol over a line that isn't encrypted, type “not encrypted”</translation>
    </message>
    <message>
      <source>不加密</source>
      <translation>not encrypted</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
  </context>
  <context>
    <name>ExcelKey</name>
    <message>
      <source>存 Excel</source>
      <translation>Save Excel</translation>
    </message>
    <message>
      <source>这里还没有可以存的内容。</source>
      <translation>There is nothing to save here yet.</translation>
    </message>
    <message>
      <source>存到哪里</source>
      <translation>Where to</translation>
    </message>
    <message>
      <source>Excel 工作簿 (*.xlsx)</source>
      <translation>Excel workbook (*.xlsx)</translation>
    </message>
    <message>
      <source>正在存 Excel</source>
      <translation>Saving Excel</translation>
    </message>
    <message>
      <source>已保存：{0}</source>
      <translation>Saved: {0}</translation>
    </message>
    <message>
      <source>已保存：{0}，共 {1} 行。</source>
      <translation>Saved: {0}, {1} rows.</translation>
    </message>
    <message>
      <source>列表是空的，只存了表头：{0}</source>
      <translation>The list is empty; only its heading is in {0}</translation>
    </message>
  </context>
  <context>
    <name>ExchangesPage</name>
    <message>
      <source>支持包</source>
      <translation>Support bundle</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>交换记录</source>
      <translation>Exchanges</translation>
    </message>
    <message>
      <source>与总部的每次交换；没有新内容的合成一行。</source>
      <translation>Every exchange with HQ; those that brought nothing make one line.</translation>
    </message>
    <message>
      <source>还没有交换过。F5 现在交换。</source>
      <translation>There was no exchange yet. F5 exchanges now.</translation>
    </message>
    <message>
      <source>支持包存到哪里</source>
      <translation>Where to keep the support bundle</translation>
    </message>
    <message>
      <source>ZIP 文件 (*.zip)</source>
      <translation>ZIP files (*.zip)</translation>
    </message>
  </context>
  <context>
    <name>FavouriteDialog</name>
    <message>
      <source>名称</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>存为收藏</source>
      <translation>Keep this list</translation>
    </message>
    <message>
      <source>存下</source>
      <translation>Keep</translation>
    </message>
    <message>
      <source>记下现在的排序、筛选和搜索，只给您自己；Ctrl+K 也能找到它。</source>
      <translation>Remembers how the list is sorted, filtered and searched now, for you alone; Ctrl+K finds it too.</translation>
    </message>
    <message>
      <source>已有：{0}。同名的会换成现在的样子。</source>
      <translation>There are: {0}. One of the same name becomes what is shown now.</translation>
    </message>
  </context>
  <context>
    <name>FiguresCard</name>
    <message>
      <source>期初余额</source>
      <translation>Opening</translation>
    </message>
    <message>
      <source>本期增加</source>
      <translation>Increase</translation>
    </message>
    <message>
      <source>本期减少</source>
      <translation>Decrease</translation>
    </message>
    <message>
      <source>期末余额</source>
      <translation>Closing</translation>
    </message>
  </context>
  <context>
    <name>Finder</name>
    <message>
      <source>试算</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>开销售订单</source>
      <translation>Sales order entry</translation>
    </message>
    <message>
      <source>开进货订单</source>
      <translation>Purchase entry</translation>
    </message>
    <message>
      <source>一张订单</source>
      <translation>One order</translation>
    </message>
    <message>
      <source>一项返利</source>
      <translation>One rebate</translation>
    </message>
    <message>
      <source>写政策</source>
      <translation>Policy form</translation>
    </message>
    <message>
      <source>已复制“{0}”：在命令行窗口里粘贴，后面写它要的内容；加 --help 看怎么写。</source>
      <translation>“{0}” was copied: paste it in a command line and add what it wants; --help tells what that is.</translation>
    </message>
    <message>
      <source>“{0}”要先打开一张，再按 {1}。</source>
      <translation>“{0}”: open one first, then press {1}.</translation>
    </message>
    <message>
      <source>“{0}”：停在要办的那一条上，按 {1}。</source>
      <translation>“{0}”: stand on the row it is about and press {1}.</translation>
    </message>
  </context>
  <context>
    <name>FirstPage</name>
    <message>
      <source>这台电脑上还没有账。用数字键，或 ↑ ↓ 和 Enter 选一样。</source>
      <translation>There are no books on this computer yet. Choose by a digit, or by ↑ ↓ and Enter.</translation>
    </message>
    <message>
      <source>欢迎使用经销商工作台</source>
      <translation>Welcome to Distributor Desk</translation>
    </message>
    <message>
      <source>加入总部</source>
      <translation>Join HQ</translation>
    </message>
    <message>
      <source>有总部给的地址和注册码：登记这台电脑，取回商品、价格和往来。</source>
      <translation>With HQ's address and code: enrol this computer and fetch products, prices and accounts.</translation>
    </message>
    <message>
      <source>看看示例公司</source>
      <translation>Look around in the sample company</translation>
    </message>
    <message>
      <source>一家练习用的公司，自带练习总部：随便点，做什么都不算数。</source>
      <translation>A company to practise in, with an HQ of its own: try anything, nothing counts.</translation>
    </message>
    <message>
      <source>恢复备份</source>
      <translation>Restore a backup</translation>
    </message>
    <message>
      <source>换了电脑或重装了系统：从一个备份文件找回原来的账。</source>
      <translation>After a new computer or a new system: bring your books back from a backup file.</translation>
    </message>
    <message>
      <source>总部自己建账：用命令 desk hq init，见手册“总部”一章。账放在：{0}</source>
      <translation>HQ's own books are founded by the command desk hq init; see “HQ” in the manual. Books lie in: {0}</translation>
    </message>
    <message>
      <source>语言已换，但记不住：这个文件夹里写不进东西。请检查权限。</source>
      <translation>The language is changed but can't be kept: nothing can be written to this folder. Check the permissions.</translation>
    </message>
  </context>
  <context>
    <name>FirstPersonWindow</name>
    <message>
      <source>从现在起，每张单据都写明是谁制单。第一个人什么都可以做，也由他在“设置”里添加别人。</source>
      <translation>From now on every document says who wrote it. The first person may do everything, and adds the others in the settings.</translation>
    </message>
    <message>
      <source>谁在这里工作？</source>
      <translation>Who works here?</translation>
    </message>
    <message>
      <source>开始</source>
      <translation>Start</translation>
    </message>
    <message>
      <source>以后再说</source>
      <translation>Later</translation>
    </message>
  </context>
  <context>
    <name>FormDialog</name>
    <message>
      <source>取消</source>
      <translation>Cancel</translation>
    </message>
  </context>
  <context>
    <name>ImportColumnsDialog</name>
    <message>
      <source>各列是什么</source>
      <translation>What the columns are</translation>
    </message>
    <message>
      <source>就这样读</source>
      <translation>Read it so</translation>
    </message>
    <message>
      <source>选一列；整列都是一个值的，直接写那个值。入账后就记住，以后同样格式的文件自动认出。</source>
      <translation>Choose a column, or type the value that every row has. It is remembered once booked, for all files of this layout.</translation>
    </message>
    <message>
      <source>隐藏的工作表和行也读</source>
      <translation>Read hidden sheets and rows too</translation>
    </message>
    <message>
      <source>由整列看</source>
      <translation>As the column shows</translation>
    </message>
    <message>
      <source>年、月、日</source>
      <translation>Year, month, day</translation>
    </message>
    <message>
      <source>月、日、年</source>
      <translation>Month, day, year</translation>
    </message>
    <message>
      <source>日、月、年</source>
      <translation>Day, month, year</translation>
    </message>
  </context>
  <context>
    <name>ImportPage</name>
    <message>
      <source>先按 F9 选文件。</source>
      <translation>Choose a file first (F9).</translation>
    </message>
    <message>
      <source>没有可入账的行：F9 选文件，看对了再入账。</source>
      <translation>There are no rows to book: choose a file (F9) and look at it first.</translation>
    </message>
    <message>
      <source>选文件</source>
      <translation>Choose file</translation>
    </message>
    <message>
      <source>入账</source>
      <translation>Book</translation>
    </message>
    <message>
      <source>各列是什么</source>
      <translation>Columns</translation>
    </message>
    <message>
      <source>换种类</source>
      <translation>Other kind</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other filter</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>导入文件</source>
      <translation>Import a file</translation>
    </message>
    <message>
      <source>选一个 Excel 或 CSV 文件：先看每一行读成什么，再入账。</source>
      <translation>Choose an Excel or CSV file: see what each row is read as, then book it.</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>表格文件 (*.xlsx *.xls *.csv *.txt *.gz *.ods)</source>
      <translation>Table files (*.xlsx *.xls *.csv *.txt *.gz *.ods)</translation>
    </message>
    <message>
      <source>选要导入的文件</source>
      <translation>Choose a file to import</translation>
    </message>
    <message>
      <source>正在读 {0} …</source>
      <translation>Reading {0} …</translation>
    </message>
    <message numerus="yes">
      <source>%n 行：可入账 {0}，已如此 {1}，不能入账 {2}，不是明细 {3}</source>
      <translation>
        <numerusform>%n row: {0} to book, {1} already so, {2} not to book, {3} left out</numerusform>
        <numerusform>%n rows: {0} to book, {1} already so, {2} not to book, {3} left out</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n 行：已入账 {0}，已如此 {1}，未入账 {2}，不是明细 {3}</source>
      <translation>
        <numerusform>%n row: {0} booked, {1} already so, {2} not booked, {3} left out</numerusform>
        <numerusform>%n rows: {0} booked, {1} already so, {2} not booked, {3} left out</numerusform>
      </translation>
    </message>
    <message>
      <source>每种只列前 {0} 行，全部在报告里</source>
      <translation>of each sort the first {0} rows; all are in the report</translation>
    </message>
    <message>
      <source>还有 {0} 处，都在报告里。</source>
      <translation>{0} more, all in the report.</translation>
    </message>
    <message>
      <source>没有这样的行。</source>
      <translation>No such rows.</translation>
    </message>
    <message>
      <source>F9 选一个文件。</source>
      <translation>F9 chooses a file.</translation>
    </message>
    <message>
      <source>入账 {0}，文件共 {1}</source>
      <translation>To book {0} of {1}</translation>
    </message>
    <message numerus="yes">
      <source>已入账 %n 行。</source>
      <translation>
        <numerusform>%n row is booked.</numerusform>
        <numerusform>%n rows are booked.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>记了 %n 张单据。</source>
      <translation>
        <numerusform> %n document was made.</numerusform>
        <numerusform> %n documents were made.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n 行没有入账，逐行原因见 {0}。</source>
      <translation>
        <numerusform> %n row was not booked; why: {0}.</numerusform>
        <numerusform> %n rows were not booked; why, row by row: {0}.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>IncomingPage</name>
    <message>
      <source>收货</source>
      <translation>Receive</translation>
    </message>
    <message>
      <source>到货</source>
      <translation>Incoming</translation>
    </message>
    <message>
      <source>没有在路上的货。卖方发货后，交换一次就会出现在这里。</source>
      <translation>Nothing on its way. What the seller ships appears here after the next exchange.</translation>
    </message>
    <message>
      <source>已收货：{0}，库存已加上。</source>
      <translation>Received: {0}; it is in stock now.</translation>
    </message>
    <message>
      <source>拒收</source>
      <translation>Refuse</translation>
    </message>
  </context>
  <context>
    <name>KeyList</name>
    <message>
      <source>按键表</source>
      <translation>Keys</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
  </context>
  <context>
    <name>LayoutDialog</name>
    <message>
      <source>套打样式</source>
      <translation>Pre-printed forms</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>测试页</source>
      <translation>Test page</translation>
    </message>
    <message>
      <source>下一栏</source>
      <translation>Next field</translation>
    </message>
    <message>
      <source>上一栏</source>
      <translation>Field before</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>拖动栏目，或用 F3 选中后用方向键移动（每次 0.5 毫米）。位置以纸张左上角为准，单位毫米。</source>
      <translation>Drag fields, or choose one by F3 and move it by the arrow keys (0.5 mm each). Places are in millimetres from the paper's top left corner.</translation>
    </message>
    <message>
      <source>单据</source>
      <translation>Document</translation>
    </message>
    <message>
      <source>纸张</source>
      <translation>Paper</translation>
    </message>
    <message>
      <source>行距</source>
      <translation>Row pitch</translation>
    </message>
    <message>
      <source>每页行数</source>
      <translation>Rows a page</translation>
    </message>
    <message>
      <source>打印机</source>
      <translation>Printer</translation>
    </message>
    <message>
      <source>右移</source>
      <translation>To the right</translation>
    </message>
    <message>
      <source>下移</source>
      <translation>Down</translation>
    </message>
    <message>
      <source>未选中栏目</source>
      <translation>No field selected</translation>
    </message>
    <message>
      <source>打印此栏</source>
      <translation>Print it</translation>
    </message>
    <message>
      <source>靠右</source>
      <translation>Right</translation>
    </message>
    <message>
      <source>宽</source>
      <translation>Width</translation>
    </message>
    <message>
      <source>字号</source>
      <translation>Size</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>{0}：左 {1} 毫米，上 {2} 毫米</source>
      <translation>{0}: {1} mm from the left, {2} mm from the top</translation>
    </message>
    <message>
      <source>已保存。</source>
      <translation>Saved.</translation>
    </message>
    <message>
      <source>十字应距纸的左边、上边各如所标的毫米数；量出差多少，就把右移、下移改多少，再印一次。</source>
      <translation>Each cross must stand so many mm from the left and upper edge; change the offset by what it misses, and print again.</translation>
    </message>
    <message>
      <source>打印机 {0}　右移 {1}　下移 {2}</source>
      <translation>Printer {0}, right {1}, down {2}</translation>
    </message>
  </context>
  <context>
    <name>LeaveDialog</name>
    <message>
      <source>离开练习公司</source>
      <translation>Leave the practice company</translation>
    </message>
    <message>
      <source>离开</source>
      <translation>Leave</translation>
    </message>
    <message>
      <source>{0}。离开时它留在练习公司里作草稿，下次进来还在；真账里没有它。</source>
      <translation>{0}. It stays in the practice company as a draft for your next visit; nothing of it is in your real books.</translation>
    </message>
  </context>
  <context>
    <name>LedgerPage</name>
    <message>
      <source>换客户</source>
      <translation>Other customer</translation>
    </message>
    <message>
      <source>截至哪天</source>
      <translation>As of</translation>
    </message>
    <message>
      <source>换期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>往来明细</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>这一年</source>
      <translation>This year</translation>
    </message>
    <message>
      <source>这一月</source>
      <translation>This month</translation>
    </message>
    <message>
      <source>截至</source>
      <translation>as of</translation>
    </message>
    <message>
      <source>没有往来。F3 选一个客户。</source>
      <translation>No documents. F3 chooses a customer.</translation>
    </message>
    <message>
      <source>期初 {0}；本期合计、期末余额：</source>
      <translation>Opening {0}; sums and closing balance:</translation>
    </message>
    <message>
      <source>看单据</source>
      <translation>Document</translation>
    </message>
    <message>
      <source>没有这位客户的往来账。</source>
      <translation>There is no account with that customer.</translation>
    </message>
  </context>
  <context>
    <name>LetAllPassDialog</name>
    <message numerus="yes">
      <source>审批通过：%n 张订单</source>
      <translation>
        <numerusform>Approve %n order</numerusform>
        <numerusform>Approve %n orders</numerusform>
      </translation>
    </message>
    <message>
      <source>通过</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>原因（对方看得到）</source>
      <translation>Why (the other side reads it)</translation>
    </message>
  </context>
  <context>
    <name>LetPassDialog</name>
    <message>
      <source>特批订单 {0}</source>
      <translation>Let order {0} pass</translation>
    </message>
    <message>
      <source>特批</source>
      <translation>Let it pass</translation>
    </message>
    <message>
      <source>原因（对方看得到）</source>
      <translation>Why (the other side reads it)</translation>
    </message>
  </context>
  <context>
    <name>LineAnswerDialog</name>
    <message>
      <source>答复：{0}</source>
      <translation>Answer: {0}</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>记下</source>
      <translation>Note it</translation>
    </message>
    <message>
      <source>接受 / 不接受</source>
      <translation>Accept or not</translation>
    </message>
    <message>
      <source>答复（F4 换）</source>
      <translation>Answer (F4 changes)</translation>
    </message>
    <message>
      <source>说明</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>更正的单据号（接受时）</source>
      <translation>Correcting document (if accepted)</translation>
    </message>
  </context>
  <context>
    <name>ListFooter</name>
    <message numerus="yes">
      <source>共 %n 条</source>
      <translation>
        <numerusform>%n entry</numerusform>
        <numerusform>%n entries</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>已选 %n 条</source>
      <translation>
        <numerusform>%n selected</numerusform>
        <numerusform>%n selected</numerusform>
      </translation>
    </message>
    <message>
      <source>合计只含自己卖出的</source>
      <translation>sums of your own sales alone</translation>
    </message>
    <message>
      <source>合计只含自己卖出的，其他卖方的 {0} 另计</source>
      <translation>sums of your own sales; {0} of other sellers apart</translation>
    </message>
  </context>
  <context>
    <name>ListMenu</name>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>复制所选行</source>
      <translation>Copy the selected rows</translation>
    </message>
    <message>
      <source>升序</source>
      <translation>Ascending</translation>
    </message>
    <message>
      <source>降序</source>
      <translation>Descending</translation>
    </message>
    <message>
      <source>只看</source>
      <translation>Show only</translation>
    </message>
    <message>
      <source>收起这一列</source>
      <translation>Hide this column</translation>
    </message>
    <message>
      <source>自动列宽</source>
      <translation>Automatic width</translation>
    </message>
    <message>
      <source>排序</source>
      <translation>Sort</translation>
    </message>
    <message>
      <source>列表原来的顺序</source>
      <translation>The list’s own order</translation>
    </message>
    <message>
      <source>取消筛选</source>
      <translation>Show all again</translation>
    </message>
    <message>
      <source>全部日期</source>
      <translation>All days</translation>
    </message>
    <message>
      <source>从哪天到哪天…</source>
      <translation>From … to …</translation>
    </message>
    <message>
      <source>列</source>
      <translation>Columns</translation>
    </message>
    <message>
      <source>恢复原样</source>
      <translation>As they were</translation>
    </message>
    <message>
      <source>行高</source>
      <translation>Row height</translation>
    </message>
    <message>
      <source>宽松（两行）</source>
      <translation>Comfortable (two lines)</translation>
    </message>
    <message>
      <source>紧凑（一行）</source>
      <translation>Compact (one line)</translation>
    </message>
    <message>
      <source>收藏</source>
      <translation>Favourites</translation>
    </message>
    <message>
      <source>把现在的排序和筛选存为收藏…</source>
      <translation>Keep this order and filter …</translation>
    </message>
    <message>
      <source>删除收藏</source>
      <translation>Remove a favourite</translation>
    </message>
  </context>
  <context>
    <name>ListOffers</name>
    <message>
      <source>排序、筛选与列</source>
      <translation>Sort, filter and columns</translation>
    </message>
    <message>
      <source>复制所选行</source>
      <translation>Copy the selected rows</translation>
    </message>
  </context>
  <context>
    <name>ListPage</name>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>排序与筛选</source>
      <translation>Sort, filter</translation>
    </message>
    <message>
      <source>选了 {0} 行，一次最多复制 {1} 行；用 Ctrl+E 存成 Excel。</source>
      <translation>{0} rows are selected and {1} at most are copied; Ctrl+E writes them into a workbook.</translation>
    </message>
    <message>
      <source>一次最多打 {0} 张，请少选一些。</source>
      <translation>At most {0} are printed in one go; choose fewer.</translation>
    </message>
  </context>
  <context>
    <name>LoginWindow</name>
    <message>
      <source>登录</source>
      <translation>Sign in</translation>
    </message>
    <message>
      <source>请选姓名，输入密码。单据上的制单人就是这个姓名。</source>
      <translation>Choose your name and type your password. Documents will bear this name.</translation>
    </message>
    <message>
      <source>姓名</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>密码</source>
      <translation>Password</translation>
    </message>
  </context>
  <context>
    <name>MakingWindow</name>
    <message>
      <source>正在造一家练习公司：客户、商品、价格、订单、往来都有。只要几秒钟，以后进来不用再等。</source>
      <translation>A practice company is being made, with customers, products, prices, orders and accounts. It takes a few seconds, and later visits don't wait.</translation>
    </message>
    <message>
      <source>练习公司</source>
      <translation>Practice company</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>再试一次</source>
      <translation>Try again</translation>
    </message>
  </context>
  <context>
    <name>MappingDialog</name>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>摘要</source>
      <translation>Summary</translation>
    </message>
    <message>
      <source>余额</source>
      <translation>Balance</translation>
    </message>
    <message>
      <source>{0} 的各列是什么</source>
      <translation>What the columns of {0} mean</translation>
    </message>
    <message>
      <source>用它核对</source>
      <translation>Compare with it</translation>
    </message>
    <message>
      <source>买方的账（应付）</source>
      <translation>The buyer's book (payable)</translation>
    </message>
    <message>
      <source>卖方的账（应收）</source>
      <translation>The seller's book (receivable)</translation>
    </message>
    <message>
      <source>谁的账</source>
      <translation>Whose book</translation>
    </message>
    <message>
      <source>指一次就记住，以后同样的文件直接读。方向键选列，Tab 到下一个。</source>
      <translation>Point once; such files are read from then on. Arrow keys choose a column, Tab goes on.</translation>
    </message>
    <message>
      <source>对方期末余额（文件里没有时填）</source>
      <translation>Their closing (if the file has none)</translation>
    </message>
    <message>
      <source>这种文件叫什么</source>
      <translation>What such files are called</translation>
    </message>
    <message>
      <source>这是谁的账（F4 换）</source>
      <translation>Whose book it is (F4 changes)</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>欠款增加（发货）</source>
      <translation>Debt grows (deliveries)</translation>
    </message>
    <message>
      <source>欠款减少（付款、退货）</source>
      <translation>Debt falls (payments, returns)</translation>
    </message>
    <message>
      <source>金额（只有一列时）</source>
      <translation>Amount (where one column has it)</translation>
    </message>
    <message>
      <source>借贷方向</source>
      <translation>Debit or credit</translation>
    </message>
    <message>
      <source>（没有）</source>
      <translation>(none)</translation>
    </message>
    <message>
      <source>请至少指明日期和金额；金额是一列，或者增加、减少各一列。</source>
      <translation>Point at least at the date and the amount: one column, or one for more and one for less.</translation>
    </message>
  </context>
  <context>
    <name>MatchesTable</name>
    <message>
      <source>我方</source>
      <translation>Ours</translation>
    </message>
    <message>
      <source>我方金额</source>
      <translation>Our amount</translation>
    </message>
    <message>
      <source>对方</source>
      <translation>Theirs</translation>
    </message>
    <message>
      <source>对方金额</source>
      <translation>Their amount</translation>
    </message>
    <message>
      <source>怎样对上</source>
      <translation>Found by</translation>
    </message>
    <message numerus="yes">
      <source>相差 %n 天</source>
      <translation>
        <numerusform>%n day apart</numerusform>
        <numerusform>%n days apart</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>MergeDialog</name>
    <message>
      <source>并入别的卡：{0}</source>
      <translation>Merge into another card: {0}</translation>
    </message>
    <message>
      <source>并入</source>
      <translation>Merge</translation>
    </message>
    <message>
      <source>同一家客户建了两张卡时用。这张卡的单据和账留在原处，照旧可查、可对账；新单开给并入的那张卡。</source>
      <translation>For two cards made of one customer. The papers and the account of this card stay where they are, to be read and reconciled; new orders go to the other card.</translation>
    </message>
    <message>
      <source>并入哪张卡</source>
      <translation>Into which card</translation>
    </message>
  </context>
  <context>
    <name>MoneyPage</name>
    <message>
      <source>只有收款单能打印：用 F4 换到收款单，停在一张上。</source>
      <translation>Only money receipts are printed: turn to them (F4) and go to one.</translation>
    </message>
    <message>
      <source>收款</source>
      <translation>Receive money</translation>
    </message>
    <message>
      <source>其他单据</source>
      <translation>Other notes</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>银行流水</source>
      <translation>Bank file</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>月结</source>
      <translation>Close month</translation>
    </message>
    <message>
      <source>换种类</source>
      <translation>Other kind</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>收款与账务单据</source>
      <translation>Receipts and notes</translation>
    </message>
    <message>
      <source>还没有这种单据。F9 收款，Shift+F9 写其他的。</source>
      <translation>None of this kind yet. F9 takes money, Shift+F9 writes the others.</translation>
    </message>
    <message>
      <source>核销这位客户</source>
      <translation>Settle this customer</translation>
    </message>
    <message>
      <source>已入账 {0} {1}：{2}。</source>
      <translation>Booked {0} {1}: {2}.</translation>
    </message>
    <message>
      <source>已收款 {0}：{1}。</source>
      <translation>Received {0}: {1}.</translation>
    </message>
    <message>
      <source>看这位客户的核销</source>
      <translation>See what is settled</translation>
    </message>
  </context>
  <context>
    <name>MoveDialog</name>
    <message>
      <source>奖品：{0}</source>
      <translation>Reward: {0}</translation>
    </message>
    <message>
      <source>更新状态</source>
      <translation>Change its state</translation>
    </message>
    <message>
      <source>{0} · {1} · 现为：{2}</source>
      <translation>{0} · {1} · now: {2}</translation>
    </message>
    <message>
      <source>改为</source>
      <translation>Becomes</translation>
    </message>
    <message>
      <source>备注（交给谁、凭证号）</source>
      <translation>Note (handed to whom, slip number)</translation>
    </message>
  </context>
  <context>
    <name>Names</name>
    <message>
      <source>、</source>
      <translation>, </translation>
    </message>
    <message>
      <source>{0} 等 {1} 个</source>
      <translation>{0} … ({1} in all)</translation>
    </message>
  </context>
  <context>
    <name>NoteDialog</name>
    <message>
      <source>套打用“套打样式”里这种单据的纸张：{0}，不是这里选的 {1}。要换，按 Ctrl+L。</source>
      <translation>The pre-printed form has the paper of its layout, {0}, not the one chosen here, {1}. Ctrl+L changes it.</translation>
    </message>
    <message>
      <source>打印单据</source>
      <translation>Print note</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>存 PDF</source>
      <translation>Save PDF</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>换纸张</source>
      <translation>Other paper</translation>
    </message>
    <message>
      <source>带不带价格</source>
      <translation>With or without prices</translation>
    </message>
    <message>
      <source>换联次</source>
      <translation>Other copies</translation>
    </message>
    <message>
      <source>套打</source>
      <translation>Pre-printed form</translation>
    </message>
    <message>
      <source>价格由来</source>
      <translation>Why this price</translation>
    </message>
    <message>
      <source>套打样式</source>
      <translation>Pre-printed forms</translation>
    </message>
    <message>
      <source>纸上的列</source>
      <translation>Columns on paper</translation>
    </message>
    <message>
      <source>带价格</source>
      <translation>With prices</translation>
    </message>
    <message>
      <source>司机联（不带价格）</source>
      <translation>Driver's copy (no prices)</translation>
    </message>
    <message>
      <source>套打：只印数值到预印单上</source>
      <translation>Onto a pre-printed form, values alone</translation>
    </message>
    <message>
      <source>注明价格由来</source>
      <translation>Tell why</translation>
    </message>
    <message>
      <source>存到哪里</source>
      <translation>Save where</translation>
    </message>
    <message>
      <source>PDF 文件 (*.pdf)</source>
      <translation>PDF file (*.pdf)</translation>
    </message>
    <message>
      <source>正在保存</source>
      <translation>Saving</translation>
    </message>
    <message>
      <source>已保存：{0}</source>
      <translation>Saved: {0}</translation>
    </message>
    <message numerus="yes">
      <source>全部 %n 张</source>
      <translation>
        <numerusform>all %n paper</numerusform>
        <numerusform>all %n papers</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ObjectionDialog</name>
    <message>
      <source>对账单上没有的一笔</source>
      <translation>Something the statement leaves out</translation>
    </message>
    <message>
      <source>记下</source>
      <translation>Note it</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>不符：{0}</source>
      <translation>Differs: {0}</translation>
    </message>
    <message>
      <source>对账单上的金额：{0}</source>
      <translation>On the statement: {0}</translation>
    </message>
    <message>
      <source>买方认为的金额（没有这笔就留空；付款、退货写负数）</source>
      <translation>What the buyer holds right (empty: no such document; payments and returns negative)</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>说明</source>
      <translation>Remark</translation>
    </message>
  </context>
  <context>
    <name>ObjectionsView</name>
    <message>
      <source>Enter 或双击：记不符</source>
      <translation>Enter or double click: dispute</translation>
    </message>
    <message>
      <source>取消这笔</source>
      <translation>Let it stand</translation>
    </message>
    <message>
      <source>加对账单上没有的</source>
      <translation>Add what the statement leaves out</translation>
    </message>
    <message>
      <source>对账单上没有单据。Insert 加一笔。</source>
      <translation>No documents on the statement. Insert adds one.</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>对账单金额</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>买方认为</source>
      <translation>Buyer holds</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>差异合计 {0}</source>
      <translation>Differs by {0}</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
  </context>
  <context>
    <name>OffsetEdit</name>
    <message>
      <source>打印机</source>
      <translation>Printer</translation>
    </message>
    <message>
      <source>右移</source>
      <translation>Right</translation>
    </message>
    <message>
      <source>下移</source>
      <translation>Down</translation>
    </message>
  </context>
  <context>
    <name>OneCard</name>
    <message>
      <source>经销商工作台</source>
      <translation>Distributor Desk</translation>
    </message>
  </context>
  <context>
    <name>OrderGrid</name>
    <message>
      <source>编码 / 名称 / 拼音首字母 / 条码</source>
      <translation>Code / name / initials / barcode</translation>
    </message>
  </context>
  <context>
    <name>OrderHead</name>
    <message>
      <source>券号，几张用空格隔开</source>
      <translation>codes, a space between them</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>供货方</source>
      <translation>Supplier</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message>
      <source>参考号</source>
      <translation>Reference</translation>
    </message>
    <message>
      <source>备注</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>优惠券</source>
      <translation>Coupons</translation>
    </message>
  </context>
  <context>
    <name>OrderModel</name>
    <message>
      <source>商品</source>
      <translation>Product</translation>
    </message>
    <message>
      <source>可用</source>
      <translation>Available</translation>
    </message>
    <message>
      <source>数量</source>
      <translation>Quantity</translation>
    </message>
    <message>
      <source>单价</source>
      <translation>Price</translation>
    </message>
    <message>
      <source>政策</source>
      <translation>Policy</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
  </context>
  <context>
    <name>OrderPage</name>
    <message>
      <source>提交订单</source>
      <translation>Submit order</translation>
    </message>
    <message>
      <source>换单位</source>
      <translation>Unit</translation>
    </message>
    <message>
      <source>加商品</source>
      <translation>Product</translation>
    </message>
    <message>
      <source>改价</source>
      <translation>Price</translation>
    </message>
    <message>
      <source>复制上一单</source>
      <translation>Copy last order</translation>
    </message>
    <message>
      <source>新单</source>
      <translation>New order</translation>
    </message>
    <message>
      <source>撤销</source>
      <translation>Undo</translation>
    </message>
    <message>
      <source>重做</source>
      <translation>Redo</translation>
    </message>
    <message>
      <source>插入行</source>
      <translation>Insert line</translation>
    </message>
    <message>
      <source>删行</source>
      <translation>Delete line</translation>
    </message>
    <message>
      <source>粘贴 Excel</source>
      <translation>Paste Excel</translation>
    </message>
    <message>
      <source>回到表头</source>
      <translation>To the head</translation>
    </message>
    <message>
      <source>返回列表</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>下一格</source>
      <translation>Next</translation>
    </message>
    <message>
      <source>销售订单</source>
      <translation>Sales order</translation>
    </message>
    <message>
      <source>这个客户还没有订单可以复制。</source>
      <translation>This customer has no order to copy yet.</translation>
    </message>
    <message>
      <source>还没有进货订单可以复制。</source>
      <translation>There is no purchase order to copy yet.</translation>
    </message>
    <message>
      <source>这张单用来取代原订单：按原单已撤下来判定；被接受后原单自动撤销，没被接受则原单不变。</source>
      <translation>This order is to be taken instead of the one before and is judged as if that were gone. If it is accepted, the one before ends; if not, it stays as it is.</translation>
    </message>
    <message>
      <source>草稿 · 已自动保存</source>
      <translation>Draft · saved</translation>
    </message>
    <message>
      <source>正在写的这张单还没有提交</source>
      <translation>The order being written is not submitted yet</translation>
    </message>
  </context>
  <context>
    <name>OrderViewPage</name>
    <message>
      <source>发货</source>
      <translation>Deliver</translation>
    </message>
    <message>
      <source>审批通过</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>拒绝</source>
      <translation>Refuse</translation>
    </message>
    <message>
      <source>取消订单</source>
      <translation>Cancel order</translation>
    </message>
    <message>
      <source>复制成新单</source>
      <translation>Copy as new</translation>
    </message>
    <message>
      <source>改单重下</source>
      <translation>Amend</translation>
    </message>
    <message>
      <source>拆单</source>
      <translation>Split</translation>
    </message>
    <message>
      <source>答复已阅</source>
      <translation>Answer seen</translation>
    </message>
    <message>
      <source>为什么</source>
      <translation>Why</translation>
    </message>
    <message>
      <source>按当时政策重算</source>
      <translation>Reckon again</translation>
    </message>
    <message>
      <source>返回列表</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>订单</source>
      <translation>Order</translation>
    </message>
    <message>
      <source>卖方</source>
      <translation>Seller</translation>
    </message>
    <message>
      <source>买方</source>
      <translation>Buyer</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message>
      <source>参考号与备注</source>
      <translation>Reference and remark</translation>
    </message>
    <message>
      <source>{0} 于 {1} 录入</source>
      <translation>Entered by {0}, {1}</translation>
    </message>
    <message>
      <source>已确认看过这张订单的答复。</source>
      <translation>Confirmed: the answer to this order was seen.</translation>
    </message>
    <message>
      <source>发货：{0}</source>
      <translation>Deliver: {0}</translation>
    </message>
    <message>
      <source>还可发</source>
      <translation>Left</translation>
    </message>
    <message>
      <source>已发货：{0}，金额 {1}，已记入往来账。</source>
      <translation>Delivered: {0}, {1}, posted to the account.</translation>
    </message>
    <message>
      <source>订单已取消。</source>
      <translation>The order is cancelled.</translation>
    </message>
    <message>
      <source>结单</source>
      <translation>Close the rest</translation>
    </message>
    <message>
      <source>请求结单</source>
      <translation>Ask to close</translation>
    </message>
    <message>
      <source>订单 {0} 现为“{1}”，“{2}”不适用。</source>
      <translation>“{2}” can't be done with order {0} as it is ({1}).</translation>
    </message>
  </context>
  <context>
    <name>OrdersPage</name>
    <message>
      <source>单号、往来单位、拼音首字母、参考号</source>
      <translation>Number, dealer, initials, reference</translation>
    </message>
    <message>
      <source>新销售订单</source>
      <translation>New sales order</translation>
    </message>
    <message>
      <source>新进货订单</source>
      <translation>New purchase</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换状态</source>
      <translation>Next state</translation>
    </message>
    <message>
      <source>订单</source>
      <translation>Orders</translation>
    </message>
    <message>
      <source>还没有订单。F9 写一张新的。</source>
      <translation>There is no order yet. F9 writes one.</translation>
    </message>
    <message>
      <source>没有符合的订单。</source>
      <translation>No order matches.</translation>
    </message>
    <message>
      <source>还没有订单。</source>
      <translation>There is no order yet.</translation>
    </message>
    <message>
      <source>打开</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>草稿</source>
      <translation>Drafts</translation>
    </message>
    <message numerus="yes">
      <source>草稿（%n）</source>
      <translation>
        <numerusform>Draft (%n)</numerusform>
        <numerusform>Drafts (%n)</numerusform>
      </translation>
    </message>
    <message>
      <source>发货</source>
      <translation>Deliver</translation>
    </message>
    <message>
      <source>审批通过</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>自己卖出</source>
      <translation>Sold by yourself</translation>
    </message>
    <message>
      <source>其他卖方</source>
      <translation>Other sellers</translation>
    </message>
  </context>
  <context>
    <name>OrdersTogether</name>
    <message>
      <source>已发货</source>
      <translation>delivered</translation>
    </message>
    <message>
      <source>已通过</source>
      <translation>approved</translation>
    </message>
  </context>
  <context>
    <name>OverrideDialog</name>
    <message>
      <source>仍要收回这一条？</source>
      <translation>Take this one all the same?</translation>
    </message>
    <message>
      <source>收回</source>
      <translation>Take</translation>
    </message>
    <message>
      <source>收回后以交还的内容为准，恢复以后另作的处理被它替代。</source>
      <translation>What came back then stands, in the place of what was done since the restore.</translation>
    </message>
  </context>
  <context>
    <name>OverviewTable</name>
    <message>
      <source>没有符合的返利。</source>
      <translation>No rebate fits.</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealer</translation>
    </message>
    <message>
      <source>返利政策</source>
      <translation>Rebate</translation>
    </message>
    <message>
      <source>现在</source>
      <translation>Now</translation>
    </message>
    <message>
      <source>已获</source>
      <translation>Earned</translation>
    </message>
    <message>
      <source>已结</source>
      <translation>Settled</translation>
    </message>
    <message>
      <source>还差</source>
      <translation>Missing</translation>
    </message>
    <message>
      <source>可多得</source>
      <translation>To gain</translation>
    </message>
    <message>
      <source>期限</source>
      <translation>Ends</translation>
    </message>
    <message>
      <source>暂扣 {0}</source>
      <translation>held {0}</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>没有找到。试试编码、名称或拼音首字母。</source>
      <translation>Nothing found. Try a code, a name or pinyin initials.</translation>
    </message>
    <message>
      <source>去哪里，做什么，找哪张单据、哪个客户或商品（单号、名称、编码、拼音）</source>
      <translation>Where to go, what to do, which document, customer or product (number, name, code, pinyin)</translation>
    </message>
  </context>
  <context>
    <name>PaperListPage</name>
    <message>
      <source>单号、往来单位、拼音首字母、参考号</source>
      <translation>Number, dealer, initials, reference</translation>
    </message>
    <message>
      <source>红冲</source>
      <translation>Reverse</translation>
    </message>
    <message>
      <source>已红冲：{0}，金额 {1}。</source>
      <translation>Reversed: {0}, {1}.</translation>
    </message>
  </context>
  <context>
    <name>PapersPage</name>
    <message>
      <source>先停在一张单据上；能打印的是出库单、退货单和到货单。</source>
      <translation>Go to a paper first; deliveries, returns and goods receipts can be printed.</translation>
    </message>
    <message>
      <source>退货</source>
      <translation>Return</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换种类</source>
      <translation>Next kind</translation>
    </message>
    <message>
      <source>发货与退货</source>
      <translation>Deliveries</translation>
    </message>
    <message>
      <source>没有这种单据。发货从订单里做。</source>
      <translation>No such documents. Deliver from an order.</translation>
    </message>
    <message>
      <source>退货：{0}</source>
      <translation>Return: {0}</translation>
    </message>
    <message>
      <source>已退货：{0}，金额 {1}，已从往来账里减去。</source>
      <translation>Returned: {0}, {1}, taken off the account.</translation>
    </message>
    <message>
      <source>{0} 的货已经全部退回。</source>
      <translation>All goods of {0} came back already.</translation>
    </message>
    <message>
      <source>还可退</source>
      <translation>Can come back</translation>
    </message>
    <message>
      <source>请选择</source>
      <translation>Choose</translation>
    </message>
    <message>
      <source>退回：赠品一起退，优惠补收</source>
      <translation>bring back: goods on top too, savings charged</translation>
    </message>
    <message>
      <source>补收：都折成钱</source>
      <translation>charge: all of it in money</translation>
    </message>
    <message>
      <source>不追回</source>
      <translation>leave it</translation>
    </message>
    <message>
      <source>够不上的优惠</source>
      <translation>Benefits no longer earned</translation>
    </message>
    <message>
      <source>{0} 不是销售出库单：退货从出库单做，先用 F4 换到销售出库单。</source>
      <translation>{0} is no delivery: goods come back from a delivery. Turn to deliveries with F4 first.</translation>
    </message>
    <message>
      <source>{0} 已红冲或本身是红冲单，没有可退的货。</source>
      <translation>{0} is reversed or a reversal itself; there is nothing to return.</translation>
    </message>
  </context>
  <context>
    <name>PassphraseDialog</name>
    <message>
      <source>更换密码短语</source>
      <translation>Change the passphrase</translation>
    </message>
    <message>
      <source>设密码短语</source>
      <translation>Set a passphrase</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>设了密码短语，每次打开窗口要输入一次；忘了没有办法找回，只能向总部要新的注册码。</source>
      <translation>A passphrase is asked for each time the window opens. A lost one can't be found again: then HQ has to give a new code.</translation>
    </message>
    <message>
      <source>现在的密码短语</source>
      <translation>The passphrase now</translation>
    </message>
    <message>
      <source>新的密码短语（留空就不再加锁）</source>
      <translation>The new passphrase (empty: none any more)</translation>
    </message>
    <message>
      <source>密码短语（至少 8 个字符）</source>
      <translation>Passphrase (8 characters at least)</translation>
    </message>
    <message>
      <source>再输一遍</source>
      <translation>Once more</translation>
    </message>
  </context>
  <context>
    <name>PasswordDialog</name>
    <message>
      <source>{0} 的新密码</source>
      <translation>New password of {0}</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
  </context>
  <context>
    <name>PayerDialog</name>
    <message>
      <source>{0} 付的 {1}</source>
      <translation>{1} paid by {0}</translation>
    </message>
    <message>
      <source>就是他</source>
      <translation>That's the one</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>户名、账号和往来记录都看不出是谁。</source>
      <translation>Neither name nor account nor history tell who this is.</translation>
    </message>
  </context>
  <context>
    <name>PeopleCard</name>
    <message>
      <source>加人</source>
      <translation>Add someone</translation>
    </message>
    <message>
      <source>改角色</source>
      <translation>Change role</translation>
    </message>
    <message>
      <source>设密码</source>
      <translation>Set password</translation>
    </message>
    <message>
      <source>停用 / 启用</source>
      <translation>Shut out / let in</translation>
    </message>
    <message>
      <source>总部确认</source>
      <translation>Confirm for HQ</translation>
    </message>
    <message>
      <source>还没有登记人员，单据上写的是系统的用户名。Ins 加第一个人。</source>
      <translation>Nobody is listed yet, so documents bear the system's user name. Ins adds the first person.</translation>
    </message>
    <message>
      <source>人员</source>
      <translation>People</translation>
    </message>
    <message>
      <source>已保存：{0}（{1}）。</source>
      <translation>Saved: {0} ({1}).</translation>
    </message>
    <message>
      <source>在用</source>
      <translation>Active</translation>
    </message>
    <message>
      <source>已停用</source>
      <translation>Shut out</translation>
    </message>
    <message>
      <source>已确认，即刻生效。</source>
      <translation>Confirmed; it holds from now on.</translation>
    </message>
    <message>
      <source>已请总部确认，下次交换后生效。</source>
      <translation>HQ was asked to confirm; it holds after the next exchange.</translation>
    </message>
    <message>
      <source>{0} 人的角色等总部确认，确认前不能向总部办事。</source>
      <translation>HQ has to confirm the roles of {0} people; until then they can ask HQ for nothing.</translation>
    </message>
    <message>
      <source>待总部确认</source>
      <translation>HQ has to confirm</translation>
    </message>
  </context>
  <context>
    <name>PersonDialog</name>
    <message>
      <source>加人</source>
      <translation>Add someone</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>姓名</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>角色</source>
      <translation>Role</translation>
    </message>
  </context>
  <context>
    <name>PersonFields</name>
    <message>
      <source>您的姓名</source>
      <translation>Your name</translation>
    </message>
    <message>
      <source>再输一遍密码</source>
      <translation>Password once more</translation>
    </message>
    <message>
      <source>密码（必须）</source>
      <translation>Password (needed)</translation>
    </message>
    <message>
      <source>密码</source>
      <translation>Password</translation>
    </message>
    <message>
      <source>不要密码：谁坐到这台电脑前，都能用我的名字开单、收款、改账</source>
      <translation>No password: anyone here may order, take money and change books as me</translation>
    </message>
  </context>
  <context>
    <name>PoliciesPage</name>
    <message>
      <source>名称、编号、拼音首字母</source>
      <translation>Name, number, initials</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>存 PDF</source>
      <translation>Save PDF</translation>
    </message>
    <message>
      <source>存为文件</source>
      <translation>Save file</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other selection</translation>
    </message>
    <message>
      <source>正文 / 版本 / 谁已阅读</source>
      <translation>Text / versions / readers</translation>
    </message>
    <message>
      <source>回到列表</source>
      <translation>To the list</translation>
    </message>
    <message>
      <source>政策</source>
      <translation>Policies</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>未读</source>
      <translation>Unread</translation>
    </message>
    <message>
      <source>草稿与待批</source>
      <translation>Drafts, waiting</translation>
    </message>
    <message>
      <source>已结束</source>
      <translation>Over</translation>
    </message>
    <message>
      <source>没有符合的政策。</source>
      <translation>No policy fits.</translation>
    </message>
    <message>
      <source>打开阅读</source>
      <translation>Read</translation>
    </message>
    <message>
      <source>PDF 文件 (*.pdf)</source>
      <translation>PDF files (*.pdf)</translation>
    </message>
    <message>
      <source>政策文件 (*.json)</source>
      <translation>Policy file (*.json)</translation>
    </message>
    <message>
      <source>已保存：{0}</source>
      <translation>Saved: {0}</translation>
    </message>
  </context>
  <context>
    <name>PolicyActions</name>
    <message>
      <source>新政策</source>
      <translation>New policy</translation>
    </message>
    <message>
      <source>接着写未存的</source>
      <translation>Go on with unsaved</translation>
    </message>
    <message>
      <source>修改草稿</source>
      <translation>Edit draft</translation>
    </message>
    <message>
      <source>写新版本</source>
      <translation>New version</translation>
    </message>
    <message>
      <source>试算</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>审批</source>
      <translation>Approve</translation>
    </message>
    <message>
      <source>停用</source>
      <translation>End</translation>
    </message>
    <message>
      <source>放弃草稿</source>
      <translation>Drop draft</translation>
    </message>
    <message>
      <source>提交审批</source>
      <translation>Propose</translation>
    </message>
    <message>
      <source>“{0}”已提交，等另一位同事审批。</source>
      <translation>“{0}” is proposed; a second person has to approve it.</translation>
    </message>
    <message>
      <source>草稿已放弃。</source>
      <translation>The draft is dropped.</translation>
    </message>
    <message>
      <source>“{0}”已发布，各经销商下次交换时收到。</source>
      <translation>“{0}” is published; dealers get it at their next exchange.</translation>
    </message>
    <message>
      <source>“{0}”已批准，总部在下次交换时发布。</source>
      <translation>“{0}” is approved; HQ publishes it at the next exchange.</translation>
    </message>
    <message>
      <source>“{0}”停用已登记，生效以各家下次交换为准。</source>
      <translation>The end of “{0}” is noted; each dealer hears of it at the next exchange.</translation>
    </message>
  </context>
  <context>
    <name>PolicyEditorPage</name>
    <message>
      <source>返回列表</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>提交审批</source>
      <translation>Propose</translation>
    </message>
    <message>
      <source>存草稿</source>
      <translation>Save draft</translation>
    </message>
    <message>
      <source>试算</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>更多条件</source>
      <translation>More fields</translation>
    </message>
    <message>
      <source>到问题处</source>
      <translation>To the problem</translation>
    </message>
    <message>
      <source>打开文件</source>
      <translation>Open file</translation>
    </message>
    <message>
      <source>存为文件</source>
      <translation>Save file</translation>
    </message>
    <message>
      <source>政策编辑</source>
      <translation>Policy editor</translation>
    </message>
    <message>
      <source>政策读起来是这样</source>
      <translation>How it reads</translation>
    </message>
    <message>
      <source>下面还是改错之前的样子：标出的改好了才跟着变。</source>
      <translation>Below is how it read before: it follows once what is marked is mended.</translation>
    </message>
    <message>
      <source>检查</source>
      <translation>Checks</translation>
    </message>
    <message>
      <source>下一栏</source>
      <translation>Next field</translation>
    </message>
    <message numerus="yes">
      <source>%n 处要改</source>
      <translation>
        <numerusform>%n place to mend</numerusform>
        <numerusform>%n places to mend</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>还有 %n 栏没填</source>
      <translation>
        <numerusform>%n field to fill</numerusform>
        <numerusform>%n fields to fill</numerusform>
      </translation>
    </message>
    <message>
      <source>可以提交</source>
      <translation>Ready</translation>
    </message>
    <message>
      <source>草稿已存：{0}。</source>
      <translation>Draft saved: {0}.</translation>
    </message>
    <message>
      <source>“{0}”已提交，等另一位同事审批。</source>
      <translation>“{0}” is proposed; a second person has to approve it.</translation>
    </message>
    <message>
      <source>还有要改的地方，没有保存。</source>
      <translation>Something is to be mended first; nothing was saved.</translation>
    </message>
    <message>
      <source>还有要改的地方，改好了才能试算。</source>
      <translation>Something is to be mended before it can be tried.</translation>
    </message>
    <message>
      <source>打开政策文件</source>
      <translation>Open policy file</translation>
    </message>
    <message>
      <source>政策文件 (*.json)</source>
      <translation>Policy file (*.json)</translation>
    </message>
    <message>
      <source>已保存：{0}</source>
      <translation>Saved: {0}</translation>
    </message>
    <message>
      <source>有未存的修改：Ctrl+S 存草稿；再按 Esc 离开，修改留着下次接着写。</source>
      <translation>There are unsaved changes: Ctrl+S saves the draft; Esc again leaves and keeps them for next time.</translation>
    </message>
    <message>
      <source>填好上面标出的栏目，这里就写出政策读起来的样子。</source>
      <translation>Once the marked fields are filled in, this tells how the policy reads.</translation>
    </message>
    <message>
      <source>正在写的政策还没有存</source>
      <translation>The policy being written is not saved yet</translation>
    </message>
  </context>
  <context>
    <name>PolicyPanel</name>
    <message>
      <source>这里认识的经销商里没有它的对象。</source>
      <translation>It speaks to no dealer known here.</translation>
    </message>
    <message>
      <source>正文</source>
      <translation>Text</translation>
    </message>
    <message>
      <source>版本</source>
      <translation>Versions</translation>
    </message>
    <message>
      <source>谁已阅读</source>
      <translation>Readers</translation>
    </message>
    <message>
      <source>{0} 制定</source>
      <translation>written by {0}</translation>
    </message>
    <message>
      <source>{0} 审批</source>
      <translation>approved by {0}</translation>
    </message>
    <message>
      <source>{0} 发布</source>
      <translation>published {0}</translation>
    </message>
    <message>
      <source>{0} 停用：{1}</source>
      <translation>ended by {0}: {1}</translation>
    </message>
    <message>
      <source>已读 {0} / {1} 家</source>
      <translation>read by {0} of {1}</translation>
    </message>
  </context>
  <context>
    <name>PolicyTrialPage</name>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>试算</source>
      <translation>Try</translation>
    </message>
    <message>
      <source>政策试算</source>
      <translation>Policy trial</translation>
    </message>
    <message>
      <source>用哪天起的单据</source>
      <translation>Documents from</translation>
    </message>
    <message>
      <source>到哪天</source>
      <translation>To</translation>
    </message>
    <message>
      <source>单据</source>
      <translation>Documents</translation>
    </message>
    <message>
      <source>现行政策共让利</source>
      <translation>Given by those in force</translation>
    </message>
    <message>
      <source>换成它共让利</source>
      <translation>Given with this one</translation>
    </message>
    <message>
      <source>多花（负为少花）</source>
      <translation>Costs more (− less)</translation>
    </message>
    <message>
      <source>正在试算…</source>
      <translation>Trying…</translation>
    </message>
    <message>
      <source>正在试算政策</source>
      <translation>Trying a policy</translation>
    </message>
    <message>
      <source>已停下，没有结果。</source>
      <translation>Stopped; no result.</translation>
    </message>
    <message>
      <source>这段时间没有单据受它影响。</source>
      <translation>No document of these days is affected.</translation>
    </message>
    <message>
      <source>“{0}” v{1} 套在 {2} 至 {3} 的单据上。</source>
      <translation>“{0}” v{1} on the documents from {2} to {3}.</translation>
    </message>
    <message>
      <source>没有现行版本：全部是新增的让利。</source>
      <translation>No version in force: all of it is new.</translation>
    </message>
    <message>
      <source>与现行 v{0} 的差别</source>
      <translation>Differences to v{0} in force</translation>
    </message>
  </context>
  <context>
    <name>Practice</name>
    <message>
      <source>练习公司</source>
      <translation>Practice company</translation>
    </message>
    <message>
      <source>离开练习公司</source>
      <translation>Leave the practice company</translation>
    </message>
    <message>
      <source>练习公司 – </source>
      <translation>PRACTICE – </translation>
    </message>
    <message>
      <source>练习公司已在另一个窗口打开，已调到前面。</source>
      <translation>The practice company is open in another window, which was brought to the front.</translation>
    </message>
  </context>
  <context>
    <name>PracticeBand</name>
    <message>
      <source>练习公司 · 这里做的事不算数</source>
      <translation>Practice company · nothing done here counts</translation>
    </message>
    <message>
      <source>重新开始</source>
      <translation>Begin anew</translation>
    </message>
  </context>
  <context>
    <name>Printing</name>
    <message>
      <source>正在打印</source>
      <translation>Printing</translation>
    </message>
    <message>
      <source>已停下。按“接着打”，从还没打的那一页继续。</source>
      <translation>Stopped. “Go on printing” continues with the first page that isn't out.</translation>
    </message>
    <message numerus="yes">
      <source>已交给打印机：%n 页。</source>
      <translation>
        <numerusform>Sent to the printer: %n page.</numerusform>
        <numerusform>Sent to the printer: %n pages.</numerusform>
      </translation>
    </message>
    <message>
      <source>打印机在第 {0} 页停下了。修好后按“接着打”，从这一页继续。</source>
      <translation>The printer stopped at page {0}. Mend it and choose “Go on printing”: it goes on at this page.</translation>
    </message>
    <message>
      <source>打印机没有接受：请看看它是否开着、有没有纸，再打一次。</source>
      <translation>The printer refused: see that it is on and has paper, then print again.</translation>
    </message>
  </context>
  <context>
    <name>ProductActs</name>
    <message>
      <source>售价</source>
      <translation>Price</translation>
    </message>
    <message>
      <source>期初库存</source>
      <translation>Opening stock</translation>
    </message>
    <message>
      <source>停售 / 恢复</source>
      <translation>Stop / offer again</translation>
    </message>
    <message>
      <source>{0} 已停售：不再列出，不能下新单。</source>
      <translation>{0} isn't for sale any more: no longer offered, no new orders.</translation>
    </message>
    <message>
      <source>{0} 恢复销售。</source>
      <translation>{0} is for sale again.</translation>
    </message>
  </context>
  <context>
    <name>ProductsPage</name>
    <message>
      <source>编码、名称、拼音首字母、条码</source>
      <translation>Code, name, initials, barcode</translation>
    </message>
    <message>
      <source>总部可订</source>
      <translation>At HQ</translation>
    </message>
    <message>
      <source>盘点</source>
      <translation>Count stock</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>商品与库存</source>
      <translation>Products</translation>
    </message>
    <message>
      <source>没有符合的商品。</source>
      <translation>No product matches.</translation>
    </message>
    <message>
      <source>还没有商品，与总部交换之后就有了。</source>
      <translation>There is no product yet; they come with the first exchange.</translation>
    </message>
    <message>
      <source>其中占用</source>
      <translation>of it reserved</translation>
    </message>
    <message>
      <source>在途</source>
      <translation>On its way</translation>
    </message>
    <message>
      <source>总部数据截至</source>
      <translation>HQ's figures, age</translation>
    </message>
    <message>
      <source>没有库存记录</source>
      <translation>No stock recorded</translation>
    </message>
    <message>
      <source>进货 {0}</source>
      <translation>Bought {0}</translation>
    </message>
    <message>
      <source>数目相符，没有要调整的。</source>
      <translation>The count agrees; nothing to adjust.</translation>
    </message>
    <message>
      <source>导入文件</source>
      <translation>Import a file</translation>
    </message>
    <message>
      <source>已按盘点调整：{0}，{1}。</source>
      <translation>Stock is adjusted to the count: {0}, {1}.</translation>
    </message>
    <message>
      <source>改资料</source>
      <translation>Change card</translation>
    </message>
    <message>
      <source>加商品</source>
      <translation>Add product</translation>
    </message>
    <message>
      <source>已停售</source>
      <translation>No longer sold</translation>
    </message>
  </context>
  <context>
    <name>ProfileDialog</name>
    <message>
      <source>单据抬头</source>
      <translation>Heading of papers</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>印在对账单和单据上；空着的用本单位名片上的。</source>
      <translation>Stands on statements and notes; what is empty comes from your own card.</translation>
    </message>
    <message>
      <source>单位名称</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>地址</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>电话</source>
      <translation>Telephone</translation>
    </message>
    <message>
      <source>税号</source>
      <translation>Tax number</translation>
    </message>
    <message>
      <source>开户行</source>
      <translation>Bank</translation>
    </message>
    <message>
      <source>账号</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>复核人</source>
      <translation>Checked by</translation>
    </message>
    <message>
      <source>页脚</source>
      <translation>Foot line</translation>
    </message>
    <message>
      <source>选标志图片…</source>
      <translation>Choose a logo…</translation>
    </message>
    <message>
      <source>不要标志</source>
      <translation>Remove the logo</translation>
    </message>
    <message>
      <source>没有标志</source>
      <translation>No logo</translation>
    </message>
    <message>
      <source>已保存，从下一张单据起使用。</source>
      <translation>Saved; used from the next paper on.</translation>
    </message>
  </context>
  <context>
    <name>ProgressList</name>
    <message>
      <source>现在没有适用的返利政策。</source>
      <translation>No rebate speaks to this dealer now.</translation>
    </message>
    <message>
      <source>返利政策</source>
      <translation>Rebate</translation>
    </message>
    <message>
      <source>进度</source>
      <translation>Progress</translation>
    </message>
    <message>
      <source>已获</source>
      <translation>Earned</translation>
    </message>
    <message>
      <source>到下一档</source>
      <translation>To the next step</translation>
    </message>
    <message>
      <source>期限</source>
      <translation>Ends</translation>
    </message>
    <message>
      <source>暂扣 {0}</source>
      <translation>held {0}</translation>
    </message>
    <message>
      <source>已结 {0}</source>
      <translation>settled {0}</translation>
    </message>
    <message>
      <source>已到最高档</source>
      <translation>highest step</translation>
    </message>
    <message>
      <source>还差 {0}</source>
      <translation>{0} more</translation>
    </message>
    <message>
      <source>可多得 {0}</source>
      <translation>brings {0}</translation>
    </message>
  </context>
  <context>
    <name>PurchasePage</name>
    <message>
      <source>进货订单</source>
      <translation>Purchase order</translation>
    </message>
  </context>
  <context>
    <name>QuantityDialog</name>
    <message>
      <source>商品</source>
      <translation>Product</translation>
    </message>
    <message>
      <source>数量</source>
      <translation>Quantity</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message>
      <source>余 {0}</source>
      <translation>{0} left</translation>
    </message>
    <message>
      <source>多 {0}</source>
      <translation>{0} too many</translation>
    </message>
    <message>
      <source>还有 {0} 行认不出。</source>
      <translation> {0} can't be read.</translation>
    </message>
    <message>
      <source>这次 / 余下</source>
      <translation>Now / left</translation>
    </message>
    <message>
      <source>这次 {0} 行，共 {1} 行。</source>
      <translation>{0} of {1} lines now.</translation>
    </message>
  </context>
  <context>
    <name>RebateViewPage</name>
    <message>
      <source>结算</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>调整</source>
      <translation>Correct</translation>
    </message>
    <message>
      <source>批准调整</source>
      <translation>Approve the correction</translation>
    </message>
    <message>
      <source>奖品状态</source>
      <translation>Reward's state</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>单据 / 结算</source>
      <translation>Documents / settlements</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other selection</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>返利说明</source>
      <translation>Rebate explained</translation>
    </message>
    <message>
      <source>单据明细</source>
      <translation>Document lines</translation>
    </message>
    <message>
      <source>结算与调整</source>
      <translation>Settlements and corrections</translation>
    </message>
    <message>
      <source>{0} 第 {1} 版</source>
      <translation>{0} version {1}</translation>
    </message>
    <message>
      <source>已提交调整 {0}，请另一个人批准。</source>
      <translation>A correction of {0} is proposed; another person approves it.</translation>
    </message>
    <message>
      <source>调整已批准，下次结算时计入。</source>
      <translation>The correction is approved and counts in the next settlement.</translation>
    </message>
    <message>
      <source>奖品状态已更新。</source>
      <translation>The reward's state is changed.</translation>
    </message>
  </context>
  <context>
    <name>RebatesPage</name>
    <message>
      <source>先选一家经销商。</source>
      <translation>Choose a dealer first.</translation>
    </message>
    <message>
      <source>换经销商</source>
      <translation>Another dealer</translation>
    </message>
    <message>
      <source>一家 / 全部</source>
      <translation>One / all</translation>
    </message>
    <message>
      <source>余额明细</source>
      <translation>Credits</translation>
    </message>
    <message>
      <source>换排序</source>
      <translation>Sort by next</translation>
    </message>
    <message>
      <source>倒序</source>
      <translation>Turn the order</translation>
    </message>
    <message>
      <source>这里只列客户的返利，现在没有。</source>
      <translation>Only customers' rebates are listed here; there are none now.</translation>
    </message>
    <message>
      <source>换政策</source>
      <translation>Next rebate</translation>
    </message>
    <message>
      <source>结算</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>返利</source>
      <translation>Rebates</translation>
    </message>
    <message>
      <source>一家的进度</source>
      <translation>One dealer's progress</translation>
    </message>
    <message>
      <source>全部经销商</source>
      <translation>All dealers</translation>
    </message>
    <message>
      <source>经销商名称、编码、拼音首字母</source>
      <translation>Dealer's name, code, initials</translation>
    </message>
    <message>
      <source>为什么</source>
      <translation>Why</translation>
    </message>
    <message>
      <source>正在算全部返利</source>
      <translation>Reckoning all rebates</translation>
    </message>
    <message>
      <source>全部政策</source>
      <translation>All rebates</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>先选一项返利。</source>
      <translation>Choose a rebate first.</translation>
    </message>
  </context>
  <context>
    <name>ReceiptDialog</name>
    <message>
      <source>收款</source>
      <translation>Receive money</translation>
    </message>
    <message>
      <source>留作预收，不核销欠款</source>
      <translation>Keep as a prepayment; it pays no debt</translation>
    </message>
    <message>
      <source>欠款 {0}</source>
      <translation>Owes {0}</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>参考号</source>
      <translation>Reference</translation>
    </message>
    <message>
      <source>摘要</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>方式</source>
      <translation>Method</translation>
    </message>
  </context>
  <context>
    <name>ReceiveAllDialog</name>
    <message>
      <source>收货</source>
      <translation>Receive</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message numerus="yes">
      <source>收货：%n 张出库单</source>
      <translation>
        <numerusform>Receive %n delivery</numerusform>
        <numerusform>Receive %n deliveries</numerusform>
      </translation>
    </message>
    <message>
      <source>每张还没收的全部收下；有短少的请单独收。</source>
      <translation>All that is left of each is taken in; receive one by itself where something is short.</translation>
    </message>
  </context>
  <context>
    <name>ReceiveDialog</name>
    <message>
      <source>收货：{0}</source>
      <translation>Receive: {0}</translation>
    </message>
    <message>
      <source>收货</source>
      <translation>Receive</translation>
    </message>
    <message>
      <source>还没收</source>
      <translation>Not received</translation>
    </message>
  </context>
  <context>
    <name>ReceiveTogether</name>
    <message>
      <source>已收货</source>
      <translation>received</translation>
    </message>
  </context>
  <context>
    <name>ReckoningCard</name>
    <message>
      <source>已获</source>
      <translation>Earned</translation>
    </message>
    <message>
      <source>已结</source>
      <translation>Settled</translation>
    </message>
    <message>
      <source>暂扣</source>
      <translation>Held</translation>
    </message>
    <message>
      <source>到下一档</source>
      <translation>To the next step</translation>
    </message>
    <message>
      <source>可多得</source>
      <translation>To gain</translation>
    </message>
    <message>
      <source>期限</source>
      <translation>Ends</translation>
    </message>
    <message>
      <source>怎么算的</source>
      <translation>How it was reckoned</translation>
    </message>
    <message>
      <source>再往上</source>
      <translation>Further up</translation>
    </message>
    <message>
      <source>第 {0} 档：再加 {1}（共 {2}），一共得 {3}。</source>
      <translation>Step {0}: {1} more ({2} in all) earn {3} altogether.</translation>
    </message>
    <message>
      <source>{0}计入 {1}，其中计返 {2}。</source>
      <translation>{0}, {1} count, of which {2} earn.</translation>
    </message>
    <message>
      <source>任务量 {0}。</source>
      <translation> The target is {0}.</translation>
    </message>
  </context>
  <context>
    <name>ReconcilingPage</name>
    <message>
      <source>还没有核对，没有可打印的。</source>
      <translation>Nothing was compared yet, so there is nothing to print.</translation>
    </message>
    <message>
      <source>还没有可签认的：先核对两边的账，调节后余额相等才能签认。</source>
      <translation>There is nothing to sign: compare both books first; the adjusted balances have to be equal.</translation>
    </message>
    <message>
      <source>先按 F9 选对方的文件。</source>
      <translation>Choose their file first (F9).</translation>
    </message>
    <message>
      <source>换账户</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>换期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>调节表 / 差异 / 一致</source>
      <translation>Table, differences, matches</translation>
    </message>
    <message>
      <source>用文件</source>
      <translation>Use a file</translation>
    </message>
    <message>
      <source>列对应</source>
      <translation>Columns</translation>
    </message>
    <message>
      <source>用总部的账</source>
      <translation>Use HQ's book</translation>
    </message>
    <message>
      <source>签认留存</source>
      <translation>Sign off</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>两边账核对</source>
      <translation>Compare both books</translation>
    </message>
    <message>
      <source>本月</source>
      <translation>This month</translation>
    </message>
    <message>
      <source>上月</source>
      <translation>Last</translation>
    </message>
    <message>
      <source>今年</source>
      <translation>Year</translation>
    </message>
    <message>
      <source>自定</source>
      <translation>Own</translation>
    </message>
    <message>
      <source>从</source>
      <translation>From</translation>
    </message>
    <message>
      <source>到</source>
      <translation>To</translation>
    </message>
    <message>
      <source>账户</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>我方余额</source>
      <translation>Our balance</translation>
    </message>
    <message>
      <source>对方余额</source>
      <translation>Their balance</translation>
    </message>
    <message>
      <source>调节后余额</source>
      <translation>Adjusted balance</translation>
    </message>
    <message>
      <source>余额调节表</source>
      <translation>Adjustment table</translation>
    </message>
    <message>
      <source>差异</source>
      <translation>Differences</translation>
    </message>
    <message>
      <source>一致</source>
      <translation>Matches</translation>
    </message>
    <message>
      <source>表格文件 (*.xlsx *.xls *.xlsm *.ods *.csv *.txt)</source>
      <translation>Tables (*.xlsx *.xls *.xlsm *.ods *.csv *.txt)</translation>
    </message>
    <message>
      <source>对方的账</source>
      <translation>The other side's book</translation>
    </message>
    <message>
      <source>还没有核对。</source>
      <translation>Not compared yet.</translation>
    </message>
    <message>
      <source>没有差异。</source>
      <translation>Nothing differs.</translation>
    </message>
    <message>
      <source>没有对上的。</source>
      <translation>Nothing matches.</translation>
    </message>
    <message>
      <source>对上 {0} 组，差异 {1} 处</source>
      <translation>{0} matches, {1} differences</translation>
    </message>
    <message>
      <source>对方的账：{0}</source>
      <translation>Their book: {0}</translation>
    </message>
    <message>
      <source>经总部传来的</source>
      <translation>what came through HQ</translation>
    </message>
  </context>
  <context>
    <name>RecoveryWindow</name>
    <message>
      <source>账套打不开</source>
      <translation>The books can't be opened</translation>
    </message>
    <message>
      <source>可以用的备份，最新的在最上面</source>
      <translation>Backups that can be used, the newest first</translation>
    </message>
    <message>
      <source>坏了的账套会另外留着；没有送出的单据和草稿，会从坏文件和第二份记录里读回。</source>
      <translation>The damaged books are kept aside; documents never sent, and drafts, are read back out of them and out of the second copy.</translation>
    </message>
    <message>
      <source>用选中的备份恢复</source>
      <translation>Restore the chosen backup</translation>
    </message>
    <message>
      <source>自动修复</source>
      <translation>Mend by itself</translation>
    </message>
    <message>
      <source>没有找到备份。自动修复会按这台工作台原来的身份新建账套，再由总部补齐，不用重新登记。</source>
      <translation>There is no backup. Mending makes the books anew under this desk's own name and key, and HQ fills them; no new code is needed.</translation>
    </message>
    <message>
      <source>正在修复…</source>
      <translation>Mending…</translation>
    </message>
    <message>
      <source>账套文件坏了，程序没有改动它。按 F8 修复，或选一个备份恢复；然后与总部交换。</source>
      <translation>The books' file is damaged; the program left it as it is. F8 mends it, or choose a backup; then exchange with HQ.</translation>
    </message>
    <message>
      <source>账套文件不见了。按 F8 修复，或选一个备份恢复；然后与总部交换。</source>
      <translation>The books' file is gone. F8 mends this, or choose a backup; then exchange with HQ.</translation>
    </message>
  </context>
  <context>
    <name>RefusalWindow</name>
    <message>
      <source>现在打不开</source>
      <translation>Can't be opened now</translation>
    </message>
    <message>
      <source>再试一次</source>
      <translation>Try again</translation>
    </message>
    <message>
      <source>退出</source>
      <translation>Quit</translation>
    </message>
  </context>
  <context>
    <name>RefuseDeliveryDialog</name>
    <message>
      <source>整单拒收：{0}</source>
      <translation>Refuse the whole delivery: {0}</translation>
    </message>
    <message>
      <source>拒收</source>
      <translation>Refuse</translation>
    </message>
    <message>
      <source>原因（发货方看得到）</source>
      <translation>Why (the sender reads it)</translation>
    </message>
  </context>
  <context>
    <name>RefuseOrderDialog</name>
    <message>
      <source>拒绝订单 {0}</source>
      <translation>Refuse order {0}</translation>
    </message>
    <message>
      <source>拒绝</source>
      <translation>Refuse</translation>
    </message>
    <message>
      <source>原因（对方看得到）</source>
      <translation>Why (the other side reads it)</translation>
    </message>
  </context>
  <context>
    <name>ReissueDialog</name>
    <message>
      <source>原因（对方会看到，也印在对账单上）</source>
      <translation>Why (the other side reads it, and it stands on the statement)</translation>
    </message>
    <message>
      <source>开具</source>
      <translation>Issue</translation>
    </message>
    <message>
      <source>同一期间再出一张对账单</source>
      <translation>Another statement of the same period</translation>
    </message>
    <message>
      <source>、</source>
      <translation>, </translation>
    </message>
  </context>
  <context>
    <name>RejoinDialog</name>
    <message>
      <source>总部不再认识这台工作台时用（总部由更早的备份恢复过，或密钥丢了）。请总部为这台工作台发码；账和没送出的都保留。</source>
      <translation>For when headquarters no longer knows this desk: it was restored from an older backup, or the key is lost. Ask for a code for this very desk; books and what waits are kept.</translation>
    </message>
    <message>
      <source>总部地址</source>
      <translation>Address of HQ</translation>
    </message>
    <message>
      <source>接入</source>
      <translation>Join</translation>
    </message>
    <message>
      <source>注册码</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>空着就是原来的地址</source>
      <translation>empty: the same as before</translation>
    </message>
    <message>
      <source>重新接入总部</source>
      <translation>Join HQ again</translation>
    </message>
  </context>
  <context>
    <name>RepliesPage</name>
    <message>
      <source>这里没有开具过的对账单。</source>
      <translation>No statement was issued here.</translation>
    </message>
    <message>
      <source>只有还没回函的对账单可以登记默认相符。</source>
      <translation>Only a statement nobody replied to yet can be taken as agreed.</translation>
    </message>
    <message>
      <source>这份回函没有附扫描件。</source>
      <translation>No scan belongs to this reply.</translation>
    </message>
    <message>
      <source>先选一张没有撤回的对账单。</source>
      <translation>Choose a statement first that isn't withdrawn.</translation>
    </message>
    <message>
      <source>单号、客户、拼音</source>
      <translation>Number, customer, initials</translation>
    </message>
    <message>
      <source>登记回函</source>
      <translation>Record a reply</translation>
    </message>
    <message>
      <source>看扫描件</source>
      <translation>Open the scan</translation>
    </message>
    <message>
      <source>搜索</source>
      <translation>Search</translation>
    </message>
    <message>
      <source>换筛选</source>
      <translation>Other selection</translation>
    </message>
    <message>
      <source>默认相符</source>
      <translation>Silence agrees</translation>
    </message>
    <message>
      <source>全部到期的默认相符</source>
      <translation>Silence agrees: all that are due</translation>
    </message>
    <message>
      <source>重印</source>
      <translation>Print again</translation>
    </message>
    <message>
      <source>撤回</source>
      <translation>Withdraw</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>回函</source>
      <translation>Replies</translation>
    </message>
    <message>
      <source>全部</source>
      <translation>All</translation>
    </message>
    <message>
      <source>没有这样的对账单。对账单在“对账单”页开具。</source>
      <translation>No such statements. They are issued on the page of statements.</translation>
    </message>
    <message numerus="yes">
      <source>已打印 %n 次</source>
      <translation>
        <numerusform>printed %n time</numerusform>
        <numerusform>printed %n times</numerusform>
      </translation>
    </message>
    <message>
      <source>还没有打印</source>
      <translation>not printed yet</translation>
    </message>
    <message>
      <source>对方余额 {0}</source>
      <translation>Their closing {0}</translation>
    </message>
    <message>
      <source>还有 {0} 没有说明</source>
      <translation>{0} is left unexplained</translation>
    </message>
    <message>
      <source>附件：{0}</source>
      <translation>Attached: {0}</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>我方 {0}，对方 {1}</source>
      <translation>ours {0}, theirs {1}</translation>
    </message>
    <message>
      <source>{0} 由 {1} 撤回，作废。</source>
      <translation>Withdrawn on {0} by {1}; void.</translation>
    </message>
    <message>
      <source>原因：{0}</source>
      <translation>Reason: {0}</translation>
    </message>
    <message>
      <source>对方的程序于 {0} 答复。</source>
      <translation>Answered by their program on {0}.</translation>
    </message>
    <message numerus="yes">
      <source>过期 %n 天，还没有回函。</source>
      <translation>
        <numerusform>No reply yet, %n day late.</numerusform>
        <numerusform>No reply yet, %n days late.</numerusform>
      </translation>
    </message>
    <message>
      <source>还没有回函。</source>
      <translation>No reply yet.</translation>
    </message>
    <message>
      <source>约定不回函算相符：{0} 起可按 F11 登记。</source>
      <translation> Silence was agreed to count: F11 records it from {0} on.</translation>
    </message>
    <message>
      <source>已撤回 {0}；再开具时编新号。</source>
      <translation>{0} is withdrawn; the next issue gets a new number.</translation>
    </message>
    <message>
      <source>已登记 {0} 的回函：{1}。</source>
      <translation>The reply to {0} is recorded: {1}.</translation>
    </message>
    <message>
      <source>与 {0} 没有约定了，不回函一直列为逾期。</source>
      <translation>Nothing is agreed on with {0} any more; silence stays listed as late.</translation>
    </message>
    <message>
      <source>纸质回执在手。</source>
      <translation>The slip is kept on paper.</translation>
    </message>
  </context>
  <context>
    <name>ReplyDialog</name>
    <message>
      <source>登记回函：{0}</source>
      <translation>Record the reply to {0}</translation>
    </message>
    <message>
      <source>记下</source>
      <translation>Note it</translation>
    </message>
    <message>
      <source>信息相符</source>
      <translation>Agrees</translation>
    </message>
    <message>
      <source>信息不符</source>
      <translation>Differs</translation>
    </message>
    <message>
      <source>相符 / 不符</source>
      <translation>Agrees or differs</translation>
    </message>
    <message>
      <source>到明细</source>
      <translation>To the lines</translation>
    </message>
    <message>
      <source>附扫描件</source>
      <translation>Attach a scan</translation>
    </message>
    <message>
      <source>{0}　　{1} 至 {2}　　期末余额 {3}</source>
      <translation>{0}    {1} to {2}    closing {3}</translation>
    </message>
    <message>
      <source>回函日期</source>
      <translation>Date of the reply</translation>
    </message>
    <message>
      <source>对方经办人</source>
      <translation>Signed by</translation>
    </message>
    <message>
      <source>备注</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>附件：{0}</source>
      <translation>Attached: {0}</translation>
    </message>
    <message>
      <source>先前因没有回函记为默认相符；登记收到的回函会取代它。</source>
      <translation>Recorded before as agreed by silence; the reply you record takes its place.</translation>
    </message>
    <message>
      <source>已登记过回函（{0}）；再登记会取代它。</source>
      <translation>A reply is recorded already (by {0}); recording again takes its place.</translation>
    </message>
    <message>
      <source>扫描件或照片</source>
      <translation>Scan or photograph</translation>
    </message>
    <message>
      <source>图片和 PDF (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)</source>
      <translation>Pictures and PDF (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)</translation>
    </message>
    <message>
      <source>签字盖章的纸质回执在手</source>
      <translation>The signed slip itself is here on paper</translation>
    </message>
    <message>
      <source>回执上的期末余额</source>
      <translation>Closing balance on the slip</translation>
    </message>
  </context>
  <context>
    <name>Requested</name>
    <message>
      <source>另有 {0} 件</source>
      <translation>and {0} more</translation>
    </message>
  </context>
  <context>
    <name>RestoreWindow</name>
    <message>
      <source>选备份文件（如 desk-20261130.db，在原账套的 backups 文件夹或您自己存的地方）。先整个核对，原文件不动。</source>
      <translation>Choose a backup file (such as desk-20261130.db, from the old books' backups folder or wherever you keep it). It is checked whole first and stays as it is.</translation>
    </message>
    <message>
      <source>恢复备份</source>
      <translation>Restore a backup</translation>
    </message>
    <message>
      <source>备份文件</source>
      <translation>Backup file</translation>
    </message>
    <message>
      <source>恢复</source>
      <translation>Restore</translation>
    </message>
    <message>
      <source>选文件</source>
      <translation>Choose a file</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>设备密钥不在备份里：换了电脑的，恢复后在“设置”里按“重新接入”，用总部给的注册码。备份之后已送到总部的单据，交换一次就补齐。</source>
      <translation>A backup holds no device key: on another computer, press “Join again” under Settings afterwards, with a code from HQ. What reached HQ after the backup comes back with the first exchange.</translation>
    </message>
    <message>
      <source>选备份文件</source>
      <translation>Choose a backup file</translation>
    </message>
    <message>
      <source>账套备份 (*.db);;全部文件 (*)</source>
      <translation>Backups (*.db);;All files (*)</translation>
    </message>
    <message>
      <source>正在恢复备份</source>
      <translation>Restoring the backup</translation>
    </message>
    <message>
      <source>正在核对备份…</source>
      <translation>Checking the backup…</translation>
    </message>
    <message>
      <source>正在恢复…</source>
      <translation>Restoring…</translation>
    </message>
  </context>
  <context>
    <name>ReturnedPage</name>
    <message>
      <source>没有不用逐条看就能收回的。</source>
      <translation>There is none that could be taken without a look.</translation>
    </message>
    <message>
      <source>这里没有等着收回的。</source>
      <translation>Nothing waits here to be taken.</translation>
    </message>
    <message>
      <source>不收</source>
      <translation>Leave</translation>
    </message>
    <message>
      <source>全部收回</source>
      <translation>Take all</translation>
    </message>
    <message>
      <source>总部由备份恢复后，各工作台和旧账交还的记录。收回的照原样入账；不收的存档。</source>
      <translation>What desks and former books gave back after HQ was set back. What is taken is written as it was; the rest is kept apart.</translation>
    </message>
    <message>
      <source>恢复后交还</source>
      <translation>Given back</translation>
    </message>
    <message>
      <source>收回入账</source>
      <translation>Take</translation>
    </message>
    <message>
      <source>没有等待处理的交还内容。</source>
      <translation>Nothing given back waits.</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>重新查看</source>
      <translation>Look again</translation>
    </message>
  </context>
  <context>
    <name>ReverseDialog</name>
    <message>
      <source>红冲 {0}</source>
      <translation>Reverse {0}</translation>
    </message>
    <message>
      <source>红冲</source>
      <translation>Reverse</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
  </context>
  <context>
    <name>RoleDialog</name>
    <message>
      <source>{0} 的角色</source>
      <translation>Role of {0}</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>角色</source>
      <translation>Role</translation>
    </message>
  </context>
  <context>
    <name>SaleDialog</name>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>停售：{0}</source>
      <translation>No longer for sale: {0}</translation>
    </message>
    <message>
      <source>停售</source>
      <translation>Stop selling</translation>
    </message>
    <message>
      <source>不再列出，不能下新单；库存、单据和历史照旧。</source>
      <translation>It isn't offered any more and can't be ordered; stock, papers and history stay.</translation>
    </message>
  </context>
  <context>
    <name>SettingsPage</name>
    <message>
      <source>恢复后交还</source>
      <translation>Given back</translation>
    </message>
    <message>
      <source>重新接入</source>
      <translation>Join again</translation>
    </message>
    <message>
      <source>现在备份</source>
      <translation>Back up now</translation>
    </message>
    <message>
      <source>核对账套</source>
      <translation>Check the books</translation>
    </message>
    <message>
      <source>打开文件夹</source>
      <translation>Open folder</translation>
    </message>
    <message>
      <source>交换记录</source>
      <translation>Exchanges</translation>
    </message>
    <message>
      <source>设置</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>样子</source>
      <translation>Look</translation>
    </message>
    <message>
      <source>浅色</source>
      <translation>Light</translation>
    </message>
    <message>
      <source>深色</source>
      <translation>Dark</translation>
    </message>
    <message>
      <source>跟随系统</source>
      <translation>As the system</translation>
    </message>
    <message>
      <source>语言 / Language</source>
      <translation>语言 / Language</translation>
    </message>
    <message>
      <source>颜色</source>
      <translation>Colours</translation>
    </message>
    <message>
      <source>对账单用纸</source>
      <translation>Statement paper</translation>
    </message>
    <message>
      <source>单据抬头</source>
      <translation>Heading of papers</translation>
    </message>
    <message>
      <source>套打样式</source>
      <translation>Pre-printed forms</translation>
    </message>
    <message>
      <source>纸上的列</source>
      <translation>Columns on paper</translation>
    </message>
    <message>
      <source>这台工作台</source>
      <translation>This desk</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealer</translation>
    </message>
    <message>
      <source>供货方</source>
      <translation>Supplier</translation>
    </message>
    <message>
      <source>总部地址</source>
      <translation>HQ's address</translation>
    </message>
    <message>
      <source>工作台编号</source>
      <translation>Desk no.</translation>
    </message>
    <message>
      <source>单号前缀</source>
      <translation>Number prefix</translation>
    </message>
    <message>
      <source>操作员</source>
      <translation>Operator</translation>
    </message>
    <message>
      <source>文件夹</source>
      <translation>Folder</translation>
    </message>
    <message>
      <source>账套</source>
      <translation>Books</translation>
    </message>
    <message>
      <source>每天第一次打开时自动备份，留 14 天。核对会从每一条记录重新算出链、余额和库存，逐项比较。</source>
      <translation>Backed up by itself when first opened each day, kept 14 days. Checking recomputes chain, balances and stock from every record and compares them one by one.</translation>
    </message>
    <message>
      <source>备份到哪里</source>
      <translation>Where to back up</translation>
    </message>
    <message>
      <source>账套备份 (*.db)</source>
      <translation>Backup of the books (*.db)</translation>
    </message>
    <message>
      <source>正在备份</source>
      <translation>Backing up</translation>
    </message>
    <message>
      <source>已备份到 {0}，{1} MB。</source>
      <translation>Backed up to {0}, {1} MB.</translation>
    </message>
    <message>
      <source>正在核对账套</source>
      <translation>Checking the books</translation>
    </message>
    <message>
      <source>核对完毕：链、余额、库存全部相符。</source>
      <translation>Checked: chain, balances and stock all agree.</translation>
    </message>
    <message numerus="yes">
      <source>核对完毕：有 %n 处不符，列在下面。</source>
      <translation>
        <numerusform>Checked: %n difference, listed below.</numerusform>
        <numerusform>Checked: %n differences, listed below.</numerusform>
      </translation>
    </message>
    <message>
      <source>{0} {1} {2}：应为 {3}，实为 {4}</source>
      <translation>{0} {1} {2}: should be {3}, is {4}</translation>
    </message>
    <message>
      <source>设备密钥</source>
      <translation>Device key</translation>
    </message>
    <message>
      <source>密码短语</source>
      <translation>Passphrase</translation>
    </message>
    <message>
      <source>由系统的密钥库保管</source>
      <translation>Kept by the system's key store</translation>
    </message>
    <message>
      <source>在只有本人可读的文件里，没有密码短语</source>
      <translation>In a file only you can read, without a passphrase</translation>
    </message>
    <message>
      <source>在文件里，由密码短语锁住</source>
      <translation>In a file, sealed under a passphrase</translation>
    </message>
    <message>
      <source>找不到，请向总部要一个接替用的注册码</source>
      <translation>Not found: ask HQ for a code that takes this desk's place</translation>
    </message>
    <message>
      <source>密码短语已设好，下次打开窗口时要输入。</source>
      <translation>The passphrase is set; it is asked for when the window opens next.</translation>
    </message>
    <message>
      <source>密码短语已取消。</source>
      <translation>There is no passphrase any more.</translation>
    </message>
    <message>
      <source>{0} 分钟</source>
      <translation>{0} minutes</translation>
    </message>
    <message>
      <source>从不</source>
      <translation>Never</translation>
    </message>
    <message>
      <source>无人操作时锁屏</source>
      <translation>Lock when nobody is there</translation>
    </message>
    <message>
      <source>练习公司</source>
      <translation>Practice company</translation>
    </message>
    <message>
      <source>进入练习公司</source>
      <translation>Enter the practice company</translation>
    </message>
    <message>
      <source>一家与真账分开的公司，学着用、教新人时用：做什么都不算数，随时进去、随时离开。</source>
      <translation>A company apart from your real books, to learn in and to teach newcomers: nothing counts there; enter and leave at any time.</translation>
    </message>
  </context>
  <context>
    <name>SettleDialog</name>
    <message>
      <source>结算返利：{0}</source>
      <translation>Settle the rebate: {0}</translation>
    </message>
    <message>
      <source>正式结算</source>
      <translation>Settle for good</translation>
    </message>
    <message>
      <source>全部经销商</source>
      <translation>All dealers</translation>
    </message>
    <message>
      <source>期末之前先结一部分（期末再结时减去）</source>
      <translation>Settle a part before the period ends (taken off at its end)</translation>
    </message>
    <message>
      <source>期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>谁</source>
      <translation>Whom</translation>
    </message>
    <message>
      <source>没有要付的，也没有要扣回的。</source>
      <translation>Nothing is to be paid and nothing to be taken back.</translation>
    </message>
    <message>
      <source>合计应付</source>
      <translation>Payable in all</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealer</translation>
    </message>
    <message>
      <source>应得</source>
      <translation>Earned</translation>
    </message>
    <message>
      <source>调整</source>
      <translation>Correct</translation>
    </message>
    <message>
      <source>暂扣 / 解除</source>
      <translation>Held / released</translation>
    </message>
    <message>
      <source>减已结</source>
      <translation>Less settled</translation>
    </message>
    <message>
      <source>这次应付</source>
      <translation>Payable now</translation>
    </message>
    <message>
      <source>{0} 户，记为{1}</source>
      <translation>{0} dealers, paid as {1}</translation>
    </message>
    <message>
      <source>已请总部结算 {0} 户，合计 {1}；下次交换后看得到结果。</source>
      <translation>HQ is asked to settle {0} dealers, {1} in all; the next exchange shows what came of it.</translation>
    </message>
    <message>
      <source>已结算 {0} 户，合计 {1}。</source>
      <translation>Settled {0} dealers, {1} in all.</translation>
    </message>
  </context>
  <context>
    <name>SettledList</name>
    <message>
      <source>还没有结算过，也没有调整。</source>
      <translation>Nothing was settled or corrected yet.</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>内容</source>
      <translation>What</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>状态</source>
      <translation>State</translation>
    </message>
    <message>
      <source>经手</source>
      <translation>By</translation>
    </message>
    <message>
      <source>手工调整</source>
      <translation>By hand</translation>
    </message>
    <message>
      <source>有效至 {0}</source>
      <translation>valid until {0}</translation>
    </message>
    <message>
      <source>已批准</source>
      <translation>approved</translation>
    </message>
    <message>
      <source>待批准</source>
      <translation>to be approved</translation>
    </message>
  </context>
  <context>
    <name>SettlementList</name>
    <message>
      <source>还没有核销过。</source>
      <translation>Nothing has been settled yet.</translation>
    </message>
  </context>
  <context>
    <name>SettlingPage</name>
    <message>
      <source>这个客户还没有核销过，没有可反核销的。</source>
      <translation>Nothing of this customer was settled, so nothing can be undone.</translation>
    </message>
    <message>
      <source>先用 F3 选一个客户。</source>
      <translation>Choose a customer first (F3).</translation>
    </message>
    <message>
      <source>先停在一笔没核销完、也没留作预收的收款上。</source>
      <translation>Go to money on the left that isn't used up and isn't held already.</translation>
    </message>
    <message>
      <source>还没有勾选：用空格勾左边的收款和右边的欠款。</source>
      <translation>Nothing is ticked: tick money on the left and debts on the right with Space.</translation>
    </message>
    <message>
      <source>没有可核销的：要有没用完的收款和没付清的欠款。</source>
      <translation>There is nothing to settle: it takes money that isn't used and debts that aren't paid.</translation>
    </message>
    <message>
      <source>没有别的客户还有没核销的款。</source>
      <translation>No other customer has money that isn't settled.</translation>
    </message>
    <message>
      <source>换客户</source>
      <translation>Other customer</translation>
    </message>
    <message>
      <source>下一户待核销</source>
      <translation>Next account to settle</translation>
    </message>
    <message>
      <source>换列表</source>
      <translation>Other list</translation>
    </message>
    <message>
      <source>换方式</source>
      <translation>Other way</translation>
    </message>
    <message>
      <source>自动核销</source>
      <translation>Settle by rule</translation>
    </message>
    <message>
      <source>核销所选</source>
      <translation>Settle ticked</translation>
    </message>
    <message>
      <source>留作预收</source>
      <translation>Keep as prepayment</translation>
    </message>
    <message>
      <source>抹零</source>
      <translation>Write off rest</translation>
    </message>
    <message>
      <source>反核销</source>
      <translation>Undo settling</translation>
    </message>
    <message>
      <source>记住方式</source>
      <translation>Remember this way</translation>
    </message>
    <message>
      <source>返回</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>收款、退货与贷项</source>
      <translation>Payments, returns and credits</translation>
    </message>
    <message>
      <source>未结清的单据</source>
      <translation>Unpaid documents</translation>
    </message>
    <message>
      <source>已核销</source>
      <translation>Settled</translation>
    </message>
    <message>
      <source>方式</source>
      <translation>How</translation>
    </message>
    <message>
      <source>余额</source>
      <translation>Balance</translation>
    </message>
    <message>
      <source>未付</source>
      <translation>Unpaid</translation>
    </message>
    <message>
      <source>未核销</source>
      <translation>Unsettled</translation>
    </message>
    <message>
      <source>逾期</source>
      <translation>Overdue</translation>
    </message>
    <message>
      <source>空格</source>
      <translation>Space</translation>
    </message>
    <message>
      <source>选 / 不选</source>
      <translation>Tick</translation>
    </message>
    <message>
      <source>写金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>所选 {0}，这笔还剩 {1}</source>
      <translation>Ticked {0}, of this payment {1} is left</translation>
    </message>
    <message>
      <source>这笔收款已经分完，先去掉一张再选。</source>
      <translation>This payment is used up; untick a document first.</translation>
    </message>
    <message>
      <source>按这种方式没有可核销的。F4 换一种，或选好单据按 F8。</source>
      <translation>Nothing can be settled this way. F4 takes another, or tick documents and press F8.</translation>
    </message>
    <message>
      <source>已核销 {0}。</source>
      <translation>Settled {0}.</translation>
    </message>
    <message>
      <source>{0} 留作预收 {1}，不再自动核销；反核销后放开。</source>
      <translation>{0} is kept as a prepayment of {1} and no longer settled by rule; undoing lets it go.</translation>
    </message>
    <message>
      <source>已抹零 {0}：{1} {2}。</source>
      <translation>Written off {0}: {1} {2}.</translation>
    </message>
    <message>
      <source>已反核销 {0}。</source>
      <translation>Taken back: {0}.</translation>
    </message>
    <message>
      <source>这位客户的收款以后这样核销：{0}。</source>
      <translation>This customer's payments are now settled so: {0}.</translation>
    </message>
    <message>
      <source>没有这位客户的往来账。</source>
      <translation>There is no account with that customer.</translation>
    </message>
  </context>
  <context>
    <name>ShareDialog</name>
    <message>
      <source>核销 {0}</source>
      <translation>Settle {0}</translation>
    </message>
    <message>
      <source>就这样</source>
      <translation>OK</translation>
    </message>
    <message>
      <source>未付 {0}；{1} 可用 {2}。</source>
      <translation>Unpaid {0}; {1} has {2} left.</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
  </context>
  <context>
    <name>Shell</name>
    <message>
      <source>经销商工作台</source>
      <translation>Distributor Desk</translation>
    </message>
    <message>
      <source>立即交换</source>
      <translation>Exchange</translation>
    </message>
    <message>
      <source>按键表</source>
      <translation>Keys</translation>
    </message>
    <message>
      <source>需要处理</source>
      <translation>Needs attention</translation>
    </message>
    <message>
      <source>全部命令</source>
      <translation>All commands</translation>
    </message>
    <message>
      <source>换人登录</source>
      <translation>Switch user</translation>
    </message>
    <message>
      <source>与总部交换</source>
      <translation>Exchanging with HQ</translation>
    </message>
    <message>
      <source>本页</source>
      <translation>This page</translation>
    </message>
    <message>
      <source>处处可用</source>
      <translation>Everywhere</translation>
    </message>
    <message>
      <source>页面</source>
      <translation>Pages</translation>
    </message>
    <message>
      <source>已与总部交换：发出 {0} 条，收到 {1} 条。</source>
      <translation>Exchanged with HQ: {0} sent, {1} received.</translation>
    </message>
    <message>
      <source>命令“{0}”没有办成：{1}</source>
      <translation>The command “{0}” wasn't done: {1}</translation>
    </message>
    <message>
      <source>命令“{0}”已办。</source>
      <translation>The command “{0}” is done.</translation>
    </message>
    <message>
      <source>锁屏</source>
      <translation>Lock the screen</translation>
    </message>
    <message>
      <source>您没有设密码，锁了谁都能打开。先在“设置”里设密码（Alt+K）。</source>
      <translation>You have no password, so anybody could open it. Set one on the Settings page first (Alt+K).</translation>
    </message>
    <message>
      <source>收藏</source>
      <translation>Favourite</translation>
    </message>
    <message>
      <source>列表</source>
      <translation>Lists</translation>
    </message>
    <message>
      <source>后退</source>
      <translation>Back</translation>
    </message>
    <message>
      <source>前进</source>
      <translation>Forward</translation>
    </message>
    <message>
      <source>到导航栏</source>
      <translation>To the list of pages</translation>
    </message>
  </context>
  <context>
    <name>SignOff</name>
    <message>
      <source>这次核对已由 {0} 签认留存。</source>
      <translation>This comparison was signed off by {0} already.</translation>
    </message>
    <message>
      <source>{0} 已由 {1} 签认，调节后余额 {2}</source>
      <translation>Signed off on {0} by {1}; adjusted balance {2}</translation>
    </message>
    <message>
      <source>已由 {0} 签认并留存，调节后余额 {1}。打印按 Ctrl+P。</source>
      <translation>Signed off by {0} and kept; adjusted balance {1}. Ctrl+P prints it.</translation>
    </message>
  </context>
  <context>
    <name>SignOffDialog</name>
    <message>
      <source>已看过以上须知，同意余额 {0}</source>
      <translation>I have read the above and agree to the balance of {0}</translation>
    </message>
    <message>
      <source>对方余额</source>
      <translation>Their balance</translation>
    </message>
    <message>
      <source>{0} 至 {1}</source>
      <translation>{0} to {1}</translation>
    </message>
    <message>
      <source>我方余额</source>
      <translation>Our balance</translation>
    </message>
    <message>
      <source>买方</source>
      <translation>Buyer</translation>
    </message>
    <message>
      <source>说明</source>
      <translation>Remark</translation>
    </message>
    <message>
      <source>签认余额调节表</source>
      <translation>Sign off the adjustment table</translation>
    </message>
    <message>
      <source>签认留存</source>
      <translation>Sign off and keep</translation>
    </message>
    <message>
      <source>期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>两边一致，同意余额 {0}</source>
      <translation>Both books agree; I agree to {0}</translation>
    </message>
    <message>
      <source>加在对方</source>
      <translation>added to theirs</translation>
    </message>
    <message>
      <source>加在我方</source>
      <translation>added to ours</translation>
    </message>
    <message>
      <source>调节后余额</source>
      <translation>Adjusted balance</translation>
    </message>
    <message>
      <source>已逐笔看过差异，同意调节后余额 {0}</source>
      <translation>I have looked at every difference and agree to {0}</translation>
    </message>
    <message>
      <source>卖方</source>
      <translation>Seller</translation>
    </message>
  </context>
  <context>
    <name>SigningDialog</name>
    <message numerus="yes">
      <source>… 另有 %n 处</source>
      <translation>
        <numerusform>… and %n more</numerusform>
        <numerusform>… and %n more</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>SilenceDialog</name>
    <message>
      <source>默认相符：{0}</source>
      <translation>Agreement by silence: {0}</translation>
    </message>
    <message>
      <source>记为默认相符</source>
      <translation>Record as agreed</translation>
    </message>
    <message>
      <source>{0}　　期末余额 {1}　　回函期限 {2}</source>
      <translation>{0}　　closing {1}　　reply by {2}</translation>
    </message>
    <message>
      <source>与这位客户约定：回函期限过后多少天没有回函，就算相符</source>
      <translation>Agreed with this customer: so many days after the reply date, silence counts as agreement</translation>
    </message>
    <message>
      <source>由您登记才算，不会自动变成相符；以后收到回函照样登记。留空：取消约定，不登记。</source>
      <translation>It counts only once you record it, never by itself; a reply that comes later is recorded as ever. Left empty: nothing is agreed on any more, nothing is recorded.</translation>
    </message>
  </context>
  <context>
    <name>StandingDialog</name>
    <message>
      <source>暂停与恢复：{0}</source>
      <translation>Suspend or reopen: {0}</translation>
    </message>
    <message>
      <source>确定</source>
      <translation>Set</translation>
    </message>
    <message>
      <source>对方和上下游都会看到</source>
      <translation>read by it and by those it trades with</translation>
    </message>
    <message>
      <source>现在是：{0}</source>
      <translation>Now: {0}</translation>
    </message>
    <message>
      <source>改为</source>
      <translation>Set to</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
    <message>
      <source>可以照常下单、发货。</source>
      <translation>Orders and deliveries as before.</translation>
    </message>
    <message>
      <source>不能下新单；已接受的订单照常发货，付款、退货、对账照常。</source>
      <translation>No new orders; what was accepted is delivered, payments, returns and statements go on.</translation>
    </message>
    <message>
      <source>不再有新业务；只能了结往来：付款、收货、退货、核销、对账。没发完的订单请取消。</source>
      <translation>No new business; accounts are only wound up: pay, receive, return, settle, reconcile. Cancel what isn’t delivered.</translation>
    </message>
    <message>
      <source>不再往来：开单时不再列出，不能下新单；单据和账照旧可查。</source>
      <translation>No more trade: it isn't offered for orders and can't order; papers and account stay.</translation>
    </message>
  </context>
  <context>
    <name>StatementChoice</name>
    <message>
      <source>套打到预印单</source>
      <translation>On pre-printed form</translation>
    </message>
    <message>
      <source>账户</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>本月</source>
      <translation>This month</translation>
    </message>
    <message>
      <source>上月</source>
      <translation>Last</translation>
    </message>
    <message>
      <source>今年</source>
      <translation>Year</translation>
    </message>
    <message>
      <source>自定</source>
      <translation>Own</translation>
    </message>
    <message>
      <source>单据</source>
      <translation>Papers</translation>
    </message>
    <message>
      <source>带明细</source>
      <translation>Lines</translation>
    </message>
    <message>
      <source>无价格</source>
      <translation>No prices</translation>
    </message>
    <message>
      <source>未结清</source>
      <translation>Open</translation>
    </message>
    <message>
      <source>从</source>
      <translation>From</translation>
    </message>
    <message>
      <source>到</source>
      <translation>To</translation>
    </message>
    <message>
      <source>纸张</source>
      <translation>Paper</translation>
    </message>
    <message>
      <source>联次</source>
      <translation>Copies</translation>
    </message>
  </context>
  <context>
    <name>StatementsPage</name>
    <message>
      <source>这里没有可撤回的：要是自己开具、还没撤回的对账单。</source>
      <translation>There is nothing to withdraw: it takes a statement issued here that isn't withdrawn yet.</translation>
    </message>
    <message>
      <source>先选账户和期间，右边有了对账单再做。</source>
      <translation>Choose account and period first; it takes a statement on the right.</translation>
    </message>
    <message>
      <source>打印</source>
      <translation>Print</translation>
    </message>
    <message>
      <source>存 PDF</source>
      <translation>Save PDF</translation>
    </message>
    <message>
      <source>换账户</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>换期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>换样式</source>
      <translation>Other form</translation>
    </message>
    <message>
      <source>看清楚 / 看整页</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>全部客户</source>
      <translation>All customers</translation>
    </message>
    <message>
      <source>开具</source>
      <translation>Issue</translation>
    </message>
    <message>
      <source>接着打</source>
      <translation>Go on printing</translation>
    </message>
    <message>
      <source>套打样式</source>
      <translation>Pre-printed forms</translation>
    </message>
    <message>
      <source>套打</source>
      <translation>Pre-printed form</translation>
    </message>
    <message>
      <source>撤回</source>
      <translation>Withdraw</translation>
    </message>
    <message>
      <source>纸上的列</source>
      <translation>Columns on paper</translation>
    </message>
    <message>
      <source>月结</source>
      <translation>Close month</translation>
    </message>
    <message>
      <source>核验</source>
      <translation>Verify</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>选好账户和期间，这里就是要打印的样子。</source>
      <translation>Choose account and period: here is how it will print.</translation>
    </message>
    <message>
      <source>{0} 已撤回：{1}</source>
      <translation>{0} is withdrawn: {1}</translation>
    </message>
    <message>
      <source>已开具 {0}，可以打印或发送。</source>
      <translation>Issued {0}; it can be printed or sent.</translation>
    </message>
    <message>
      <source>供货方已开具 {0}，与这份一字不差：F11 看它、答复它。</source>
      <translation>The supplier has issued {0}, which says just this: F11 shows it and answers it.</translation>
    </message>
    <message>
      <source>{0} 已开具，与这份一字不差：F8 取出它再打印。</source>
      <translation>{0} is issued and says just what this does: F8 brings it up to be printed.</translation>
    </message>
    <message>
      <source>已撤回 {0}；再开具时编新号。</source>
      <translation>{0} is withdrawn; the next issue gets a new number.</translation>
    </message>
    <message>
      <source>存到哪里</source>
      <translation>Where to save</translation>
    </message>
    <message>
      <source>PDF 文件 (*.pdf)</source>
      <translation>PDF file (*.pdf)</translation>
    </message>
    <message>
      <source>正在保存对账单</source>
      <translation>Saving the statement</translation>
    </message>
    <message>
      <source>已保存：{0}</source>
      <translation>Saved: {0}</translation>
    </message>
    <message>
      <source>它代替 {0}。</source>
      <translation> It takes the place of {0}.</translation>
    </message>
  </context>
  <context>
    <name>StatusBlock</name>
    <message>
      <source>总部不收</source>
      <translation>Turned away</translation>
    </message>
    <message>
      <source>交换中…</source>
      <translation>Exchanging…</translation>
    </message>
    <message>
      <source>正在打开账套…</source>
      <translation>Opening the books…</translation>
    </message>
    <message>
      <source>总部账套</source>
      <translation>HQ</translation>
    </message>
    <message>
      <source>本机就是总部</source>
      <translation>These are HQ's own books</translation>
    </message>
    <message numerus="yes">
      <source>%n 条待发送</source>
      <translation>
        <numerusform>%n entry to send</numerusform>
        <numerusform>%n entries to send</numerusform>
      </translation>
    </message>
    <message>
      <source>没有待发送的</source>
      <translation>Nothing to send</translation>
    </message>
    <message>
      <source>上次交换 {0}
{1}</source>
      <translation>Last: {0}
{1}</translation>
    </message>
    <message>
      <source>自 {0} 起没有交换成功
{1}</source>
      <translation>No exchange since {0}
{1}</translation>
    </message>
    <message>
      <source>还没有交换过</source>
      <translation>Never exchanged yet</translation>
    </message>
    <message numerus="yes">
      <source>%n 件需要处理</source>
      <translation>
        <numerusform>%n needs a look</numerusform>
        <numerusform>%n need a look</numerusform>
      </translation>
    </message>
    <message>
      <source>首次取数 {0}%
还有 {1} 条</source>
      <translation>First fill {0}%
{1} to come</translation>
    </message>
    <message>
      <source>尚未连接</source>
      <translation>Not connected</translation>
    </message>
    <message>
      <source>在线</source>
      <translation>Online</translation>
    </message>
    <message>
      <source>离线</source>
      <translation>Offline</translation>
    </message>
  </context>
  <context>
    <name>Strip</name>
    <message>
      <source>光标到哪一行，这里就说那一行的库存、最近三次成交和价格由来。</source>
      <translation>Stock, the last three sales and the price of the line under the caret.</translation>
    </message>
    <message>
      <source>总部可订 {0}</source>
      <translation>At HQ {0}</translation>
    </message>
    <message>
      <source>（{0}）</source>
      <translation> ({0})</translation>
    </message>
    <message>
      <source>在途 {0}</source>
      <translation>On its way {0}</translation>
    </message>
    <message>
      <source>没有库存记录</source>
      <translation>No stock recorded</translation>
    </message>
    <message>
      <source>{0} · 库存</source>
      <translation>{0} · stock</translation>
    </message>
    <message>
      <source>该客户最近三次</source>
      <translation>Last three sales</translation>
    </message>
    <message>
      <source>最近三次进货</source>
      <translation>Last three purchases</translation>
    </message>
    <message>
      <source>还没有买过</source>
      <translation>Never bought</translation>
    </message>
    <message>
      <source>还有 {0} 步，按 F7 看全部</source>
      <translation>{0} more steps; F7 shows all</translation>
    </message>
    <message>
      <source>为什么是这个价</source>
      <translation>Why this price</translation>
    </message>
    <message>
      <source>填了数量就说明价格由来。</source>
      <translation>Told once there is a quantity.</translation>
    </message>
  </context>
  <context>
    <name>Submitter</name>
    <message>
      <source>订单里还没有商品。</source>
      <translation>There are no goods in the order yet.</translation>
    </message>
    <message>
      <source>记为拒绝</source>
      <translation>Keep as refused</translation>
    </message>
    <message>
      <source>还有没填好的行，光标已经停在那里。</source>
      <translation>A line isn't finished; the caret stands there.</translation>
    </message>
    <message>
      <source>原因（写进订单，以后都看得到）</source>
      <translation>Reason (it stays on the order, for all to read)</translation>
    </message>
    <message>
      <source>把这张订单记为拒绝</source>
      <translation>Keep this order as refused</translation>
    </message>
    <message>
      <source>理由（批的人看得到）</source>
      <translation>Why (whoever lets it pass reads it)</translation>
    </message>
    <message>
      <source>请人特批这张超额度的订单</source>
      <translation>Ask somebody to let this order pass the limit</translation>
    </message>
    <message>
      <source>请求特批</source>
      <translation>Ask for approval</translation>
    </message>
  </context>
  <context>
    <name>SumsCard</name>
    <message>
      <source>商品合计</source>
      <translation>Goods</translation>
    </message>
    <message>
      <source>促销优惠</source>
      <translation>Promotions</translation>
    </message>
    <message>
      <source>返利抵用</source>
      <translation>Paid by rebates</translation>
    </message>
    <message>
      <source>已接受</source>
      <translation>Accepted</translation>
    </message>
    <message>
      <source>已发货</source>
      <translation>Delivered</translation>
    </message>
    <message>
      <source>应收</source>
      <translation>To pay</translation>
    </message>
    <message>
      <source>应付</source>
      <translation>To pay</translation>
    </message>
    <message>
      <source>{0}，不产生应收。</source>
      <translation>{0}: nothing is owed.</translation>
    </message>
    <message>
      <source>{0}，不产生应付。</source>
      <translation>{0}: nothing is owed.</translation>
    </message>
  </context>
  <context>
    <name>TermsDialog</name>
    <message>
      <source>信用与账期：{0}</source>
      <translation>Credit terms of {0}</translation>
    </message>
    <message>
      <source>保存</source>
      <translation>Save</translation>
    </message>
    <message>
      <source>分期，如 30%N30,70%N60</source>
      <translation>Instalments, such as 30%N30,70%N60</translation>
    </message>
    <message>
      <source>付款条件</source>
      <translation>Terms of payment</translation>
    </message>
  </context>
  <context>
    <name>ToldLines</name>
    <message>
      <source>这张对账单上没有单据。</source>
      <translation>No documents on this statement.</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>对账单金额</source>
      <translation>Statement</translation>
    </message>
    <message>
      <source>买方账</source>
      <translation>Buyer's book</translation>
    </message>
    <message>
      <source>核对结果</source>
      <translation>Compared</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
  </context>
  <context>
    <name>TotalsCard</name>
    <message>
      <source>促销优惠</source>
      <translation>Promotions</translation>
    </message>
    <message>
      <source>赠品价值</source>
      <translation>Worth of free goods</translation>
    </message>
    <message>
      <source>返利抵用</source>
      <translation>Paid by rebates</translation>
    </message>
    <message>
      <source>可接受金额</source>
      <translation>Can be accepted</translation>
    </message>
    <message>
      <source>应收</source>
      <translation>To pay</translation>
    </message>
    <message>
      <source>应付</source>
      <translation>To pay</translation>
    </message>
    <message>
      <source>不用</source>
      <translation>none</translation>
    </message>
    <message numerus="yes">
      <source>商品合计（%n 行）</source>
      <translation>
        <numerusform>Goods (%n line)</numerusform>
        <numerusform>Goods (%n lines)</numerusform>
      </translation>
    </message>
    <message>
      <source>商品合计</source>
      <translation>Goods</translation>
    </message>
  </context>
  <context>
    <name>UnlockWindow</name>
    <message>
      <source>密码短语</source>
      <translation>Passphrase</translation>
    </message>
    <message>
      <source>设备密钥由密码短语锁住，每次开窗输入一次。</source>
      <translation>This desk's key is sealed under a passphrase, which is asked for once at every start.</translation>
    </message>
    <message>
      <source>打开</source>
      <translation>Open</translation>
    </message>
  </context>
  <context>
    <name>VerifyDialog</name>
    <message>
      <source>核验对账单</source>
      <translation>Verify a statement</translation>
    </message>
    <message>
      <source>用扫码枪扫纸上的二维码，或把扫出的文字粘贴进来，按回车。</source>
      <translation>Scan the code on the paper, or paste its text, and press Enter.</translation>
    </message>
  </context>
  <context>
    <name>WalletCard</name>
    <message>
      <source>返利余额</source>
      <translation>Rebate credit</translation>
    </message>
    <message>
      <source>订单占用</source>
      <translation>Held by orders</translation>
    </message>
    <message>
      <source>30 天内到期</source>
      <translation>Ends within 30 days</translation>
    </message>
    <message>
      <source>最早 {0} 到期</source>
      <translation>first on {0}</translation>
    </message>
  </context>
  <context>
    <name>WalletDialog</name>
    <message>
      <source>返利余额明细</source>
      <translation>Rebate credits</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
    <message>
      <source>还没有返利余额。返利结算后记在这里，订货时可以抵用。</source>
      <translation>There is no rebate credit yet. What is settled stands here and can pay for orders.</translation>
    </message>
    <message>
      <source>{0}的返利余额</source>
      <translation>Rebate credit of {0}</translation>
    </message>
  </context>
  <context>
    <name>WhyDialog</name>
    <message>
      <source>为什么是这个价</source>
      <translation>Why this price</translation>
    </message>
    <message>
      <source>关闭</source>
      <translation>Close</translation>
    </message>
  </context>
  <context>
    <name>WindowPage</name>
    <message>
      <source>看过了</source>
      <translation>Read</translation>
    </message>
    <message>
      <source>“{0}”在这里现在做不了。</source>
      <translation>“{0}” can’t be done here now.</translation>
    </message>
  </context>
  <context>
    <name>WithdrawDialog</name>
    <message>
      <source>撤回对账单 {0}</source>
      <translation>Withdraw statement {0}</translation>
    </message>
    <message>
      <source>撤回</source>
      <translation>Withdraw</translation>
    </message>
    <message>
      <source>撤回后这张对账单作废，编号不再使用；对方的程序会看到原因。已寄出的纸请向对方要回。</source>
      <translation>The statement becomes void and its number is not used again; the other side's program shows why. Ask for a paper that was sent.</translation>
    </message>
    <message>
      <source>原因</source>
      <translation>Reason</translation>
    </message>
  </context>
  <context>
    <name>WithdrawPolicyDialog</name>
    <message>
      <source>停用：{0}  v{1}</source>
      <translation>End: {0}  v{1}</translation>
    </message>
    <message>
      <source>停用</source>
      <translation>End</translation>
    </message>
    <message>
      <source>最后有效的一天</source>
      <translation>Last day it holds</translation>
    </message>
    <message>
      <source>原因（各经销商会看到）</source>
      <translation>Reason (dealers see it)</translation>
    </message>
  </context>
  <context>
    <name>WorkBar</name>
    <message>
      <source>取消</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>正在停下…</source>
      <translation>Stopping…</translation>
    </message>
    <message>
      <source>正在送出</source>
      <translation>Sending</translation>
    </message>
    <message>
      <source>正在取得</source>
      <translation>Receiving</translation>
    </message>
    <message>
      <source>正在核对</source>
      <translation>Checking</translation>
    </message>
    <message>
      <source>正在开具</source>
      <translation>Issuing</translation>
    </message>
    <message>
      <source>正在排版</source>
      <translation>Laying out</translation>
    </message>
  </context>
  <context>
    <name>_CreditDialog</name>
    <message>
      <source>空着就是不限额</source>
      <translation>Empty means no limit</translation>
    </message>
    <message>
      <source>空着就是现结</source>
      <translation>Empty means cash</translation>
    </message>
    <message>
      <source>信用额度</source>
      <translation>Credit limit</translation>
    </message>
    <message>
      <source>账期天数</source>
      <translation>Days to pay</translation>
    </message>
  </context>
  <context>
    <name>abreast</name>
    <message>
      <source>我方余额</source>
      <translation>Our balance</translation>
    </message>
    <message>
      <source>对方余额</source>
      <translation>Their balance</translation>
    </message>
    <message>
      <source>调节后余额</source>
      <translation>Adjusted balance</translation>
    </message>
    <message>
      <source>加：</source>
      <translation>Add: </translation>
    </message>
    <message>
      <source>减：</source>
      <translation>Less: </translation>
    </message>
  </context>
  <context>
    <name>answering</name>
    <message>
      <source>回函</source>
      <translation>Replies</translation>
    </message>
    <message>
      <source>确认</source>
      <translation>Confirm</translation>
    </message>
    <message>
      <source>核对</source>
      <translation>Compare</translation>
    </message>
    <message>
      <source>这是供货方的账，对账单由供货方开具；这里可以看、打印，F11 确认收到的，F12 核对两边的账。</source>
      <translation>This is the account with your supplier, who issues its statements. Here you can look at it and print it, confirm what came (F11) and compare the two books (F12).</translation>
    </message>
    <message>
      <source>{0} 已经开具，可以打印；要重开，先撤回（Ctrl+W）。</source>
      <translation>{0} is issued already and can be printed; to issue it anew, withdraw it first (Ctrl+W).</translation>
    </message>
  </context>
  <context>
    <name>cards</name>
    <message>
      <source>已保存：{0}（{1}）。</source>
      <translation>Saved: {0} ({1}).</translation>
    </message>
  </context>
  <context>
    <name>fields</name>
    <message>
      <source>可用 {0}</source>
      <translation>{0} left</translation>
    </message>
    <message>
      <source>不限额</source>
      <translation>No limit</translation>
    </message>
    <message>
      <source>欠款 {0}</source>
      <translation>Owes {0}</translation>
    </message>
  </context>
  <context>
    <name>hints</name>
    <message>
      <source>{0}，{1}</source>
      <translation>{0}: {1}</translation>
    </message>
    <message>
      <source>再加 {0} 种商品</source>
      <translation>{0} more products</translation>
    </message>
    <message>
      <source>再加 {0}</source>
      <translation>{0} more</translation>
    </message>
    <message>
      <source>再加 {0} 元</source>
      <translation>{0} yuan more</translation>
    </message>
    <message>
      <source>再加 {0} 元（约 {1}）</source>
      <translation>{0} yuan more (some {1})</translation>
    </message>
    <message>
      <source>就能享受“{0}”</source>
      <translation>“{0}” holds</translation>
    </message>
    <message>
      <source>同样商品</source>
      <translation>the same product</translation>
    </message>
    <message>
      <source>可加价 {0} 换购 {1} × {2}</source>
      <translation>{1} × {2} for {0} each</translation>
    </message>
    <message>
      <source>送 {0} × {1}</source>
      <translation>{0} × {1} free</translation>
    </message>
    <message>
      <source> {0} 折（省 {1}%）</source>
      <translation> at {0} % of its price ({1} % off)</translation>
    </message>
    <message>
      <source>按 {0}</source>
      <translation> at {0}</translation>
    </message>
    <message>
      <source>减 {0}</source>
      <translation> costs {0} less</translation>
    </message>
  </context>
  <context>
    <name>layout</name>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>客户编码</source>
      <translation>Customer's code</translation>
    </message>
    <message>
      <source>单号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>日期</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>地址</source>
      <translation>Address</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>大写金额</source>
      <translation>In capitals</translation>
    </message>
    <message>
      <source>上次欠款</source>
      <translation>Balance before</translation>
    </message>
    <message>
      <source>累计欠款</source>
      <translation>Balance after</translation>
    </message>
    <message>
      <source>制单</source>
      <translation>Made by</translation>
    </message>
    <message>
      <source>复核</source>
      <translation>Checked by</translation>
    </message>
    <message>
      <source>备注</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>页次</source>
      <translation>Page</translation>
    </message>
    <message>
      <source>期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>回复期限</source>
      <translation>Reply by</translation>
    </message>
    <message>
      <source>开具日</source>
      <translation>Issued</translation>
    </message>
    <message>
      <source>期初余额</source>
      <translation>Opening balance</translation>
    </message>
    <message>
      <source>本期增加</source>
      <translation>Increases</translation>
    </message>
    <message>
      <source>本期减少</source>
      <translation>Decreases</translation>
    </message>
    <message>
      <source>期末余额</source>
      <translation>Closing balance</translation>
    </message>
    <message>
      <source>未到期</source>
      <translation>Not due</translation>
    </message>
    <message>
      <source>逾期 1–30</source>
      <translation>Late 1–30</translation>
    </message>
    <message>
      <source>逾期 31–60</source>
      <translation>Late 31–60</translation>
    </message>
    <message>
      <source>逾期 61–90</source>
      <translation>Late 61–90</translation>
    </message>
    <message>
      <source>逾期 91–120</source>
      <translation>Late 91–120</translation>
    </message>
    <message>
      <source>逾期 120 以上</source>
      <translation>Late over 120</translation>
    </message>
    <message>
      <source>预收款</source>
      <translation>Prepayments</translation>
    </message>
    <message>
      <source>返利账户</source>
      <translation>Rebate wallet</translation>
    </message>
    <message>
      <source>在途商品</source>
      <translation>Goods in transit</translation>
    </message>
    <message>
      <source>有异议</source>
      <translation>Disputed</translation>
    </message>
    <message>
      <source>开户行</source>
      <translation>Bank</translation>
    </message>
    <message>
      <source>账号</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>二维码</source>
      <translation>QR code</translation>
    </message>
    <message>
      <source>序号</source>
      <translation>No.</translation>
    </message>
    <message>
      <source>货号</source>
      <translation>SKU</translation>
    </message>
    <message>
      <source>品名</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>数量</source>
      <translation>Quantity</translation>
    </message>
    <message>
      <source>单价</source>
      <translation>Unit price</translation>
    </message>
    <message>
      <source>单据</source>
      <translation>Document</translation>
    </message>
    <message>
      <source>摘要</source>
      <translation>Summary</translation>
    </message>
    <message>
      <source>应收增加</source>
      <translation>Increase</translation>
    </message>
    <message>
      <source>应收减少</source>
      <translation>Decrease</translation>
    </message>
    <message>
      <source>余额</source>
      <translation>Balance</translation>
    </message>
  </context>
  <context>
    <name>lists</name>
    <message>
      <source>排序、筛选、列、行高、收藏</source>
      <translation>Sorting, filters, columns, row height, kept lists</translation>
    </message>
    <message>
      <source>按第几列排序，再按换方向</source>
      <translation>Sort by that column, again to turn it round</translation>
    </message>
    <message>
      <source>多选，全选</source>
      <translation>Select several, select all</translation>
    </message>
    <message>
      <source>复制所选行、这一格</source>
      <translation>Copy the selected rows, this cell</translation>
    </message>
    <message>
      <source>第一行、最后一行</source>
      <translation>First row, last row</translation>
    </message>
    <message>
      <source>先取消搜索和筛选</source>
      <translation>Leave search and filters first</translation>
    </message>
    <message>
      <source>本月</source>
      <translation>This month</translation>
    </message>
    <message>
      <source>上月</source>
      <translation>Last month</translation>
    </message>
    <message>
      <source>今年</source>
      <translation>This year</translation>
    </message>
    <message>
      <source>今天</source>
      <translation>Today</translation>
    </message>
    <message>
      <source>本周</source>
      <translation>This week</translation>
    </message>
    <message>
      <source>去年</source>
      <translation>Last year</translation>
    </message>
  </context>
  <context>
    <name>pages</name>
    <message>
      <source>恢复后交还</source>
      <translation>Given back</translation>
    </message>
    <message>
      <source>订单</source>
      <translation>Orders</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customers</translation>
    </message>
    <message>
      <source>商品与库存</source>
      <translation>Products</translation>
    </message>
    <message>
      <source>到货</source>
      <translation>Incoming</translation>
    </message>
    <message>
      <source>发货与退货</source>
      <translation>Deliveries</translation>
    </message>
    <message>
      <source>收款</source>
      <translation>Receipts</translation>
    </message>
    <message>
      <source>政策</source>
      <translation>Policies</translation>
    </message>
    <message>
      <source>返利</source>
      <translation>Rebates</translation>
    </message>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>设置</source>
      <translation>Settings</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealers</translation>
    </message>
    <message>
      <source>与供货方对账确认</source>
      <translation>Confirm with the supplier</translation>
    </message>
    <message>
      <source>与经销商对账确认</source>
      <translation>Confirmations with dealers</translation>
    </message>
    <message>
      <source>账龄</source>
      <translation>Ageing</translation>
    </message>
    <message>
      <source>往来明细</source>
      <translation>Account</translation>
    </message>
    <message>
      <source>核销</source>
      <translation>Settle</translation>
    </message>
    <message>
      <source>银行与钱包流水</source>
      <translation>Bank and wallet files</translation>
    </message>
    <message>
      <source>回函</source>
      <translation>Replies</translation>
    </message>
    <message>
      <source>两边账核对</source>
      <translation>Compare both books</translation>
    </message>
    <message>
      <source>交换记录</source>
      <translation>Exchanges</translation>
    </message>
    <message>
      <source>订单草稿</source>
      <translation>Order drafts</translation>
    </message>
    <message>
      <source>导入文件</source>
      <translation>Import a file</translation>
    </message>
    <message>
      <source>今日</source>
      <translation>Today</translation>
    </message>
    <message>
      <source>货物</source>
      <translation>Goods</translation>
    </message>
    <message>
      <source>资金</source>
      <translation>Money</translation>
    </message>
    <message>
      <source>账务</source>
      <translation>Accounts</translation>
    </message>
    <message>
      <source>需要处理</source>
      <translation>Needs attention</translation>
    </message>
  </context>
  <context>
    <name>palette</name>
    <message>
      <source>对账单</source>
      <translation>Statements</translation>
    </message>
    <message>
      <source>命令</source>
      <translation>command</translation>
    </message>
  </context>
  <context>
    <name>paper_names</name>
    <message>
      <source>A4</source>
      <translation>A4</translation>
    </message>
    <message>
      <source>241×279.4 整张连续纸</source>
      <translation>241×279.4 continuous, full</translation>
    </message>
    <message>
      <source>241×139.7 二等分</source>
      <translation>241×139.7 continuous, half</translation>
    </message>
    <message>
      <source>241×93.1 三等分</source>
      <translation>241×93.1 continuous, third</translation>
    </message>
    <message>
      <source>存根</source>
      <translation>Stub</translation>
    </message>
    <message>
      <source>客户</source>
      <translation>Customer</translation>
    </message>
    <message>
      <source>财务</source>
      <translation>Accounts</translation>
    </message>
    <message>
      <source>仓库</source>
      <translation>Warehouse</translation>
    </message>
    <message>
      <source>回单</source>
      <translation>Receipt</translation>
    </message>
    <message>
      <source>一份，不分联</source>
      <translation>One, without a name</translation>
    </message>
  </context>
  <context>
    <name>people</name>
    <message>
      <source>密码（必须）</source>
      <translation>Password (needed)</translation>
    </message>
    <message>
      <source>密码（可以不设）</source>
      <translation>Password (may be none)</translation>
    </message>
    <message>
      <source>再输一遍密码</source>
      <translation>Password once more</translation>
    </message>
  </context>
  <context>
    <name>policies</name>
    <message>
      <source>空着：不限</source>
      <translation>empty: open</translation>
    </message>
    <message>
      <source>政策类型</source>
      <translation>Kind</translation>
    </message>
    <message>
      <source>编号</source>
      <translation>Number</translation>
    </message>
    <message>
      <source>例如：CX2026-11</source>
      <translation>such as CX2026-11</translation>
    </message>
    <message>
      <source>名称</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>例如：双十一满减</source>
      <translation>such as November savings</translation>
    </message>
    <message>
      <source>开始（含当天）</source>
      <translation>First day</translation>
    </message>
    <message>
      <source>结束（含当天）</source>
      <translation>Last day</translation>
    </message>
    <message>
      <source>版本</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>开始日已过：以前的单据也计入</source>
      <translation>Past days count too</translation>
    </message>
    <message>
      <source>对渠道内各级卖方都有效（不勾：只对向总部进货有效）</source>
      <translation>Holds for any seller in the channel (else HQ only)</translation>
    </message>
    <message>
      <source>备注</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>按优惠前的价算，与别的相加</source>
      <translation>From the price before, adding up</translation>
    </message>
    <message>
      <source>接着前一个优惠后的价再算</source>
      <translation>From what the one before left</translation>
    </message>
    <message>
      <source>独占：用了它的商品不再参加别的政策</source>
      <translation>Exclusive: goods it used take part in no other policy</translation>
    </message>
    <message>
      <source>优先级（大的先用）</source>
      <translation>Priority (higher goes first)</translation>
    </message>
    <message>
      <source>互斥组（同组只用一个）</source>
      <translation>Group (one of a group holds)</translation>
    </message>
    <message>
      <source>空着：促销同为一组，返利各算各的</source>
      <translation>empty: promotions compete, rebates don't</translation>
    </message>
    <message>
      <source>折上折</source>
      <translation>Discount on discount</translation>
    </message>
    <message>
      <source>先后（小的先算）</source>
      <translation>Order (lower goes first)</translation>
    </message>
    <message>
      <source>后面的政策按它优惠后的价算</source>
      <translation>Policies after it count from the reduced price</translation>
    </message>
    <message>
      <source>数量</source>
      <translation>Quantity</translation>
    </message>
    <message>
      <source>金额</source>
      <translation>Amount</translation>
    </message>
    <message>
      <source>不含税金额</source>
      <translation>Amount without tax</translation>
    </message>
    <message>
      <source>品种数</source>
      <translation>Different products</translation>
    </message>
    <message>
      <source>整单合计</source>
      <translation>Whole order</translation>
    </message>
    <message>
      <source>每行</source>
      <translation>Each line</translation>
    </message>
    <message>
      <source>是</source>
      <translation>yes</translation>
    </message>
    <message>
      <source>否</source>
      <translation>no</translation>
    </message>
    <message>
      <source>计量</source>
      <translation>Unit</translation>
    </message>
    <message>
      <source>至少</source>
      <translation>At least</translation>
    </message>
    <message>
      <source>至多</source>
      <translation>At most</translation>
    </message>
    <message>
      <source>商品（空格选）</source>
      <translation>Products (Space)</translation>
    </message>
    <message>
      <source>本政策的商品</source>
      <translation>the policy's own</translation>
    </message>
    <message>
      <source>怎样合计</source>
      <translation>Added up</translation>
    </message>
    <message>
      <source>占用</source>
      <translation>Reserved</translation>
    </message>
    <message>
      <source>凭券码</source>
      <translation>Coupon code</translation>
    </message>
    <message>
      <source>每户最多用几次</source>
      <translation>Uses per dealer</translation>
    </message>
    <message>
      <source>全部客户共几次</source>
      <translation>Uses by all dealers together</translation>
    </message>
    <message>
      <source>议价的行也参加</source>
      <translation>Lines agreed by hand take part too</translation>
    </message>
    <message>
      <source>还须满足的条件（都要满足）</source>
      <translation>Conditions (all must hold)</translation>
    </message>
    <message>
      <source>对谁</source>
      <translation>For whom</translation>
    </message>
    <message>
      <source>哪些商品</source>
      <translation>Which products</translation>
    </message>
    <message>
      <source>什么政策，什么时候</source>
      <translation>What and when</translation>
    </message>
    <message>
      <source>与别的政策怎样合用</source>
      <translation>Together with other policies</translation>
    </message>
    <message>
      <source>怎样计量</source>
      <translation>What counts</translation>
    </message>
    <message>
      <source>返多少</source>
      <translation>How much</translation>
    </message>
    <message>
      <source>怎样兑现</source>
      <translation>Reward</translation>
    </message>
    <message>
      <source>附加条件与上限</source>
      <translation>Conditions and caps</translation>
    </message>
    <message>
      <source>价格</source>
      <translation>Prices</translation>
    </message>
    <message>
      <source>限制与条件</source>
      <translation>Limits and conditions</translation>
    </message>
    <message>
      <source>价目表</source>
      <translation>Price list</translation>
    </message>
    <message>
      <source>返利</source>
      <translation>Rebate</translation>
    </message>
    <message>
      <source>、</source>
      <translation>, </translation>
    </message>
    <message>
      <source>规则（从上往下，先合适的先用）</source>
      <translation>Rules (from the top, the first that fits)</translation>
    </message>
    <message>
      <source>以哪张价目表为基础</source>
      <translation>Builds on price list</translation>
    </message>
    <message>
      <source>空着：客户自己的价目表</source>
      <translation>empty: the customer's own</translation>
    </message>
    <message>
      <source>都没有价时，用上次成交价</source>
      <translation>Where there is no price, the last one paid</translation>
    </message>
    <message>
      <source>议价最多低 %</source>
      <translation>By hand at most % below</translation>
    </message>
    <message>
      <source>空着：不许议价</source>
      <translation>empty: no price by hand</translation>
    </message>
    <message>
      <source>议价最多高 %</source>
      <translation>By hand at most % above</translation>
    </message>
    <message>
      <source>基础价</source>
      <translation>Base price</translation>
    </message>
    <message>
      <source>定价</source>
      <translation>Fixed</translation>
    </message>
    <message>
      <source>成本</source>
      <translation>Cost</translation>
    </message>
    <message>
      <source>上次价</source>
      <translation>Last price</translation>
    </message>
    <message>
      <source>全部商品</source>
      <translation>all products</translation>
    </message>
    <message>
      <source>数量满</source>
      <translation>From quantity</translation>
    </message>
    <message>
      <source>依据</source>
      <translation>Base</translation>
    </message>
    <message>
      <source>加减 %</source>
      <translation>± %</translation>
    </message>
    <message>
      <source>最低价</source>
      <translation>Floor</translation>
    </message>
    <message>
      <source>加减（元）</source>
      <translation>± yuan</translation>
    </message>
    <message>
      <source>毛利 %</source>
      <translation>Margin %</translation>
    </message>
    <message>
      <source>只限单位</source>
      <translation>Only in unit</translation>
    </message>
    <message>
      <source>只限对象（空格选）</source>
      <translation>Only for (Space)</translation>
    </message>
    <message>
      <source>止（不含）</source>
      <translation>End (excl.)</translation>
    </message>
    <message>
      <source>送什么</source>
      <translation>Gift</translation>
    </message>
    <message>
      <source>选商品</source>
      <translation>choose</translation>
    </message>
    <message>
      <source>每户最多</source>
      <translation>Most per dealer</translation>
    </message>
    <message>
      <source>按什么计</source>
      <translation>Measure</translation>
    </message>
    <message>
      <source>进货</source>
      <translation>Purchases</translation>
    </message>
    <message>
      <source>向下销售（动销）</source>
      <translation>Sell-through</translation>
    </message>
    <message>
      <source>回款</source>
      <translation>Money received</translation>
    </message>
    <message>
      <source>含税金额</source>
      <translation>Amount with tax</translation>
    </message>
    <message>
      <source>数量（基本单位）</source>
      <translation>Quantity (base units)</translation>
    </message>
    <message>
      <source>每月</source>
      <translation>Month</translation>
    </message>
    <message>
      <source>每季</source>
      <translation>Quarter</translation>
    </message>
    <message>
      <source>每年</source>
      <translation>Year</translation>
    </message>
    <message>
      <source>政策整期</source>
      <translation>Whole policy</translation>
    </message>
    <message>
      <source>按退货日冲减</source>
      <translation>On the day of the return</translation>
    </message>
    <message>
      <source>按原销售日冲减（追回）</source>
      <translation>On the day of the sale (claws back)</translation>
    </message>
    <message>
      <source>计算期</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>退货</source>
      <translation>Return</translation>
    </message>
    <message>
      <source>逾期几天以上不返</source>
      <translation>No rebate when late by days</translation>
    </message>
    <message>
      <source>赠品计入达成</source>
      <translation>Free goods count</translation>
    </message>
    <message>
      <source>赠品计入返利基数</source>
      <translation>Free goods earn</translation>
    </message>
    <message>
      <source>达到哪档，全额按那档</source>
      <translation>The tier reached, for all of it</translation>
    </message>
    <message>
      <source>分段计算</source>
      <translation>Each tier on its own part</translation>
    </message>
    <message>
      <source>只算超过任务的部分</source>
      <translation>Only what is above the target</translation>
    </message>
    <message>
      <source>每满多少奖多少</source>
      <translation>So much for each full amount</translation>
    </message>
    <message>
      <source>按任务达成率分档</source>
      <translation>By share of the target</translation>
    </message>
    <message>
      <source>按总量</source>
      <translation>Total</translation>
    </message>
    <message>
      <source>按同比增长 %</source>
      <translation>Growth on last year in %</translation>
    </message>
    <message>
      <source>各期单独算</source>
      <translation>Each period by itself</translation>
    </message>
    <message>
      <source>全年达成才发，一次补齐</source>
      <translation>All at once when the year's target is met</translation>
    </message>
    <message>
      <source>达成的期先发，年终补齐</source>
      <translation>Met periods at once, the rest at year's end</translation>
    </message>
    <message>
      <source>起点（满）</source>
      <translation>From</translation>
    </message>
    <message>
      <source>返 %</source>
      <translation>%</translation>
    </message>
    <message>
      <source>或每件返</source>
      <translation>or each unit</translation>
    </message>
    <message>
      <source>每满</source>
      <translation>Each full</translation>
    </message>
    <message>
      <source>奖</source>
      <translation>Gives</translation>
    </message>
    <message>
      <source>档次（含起点，不含下一档的起点）</source>
      <translation>Tiers (from the start up to the next one's)</translation>
    </message>
    <message>
      <source>怎样算</source>
      <translation>Method</translation>
    </message>
    <message>
      <source>按什么分档</source>
      <translation>Tiers by</translation>
    </message>
    <message>
      <source>年度累计</source>
      <translation>Year to date</translation>
    </message>
    <message>
      <source>经销商</source>
      <translation>Dealer</translation>
    </message>
    <message>
      <source>其余各家</source>
      <translation>all others</translation>
    </message>
    <message>
      <source>期间</source>
      <translation>Period</translation>
    </message>
    <message>
      <source>各期</source>
      <translation>every period</translation>
    </message>
    <message>
      <source>任务量</source>
      <translation>Target</translation>
    </message>
    <message>
      <source>任务（期间写 2026-11、2026-Q4 或 2026）</source>
      <translation>Targets (period: 2026-11, 2026-Q4 or 2026)</translation>
    </message>
    <message>
      <source>四舍五入</source>
      <translation>Round half up</translation>
    </message>
    <message>
      <source>舍去零头</source>
      <translation>Round down</translation>
    </message>
    <message>
      <source>向上进位</source>
      <translation>Round up</translation>
    </message>
    <message>
      <source>保留四位小数</source>
      <translation>Keep four decimals</translation>
    </message>
    <message>
      <source>至少占 %</source>
      <translation>At least %</translation>
    </message>
    <message>
      <source>级别</source>
      <translation>Tier</translation>
    </message>
    <message>
      <source>或某一家</source>
      <translation>or dealer</translation>
    </message>
    <message>
      <source>乘以</source>
      <translation>Times</translation>
    </message>
    <message>
      <source>品类结构要求</source>
      <translation>Required mix</translation>
    </message>
    <message>
      <source>按级别加成</source>
      <translation>Mark-up by tier</translation>
    </message>
    <message>
      <source>每户每期最多</source>
      <translation>Most per dealer and period</translation>
    </message>
    <message>
      <source>整个政策最多</source>
      <translation>Most for the policy</translation>
    </message>
    <message>
      <source>取整</source>
      <translation>Rounding</translation>
    </message>
    <message>
      <source>取到</source>
      <translation>To multiples of</translation>
    </message>
    <message>
      <source>零头转入下期</source>
      <translation>Carry the remainder on</translation>
    </message>
    <message>
      <source>返利钱包（抵货款）</source>
      <translation>Wallet (pays orders)</translation>
    </message>
    <message>
      <source>账扣（直接冲减欠款）</source>
      <translation>Credit on the account</translation>
    </message>
    <message>
      <source>货补（送货）</source>
      <translation>Goods</translation>
    </message>
    <message>
      <source>现金</source>
      <translation>Cash</translation>
    </message>
    <message>
      <source>奖品或名额</source>
      <translation>Prize or place</translation>
    </message>
    <message>
      <source>期末</source>
      <translation>At the period's end</translation>
    </message>
    <message>
      <source>从以后各期扣减</source>
      <translation>Taken off the next periods</translation>
    </message>
    <message>
      <source>不影响以后各期</source>
      <translation>Forgotten</translation>
    </message>
    <message>
      <source>一期退多于进</source>
      <translation>More returned than bought</translation>
    </message>
    <message>
      <source>单据付清时</source>
      <translation>As each document is paid</translation>
    </message>
    <message>
      <source>只能抵哪些商品</source>
      <translation>May be spent on</translation>
    </message>
    <message>
      <source>什么奖品</source>
      <translation>Which thing</translation>
    </message>
    <message>
      <source>何时可兑现</source>
      <translation>Payable</translation>
    </message>
    <message>
      <source>几个月后作废</source>
      <translation>Expires after months</translation>
    </message>
    <message>
      <source>或到哪天作废</source>
      <translation>or expires on</translation>
    </message>
    <message>
      <source>不限期</source>
      <translation>no end</translation>
    </message>
    <message>
      <source>不限</source>
      <translation>open</translation>
    </message>
    <message>
      <source>{0} 至 {1}</source>
      <translation>{0} to {1}</translation>
    </message>
    <message>
      <source>政策</source>
      <translation>Policy</translation>
    </message>
    <message>
      <source>状态</source>
      <translation>State</translation>
    </message>
    <message>
      <source>制定 / 审批</source>
      <translation>Author / approver</translation>
    </message>
    <message>
      <source>阅读时间</source>
      <translation>Read at</translation>
    </message>
    <message>
      <source>至 {0}</source>
      <translation>to {0}</translation>
    </message>
    <message>
      <source>还没看</source>
      <translation>not yet</translation>
    </message>
    <message>
      <source>地区</source>
      <translation>Territory</translation>
    </message>
    <message>
      <source>标签</source>
      <translation>Tag</translation>
    </message>
    <message>
      <source>及其下级</source>
      <translation>And below</translation>
    </message>
    <message>
      <source>商品</source>
      <translation>Product</translation>
    </message>
    <message>
      <source>类别</source>
      <translation>Category</translation>
    </message>
    <message>
      <source>品牌</source>
      <translation>Brand</translation>
    </message>
    <message>
      <source>全部经销商</source>
      <translation>all dealers</translation>
    </message>
    <message>
      <source>{0}（除 {1}）</source>
      <translation>{0} (without {1})</translation>
    </message>
    <message>
      <source> 或 </source>
      <translation> or </translation>
    </message>
    <message>
      <source>除外</source>
      <translation>except</translation>
    </message>
    <message>
      <source>或者</source>
      <translation>or</translation>
    </message>
    <message>
      <source>不填就是{0}</source>
      <translation>empty: {0}</translation>
    </message>
    <message>
      <source>或者另一组</source>
      <translation>or another group</translation>
    </message>
    <message>
      <source>哪些经销商</source>
      <translation>Which dealers</translation>
    </message>
    <message>
      <source>完成</source>
      <translation>Done</translation>
    </message>
    <message>
      <source>取消</source>
      <translation>Cancel</translation>
    </message>
    <message>
      <source>{0} 第 {1} 行</source>
      <translation>{0}, row {1}</translation>
    </message>
    <message>
      <source>部分退货后够不上的优惠</source>
      <translation>Benefits lost by a part return</translation>
    </message>
    <message>
      <source>退货时问</source>
      <translation>ask at the return</translation>
    </message>
    <message>
      <source>赠品一起退，优惠补收</source>
      <translation>goods on top come back, savings are charged</translation>
    </message>
    <message>
      <source>都折成钱补收</source>
      <translation>all charged in money</translation>
    </message>
    <message>
      <source>退货把名额和次数还回来</source>
      <translation>Returns free quota and uses</translation>
    </message>
    <message>
      <source>不追回</source>
      <translation>leave it</translation>
    </message>
    <message>
      <source>或一次给</source>
      <translation>or once</translation>
    </message>
  </context>
  <context>
    <name>products</name>
    <message>
      <source>{0} 多 {1}</source>
      <translation>{0} {1} more</translation>
    </message>
    <message>
      <source>{0} 少 {1}</source>
      <translation>{0} {1} less</translation>
    </message>
  </context>
  <context>
    <name>rail</name>
    <message>
      <source>需要处理</source>
      <translation>Attention</translation>
    </message>
    <message>
      <source>银行流水</source>
      <translation>Bank files</translation>
    </message>
    <message>
      <source>两边账核对</source>
      <translation>Both books</translation>
    </message>
    <message>
      <source>对账确认</source>
      <translation>Confirmations</translation>
    </message>
  </context>
  <context>
    <name>rebates</name>
    <message>
      <source>长期</source>
      <translation>no end</translation>
    </message>
    <message>
      <source>今天截止</source>
      <translation>ends today</translation>
    </message>
    <message numerus="yes">
      <source>还剩 %n 天</source>
      <translation>
        <numerusform>%n day left</numerusform>
        <numerusform>%n days left</numerusform>
      </translation>
    </message>
    <message>
      <source>第 {0} 档</source>
      <translation>step {0}</translation>
    </message>
    <message>
      <source>未达起步档</source>
      <translation>below the first step</translation>
    </message>
    <message>
      <source>按数量</source>
      <translation>By quantity</translation>
    </message>
    <message>
      <source>按不含税金额</source>
      <translation>By untaxed amount</translation>
    </message>
    <message>
      <source>按含税金额</source>
      <translation>By amount</translation>
    </message>
    <message>
      <source>返利余额</source>
      <translation>Rebate credit</translation>
    </message>
    <message>
      <source>账扣</source>
      <translation>account</translation>
    </message>
    <message>
      <source>货补</source>
      <translation>goods</translation>
    </message>
    <message>
      <source>现金</source>
      <translation>cash</translation>
    </message>
    <message>
      <source>奖品</source>
      <translation>prize</translation>
    </message>
    <message>
      <source>还不满一份</source>
      <translation>not one full yet</translation>
    </message>
  </context>
  <context>
    <name>says</name>
    <message>
      <source>可用 {0}</source>
      <translation>avail. {0}</translation>
    </message>
    <message>
      <source>以对方价为准</source>
      <translation>Seller's price</translation>
    </message>
    <message>
      <source>手工价</source>
      <translation>By hand</translation>
    </message>
    <message>
      <source>上次价</source>
      <translation>Last price</translation>
    </message>
    <message>
      <source>低于底价</source>
      <translation>below floor</translation>
    </message>
    <message>
      <source>无价格</source>
      <translation>No prices</translation>
    </message>
    <message>
      <source>价目不明</source>
      <translation>lists tie</translation>
    </message>
    <message>
      <source>无货</source>
      <translation>None left</translation>
    </message>
    <message>
      <source>缺货</source>
      <translation>Short</translation>
    </message>
    <message>
      <source>超出范围</source>
      <translation>out of band</translation>
    </message>
    <message>
      <source>促销不明</source>
      <translation>tie</translation>
    </message>
    <message>
      <source>赠</source>
      <translation>free</translation>
    </message>
    <message>
      <source>价过低</source>
      <translation>very low</translation>
    </message>
    <message>
      <source>低于成本</source>
      <translation>below cost</translation>
    </message>
  </context>
  <context>
    <name>settled</name>
    <message>
      <source>应得</source>
      <translation>Earned</translation>
    </message>
    <message>
      <source>与逐单计提之差</source>
      <translation>Difference to accruals</translation>
    </message>
    <message>
      <source>手工调整</source>
      <translation>By hand</translation>
    </message>
    <message>
      <source>暂扣</source>
      <translation>Held</translation>
    </message>
    <message>
      <source>解除暂扣</source>
      <translation>Released</translation>
    </message>
    <message>
      <source>减已结</source>
      <translation>Less settled</translation>
    </message>
    <message>
      <source>扣回</source>
      <translation>taken back</translation>
    </message>
    <message>
      <source>已入账</source>
      <translation>credited</translation>
    </message>
  </context>
  <context>
    <name>steps</name>
    <message>
      <source>拆单：{0}　先下多少？其余成为第二张草稿</source>
      <translation>Split {0}: how much first? The rest becomes a second draft</translation>
    </message>
    <message>
      <source>拆成两张</source>
      <translation>Split in two</translation>
    </message>
    <message>
      <source>可下</source>
      <translation>At most</translation>
    </message>
  </context>
  <context>
    <name>verdict</name>
    <message>
      <source>订单 {0} 已接受，合计 {1}。</source>
      <translation>Order {0} accepted, {1}.</translation>
    </message>
    <message>
      <source>订单 {0} 部分接受，接受的合计 {1}（所订 {2}）。</source>
      <translation>Order {0} accepted in part: {1} of the {2} ordered.</translation>
    </message>
    <message>
      <source>订单 {0} 已保存，合计 {1}，需要审批。</source>
      <translation>Order {0} saved, {1}; it needs approval.</translation>
    </message>
    <message>
      <source>订单 {0} 已保存，合计 {1}，但被拒绝。</source>
      <translation>Order {0} saved, {1}, but refused.</translation>
    </message>
    <message>
      <source>订单 {0} 已保存，合计 {1}，等待卖方答复；联网后自动送出。</source>
      <translation>Order {0} saved, {1}; it waits for the seller's answer and goes out by itself once online.</translation>
    </message>
  </context>
  <context>
    <name>why</name>
    <message>
      <source>这一行应付</source>
      <translation>The line costs</translation>
    </message>
    <message>
      <source>{0}（{1}）</source>
      <translation>{0} ({1})</translation>
    </message>
    <message>
      <source>{0}（{1} 第 {2} 版）</source>
      <translation>{0} ({1}, version {2})</translation>
    </message>
    <message>
      <source>返利余额抵用</source>
      <translation>Paid by rebate credit</translation>
    </message>
    <message>
      <source>整单优惠</source>
      <translation>The whole order</translation>
    </message>
    <message>
      <source>没有促销，也没有抵用返利。</source>
      <translation>No promotion, and no rebate credit is used.</translation>
    </message>
    <message>
      <source>限量特价余量</source>
      <translation>Left of special prices</translation>
    </message>
    <message>
      <source>{0} 剩 {1}</source>
      <translation>{0}: {1} left</translation>
    </message>
    <message>
      <source>{0} 剩 {1}（总部数据截至 {2}）</source>
      <translation>{0}: {1} left (HQ's word of {2})</translation>
    </message>
    <message>
      <source>{0} 第 {1} 版</source>
      <translation>{0} version {1}</translation>
    </message>
    <message>
      <source>所用政策版本</source>
      <translation>Versions used</translation>
    </message>
    <message>
      <source>没有用到政策，按普通价目。</source>
      <translation>No policy was used; plain price lists hold.</translation>
    </message>
    <message>
      <source>赠品：{0} {1}</source>
      <translation>On top: {0} {1}</translation>
    </message>
    <message>
      <source>{0}：送 {1} {2}</source>
      <translation>{0}: {1} {2} on top</translation>
    </message>
    <message>
      <source>检查</source>
      <translation>Checks</translation>
    </message>
  </context>
  <context>
    <name>words</name>
    <message>
      <source>买方认为 {0}</source>
      <translation>the buyer holds {0}</translation>
    </message>
    <message>
      <source>刚刚</source>
      <translation>just now</translation>
    </message>
    <message>
      <source>{0} 分钟前</source>
      <translation>{0} min ago</translation>
    </message>
    <message>
      <source>{0} 小时前</source>
      <translation>{0} h ago</translation>
    </message>
    <message>
      <source>{0} 天前</source>
      <translation>{0} d ago</translation>
    </message>
    <message numerus="yes">
      <source>超 %n 天</source>
      <translation>
        <numerusform>%n day late</numerusform>
        <numerusform>%n days late</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>账期 %n 天</source>
      <translation>
        <numerusform>%n day</numerusform>
        <numerusform>%n days</numerusform>
      </translation>
    </message>
  </context>
</TS>
