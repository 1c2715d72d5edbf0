app-name = Adref
motto = متفق عليه بشرط الاستشارة
home = قائمة المشاريع
skip = انتقل إلى النص
language = اللغة
close = إغلاق
cancel = إلغاء
continue = متابعة
retry = أعد المحاولة
reload = أعد التحميل
optional = اختياري
loading = جارٍ التحميل
reason = السبب
to-drafts = إلى المشاريع

# Doors
welcome = مرحبا بكم في القاعة
sign-in-with = تسجيل الدخول عبر { $provider }
sign-in-hint = أو سجّلوا الدخول إن كانت الأمانة قد سجّلتكم.
welcome-hint = يكون الدخول برابط دعوة شخصي من الأمانة. افتح الرابط أو الصقه هنا.
session-lost = لم تعد في القاعة
session-lost-hint = انتهت هذه الجلسة. افتح رابط الدعوة من جديد أو الصقه هنا. ما حُفظ موجود في المشروع.
invitation-link = رابط الدعوة
invitation-link-wrong = لا يبدو هذا رابط دعوة. الرابط يحتوي على «/#/join/» ورمز طويل.
join = ادخل القاعة
join-invited-as = أنت مدعو بصفة
join-for = عن { $delegation }
join-tab-note = يُحفظ مكانك في هذا التبويب فقط. للجلوس بصفة أخرى افتح رابطها في تبويب آخر.
your-name = اسمك
your-delegation = الوفد
your-delegation-hint = كما يظهر بجانب أقواسك، مثل «السنغال» أو «الاتحاد الأوروبي».
role-chair = الرئيس
role-chair-may = تحرر النص وتسجل قرارات القاعة.
role-member = عضو
role-member-may = تحرر النص وتضع الكلمات بين معقوفتين.
role-observer = مراقب
role-observer-may = تقرأ النص أثناء التفاوض وتاريخ كل قوس.

# Drafts
drafts = المشاريع
drafts-loaded = { $count } وثيقة
drafts-empty = لا يوجد مشروع في هذه القاعة بعد.
drafts-empty-hint = تُدخل الأمانة النص بالأمر
shelf-draft = قيد التفاوض
shelf-draft-hint = نصوص يحررها الأعضاء ويقررها الرئيس.
shelf-reference = وثائق مرجعية
shelf-reference-hint = تقارير ووثائق حول المشاريع، للقراءة.
count-paragraphs = { $count ->
    [zero] لا فقرات
    [one] فقرة واحدة
    [two] فقرتان
    [few] { $count } فقرات
   *[other] { $count } فقرة
}
count-open-brackets = { $count ->
    [zero] لا أقواس مفتوحة
    [one] قوس مفتوح واحد
    [two] قوسان مفتوحان
    [few] { $count } أقواس مفتوحة
   *[other] { $count } قوسا مفتوحا
}
count-open-alternatives = { $count ->
    [zero] لا بدائل مفتوحة
    [one] بديل مفتوح واحد
    [two] بديلان مفتوحان
    [few] { $count } بدائل مفتوحة
   *[other] { $count } بديلا مفتوحا
}
count-notes = { $count ->
    [zero] لا ملاحظات
    [one] ملاحظة استيراد واحدة
    [two] ملاحظتا استيراد
    [few] { $count } ملاحظات استيراد
   *[other] { $count } ملاحظة استيراد
}

# Desk
draft-text = نص { $title }
toolbar = أدوات النص
bracket-words = قوس
bracket-words-hint = ضع الكلمات المحددة بين معقوفتين
undo = تراجع
redo = أعد
show-who = أظهر من
show-who-hint = أظهر عند كل قوس من فتحه
shortcuts = اختصارات لوحة المفاتيح
observing = أنت مراقب: النص للقراءة.
reference-note = وثيقة مرجعية للقراءة
whole-draft = قوس يحيط بالمشروع كله
whole-draft-short = المشروع كله
paragraph-empty = لا نص بعد
people-here = الحاضرون أيضا
people-more = +{ $count }
status-connecting = جارٍ الاتصال…
status-live = محفوظ
status-saving = { $count ->
    [one] جارٍ حفظ تغيير واحد…
    [two] جارٍ حفظ تغييرين…
    [few] جارٍ حفظ { $count } تغييرات…
   *[other] جارٍ حفظ { $count } تغييرا…
}
status-reconnecting = جارٍ إعادة الاتصال…
status-offline = غير متصل
status-stopped = انقطع الاتصال
status-kept = { $count ->
    [one] تغيير واحد محفوظ هنا
    [two] تغييران محفوظان هنا
    [few] { $count } تغييرات محفوظة هنا
   *[other] { $count } تغييرا محفوظا هنا
}
session-failed = النص معروض، لكن التحرير المباشر لم يبدأ.
session-failed-hint = تحقق من الاتصال ثم أعد تحميل الصفحة.

# Hints
hint-signs = لا تُكتب المعقوفات كحروف: تُركت. حدد الكلمات واضغط ] لفتح قوس.
hint-newline = تبقى الفقرة واحدة: فواصل الأسطر تصبح مسافات.
hint-anchors = الأقواس باقية: تزول بقرار أو بسحب.
hint-structure = لا تُدمج الفقرات ولا تُقسم ولا تُنقل بالكتابة.

lost-title = كلمات تعذر حفظها
lost-hint = تغير النص أثناء كتابتك ولم يعد لهذه الكلمات مكان فيه. خذها معك.
lost-copy = انسخ وأغلق
lost-copy-failed = تعذر النسخ تلقائيا: الكلمات محددة، انسخها بنفسك.

# Brackets
bracket-name = القوس { $number }
bracket-place = القوس { $number }، { $place }
bracket-description = القوس { $number } · { $who } · { $state }
bracket-from-source = النص الأصلي
bracket-deleted-words = حُذف بقرار: { $words }
bracket-unpicked-words = لم يُختر: { $words }
opened-by = فتحه { $who }
at-place = عند { $place }
show-in-text = أظهر في النص
state-open = مفتوح
state-kept = أُبقي
state-deleted = حُذف
state-withdrawn = سُحب
state-retracted = سُحب المقترح
state-replaced = استُبدل
state-decided = تقرر
state-picked = اختير
wrap-title = ضع هذه الكلمات بين معقوفتين
wrap-title-empty = افتح قوسا فارغا هنا
wrap-confirm = افتح القوس
wish = رغبتك في هذه الكلمات
wish-retain = إبقاء
wish-retain-hint = ينبغي أن تبقى
wish-delete = حذف
wish-delete-hint = ينبغي أن تزول
wish-choose = اختيار
keep-text = أبقِ النص
delete-text = احذف النص
pick-branch = اختر «{ $words }»
pick-none = بلا نص
make-choice = اجعله خيارا
make-choices = { $count ->
    [one] اجعله خيارا في موضع واحد
    [two] اجعله خيارا في الموضعين
   *[other] اجعله خيارا في المواضع كلها ({ $count })
}
make-choice-hint = قد تعني الشرطة المائلة «أو» وقد تعني «و». في الخيار يُختار أحد الفروع.
reopen = أعد الفتح
withdraw = اسحب
may-not-edit = دورك لا يشمل تغيير النص.
may-not-decide = الرئيس وحده يسجل القرارات.
decide-keep = إبقاء كلمات القوس { $number }
decide-keep-confirm = سجل: إبقاء النص
decide-delete = حذف كلمات القوس { $number }
decide-delete-confirm = سجل: حذف النص
decide-reopen = إعادة فتح القوس { $number }
decide-reopen-confirm = سجل: إعادة الفتح
decide-pick = القوس { $number }: اختيار «{ $words }»
decide-pick-confirm = سجل: اختيار هذا الفرع
decide-none = القوس { $number }: لا شيء من الفروع
decide-none-confirm = سجل: بلا نص
decision-recorded = يُسجل القرار باسمك ووقته، ويمكن إعادة فتحه.
decision-package = { $count ->
    [one] يُسجل قرار واحد.
    [two] يُسجل القراران معا قرارا واحدا.
   *[other] تُسجل هذه القرارات ({ $count }) معا قرارا واحدا.
}
before = كما هو
after = كما سيُقرأ
together-linked = المسألة نفسها، تُقرر معه
together-correlated = تبقى أو تزول معا
together-no-branch = لا يوجد هذا الفرع هناك
linked-brackets = المسألة نفسها في مواضع أخرى
correlated-brackets = تبقى أو تزول مع هذا

