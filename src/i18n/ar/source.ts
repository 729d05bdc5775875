import type { en } from '../en/source';

export const source: typeof en = {
  dataOf: (date) => `تاريخ البيانات: ${date}`,
  openPage: 'فتح الصفحة',
  savedText: 'النص المحفوظ',
  opening: 'جارٍ الفتح…',
  notKept: 'لا تحتفظ المكتبة بهذه الصفحة: لم تُقرأ كاملة قط أو حُذفت.',
  quoted: 'الكلمات المقتبسة',
  read: 'ما قُرئ',
  nothingRead: 'لم يُقرأ شيء من هذا المصدر في هذه الإجابة.',
  showMore: 'عرض المزيد',
};
