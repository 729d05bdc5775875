import type { en } from '../en/relay-entry';

export const relayEntry: typeof en = {
  address: 'العنوان',
  thisPage: 'عنوان هذه الصفحة نفسها',
  addressHint: 'الخادم الذي يبحث ويقرأ الصفحات. تُرسل إليه كلمات البحث في أسئلتك.',
  token: 'رمز الوصول',
  none: 'لا شيء',
  tokenHint: 'إن طلبه المُرحِّل. يبقى في هذا المتصفح ولا يُرسل إلا إليه.',
  libraryAlone: 'يُبحث في المكتبة وحدها، فلا يُسأل المُرحِّل.',
};
