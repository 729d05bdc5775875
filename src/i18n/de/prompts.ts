import type { en } from '../en/prompts';

export const prompts: typeof en = {
  from: (server) => `Von ${server}. Was Sie eingeben, geht dorthin.`,
  required: (label) => `${label} (erforderlich)`,
  fillIn: 'Bitte ausfüllen.',
  failed: 'Die Vorlage konnte nicht ausgefüllt werden',
  notAll: 'Es passt nicht alles hinein',
  missing: {
    end: 'Der Text ist länger, als eine Frage sein darf. Das Ende fehlt.',
    parts: 'Teile, die kein Text sind, fehlen.',
  },
  useIt: 'So verwenden',
  asking: 'Der Server wird gefragt …',
  tryAgain: 'Erneut versuchen',
  put: 'Ins Fragefeld übernehmen',
};