# Panel
panel = الأقواس والبدائل والتاريخ
tab-brackets = الأقواس
tab-alternatives = البدائل
tab-history = التاريخ
tab-notes = الاستيراد
filter = أظهر
filter-open = المفتوحة
filter-decided = المقررة
filter-all = الكل
brackets-empty-open = لا قوس مفتوح.
brackets-empty-decided = لم يتقرر شيء بعد.
brackets-empty-all = لا قوس في هذا المشروع.
alternatives-empty = لا بدائل في هذا المشروع.
history-none = اختر قوسا في النص أو القائمة، أو فقرة في الأعلى، لترى تاريخه.
history-failed = لا يمكن قراءة التاريخ الآن. سيُعاد مع التغيير التالي.
life = تاريخ هذا القوس
event-imported = جاء مع النص الأصلي
event-opened = فُتح
event-changed = تغيرت الكلمات
event-withdrawn = سُحب
event-split = جُعل خيارا
decided-kept = تقرر: إبقاء النص
decided-deleted = تقرر: حذف النص
decided-reopened = أعيد فتحه
decided-other = تقرر
decided-picked = تقرر: اختيار فرع
decided-none = تقرر: بلا نص
decided-together = { $count ->
    [one] تقرر وحده
   *[other] أحد { $count } تقررت معا
}
notes-hint = ما لم يكن استيراد الوثيقة متأكدا منه.
notes-empty = لم يُثر الاستيراد أي سؤال.
notes-failed = لا يمكن قراءة ملاحظات الاستيراد الآن.
note-place = السطر { $line }، العمود { $column }
severity-note = ملاحظة
severity-warning = يُرجى التأكيد
severity-error = لم يُفهم

# Alternatives
alternative-name = بدائل { $label }
alternative-title = بدائل { $label } · { $versions }
alternative-versions = { $count ->
    [one] صيغة واحدة
    [two] صيغتان
    [few] { $count } صيغ
   *[other] { $count } صيغة
}
alternative-base = النص الأساسي
alternative-chosen = اختير: { $label }
alternative-choose = اختر { $label }
alternative-reopen = أعد الفتح
choose = اختر
alternative-overtaken = حُسم باختيار آخر
choose-title = اختيار { $label }
choose-stays = تبقى هذه الصيغة
choose-moot = تصبح هذه بلا موضوع
choose-reopen-title = إعادة فتح بدائل { $label }
choose-reopen-hint = تعود كل الصيغ قائمة حتى يختار الرئيس إحداها.
standing-chosen = اختيرت
standing-moot = بلا موضوع: اختيرت صيغة أخرى
standing-show = أظهر
standing-hide = أخفِ

# Export
export = تصدير…
export-hint = إصدار النص ملفا
export-title = تصدير
export-side-choices = الخيارات
export-side-preview = معاينة
export-mode = ما يحويه النص
export-mode-as-it-stands = كما هو
export-mode-as-it-stands-hint = تُطبع كل الأقواس والبدائل المفتوحة.
export-mode-compilation = نص تجميعي
export-mode-compilation-hint = كل اقتراح، ومن قدّمه، وما يقوله كل وفد فيه.
export-mode-marked = بعلامات التغيير
export-mode-marked-hint = ما أضيف وما حُذف منذ لحظة أخرى، ومن فعل ذلك.
export-mode-agreed = المتفق عليه فقط
export-mode-agreed-hint = يُترك ما هو مفتوح، ويُسرد في آخر النص.
export-mode-final = النص النهائي
export-mode-final-hint = بلا أي علامة؛ فقط حين لا يبقى شيء مفتوحا.
export-format = الصيغة
format-text = نص عادي
format-markdown = Markdown
format-html = HTML
format-docx = Word (DOCX)
format-pdf = PDF
format-csv = CSV
format-csv-hint = جدول بالأقواس والبدائل وما يقوله كل وفد فيها.
format-xlsx = Excel (XLSX)
format-xlsx-hint = جدول بالأقواس والبدائل وما يقوله كل وفد فيها.
format-json = JSON
format-json-hint = كل ما في المشروع مع قراراته، ليُستورد من جديد.
format-akn = Akoma Ntoso
format-akn-hint = كل ما في المشروع، لنظم البرلمانات والمحفوظات.
format-lacks-mode = لا تُكتب هذه الصيغة هكذا؛ اختر «كما هو».
export-at = النص في
export-at-none = الآن
export-against = مقارنا بـ
export-against-none = اختر لحظة…
moment-came-in = عند استيراده، { $date }
moment-meetings = الجلسات
moment-after-meeting = بعد الجلسة: { $meeting }
moment-decisions = القرارات
moment-package = { $count ->
    [one] قرار واحد
    [two] قراران معا
    [few] { $count } قرارات معا
   *[other] { $count } قرارا معا
}
moment-other = وقت آخر…
moment-time = التاريخ والوقت
export-options = خيارات
option-attribution = من يريد ماذا
option-attribution-hint = تُذكر الوفود داخل الأقواس.
option-columns = الفكرة والمصدر
option-columns-hint = يوضع النص في ثلاثة أعمدة.
option-lineNumbers = أرقام الأسطر
option-lineNumbers-hint = في الهامش، حيث يوجد في الصيغة هامش.
option-comments = التعليقات
option-comments-hint = كل ما يمكنك قراءته، ومنه ما قيل لك وحدك.
option-renumber = ترقيم الفقرات من جديد
option-renumber-hint = مع جدول بالأرقام القديمة والجديدة.
option-labels = لغة التسميات
option-labels-own = لغة النص
option-scheme = أسماء البدائل
option-scheme-own = كما في المشروع
option-symbol = الرمز
option-symbol-example = A/CONF.1/L.2
option-date = التاريخ
option-date-example = 17 تشرين الثاني/نوفمبر 2005
export-download = تنزيل
export-not-final = لا يُكتب شيء ما دام هناك ما هو مفتوح.
export-show-open = أظهر ما هو مفتوح
export-done = نُزّل { $name }.
export-preview = معاينة
preview-busy = يجري إعداد المعاينة…
preview-ready = هكذا سيُقرأ النص.
preview-data = الملف بيانات؛ يُعرض هنا النص.
preview-missing = اختر اللحظة التي يقارن بها النص.
preview-print = طباعة
may-not-export = الرئيس وحده يصدر النص
may-not-export-hint = صفتك هنا: { $role }. اطلب الملف من الرئيس. ويمكنك طباعة النص كما تقرؤه من متصفحك.
to-text = إلى النص
blockers-title = { $count ->
    [one] مسألة واحدة مفتوحة
    [two] مسألتان مفتوحتان
    [few] { $count } مسائل مفتوحة
   *[other] { $count } مسألة مفتوحة
}
blockers-hint = يمكن إصدار النص النهائي حين تتقرر كل من هذه.
blocker-bracket = قوس
blocker-alternative = بدائل
blocker-placeholder = موضع نص

# Shortcuts
shortcut-open-empty = افتح قوسا فارغا أو ضع التحديد بين معقوفتين
shortcut-leave = اخرج من القوس
shortcut-wrap = ضع الكلمات المحددة بين معقوفتين
shortcut-history = تاريخ القوس عند المؤشر
shortcut-undo = تراجع
shortcut-redo = أعد
shortcut-escape = إغلاق
shortcut-help = هذه الاختصارات

