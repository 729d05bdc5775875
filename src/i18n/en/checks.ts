/** What is wrong with what was typed. It is loaded with the page: settings are checked as they are read. */
import { area } from '../area';

export const en = {
  sampling: {
    temperature: 'Temperature',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'Seed',
  },
  wholeNumber: (label: string, min: string, max: string) =>
    `${label} is a whole number from ${min} to ${max}`,
  number: (label: string, min: string, max: string) => `${label} is a number from ${min} to ${max}`,
};

export const checks = area('checks', en);
