import type { en } from '../en/shell';

export const shell: typeof en = {
  skip: 'الانتقال إلى خانة السؤال',
  hero: 'ماذا تريد أن تعرف؟',
  about: 'يبحث نموذج لغوي في هذه الصفحة ويقرأ ويجيب، ويُقارَن كل استشهاد بما قرأه.',
  model: 'النموذج',
  is: 'حالته:',
  phases: {
    idle: 'غير محمَّل',
    loading: 'قيد التحميل',
    warming: 'قيد التهيئة',
    ready: 'جاهز',
    failed: 'متعطل',
    cancelled: 'غير محمَّل',
  },
  search: 'البحث',
  connecting: 'جارٍ الاتصال…',
  noRelay: 'لا يوجد مُرحِّل',
  noTools: 'لا توجد أدوات',
  offlineCorpus: 'مجموعة نصوص محلية',
  googleBySerper: 'Google عبر Serper',
  downloading: (percent, size, name) => `${percent} من ${size} · ${name}`,
  relay: 'المُرحِّل',

  answering: (model, engine, searched) =>
    `يجيب ${model}${engine ? ` على ${engine}` : ''}، ويُبحث في: ${searched}.`,
  noModel: 'لا يوجد نموذج',
  theLibrary: 'المكتبة',
  nothing: 'لا شيء',
};
