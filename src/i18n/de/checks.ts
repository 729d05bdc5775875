import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: 'Temperatur',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'Startwert',
  },
  wholeNumber: (label, min, max) => `${label} ist eine ganze Zahl von ${min} bis ${max}`,
  number: (label, min, max) => `${label} ist eine Zahl von ${min} bis ${max}`,
};
