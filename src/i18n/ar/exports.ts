import type { en } from '../en/exports';

export const exports: typeof en = {
  notJson: 'الملف ليس بصيغة JSON. اختر ملفًا صُدِّر من هنا.',
  noThreads: 'لا يحتوي الملف محادثات من هذا التطبيق. اختر ملفًا صُدِّر من هنا.',
  newer: 'الملف من إصدار أحدث لهذا التطبيق. أعد تحميل الصفحة وحاول مجددًا.',
  damaged: (damaged, all) => `المحادثات التالفة في الملف: ${damaged} من ${all}. لم يُستورد شيء.`,

  thread: 'محادثة',
  about: (date) => `${date}. يبيّن التحقق هل ترد الكلمات في المصدر، لا أنها صحيحة.`,
  aboutModel: (date, model) =>
    `${date}، ${model}. يبيّن التحقق هل ترد الكلمات في المصدر، لا أنها صحيحة.`,
  checks: {
    n: 'الرقم',
    source: 'المصدر',
    sections: 'القسم المستشهِد',
    found: 'عمليات التحقق التي وجدت الكلمات',
  },
  someFound: (found, total) => `${found} من ${total}`,
  noAnswer: 'لا توجد إجابة.',
  noAnswerFor: (reason) => `لا توجد إجابة: ${reason}`,
  failed: 'حدث فشل',
};
