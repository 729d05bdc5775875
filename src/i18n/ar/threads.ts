import type { en } from '../en/threads';

export const threads: typeof en = {
  newChat: 'محادثة جديدة',
  search: 'بحث',
  searchHint: 'البحث في الأسئلة والإجابات والمصادر',
  found: 'نتائج البحث',
  pinned: 'المثبّتة',
  recent: 'الأخيرة',
  none: 'لا شيء يحتوي هذه الكلمات.',
  more: (number) => `عرض المزيد (${number})`,
  empty: 'تُحفظ أسئلتك هنا، في هذا المتصفح فقط.',
  file: 'ملف محادثات',
  exportAll: 'تصدير الكل',
  import: 'استيراد',
  taken: (threads, added) => `عدد المحادثات المستوردة: ${threads}، والجديد منها: ${added}.`,

  unnamed: 'فارغة',
  name: 'اسم المحادثة',
  moreFor: (name) => `المزيد لـ«${name}»`,
  for: (name) => `خيارات «${name}»`,
  rename: 'إعادة التسمية',
  pin: 'تثبيت',
  unpin: 'إلغاء التثبيت',
  print: 'طباعة أو حفظ بصيغة PDF',
  share: 'مشاركة في ملف',
  markdown: 'تصدير بصيغة Markdown',
  json: 'تصدير بصيغة JSON',
};
