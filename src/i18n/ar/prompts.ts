import type { en } from '../en/prompts';

export const prompts: typeof en = {
  from: (server) => `من ${server}. ما تُدخله يُرسل إليه.`,
  required: (label) => `${label} (مطلوب)`,
  fillIn: 'يُرجى ملء هذا الحقل.',
  failed: 'تعذّر إعداد القالب',
  notAll: 'لا يتسع المكان لكل النص',
  missing: {
    end: 'النص أطول مما يُسمح به للسؤال، لذا حُذفت نهايته.',
    parts: 'حُذفت منه أجزاء ليست نصًا.',
  },
  useIt: 'استخدامه كما هو',
  asking: 'جارٍ سؤال الخادم…',
  tryAgain: 'إعادة المحاولة',
  put: 'وضعه في خانة السؤال',
};
