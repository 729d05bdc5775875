/** The form that fills in a prompt of a server. */
import { area } from '../area';

export const en = {
  from: (server: string) => `From ${server}. What you enter goes there.`,
  required: (label: string) => `${label} (required)`,
  fillIn: 'Fill this in.',
  failed: 'The prompt could not be made',
  notAll: 'Not all of it fits',
  missing: {
    end: 'It is longer than a question may be, so its end is missing.',
    parts: 'Parts of it that are no text are missing.',
  },
  useIt: 'Use it as it is',
  asking: 'Asking the server…',
  tryAgain: 'Try again',
  put: 'Put into the box',
};

export const prompts = area('prompts', en);
