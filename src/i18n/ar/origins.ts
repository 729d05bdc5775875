import type { en } from '../en/origins';

export const origins: typeof en = {
  both: (first, second) => `${first} ${second}`,
  answer: (place, what) => `${place}: ${what}`,
  addressForm: 'اكتب اسم مستودع مثل Menlo/Jan-nano-gguf أو عنوان مجلد فيه manifest.json.',
  notFound: (address, answers) =>
    `تعذّر العثور على ${address}: ${answers} تحقق من الاسم، ومن عنوان مستودع النماذج في «المصادر».`,
  nothingThere: (name) =>
    `ليس في ${name} أوزان MLC ولا ملف GGUF. يمكن تنزيل ملفات safetensors الرسمية واستيرادها هنا.`,
  nothingThereBut: (name, files) =>
    `ليس في ${name} أوزان MLC ولا ملف GGUF. الموجود فيه: ${files}. يمكن تنزيل ملفات safetensors الرسمية واستيرادها هنا.`,
  noSuchFile: (name, file) =>
    `ليس في ${name} الملف ${file}. يمكن تنزيل ملفات safetensors الرسمية واستيرادها هنا.`,
  noSuchFileBut: (name, file, files) =>
    `ليس في ${name} الملف ${file}. الموجود فيه: ${files}. يمكن تنزيل ملفات safetensors الرسمية واستيرادها هنا.`,
  several: (name, files) => `في ${name} عدة ملفات GGUF. أضف اسم أحدها بعد شرطة مائلة: ${files}.`,
  isNotThere: (path) => `${path} غير موجود.`,
  isNotThereStatus: (url, status) => `${url} غير موجود (الحالة ${status}).`,
  noSource: (name, answers) => `لا يوجد ${name} لدى أي مصدر حاليًا. ${answers}`,
  noSourceImport: (name, answers) =>
    `لا يوجد ${name} لدى أي مصدر حاليًا. ${answers} نزّل الملفات الرسمية واستوردها هنا، أو حوّلها (npm run convert) إلى مجلد النماذج لدى المُرحِّل، أو اذكر مرآة توجد لديها.`,
  severalEnding: (end, files) => `توجد عدة ملفات تنتهي بـ ${end} (${files}). حدّد واحدًا.`,
  otherModel: (found, wanted) =>
    `في المجلد ${found} والمطلوب qwen3 ${wanted}. اختر مجلدًا أُعدّ لهذا النموذج.`,
  noJson: (url) => `${url} ليس بصيغة JSON.`,
  unreachable: 'يتعذّر الوصول إليه.',
  missing: (file) => `ينقص هناك: ${file}.`,
  fileEnding: (end) => `ملف ينتهي بـ ${end}`,
  aLibrary: 'مكتبة النموذج',
  aShard: 'كل أجزاء الأوزان',
  aFile: 'ملف بلا اسم',
  noLibrary: (name, layers, size, quantisation, scaling) =>
    `لا توجد هنا مكتبة WebGPU تناسب ${name}: فيه ${layers} طبقة بحجم ${size} في ${quantisation}، وتحجيم RoPE هو ${scaling}، ولا توجد مكتبات إلا لـ Jan-Nano (36 طبقة بحجم 2560، دون تحجيم أو YaRN بمعامل 4 على 32768) و Jan-Pocket. يمكن استخدام ملف GGUF منه دون مكتبة.`,
  ggufTooLarge: (name) =>
    `${name} أكبر من أن يعمل ملفَّ GGUF هنا: تتسع WebAssembly لـ 3 غيغابايت من الأوزان على الأكثر. حوّله لمعالج الرسوميات أو اختر ملفًا أصغر مثل iQ4_XS.`,
  otherType: (name, type) =>
    `في ${name} نموذج من النوع ${type}، ولا يمكن استخدام غير qwen3 الذي منه Jan-Nano.`,
  otherQuantisation: (name, quantisation, known) =>
    `تكميم ${name} هو ${quantisation} ولا يمكن استخدامه. اختر واحدًا من ${known}.`,
  catalogueWrong: (faults) => `في قائمة النماذج أخطاء: ${faults}.`,
};
