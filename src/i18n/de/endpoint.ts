import type { en } from '../en/endpoint';
import { formatsOf } from '../formats';

const { count } = formatsOf('de');

export const endpoint: typeof en = {
  title: 'Modellserver',
  about: 'Ein größeres Modell auf vLLM, llama.cpp oder Jan',
  address: 'Adresse',
  addressOfRelay: 'Das /v1 des Relays',
  addressHint:
    'Etwa http://localhost:1234/v1. Ihre Fragen und was dafür gelesen wurde, gehen dorthin.',
  model: 'Modell',
  onlyOne: 'Das einzige, das er hat',
  modelHint: 'Wie der Server es nennt: Ein Test der Verbindung listet auf, was er hat.',
  key: 'API-Schlüssel',
  none: 'Keiner',
  keyHint:
    'Er bleibt in diesem Browser und geht nur an diese Adresse. Das Relay hat einen eigenen Schlüssel.',
  keyNeedsAddress: 'Schreiben Sie zuerst die Adresse: Ein Schlüssel geht nur an eine Adresse',
  context: 'Kontext, in Token',
  asServerSays: 'Wie der Server sagt',
  countedBy: 'Token zählt',
  counters: {
    automatic: 'Automatisch',
    qwen3: 'der Tokenizer von Jan-Nano, in dieser Seite',
    'jan-pocket': 'der Tokenizer von Jan-Pocket, in dieser Seite',
    server: 'der Server',
    estimate: 'eine Schätzung',
  },
  countersHint:
    'Automatisch sucht den Tokenizer des Modells beim Relay und beim Hub, lässt sonst den Server zählen und schätzt, wo beides nicht geht.',
  test: 'Verbindung testen',
  use: 'Diesen Server benutzen',
  stopUsing: 'Nicht mehr benutzen',
  asking: 'Wird gefragt …',
  answersWith: 'Er antwortet und hat:',
  answers: 'Er antwortet.',
  silent: (seconds) =>
    `In ${seconds} s kam keine Antwort. Sehen Sie nach, ob der Server gestartet ist.`,
  tokens: (many) => `${count(many)} Token`,
};
