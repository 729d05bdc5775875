import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: 'درجة الحرارة',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'البذرة العشوائية',
  },
  wholeNumber: (label, min, max) => `${label}: عدد صحيح من ${min} إلى ${max}`,
  number: (label, min, max) => `${label}: عدد من ${min} إلى ${max}`,
};