# Errors
error-network = لا يمكن الوصول إلى الخادم
error-network-hint = تحقق من اتصالك ثم أعد المحاولة.
error-unknown-invitation = رابط الدعوة هذا غير معروف
error-unknown-invitation-hint = ربما قُطع عند النسخ. افتح الرابط من الرسالة نفسها أو اطلب من الأمانة رابطا جديدا.
error-expired-invitation = انتهت صلاحية هذه الدعوة
error-expired-invitation-hint = اطلب من الأمانة رابطا جديدا. ما كتبته من قبل محفوظ في المشروع.
error-revoked-invitation = سُحبت هذه الدعوة
error-revoked-invitation-hint = اطلب من الأمانة رابطا جديدا.
error-used-invitation = استُعملت هذه الدعوة من قبل
error-used-invitation-hint = انضم بها العدد المسموح به. اطلب من الأمانة رابطا خاصا بك.
error-sign-in-only = يُدخَل بهذه الصفة عن طريق تسجيل الدخول
error-sign-in-only-hint = لا تؤدي الروابط إلى هنا. انتقلوا إلى صفحة البداية وسجّلوا الدخول منها، واطلبوا من الأمانة أن تسجلكم إن تعذر ذلك.
error-store = لا يمكن للخادم قراءة بياناته الآن
error-store-hint = أعد المحاولة بعد قليل. ما حُفظ باقٍ.
error-busy = الخادم مشغول
error-busy-hint = أعد المحاولة بعد قليل.
error-unknown-draft = لا مشروع في هذا العنوان
error-unknown-draft-hint = ربما تغير اسمه. القائمة تعرض كل مشاريع هذه القاعة.
error-unknown-moment = لا توجد هذه اللحظة في المشروع
error-unknown-moment-hint = اختر وقتا بعد استيراده، أو أحد قراراته.
error-forbidden = صفتك لا تسمح بهذا
error-forbidden-hint = اسأل الرئيس إن احتجت دعوة أخرى.
error-server = لم يتمكن الخادم من الإجابة
error-server-hint = أعد المحاولة بعد قليل.
error-credential = انتهت جلستك
error-credential-hint = افتح رابط الدعوة من جديد. ما حُفظ موجود في المشروع.
error-replaced = هذا المشروع مفتوح في نافذة أخرى لك
error-replaced-hint = لم تعد هذه النافذة ترسل التغييرات أو تتلقاها. تابع في النافذة الأخرى، أو أعد التحميل للمتابعة هنا.
error-version = حُدّث الخادم
error-version-hint = أعد تحميل الصفحة لتحصل على النسخة المناسبة.
error-unreadable = أرسل الخادم ما لا تستطيع هذه الصفحة قراءته
error-unreadable-hint = أعد تحميل الصفحة. ما حُفظ باقٍ.
error-malformed = لم يستطع الخادم قراءة ما أرسلته هذه الصفحة
error-malformed-hint = أعد تحميل الصفحة. ما حُفظ باقٍ.
error-out-of-order = حدث خلل في الاتصال بالخادم
error-out-of-order-hint = أعد تحميل الصفحة. ما حُفظ باقٍ.
error-too-many = لديك نوافذ مفتوحة أكثر من اللازم
error-too-many-hint = أغلق بعضها ثم أعد تحميل هذه النافذة.
error-too-often = ينضم عدد كبير من الأشخاص من شبكتك الآن
error-too-often-hint = حاول مرة أخرى بعد دقيقة.
error-too-large = هذا كثير دفعة واحدة
error-too-large-hint = أعد تحميل الصفحة وأدرج النص على أجزاء.
error-name = لا يمكن عرض هذا الاسم على الآخرين
error-name-hint = اكتب من حرف إلى 80 حرفا دون رموز تحكم.
error-no-sign-in = لا يتيح هذا الخادم تسجيل الدخول
error-no-sign-in-hint = استعملوا رابط الدعوة الذي أعطتكم إياه الأمانة.
error-sign-in-down = خدمة تسجيل الدخول لا تجيب الآن
error-sign-in-down-hint = حاولوا مرة أخرى بعد بضع دقائق. روابط الدعوة ما زالت صالحة.
error-sign-in-over = انتهت صلاحية عملية الدخول هذه
error-sign-in-over-hint = إما أنها استغرقت وقتا طويلا أو استُعملت من قبل أو بدأت في متصفح آخر. سجّلوا الدخول من جديد.
error-sign-in-refused = لم تسمح لكم خدمة تسجيل الدخول بالدخول
error-sign-in-refused-hint = سجّلوا الدخول من جديد، أو اطلبوا رابط دعوة من الأمانة.
error-sign-in-answer = تعذر قبول جواب خدمة تسجيل الدخول
error-sign-in-answer-hint = سجّلوا الدخول من جديد، وأبلغوا الأمانة إذا تكرر ذلك.
error-sign-in-weak = لم تتحقق خدمة تسجيل الدخول من هويتكم بما يكفي
error-sign-in-weak-hint = سجّلوا الدخول هناك من جديد بالعامل الثاني، أو اسألوا الأمانة كيف يُعدّ.
error-unregistered = لستم مسجلين هنا
error-unregistered-hint = تعرفكم خدمة تسجيل الدخول، لكن لم يسجلكم أحد هنا. اطلبوا من الأمانة أن تسجلكم، أو اطلبوا رابط دعوة.
error-unexpected = حدث خطأ في هذه الصفحة
error-unexpected-hint = أعد تحميل الصفحة. ما حُفظ باقٍ.

# Refusals
refusal-not-allowed = صفتك لا تسمح بهذا
refusal-not-allowed-hint = اطلب من الأمانة رابطا آخر، أو من الرئيس أن يتخذ القرار.
refusal-not-negotiated = الوثيقة المرجعية للقراءة لا للتفاوض
refusal-not-negotiated-hint = اقترح الكلمات في مشروع.
refusal-decided = حُذفت هذه الكلمات بقرار من الرئيس
refusal-decided-hint = اطلب من الرئيس إعادة فتح القوس.
refusal-not-yours = لا يسحب القوس إلا الوفد الذي فتحه
refusal-not-yours-hint = اسأل ذلك الوفد أو الرئيس.
refusal-too-long = هذا أطول من اللازم
refusal-too-long-hint = قسّمه أجزاء أو اختصر السبب.
refusal-too-large = هذا كثير دفعة واحدة
refusal-too-large-hint = أدرج النص على أجزاء.
refusal-already-open = هو مفتوح من قبل
refusal-already-open-hint = انظر تاريخه: أعاد أحدهم فتحه.
refusal-unknown-matter = ما يراد تقريره لم يعد في هذا المشروع
refusal-unknown-matter-hint = أعد تحميل المشروع.
refusal-no-words = الجدول لا كلمات له
refusal-no-words-hint = اختر خلية من الجدول.

## المرحلة والحالة
phase = المرحلة
phase-title = مرحلة هذا المشروع
phase-drafting = الصياغة
phase-drafting-hint = يحرّر الأعضاء بحرية.
phase-negotiation = التفاوض
phase-negotiation-hint = لا تتغير الكلمات إلا بالأقواس: ما يضاف يُقترح باسم الوفد، وما يُحذف يوضع بين قوسين.
phase-closed = مغلق
phase-closed-hint = لا أحد يغيّر النص.
meeting = الجلسة
meeting-example = الجلسة الثالثة، 12 كانون الثاني/يناير، صباحاً
record-decision = تسجيل القرار
paragraph-without-number = هذه الفقرة
standing-title = حالة { $label }
ruling-agreeAdRef = موافقة رهن الاستشارة
ruling-agreeAdRef-hint = متفق عليها في القاعة، رهناً بتأكيد العواصم.
ruling-agree = موافقة
ruling-agree-hint = متفق عليها، ولا يغيّرها أحد حتى يعاد فتحها.
ruling-suspend = تعليق
ruling-suspend-hint = تُترك جانباً في الوقت الحالي.
ruling-reopenParagraph = إعادة فتح
ruling-reopenParagraph-hint = الكلمات قابلة للتغيير من جديد.
agreement-suspended = معلّقة
agreement-suspended-hint = تُترك جانباً في الوقت الحالي
agreement-agreed-ad-ref = متفق عليها رهن الاستشارة
agreement-agreed-ad-ref-hint = متفق عليها في القاعة، رهناً بتأكيد العواصم
agreement-agreed = متفق عليها
agreement-agreed-hint = متفق عليها
replace-text = استبدال النص
replace-words = الكلمات التي تحلّ محلها
decide-replace = استبدال كلمات القوس { $number }
decide-replace-confirm = تسجيل: استبدال النص
decided-replaced = تقرر: استُبدل النص
refusal-agreed = هذه الفقرة متفق عليها.
refusal-agreed-hint = اطلب من الرئيس إعادة فتحها.
refusal-closed = التفاوض على هذا المشروع مغلق.
refusal-closed-hint = اسأل الرئيس.
refusal-late = جاءت هذه الكلمات بعد قرار لا يترك لها مكاناً.
refusal-late-hint = انسخها واقترحها حيث النص مفتوح.
refusal-still-open = لا يزال في هذه الفقرة أمر مفتوح.
refusal-still-open-hint = قرّر أقواسها وبدائلها أولاً.
refusal-by-bracket-only = في التفاوض لا تتغير الكلمات إلا بالأقواس.
refusal-by-bracket-only-hint = اقترح التغيير بين قوسين.
refusal-same-phase = المشروع في هذه المرحلة بالفعل.
refusal-same-phase-hint = لقد بدّلها أحدهم.
refusal-not-words = في الكلمات علامة قوس أو سطر جديد أو حرف تحكم.
refusal-not-words-hint = اكتب سطراً واحداً من الكلمات بلا أقواس.

