import type { en } from '../en/ask';

export const ask: typeof en = {
  question: 'السؤال',
  first: 'اطرح سؤالًا',
  followUp: 'سؤال متابعة',
  ask: 'اسأل',
  answerNow: 'أجب الآن',
  depthHint: 'سريع: بحث أو بحثان. معمّق: خطة من أسئلة فرعية ثم تقرير.',
  examples: 'أمثلة',
  waiting: 'يُطرح السؤال فور تحميل النموذج.',

  attach: 'إرفاق ملفات',
  attachHint: 'إرفاق ملفات: تُضاف إلى المكتبة ويُبحث فيها لهذا السؤال',
  filesToAttach: 'الملفات المراد إرفاقها',
  attached: 'الملفات المرفقة',
  reading: (file) => `جارٍ قراءة ${file}`,
  inLibrary: (file) => `${file} في المكتبة الآن`,
  remove: (file) => `إزالة ${file}`,
  pastedText: 'نص ملصق.txt',
  filesOfQuestion: 'ملفات هذا السؤال',

  prompts: 'القوالب',
  allPrompts: (number) => `كل القوالب (${number})`,
  promptsMissing: (server, reason) => `تعذّر جلب قوالب ${server}. ${reason}`,
  tryAgain: 'إعادة المحاولة',
};
