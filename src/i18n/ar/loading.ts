import type { en } from '../en/loading';

export const loading: typeof en = {
  theModel: 'النموذج',
  download: 'قيد التنزيل',
  verify: 'قيد الفحص',
  read: 'قيد القراءة',
  compile: 'قيد البدء',
  'warm-up': 'قيد التهيئة',
  amount: (phase, done, total) => `${phase}، ${done} من ${total}`,
  tokens: (phase, done, total) => `${phase}، ${done} من ${total} رمزًا`,
  loading: (name) => `جارٍ تحميل ${name}`,
  failed: (name) => `تعذّر تحميل ${name}`,
  notLoaded: (name) => `${name} غير محمَّل`,
  takes: (size) => `حجمه ${size}.`,
  load: 'تحميل النموذج',
};