# Positions
tab-positions = المواقف
positions = المواقف
stance-retain = إبقاء
stance-can-accept = مقبول
stance-reserve = تحفظ
stance-delete = حذف
tally-retain = { $count ->
    [one] وفد واحد يريد الإبقاء
    [two] وفدان يريدان الإبقاء
   *[other] { $count } من الوفود تريد الإبقاء
}
tally-can-accept = { $count ->
    [one] وفد واحد يقبل
    [two] وفدان يقبلان
   *[other] { $count } من الوفود تقبل
}
tally-reserve = { $count ->
    [one] وفد واحد يتحفظ
    [two] وفدان يتحفظان
   *[other] { $count } من الوفود تتحفظ
}
tally-delete = { $count ->
    [one] وفد واحد يريد الحذف
    [two] وفدان يريدان الحذف
   *[other] { $count } من الوفود تريد الحذف
}
take-position = موقف { $delegation }
take-back = اسحب الموقف
position-prefers = أي فرع
position-on = أي صيغة
position-any = الكلمات كلها
position-explain = اذكر السبب
position-reason-hint = يقرؤه الجميع ويُذكر في التاريخ
positions-nobody = لم يتخذ أي وفد موقفا بعد.
voice-opening = بفتح القوس
voice-dissents = خلافا لمجموعته
voice-for = عن { $members }
voice-through = عن طريق { $group }
voice-divided = تختلف مجموعاتها ولم تتكلم بنفسها: { $members }
blocked-by = لا توافق دون { $who }
waits-for-you = بانتظارك
filter-waits = بانتظاري
brackets-empty-waits = لا قوس بانتظار وفدك.
positions-filter-open = المفتوحة
positions-filter-waits = بانتظاري
positions-filter-blocked = المعطلة
positions-filter-all = الكل
positions-empty-open = لا شيء مفتوح.
positions-empty-waits = لا شيء بانتظار وفدك.
positions-empty-blocked = لا أحد يعطل شيئا مفتوحا.
positions-empty-all = لا شيء في هذا المشروع يُتخذ منه موقف.
matrix = الجدول
matrix-title = المواقف من { $title }
matrix-subject = الأقواس والبدائل
matrix-spoken = الوفود التي تكلمت وحدها
matrix-members = { $count ->
    [one] مجموعة من عضو واحد
    [two] مجموعة من عضوين
   *[other] مجموعة من { $count }
}
matrix-hint = أشر إلى خانة أو انتقل إليها بالأسهم لتقرأها كاملة.
matrix-you = وفدك
matrix-empty = لا وفود مشاركة بعد. يُتخذ الموقف بجانب القوس، في تاريخه.
cell-says = { $who }: { $stance }
cell-silent = { $who }: لم يقل شيئا
cell-silent-short = لم يُقل شيء
cell-divided = المجموعات مختلفة
withdraw-supported = يبقى ما دام غيركم يؤيده: { $who }. لهم أن يسحبوا تأييدهم، أو يقرر الرئيس.
event-position-retain = موقف: إبقاء
event-position-can-accept = موقف: مقبول
event-position-reserve = موقف: تحفظ
event-position-delete = موقف: حذف
event-position-none = سُحب الموقف
your-delegation-listed = اختر من القائمة وأنت تكتب، أو اكتب اسما آخر.
delegation-state = دولة
delegation-organisation = منظمة
delegation-group = مجموعة
refusal-no-delegation = يُتخذ الموقف باسم وفد
refusal-no-delegation-hint = ادخل من جديد واذكر الوفد الذي تتكلم باسمه.
refusal-nothing-said = لم يتخذ وفدك موقفا من هذا
refusal-nothing-said-hint = ربما سُحب من قبل.
refusal-not-a-version = لم يعد هذا الفرع أو هذه الصيغة موجودا
refusal-not-a-version-hint = انظر الفروع أو الصيغ مرة أخرى واختر إحداها.
refusal-supported = غيركم يؤيد هذا القوس، فيبقى
refusal-supported-hint = لهم أن يسحبوا تأييدهم، أو يقرر الرئيس.

# Proposals
paragraph-menu = ما يُقترح بشأن { $label }
paragraph-standing = الموافقة أو التعليق أو إعادة الفتح
propose-after = إضافة فقرة بعدها
propose-before = إضافة فقرة قبلها
propose-under = إضافة بند فرعي
propose-alternative = اقتراح بديل
propose-delete = اقتراح الحذف
propose-move = اقتراح النقل
propose-split = التقسيم عند المؤشر
propose-merge = الدمج مع الفقرة التالية
propose-after-title = إضافة فقرة بعد { $label }
propose-before-title = إضافة فقرة قبل { $label }
propose-under-title = إضافة بند فرعي إلى { $label }
propose-alternative-title = اقتراح بديل عن { $label }
propose-delete-title = اقتراح حذف { $label }
propose-move-title = اقتراح نقل { $label }
propose-split-title = اقتراح تقسيم { $label }
propose-merge-title = اقتراح دمج { $label } مع الفقرة التالية
propose-not-alternatives = هي إحدى صيغ بديلة
propose-not-heading = لا ينطبق على العناوين
propose-not-next = لا تليها فقرة يمكن دمجها
propose-not-caret = ضع المؤشر حيث يكون التقسيم
propose-words = النص
propose-words-hint = يمكن متابعة كتابته في المتن بعد ذلك.
propose-replaces = يحل محل
propose-target = بعد
propose-first = بداية المشروع
propose-move-hint = تحتفظ برقمها وتنتقل معها بنودها الفرعية.
propose-bracket-hint = يبقى بين قوسين معقوفين باسم وفدكم إلى أن يبت فيه الرئيس.
propose-hint = يبقى النص على حاله إلى أن يقبل الرئيس الاقتراح.
propose-confirm = اقتراح
proposals = الاقتراحات
proposals-empty = لا يقترح أحد نقل فقرات أو تقسيمها أو دمجها.
proposal-move = نقل { $label }
proposal-split = تقسيم { $label }
proposal-merge = دمج { $label } مع الفقرة التالية
proposal-then = النص إذا قُبل الاقتراح
proposal-withdraw = سحب الاقتراح
state-accepted = مقبول
state-rejected = غير مقبول
rule-accept = قبول
rule-reject = رفض
rule-reopen = إعادة الفتح
rule-accept-title = قبول: { $what }
rule-reject-title = رفض: { $what }
rule-reopen-title = إعادة فتح: { $what }
rule-reopen-hint = يُقرأ النص من جديد كأن شيئاً لم يُبت فيه، إلى أن يبت الرئيس.
standing-gone = اقتُرحت ولم يؤخذ بها
standing-joined = تتمة للفقرة السابقة
label-scheme = التسمية
label-scheme-alt = Alt 9
label-scheme-option = Option 1
label-scheme-editorial-manual = 9 bis
compare = مقارنة
compare-title = صيغ { $label }
compare-left = الصيغة الأولى
compare-right = الصيغة الثانية
compare-key = المشطوب: في الأولى فقط. والمسطّر: في الثانية فقط.
blocker-proposal = اقتراح
shortcut-menu = ما يمكن اقتراحه بشأن الفقرة
shortcut-move = اقتراح نقل الفقرة
refusal-no-place = لا يمكن أن تقع فقرة هناك
refusal-no-place-hint = اختر فقرة خارج الجداول والحواشي.
refusal-in-alternatives = الفقرة إحدى صيغ بديلة
refusal-in-alternatives-hint = انتظر إلى أن يختار الرئيس بينها.
refusal-circle = لا يمكن أن تقع فقرة تحت نفسها
refusal-circle-hint = اختر مكاناً خارج الفقرة.
refusal-nothing-to-split = لا كلمات على أحد جانبي الموضع
refusal-nothing-to-split-hint = ضع المؤشر بين كلمات الفقرة.
refusal-not-neighbours = لا تُجمع إلا الفقرات المتجاورة
refusal-not-neighbours-hint = اقترح نقل إحداها أولاً.
refusal-no-proposal = الاقتراح ليس في هذا المشروع
refusal-no-proposal-hint = أعد تحميل المشروع وحاول من جديد.
refusal-taken-back = سحب الوفد هذا الاقتراح
refusal-taken-back-hint = اطلب من الوفد أن يقدمه من جديد.
refusal-tears-bracket = ينقطع قوسان معقوفان يمتدان على عدة فقرات
refusal-tears-bracket-hint = انقل فقرات القوسين معاً أو اتركها في مكانها.

