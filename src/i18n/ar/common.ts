import type { en } from '../en/common';

export const common: typeof en = {
  close: 'إغلاق',
  retry: 'إعادة المحاولة',
  settings: 'الإعدادات',
  models: 'النماذج',
  library: 'المكتبة',
  history: 'السجل',
};
