import type { en } from '../en/faults';
import { formatsOf } from '../formats';

const { count } = formatsOf('de');

export const faults: typeof en = {
  stopped: 'Angehalten.',
  unknown: 'Etwas ist schiefgegangen.',
  tooLong: (needed, taken) =>
    `Das Gespräch braucht ${count(needed)} Token, das Modell nimmt vor seiner Antwort ${count(taken)} auf. Bitte kürzer fragen oder ein neues Gespräch beginnen.`,
  brokenOff: 'Das Modell hat mittendrin aufgehört. Bitte erneut fragen.',
  noSuchModel: (id) => `Ein Modell „${id}“ gibt es hier nicht.`,
  noModel: 'Es gibt hier kein Modell.',
  notForEngine: (model, engine) => `${model} gibt es nicht für die Engine „${engine}“.`,
  asChosen: 'wie gewählt',
  notStored:
    'Der Browser lässt die Seite keine Daten speichern. Antworten bleiben nur erhalten, bis die Seite geschlossen wird.',
  noPromptText: 'Der Server hat zu dieser Vorlage keinen Text geliefert.',
};