# Comments
tab-comments = التعليقات
comment = تعليق
comment-hint = علّق على الكلمات المختارة أو على الفقرة عند المؤشر
may-not-comment = دورك لا يشمل التعليق.
comment-title = تعليق على هذه الكلمات
comment-draft = تعليق على المشروع كله
comment-confirm = علّق
comment-for = من يقرأه
for-everybody = الجميع
for-everybody-hint = بمن فيهم المراقبون
for-delegation = وفدي
for-delegation-hint = { $delegation } فقط؛ لا الرئيس ولا أي وفد آخر
for-delegation-of = { $delegation } فقط
for-chair = الرئيس
for-chair-hint = { $delegation } والرئيس دون سواهما
for-chair-of = { $delegation } والرئيس
comments-filter-all = الكل
comments-filter-everybody = للجميع
comments-filter-delegation = داخلية
comments-filter-chair = للرئيس
comments-empty = لم يعلّق أحد بعد.
comments-empty-filter = لا يوجد تعليق من هذا النوع.
comments-empty-hint = اختر كلمات في النص ثم اختر «تعليق».
comments-read = اعتبر الكل مقروءًا
comments-resolved = تمت معالجتها
comment-new = جديد
comment-waiting = محفوظ هنا إلى أن يصل إلى الخادم
comment-late = كلمات وصلت متأخرة
comment-place-gone = لم يعد موضعه موجودًا
comment-answer = رد
comment-answer-confirm = أرسل الرد
comment-resolve = تمت المعالجة
comment-reopen = أعد فتحه
comment-resolved-by = عالجه { $who }
comment-reopened-by = أعاد فتحه { $who }
shortcut-comment = تعليق على الكلمات المختارة
refusal-empty = التعليق فارغ
refusal-empty-hint = اكتب ما تريد قوله.
refusal-no-thread = لم تعد هذه التعليقات موجودة هنا
refusal-no-thread-hint = أعد تحميل المشروع وحاول من جديد.
refusal-not-your-thread = لا يُنهي التعليق إلا الوفد الذي بدأه أو الرئيس
refusal-not-your-thread-hint = اطلب ذلك من ذلك الوفد أو من الرئيس.
refusal-too-many-comments = بلغ عدد التعليقات على هذا المشروع حدّه الأقصى
refusal-too-many-comments-hint = اطلب من الأمانة بدء مشروع جديد.
refusal-control-character = فيه حرف لا يُرى
refusal-control-character-hint = اكتبه من جديد بلا أحرف خاصة.

# Footnotes
footnote = حاشية
footnote-hint = أضف حاشية عند المؤشر
shortcut-note = أضف حاشية
refusal-note-in-note = لا حاشية لحاشية
refusal-note-in-note-hint = اختر موضعًا في النص.

# One question of adjacent brackets, and an alternative to the words before
offer-join = { $count ->
    [two] اجعل هذين القوسين مسألة واحدة
   *[other] اجعل هذه الأقواس ({ $count }) مسألة واحدة
}
offer-join-hint = قد تكون الأقواس المتجاورة صيغًا لموضع واحد تبقى منها واحدة، وقد تكون مستقلة: شخصٌ هو من يقول.
offer-instead = بديل عن «{ $words }»
offer-instead-hint = الشرطة تعني «أو»: كخيار تبقى الكلمات قبلها أو الكلمات بعدها.
instead-title = بديل عن الكلمات السابقة
instead-question = عن أي كلمات هو بديل؟
instead-adjust = خذ كلمات أكثر أو أقل
instead-more = كلمة أكثر
instead-less = كلمة أقل
joined-brackets = مسألة واحدة مع
joined-this = هذا القوس
joined-keep = يبقى هذا
beside-go = هي مسألة واحدة: تُحذف هذه.
beside-reopen = هي مسألة واحدة: تُفتح هذه أيضًا من جديد.
together-within = يزول القوس حول هذا الفرع وتبقى كلماته
event-joined = جُعلت مسألة واحدة
refusal-joined-choice = هذا القوس مسألة واحدة مع ما بجانبه
refusal-joined-choice-hint = قرّرها معًا: يبقى واحد أو لا يبقى شيء.
refusal-joined = هذا القوس مسألة واحدة مع ما بجانبه
refusal-joined-hint = يُقرَّر مع غيره: اطلب ذلك من الرئيس.
refusal-not-joined = لم تعد هذه الأقواس مسألة واحدة
refusal-not-joined-hint = كتب أحدهم بينها أو سبق غيرك. انظر فيها من جديد.
refusal-not-adjacent = لم تعد هذه الأقواس متجاورة
refusal-not-adjacent-hint = لا يجوز أن يكون بينها سوى مسافات.
refusal-correlated = هذه الأقواس تبقى معًا أو تزول معًا
refusal-correlated-hint = لا يزول أحدها دون الأخرى: اتركها كما هي.
refusal-not-before = لا توجد مثل هذه الكلمات قبل القوس مباشرة
refusal-not-before-hint = اختر كلمات بين آخر علامة والقوس.
refusal-proposed = وصلت كلماتك بعد القرار، وهي الآن اقتراح بجانب النص.
refusal-proposed-hint = يمكن للرئيس ووفدك قراءتها في التعليقات.

draft-damaged = تالف على الخادم ولا يمكن فتحه
error-damaged = هذا المشروع تالف على الخادم
error-damaged-hint = لن يُعرض على أحد حتى يُصلح. أبلغ الأمانة؛ المشاريع الأخرى مستمرة، وما لم تحفظه يبقى في هذه النافذة.
read-only = قرص الخادم ممتلئ
read-only-hint = يمكن قراءة النص. يبقى ما تكتبه في هذه النافذة ويُحفظ تلقائياً عند توفر المساحة؛ لا تغلقها.
must-sign = لا يقبل هذا الخادم إلا التغييرات الموقعة
must-sign-hint = يمكنك القراءة والتعليق دون تغيير النص: لا يستطيع هذا المتصفح التوقيع. افتح رابطك عبر https في متصفح حديث.
error-another-key = للخادم مفتاح غير الذي كان له
error-another-key-hint = اسأل الأمانة إن كان ذلك مقصوداً. لم يؤخذ منه شيء في هذه النافذة؛ انسخ ما لم يُحفظ قبل المتابعة.
error-forked = ينقص الخادم ما سبق أن أكده
error-forked-hint = ربما استُعيدت نسخة احتياطية أقدم: اسأل الأمانة. لم يؤخذ منه شيء في هذه النافذة؛ انسخ ما لم يُحفظ قبل المتابعة.
trust-anew = المتابعة مع الخادم كما هو
# مسيرة الفقرات والاقتراحات
paragraph-menu-reader = الفقرة: { $label }
paragraph-life = مسيرة هذه الفقرة
history-paragraph = الفقرة
history-choose = اختر فقرة لترى مسيرتها
life-of-paragraph = مسيرة { $label }
event-signed = موقَّع من الجهاز الذي كُتب عليه
event-proposed = اقتُرح
decided-accept = قُبل
decided-reject = رُفض
decided-agree-ad-ref = متفق عليها رهن الاستشارة
decided-agree = متفق عليها
decided-suspend = عُلّقت
decided-choose = تقرر الاختيار بين الصيغ
about-addition = الفقرة كما اقتُرحت
about-deletion = حذف الفقرة
about-move-after = نقل { $of } إلى ما بعد { $other }
about-move-first-in = نقل { $of } إلى بداية { $other }
about-move-top = نقل { $of } إلى بداية النص
about-split = تقسيم { $of }
about-merge = دمج { $of } مع { $other }
about-alternatives = واحدة من صيغ عدة
about-chosen = اختيرت { $version }
about-chosen-base = اختير النص الأساسي

# الأدوار في دليل الوفود
role-contributor = مساهم
role-contributor-may = تقرأ النص وترسل اقتراحات يمكن للرئيس أن يأخذ بها.
role-ex-officio = بحكم المنصب
role-ex-officio-may = تقرأ النص وتعلق عليه.
role-secretariat = الأمانة
role-secretariat-may = تحرر النص وتعلق عليه، ولا تتخذ مواقف.
may-not-contribute = المراقبون يقرؤون التعليقات ولا يكتبونها.
may-not-listed = دور { $delegation } في الدليل: { $role }.
contribute = إرسال اقتراح
contribute-title = اقتراح إلى الرئيس
contribute-draft = إرسال اقتراح بشأن المشروع
contribute-words = اقتراحك
contribute-hint = يبقى اقتراحك إلى جانب النص، للرئيس ولوفدك. ويمكن للرئيس أن يأخذ به.
contribute-confirm = إرسال
comment-contributed = مساهمة
take-in = أخذ به
taken-in-reason = مساهمة: { $who }
join-speaks-for = تتكلم باسم
join-less = { $role }: هذا دور هذا الوفد في الدليل. { $may }
refusal-proposals-only = يرسل المساهمون اقتراحات إلى الرئيس ولا يكتبون تعليقات أخرى
refusal-proposals-only-hint = أرسلها اقتراحاً، أو أجب في نقاش بدأه وفدك.
refusal-no-position = دورك لا يتخذ مواقف
refusal-no-position-hint = تتخذ الوفود المتفاوضة المواقف. اسأل الأمانة عن التفاصيل.

