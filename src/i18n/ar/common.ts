import type { en } from '../en/common';

export const common: typeof en = {
  close: 'إغلاق',
  retry: 'إعادة المحاولة',
  settings: 'الإعدادات',
  models: 'النماذج',
  library: 'المكتبة',
  history: 'السجل',
  add: 'إضافة',
  edit: 'تعديل',
  copy: 'نسخ',
  copied: 'نُسِخ',
  remove: 'إزالة',
  removed: 'أُزيل',
  delete: 'حذف',
  undo: 'تراجع',
  save: 'حفظ',
  cancel: 'إلغاء',
  stop: 'إيقاف',
  failed: 'لم ينجح ذلك',
  name: 'الاسم',

  assistant: 'المساعد',
  researcher: 'الباحث',
  depth: 'العمق',
  depths: { quick: 'سريع', standard: 'عادي', deep: 'معمّق' },
};
