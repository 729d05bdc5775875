import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: '温度',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: '随机种子',
  },
  wholeNumber: (label, min, max) => `${label}须为 ${min} 到 ${max} 之间的整数`,
  number: (label, min, max) => `${label}须为 ${min} 到 ${max} 之间的数`,
};