# Sessions
sign-out = تسجيل الخروج
sign-out-title = هل تريد تسجيل الخروج؟
sign-out-hint = تغادر القاعة في علامة التبويب هذه وفي كل نافذة فُتحت منها. وللعودة تحتاج إلى رابط دعوة ما زال صالحا.
sign-out-unsaved = بعض كلماتك لم يصل إلى الخادم بعد، وستضيع إن خرجت الآن.
sign-out-anyway = الخروج وفقدانها
sign-out-everywhere = الخروج من كل الأجهزة
sign-out-everywhere-hint = «كل الأجهزة» تعني إنهاء جميع جلساتك، على الأجهزة الأخرى أيضا.
sign-out-failed = تعذر تسجيل الخروج. حاول من جديد.
sign-out-here = الخروج من هذا المتصفح
sign-out-here-hint = يمكنك مع ذلك الخروج من هذا المتصفح: يُنسى هنا كل ما يخصك، بما فيه ما لم يُحفظ. ويعلم الخادم بذلك فور وصول هذا المتصفح إليه من جديد، وحتى ذلك الحين تبقى الجلسة قائمة لديه.
words-save = احفظ النص في ملف
words-discard = احذف
kept-words = كلمات { $name } لم تُحفظ
kept-words-hint = هي محفوظة في علامة التبويب هذه. تُرسل حين يدخل { $name } ({ $delegation }) من هنا ثانية، وتُحذف حين يدخل غيره.
own-sessions = أين سُجّل دخولك
own-sessions-hint = كل سطر جهاز أو نافذة سُجّل فيها دخولك. أنهِ ما لم يعد لك: يخرج من يجلس هناك على الفور.
own-sessions-this = الحالية
own-sessions-unknown = جهاز غير معروف
own-sessions-since = منذ { $date }
own-sessions-seen = آخر استعمال { $date }
own-sessions-end = إنهاء
own-sessions-end-others = إنهاء كل الجلسات الأخرى
own-sessions-alone = لم يُسجّل دخولك في أي مكان آخر.
own-sessions-ended = { $count ->
    [one] انتهت الجلسة.
    [two] انتهت جلستان.
    [few] انتهت { $count } جلسات.
   *[other] انتهت { $count } جلسة.
}
you-are-now = أنت هنا الآن بصفة: { $role }

# Invitations
invitations = روابط الدعوة
invitations-hint = من لديه الرابط يدخل القاعة بالصفة المحددة فيه. يظهر الرابط مرة واحدة: سلّمه إلى صاحبه.
invitations-given = الروابط التي أُنشئت
invitations-empty = لم يُنشأ أي رابط بعد.
invitation-new = رابط جديد
invitation-role = الصفة
invitation-any-delegation = أي وفد
invitation-life = مدة الصلاحية
invitation-days = { $count ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
   *[other] { $count } يوما
}
invitation-for = يسمح بدخول
invitation-for-one = شخص واحد
invitation-for-some = عدد محدد
invitation-for-any = أي عدد
invitation-most = العدد
invitation-may = يُقال لمن يدخل: «{ $may }»
invitation-make = أنشئ الرابط
invitation-made = أُنشئ الرابط.
invitation-link-once = الرابط. يظهر هذه المرة فقط ولا يُحفظ في أي مكان.
copy-link = نسخ
copied = نُسخ
invitation-made-by = أنشأه { $name }
invitation-made-by-server = أنشأه الخادم
invitation-uses = { $count ->
    [0] لم يُستعمل
    [one] استُعمل مرة واحدة
    [two] استُعمل مرتين
    [few] استُعمل { $count } مرات
   *[other] استُعمل { $count } مرة
}
invitation-uses-of = دخل { $count } من { $most }
invitation-sessions = { $count ->
    [one] جلسة واحدة مفتوحة
    [two] جلستان مفتوحتان
    [few] { $count } جلسات مفتوحة
   *[other] { $count } جلسة مفتوحة
}
invitation-until = صالح حتى { $date }
invitation-revoked = أُبطل
invitation-expired = انتهت صلاحيته
invitation-used = استُنفد
invitation-revoke = إبطال
invitation-revoke-title = هل تريد إبطال هذا الرابط؟
invitation-revoke-hint = لن يدخل به أحد بعد الآن. ومن في القاعة يبقى فيها ما لم تُنهِ جلسته.
invitation-end-sessions = { $count ->
    [one] أنهِ أيضا الجلسة التي فُتحت به
    [two] أنهِ أيضا الجلستين اللتين فُتحتا به
    [few] أنهِ أيضا { $count } جلسات فُتحت به
   *[other] أنهِ أيضا { $count } جلسة فُتحت به
}

# التراجع والإعادة
hint-others = كتب آخرون في هذا الاقتراح، فلا يمكن التراجع عنه. احذف كلماتك، أو اسحب القوس من سجله.
event-parted = فُصلت من جديد
event-unsplit = عاد نصاً واحداً
part-choice = فصل المسألة
refusal-settled = اتُّخذ قرار في هذا الأمر
refusal-settled-hint = اطلب من الرئيس إعادة فتحه.
refusal-no-choice = لم تعد هذه المسألة في المشروع
refusal-no-choice-hint = أعد تحميل المشروع وحاول مرة أخرى.
refusal-no-lines = لم يضع وفدك أي فاصل في هذا القوس
refusal-no-lines-hint = اتصل بالوفد الذي وضعه أو بالرئيس.
refusal-preferred = يفضل آخرون أحد هذه الخيارات، فيبقى الاختيار
refusal-preferred-hint = يمكنهم سحب موقفهم، أو يقرر الرئيس.
refusal-not-empty = في هذه الحاشية كلمات أو أقواس، فتبقى
refusal-not-empty-hint = ضع قوساً حول علامتها مع رغبة «الحذف».
refusal-unsigned = يتوقع الخادم أن يوقّع هذا الجهاز ما يُكتب هنا.
refusal-unsigned-hint = سجّل الخروج ثم افتح رابطك من جديد: أصبح لهذا الجهاز مفتاح آخر.
refusal-must-be-signed = لا يقبل هذا الخادم إلا التغييرات الموقعة، وهذا الجهاز لا يوقّع.
refusal-must-be-signed-hint = افتح رابطك من جديد في متصفح حديث عبر https.
refusal-bad-signature = يتوقع الخادم أن يوقّع هذا الجهاز ما يُكتب هنا.
refusal-bad-signature-hint = سجّل الخروج ثم افتح رابطك من جديد: أصبح لهذا الجهاز مفتاح آخر.

