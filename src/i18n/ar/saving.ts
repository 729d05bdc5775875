import type { en } from '../en/saving';

export const saving: typeof en = {
  stopped: 'توقفت المكتبة عن العمل. حاول من جديد أو أعد تحميل الصفحة.',
  tooLarge: (file, megabytes) => `«${file}» أكبر من ${megabytes} ميغابايت. قسّمه إلى ملفات أصغر.`,
  unreadable: (file) => `تتعذّر قراءة «${file}». إن نُقل أو تغيّر فاختره من جديد.`,
  noText: (file) => `لا نص في «${file}». أضف ملفًا آخر.`,
  notText: (file) => `«${file}» ليس نصًا. أضف ملفات نصية أو Markdown أو HTML أو PDF.`,
  notAdded: (file, why) => `لم يُضَف «${file}». ${why} أضف ملفًا آخر.`,
  noPdf: 'تتعذّر قراءته كملف PDF.',
  pdfLocked: 'ملف PDF هذا محمي بكلمة مرور.',
  pdfBroken: 'ملف PDF هذا تالف.',
  pdfLong: (pages) => `عدد صفحات ملف PDF هذا أكثر من ${pages}.`,
  pdfPictures: 'في ملف PDF هذا صور ولا نص.',
  tooMuchText: (file) =>
    `في «${file}» نص أكثر مما يجوز للمكتبة حفظه. أعطِ المكتبة مساحة أكبر أو أضف ملفًا أصغر.`,
  full: 'لا مساحة لهذا في المتصفح. احذف صفحات أو نماذج ثم حاول من جديد.',
  refused: 'لم يسمح المتصفح للصفحة باستخدام مكتبتها. لن تُحفظ الصفحات المقروءة.',
};
