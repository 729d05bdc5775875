import type { en } from '../en/importing';

export const importing: typeof en = {
  keepGguf: 'الإبقاء على ملف GGUF (llama.cpp، على المعالج المركزي)',
  convertTo: (quantisation) => `التحويل إلى ${quantisation} (WebLLM، على معالج الرسوميات)`,
  asItIs: 'استخدامه كما هو',
  severalModels: (files) => `هذه عدة نماذج: ${files}. اختر واحدًا منها.`,
  noModel: (config) =>
    `لا نموذج فيما اخترته. اختر ملف ‎.gguf أو مجلد أوزان MLC (${config} وأجزاؤه) أو مجلد ملفات ‎.safetensors مع config.json و tokenizer.json.`,
  onePart: (file) =>
    `${file} جزء واحد من نموذج في عدة ملفات. اختر النموذج في ملف واحد أو ادمجها بالأمر llama-gguf-split --merge.`,

  nothingStored:
    'لا يسمح المتصفح لهذه الصفحة بتخزين شيء. غادر النافذة الخاصة أو اسمح للصفحة بتخزين البيانات، ثم استورد النموذج من جديد.',
  alreadyThere: (name) => `${name} موجود من قبل. احذفه أولًا.`,
  noLibrary:
    'تعذّر تنزيل مكتبة النموذج فلم يُحفظ شيء من هذا الاستيراد. تحقق من الاتصال واستورده من جديد.',
  incomplete: (name, tensor, found, wanted) =>
    `${name} ليس نموذج Qwen3 كاملًا: ${tensor} هو ${found} وينبغي أن يكون ${wanted}. اختر المجلد كله أو نموذجًا آخر.`,
  missing: 'مفقود',
  notChosen: (file) => `الملف ${file} ليس ضمن ما اخترته. اختر مجلد النموذج كله.`,
  notStored: (file) => `لم يُخزَّن ${file}. استورد النموذج من جديد.`,
  wrongLength: (file, found, wanted) =>
    `في ${file} عدد ${found} من البايتات والمطلوب ${wanted}. اختر الملفات من جديد.`,
  full: 'امتلأ التخزين الذي يتيحه المتصفح لهذه الصفحة فلم يُحفظ شيء من هذا النموذج. أفرغ مساحة على القرص أو احذف نموذجًا آخر ثم ابدأ من جديد.',
  notKept: 'لم يخزّن المتصفح جزءًا من النموذج فلم يُحفظ منه شيء. أعد تحميل الصفحة وابدأ من جديد.',

  corrupt: (file, why) => `الملف ${file} تالف: ${why}. نزّله من جديد أو اختر ملفًا آخر.`,
  noTokenizer: 'ليس مُرمِّزًا من Hugging Face',
  hasBytes: (found, wanted) => `فيه ${found} بايت وينبغي أن يكون ${wanted}`,
  otherContents: 'محتواه ليس كما ينبغي',
  noShards: 'ليست فيه قائمة بالأجزاء',
  endsBefore: (at, what) => `ينتهي عند البايت ${at} قبل نهاية ${what}`,
  itsHeader: 'ترويسته',
  tooLong: 'أطول من أن يكون ملف JSON',
  noJson: 'ليس JSON صالحًا',
  noObject: 'لا يحوي كائن JSON',
  overlap: (one, other) => `${one} و ${other} متداخلان`,
  noNumber: (key) => `ليس في بياناته الوصفية العدد ${key}`,
  oddMerge: (merge) => `في مُرمِّزه الدمج ${merge}`,
  noSafetensors: 'لا يبدأ كملف safetensors',
  entryNoObject: (name) => `مدخله لـ ${name} ليس كائنًا`,
  noShape: (name) => `ليس لـ ${name} شكل صالح`,
  noPlace: (name) => `ليس لـ ${name} موضع صالح في الملف`,
  placeNotShape: (name) => `موضع ${name} في الملف لا يوافق شكله`,
  noWeightMap: 'ليس فيه weight_map',
  namesOther: (name) => `يذكر ${name} وليس ملف safetensors`,
  noGguf: 'لا يبدأ كملف GGUF',
  keyTwice: (key) => `يرد ${key} مرتين في بياناته الوصفية`,
  tensorTwice: 'فيه موتّر مكرر',
  alignment: (value) => `محاذاته ${value}`,
  endsInHeader: 'ينتهي داخل ترويسته',
  impossibleSize: 'فيه حجم مستحيل',
  nested: 'بياناته الوصفية متداخلة أعمق من اللازم',
  oddType: (type) => `في بياناته الوصفية قيمة من النوع ${type} غير الموجود`,
  notFinite: (name) => `في ${name} أعداد غير منتهية أو أكبر من 16 بت`,

  noTensor: (model, tensor) =>
    `ليس في ${model} الموتّر ${tensor}: ليس نموذج Qwen3 كاملًا. اختر مجلدًا أو ملفًا يحوي النموذج كله.`,
  otherShape: (tensor, file, found, wanted) =>
    `شكل ${tensor} في ${file} هو [${found}] بينما تطلب إعدادات النموذج [${wanted}].`,
  otherWeights:
    'في المجلد أوزان نموذج أو تكميم أو إصدار آخر. اختر مجلدًا آخر أو اسمح بالكتابة فوقه.',
  unreadable: (file) => `لم تعد قراءة ${file} ممكنة: نُقل أو تغيّر أو حُذف. اختره من جديد.`,
  otherKind: (file, kind) =>
    `في ${file} نموذج من النوع ${kind}، ولا يمكن تحويل غير Qwen3 الذي منه Jan-Nano.`,
  noTokenizerInside: (file) =>
    `ليس في ${file} مُرمِّز من نوع Qwen. ضع tokenizer.json الخاص بالنموذج بجانبه.`,
  ggufVersion: (file, version) =>
    `${file} من الإصدار ${version} من GGUF، ولا يُقرأ إلا الإصداران 2 و 3. اختر ملفًا أحدث.`,
  tensorType: (tensor, file, type) =>
    `${tensor} في ${file} مخزَّن بصيغة ${type}، ولا يمكن تحويل غير Q8_0 و F16 و BF16 و F32. اختر ملف Q8_0 للنموذج: فالملفات الأخرى فقدت الكثير.`,
  tensorTypeSafe: (tensor, file, type) =>
    `${tensor} في ${file} مخزَّن بصيغة ${type}، ولا يُقرأ غير F32 و F16 و BF16. اختر الأوزان الأصلية غير المكمَّمة.`,
  noCheckpoint: (folder) =>
    `ليس في ${folder} ملف model.safetensors ولا فهرسه. اختر مجلد نموذج من Hugging Face أو ملف ‎.gguf.`,
  noFile: (folder, file) => `ليس في ${folder} الملف ${file}. يجب أن يكون بجانب الأوزان.`,
  noIndexed: (folder, file) =>
    `ليس في ${folder} الملف ${file} المذكور في فهرسه. أضف الملف وحاول من جديد.`,
  wrongType: (name, type) =>
    `${name} من النوع ${type}، ولا يمكن تحويل غير qwen3 الذي منه Jan-Nano. اختر Jan-Nano أو نموذج Qwen3 آخر.`,
  attentionBias: (name) => `في ${name} انحيازات انتباه. اختر Jan-Nano أو نموذج Qwen3 آخر.`,
  slidingWindow: (name) => `في ${name} نوافذ منزلقة. اختر Jan-Nano أو نموذج Qwen3 آخر.`,
  oddConfig: (name, key, value) =>
    `في إعدادات ${name} قيمة ${key} هي ${value}. اختر Jan-Nano أو نموذج Qwen3 آخر.`,
  unread: (file, host, why) =>
    `تعذّرت قراءة ${file} من ${host}: ${why} تحقق من العنوان والاتصال وابدأ من جديد: يُستأنف من حيث توقف.`,
  changed: (file) => `تغيّر ${file} على الخادم أثناء قراءته. ابدأ من جديد.`,
  noRanges: (file) =>
    `لا يستطيع الخادم إرسال أجزاء من ${file} (لا طلبات Range). نزّل الملف واختره من القرص.`,
};