# إدخال ملف
intake = إدخال ملف
intake-hint = يصبح الملف مشروعًا جديدًا أو نسخة جديدة من مشروع. ترى ما سيصير إليه قبل حفظ أي شيء.
intake-as = صفة الملف
intake-as-own = مشروع قائم بذاته
intake-as-version = نسخة جديدة من «{ $title }»
intake-choose = اختر ملفًا أو أفلته هنا
intake-formats = Word ‏(.docx) أو OpenDocument ‏(.odt) أو PDF فيه نص أو HTML أو Markdown أو Akoma Ntoso أو JSON أو نص عادي، حتى 16 ميغابايت
intake-reading = تجري قراءة { $name }
intake-preview = النص كما سيكون في القاعة
intake-compared = مقارنة بنص «{ $title }» كما هو الآن.
intake-brackets = { $count ->
    [zero] لا أقواس
    [one] قوس واحد
    [two] قوسان
    [few] { $count } أقواس
    [many] { $count } قوسًا
   *[other] { $count } قوس
}
intake-alternatives = { $count ->
    [zero] لا بدائل
    [one] مجموعة بدائل واحدة
    [two] مجموعتا بدائل
    [few] { $count } مجموعات بدائل
    [many] { $count } مجموعة بدائل
   *[other] { $count } مجموعة بدائل
}
intake-comments = { $count ->
    [zero] لا تعليقات
    [one] تعليق واحد
    [two] تعليقان
    [few] { $count } تعليقات
    [many] { $count } تعليقًا
   *[other] { $count } تعليق
}
intake-there = هنا مشروع جاء من ملف بهذا الاسم، ويبقى كما هو. أدخل النسخة التالية بوصفها نسخة جديدة منه:
intake-unsure = ما ينبغي النظر فيه
intake-unsure-hint = { $count ->
    [zero] لا مواضع غير مؤكدة.
    [one] موضع واحد غير مؤكد. تُحفظ كل أحرف الملف.
    [two] موضعان غير مؤكدين. تُحفظ كل أحرف الملف.
    [few] { $count } مواضع غير مؤكدة. تُحفظ كل أحرف الملف.
    [many] { $count } موضعًا غير مؤكد. تُحفظ كل أحرف الملف.
   *[other] { $count } موضع غير مؤكد. تُحفظ كل أحرف الملف.
}
intake-sure = لا شيء غير مؤكد.
intake-line = السطر { $line }، الحرف { $column }
intake-paragraph = الفقرة { $line } من الملف، الحرف { $column }
intake-severity-note = ملاحظة:
intake-severity-warning = تنبيه:
intake-severity-error = خطأ:
intake-times = { $message } (عدد المرات: { $times })
intake-all-findings = عرض الكل ({ $count })
intake-changed = المعدّلة: { $count }
intake-new = الجديدة: { $count }
intake-gone = المحذوفة: { $count }
intake-same = { $count ->
    [zero] لا فقرات على حالها
    [one] فقرة واحدة على حالها
    [two] فقرتان على حالهما
    [few] { $count } فقرات على حالها
    [many] { $count } فقرة على حالها
   *[other] { $count } فقرة على حالها
}
intake-is-changed = معدّلة
intake-is-new = جديدة
intake-is-gone = محذوفة
intake-no-difference = المشروع مطابق للملف.
intake-proposed = المشروع في مرحلة التفاوض: يدخل الجديد مقترحاتٍ باسم وفدكم، ولا يُحذف شيء ولا يُبتّ في شيء.
intake-decisions = { $count ->
    [zero] لا تُسجَّل قرارات.
    [one] يُسجَّل معه قرار واحد باسمك.
    [two] يُسجَّل معه قراران باسمك.
    [few] تُسجَّل معه { $count } قرارات باسمك.
    [many] يُسجَّل معه { $count } قرارًا باسمك.
   *[other] يُسجَّل معه { $count } قرار باسمك.
}
intake-left = ما سيبقى مختلفًا
intake-left-hint = لا يُكتب هذا. إنه ينتظر قرارًا أو تدخلًا يدويًا.
left-arranged = قسم قرارٌ هذه الفقرة أو دمجها، وألفاظها في الملف مختلفة. اكتب التغيير بيدك.
left-blank = ليست هذه الفقرة في الملف، ولا ألفاظ فيها لتُحذف. لا يلزم فعل شيء.
left-bracket = قوس في الملف يبدأ أو ينتهي في فقرة لم تُدخل. افتحه بيدك.
left-bracket-to-lift = لم يعد هذا القوس في الملف. يبقى إلى أن يبت فيه الرئيس.
left-paragraph-to-delete = لم تعد هذه الفقرة في الملف. توضع بين قوسين مع اقتراح حذفها.
left-paragraph-to-take-in = هذه الفقرة جديدة. تبقى بين قوسين إلى أن يعتمدها الرئيس.
left-moved = للفقرة موضع آخر في الملف. انقلها بيدك.
left-move-to-accept = للفقرة موضع آخر في الملف. اقتُرح نقلها، ويعتمده الرئيس.
left-tears-bracket = للفقرة موضع آخر في الملف. نقلها إليه يقطع قوسين، فتبقى في مكانها.
left-agreed = الفقرة متفق عليها وألفاظها في الملف مختلفة. اطلب من الرئيس إعادة فتحها.
left-footnote-to-delete = لم تعد هذه الحاشية في الملف. توضع إشارتها بين قوسين مع اقتراح حذفها.
left-call = يشير الملف إلى حاشية واحدة مرتين. أضف حاشية أخرى حيث تنقص.
left-uncalled = لم تعد هذه الحاشية في الملف ولا يشير إليها شيء. احذف ألفاظها بيدك.
left-no-place = فقرة أو خلية أو حاشية في الملف لا موضع لها في المشروع: «{ $words }». اكتبها بيدك.
left-heading = هذا في الملف عنوان، أو عنوان من مستوى آخر، أو لم يعد عنوانًا. يبقى هنا كما هو.
left-lone-sign = في الملف علامة قوس لا قرين لها. افتح القوس المقصود بيدك.
left-differs = لن تطابق الفقرة الملف. قارنها بعد ذلك.
intake-nothing-yet = لم يُحفظ شيء بعد.
intake-nothing-to-do = لا شيء يُحفظ.
intake-bring-in = إدخال
intake-storing = يجري الحفظ…
intake-done = الملف في القاعة
intake-made = مشروع جديد
intake-written = كُتب في المشروع مع حفظ تاريخه
intake-left-alone = بقي كما كان
intake-another = إدخال ملف آخر
intake-look-again = انظر فيه مرة أخرى
error-file-too-large = الملف أكبر من 16 ميغابايت
error-file-too-large-hint = قسّمه إلى ملف لكل مرفق.
error-not-as-reviewed = كتب أحدهم في المشروع في هذه الأثناء
error-not-as-reviewed-hint = لم يُحفظ شيء. انظر في الفروق مرة أخرى.
error-intake = تجري قراءة ملف آخر لك
error-intake-hint = انتظر حتى تنتهي ثم أعد المحاولة.
error-not-now = لا يقبل المشروع نسخة جديدة الآن
error-not-now-hint = لم يُحفظ شيء. أُغلق التفاوض على المشروع: ليفتحه الرئيس من جديد أولًا، أو أدخل الملف مشروعًا قائمًا بذاته.

# ما لم يكن مؤكدا عند الإدخال: رسالة لكل رمز
finding-more = من هنا فصاعدا { $more } من المواضع المماثلة لم تُدرج
finding-more-hint = أصلح ما أُدرج ثم أدخل الملف من جديد، أو راجع النص بنفسك.
finding-alternative-without-base = «{ $label }» بديل لفقرة ليست في النص
finding-alternative-without-base-hint = أُبقي فقرةً برقمها المطبوع؛ بيّن ما هو بديل له.
finding-another-document = تبدأ هنا وثيقة أخرى: «{ $title }»
finding-another-document-hint = تدخل مشروعا قائما بذاته لأن ترقيمها يبدأ من جديد. فإن كانت جزءا مما قبلها فاجعل عنوانها عنوانا فرعيا وأدخل الملف من جديد.
finding-bracket-around-drafts = يُفتح هنا قوس ويُغلق في وثيقة أخرى، في السطر { $line }
finding-bracket-around-drafts-hint = قُرئ قوسا واحدا حول كل ما بينهما من وثائق، ويُبت فيه في كل منها.
finding-contents = في الملف جدول محتويات تُرك
finding-contents-hint = أُبقيت العناوين التي يذكرها.
finding-correlated-brackets = يبدو أن { $count } من أقواس جملة واحدة تثبت أو تسقط معا: { $words }
finding-correlated-brackets-hint = اقتراح: حزمة واحدة يُبت فيها معا. افصل بينها إن أمكن البت في كل منها وحده.
finding-decided-elsewhere = { $variant ->
    [all] بُتّ في مكان آخر في { $count } من المسائل، وهي هنا مفتوحة
   *[other] بُتّ فيه في مكان آخر: { $said }
}
finding-decided-elsewhere-hint = بُتّ فيه هنا إن وافقت القاعة، أو أدخل حزمة المشروع التي تحمل سجل قراراته.
finding-deleted-paragraphs = حذف متعقَّب يمتد على عدة فقرات
finding-deleted-paragraphs-hint = كلماته في قوس واحد في الفقرة التي يبدأ فيها؛ قسّم الفقرة إن أُريد إبقاؤها.
finding-embedded-document = يضم الملف وثائق أخرى
finding-embedded-document-hint = لم تُقرأ؛ أدخل كلا منها ملفا قائما بذاته.
finding-embedded-file = في داخل الملف ملفات أخرى
finding-embedded-file-hint = لم يُقرأ ما فيها؛ أدخله ملفا قائما بذاته.
finding-empty-note = حاشية بلا كلمات
finding-empty-note-hint = أُبقيت علامتها؛ اكتب الحاشية أو احذف العلامة.
finding-encoding-guessed = لا يذكر الملف ترميزه؛ قُرئ على أنه { $encoding }
finding-encoding-guessed-hint = إن كانت الحروف خاطئة فاحفظ الملف «نصا عاديا، UTF-8» وأدخله من جديد.
finding-encoding-lost = { $count } من المواضع ليست من حروف { $encoding } وتظهر �
finding-encoding-lost-hint = احفظ الملف «نصا عاديا، UTF-8» وأدخله من جديد.
finding-format-change = في الملف تغييرات متعقَّبة في التنسيق
finding-format-change-hint = لا يصير أقواسا إلا تغيير الكلمات.
finding-from-another-server = { $keys ->
    [none] المشروع من خادم آخر لم يوقّع شيئا منه
   *[other] المشروع من خادم آخر؛ وقد وُقّع بالمفتاح { $keys }
}
finding-from-another-server-hint = قارن المفتاح بالمفتاح المعروض هناك: لا تثبت الحزمة إلا أن صاحب المفتاح وقّعها.
finding-hidden-text = في الملف نص مخفي
finding-hidden-text-hint = أُبقي وهو الآن ظاهر؛ احذفه إن لم يكن مقصودا أن يقرأه أحد.
finding-idea-group = بجانب مجموعة واحدة من الفقرات { $count } من الأفكار: { $ideas }
finding-idea-group-hint = وُضعت كلها عند الفقرة الأولى؛ انقل ما يبدأ بعدها.
finding-idea-pairing = { $count } من الأفكار بجانب مثلها من الفقرات، وقد قُرنت بالترتيب
finding-idea-pairing-hint = راجع كل فكرة مع فقرتها، وانقلها إن كانت في غير موضعها.
finding-left-out = تُرك { $count } من جداول المحتويات والصور والإحالات إلى وثائق أخرى
finding-left-out-hint = انظرها في الوثيقة نفسها.
finding-linked-brackets = يرد [{ $words }] { $count } مرات: الأسطر { $lines }
finding-linked-brackets-hint = اقتراح: مسألة واحدة يُبت فيها مرة واحدة للجميع. افصل بينها إن لم تكن كذلك.
finding-macros = في الملف وحدات ماكرو
finding-macros-hint = لم يُشغَّل منها شيء ولم يُبق منها شيء.
finding-markdown-definitions = { $count } من الأسطر على صورة «[اسم]: عنوان» تعريفات في Markdown
finding-markdown-definitions-hint = وُضعت في النهاية كما هي؛ احذفها إن كانت مجرد عناوين.
finding-mixed-bracket = يُفتح قوس بعلامة من عرض ويُغلق بعلامة من عرض آخر
finding-mixed-bracket-hint = أُبقيت العلامتان علامتين عاديتين؛ استبدل إحداهما بمثل عرض الأخرى.
finding-page-furniture = { $variant ->
    [lines] تُرك { $count } من أرقام الصفحات والأسطر المكررة، مثل «{ $example }»
   *[other] تُركت رؤوس الصفحات وتذييلاتها
}
finding-page-furniture-hint = ليست رؤوس الصفحات وتذييلاتها جزءا من المشروع.
finding-pdf-layout = لا يذكر ملف PDF أين تنتهي الفقرات وأي الكلمات حواشٍ: قُدّر كلاهما من التنسيق
finding-pdf-layout-hint = قارنه بالصفحات المطبوعة، واطلب الملف الذي طُبع إن وُجد.
finding-pdf-right-to-left = قد تكون حروف الكلمات المكتوبة من اليمين إلى اليسار في ملف PDF بترتيب رؤيتها
finding-pdf-right-to-left-hint = اقرأ هذه الأسطر قبل أن يتفاوض عليها أحد.
finding-pdf-signs = { $count } من علامات خط بلا جدول حروف تظهر �
finding-pdf-signs-hint = استعمل برنامجا للتعرف على النص (OCR)، أو اطلب الملف الذي طُبع.
finding-pictures = في الملف صور تُركت
finding-pictures-hint = المشروع كلمات لا غير.
finding-remote-content = { $variant ->
    [file] يطلب الملف { $count } من الأشياء من مكان آخر، أولها { $first }
   *[other] تطلب الصفحة صورا من مكان آخر
}
finding-remote-content-hint = لم يُجلب شيء.
finding-report-brackets = هذا النص تقرير وفيه { $count } من علامات الأقواس
finding-report-brackets-hint = أُبقيت علامات عادية: التقرير يُقرأ ولا يُتفاوض عليه.
finding-scripts = في الصفحة برامج نصية
finding-scripts-hint = لم يُشغَّل منها شيء ولم يُبق منها شيء.
finding-second-title = هنا عنوان ثان: «{ $title }»
finding-second-title-hint = { $variant ->
    [notes] أُبقي في المشروع نفسه لأن حاشية تُستدعى في الجانبين. فإن كان وثيقة أخرى فأدخله ملفا قائما بذاته.
   *[other] أُبقي في المشروع نفسه لأن الترقيم متصل. فإن كان وثيقة أخرى فأدخله ملفا قائما بذاته.
}
finding-slash = قد تفصل شرطة مائلة خارج الأقواس بين خيارين: { $words }
finding-slash-hint = تبقى الشرطة في النص، ويقرر شخص أهي خيار أم لا.
finding-slash-in-bracket = قد تفصل شرطة مائلة داخل قوس بين خيارين: { $words }
finding-slash-in-bracket-hint = تبقى الشرطة في النص، ويقرر شخص أهي خيار أم لا.
finding-source-pairing = { $sources } من المصادر بجانب { $paragraphs } من الفقرات والبنود ({ $labels })، ولم يُطبع أيها لأيها
finding-source-pairing-hint = وُضعت بالترتيب عند { $labels }؛ انقل ما يخص بندا فرعيا.
finding-stray-close = { $variant ->
    [bullet] ليس في هذا البند غير قوس إغلاق، وأقواس الإغلاق تزيد واحدا
   *[other] يُغلق هنا قوس ولم يُفتح قوس
}
finding-stray-close-hint = { $variant ->
    [bullet] أُبقي علامة، والقوس المفتوح في السطر { $begun_line }، الموضع { $begun_column } يُغلق في السطر { $line }، الموضع { $column }. والقراءة الأخرى: يُغلق ذلك القوس هنا وتبقى العلامة في السطر { $line } وحدها.
   *[other] أُبقيت العلامة بين الكلمات؛ احذفها أو افتح القوس حيث أُريد له أن يبدأ.
}
finding-stray-open = يُفتح هنا قوس ولا يغلقه شيء
finding-stray-open-hint = أُبقيت العلامة بين الكلمات؛ أغلق القوس حيث أُريد له أن ينتهي.
finding-symbol = في الملف علامات من خط ليست حروفا
finding-symbol-hint = أُبقيت بأرقامها؛ استبدل بها حروفا.
finding-text-box = في الملف نص داخل مربعات
finding-text-box-hint = وُضع قبل الفقرة المرتبط بها مربعه؛ انقله إن كان موضعه غير ذلك.
finding-too-many-brackets = في النص { $count } من علامات الأقواس، وهي أكثر من { $limit } التي تُقرأ
finding-too-many-brackets-hint = أُبقيت كلها علامات عادية؛ قسّم النص ملفا لكل مرفق.
finding-too-many-comments = في الملف تعليقات على مشروع واحد أكثر من { $limit } التي تُحفظ
finding-too-many-comments-hint = تُرك الباقي وهو ما زال في الملف.
finding-tracked-bracket-sign = { $author ->
    [none] حذف أحدهم علامة قوس دون كلماته
   *[other] حذف { $author } علامة قوس دون كلماته
}
finding-tracked-bracket-sign-hint = أُبقي القوس: يُرفع بقرار، أو يرفعه من فتحه.
finding-tracked-paragraph-end = { $variant ->
    [begins] تغيير متعقَّب يبدأ هنا فقرة جديدة
   *[other] تغيير متعقَّب يضم هذه الفقرة إلى التي تليها
}
finding-tracked-paragraph-end-hint = أُبقيت الفقرات كما يطبعها الملف؛ اقترح تقسيمها أو ضمها.
finding-tracked-row = في الملف صفوف جداول أدرجها أحدهم أو حذفها
finding-tracked-row-hint = أُبقيت كما يطبعها الملف.
finding-unsigned = في الحزمة ما لم يُوقّع بعد: { $said }
finding-unsigned-hint = صدّر الحزمة من جديد بعد أن يوقّعه ذلك الخادم.
