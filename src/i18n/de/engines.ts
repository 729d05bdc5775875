import type { en } from '../en/engines';

export const engines: typeof en = {
  notLoaded: 'Es ist kein Modell geladen.',
  unloaded: 'Das Modell wurde entladen.',
  died: 'Die Engine ist unerwartet stehen geblieben. Laden Sie sie noch einmal.',
  diedOf: (why) =>
    `Die Engine ist unerwartet stehen geblieben (${why}). Laden Sie sie noch einmal.`,
  crashed: (why) => `Die Engine ist unerwartet stehen geblieben (${why}). Fragen Sie noch einmal.`,
  internal: 'ein innerer Fehler',
  memoryFault: 'ein Speicherfehler',
  noLength: 'Die Antwort muss mindestens ein Token lang sein dürfen.',
  tooLong: (prompt, answer, context) =>
    `Der Prompt hat ${prompt} Token und die Antwort darf ${answer} brauchen, aber das Modell fasst insgesamt ${context}. Beginnen Sie eine neue Frage oder lassen Sie weniger Ergebnisse in den Prompt.`,
  noMemory:
    'Der Speicher reicht für dieses Modell nicht. Schließen Sie andere Tabs oder wählen Sie ein kleineres Modell.',
  conversationTooLong:
    'Die Unterhaltung ist länger, als das Modell lesen kann. Beginnen Sie eine neue Frage.',
  noGguf:
    'Die Modelldatei ist beschädigt oder keine GGUF-Datei. Löschen Sie sie und laden Sie sie neu herunter.',
  notStarted: (why) =>
    `Das Modell konnte nicht starten (${why}). Laden Sie die Seite neu; geschieht es wieder, läuft dieses Modell nicht in diesem Browser.`,
  noWeights: (name) => `${name} hat keine Gewichte für diese Engine.`,
  noMemory64:
    'Dieser Browser kann keine Modelle ausführen: Ihm fehlt WebAssembly mit 64-Bit-Speicher. Nehmen Sie ein aktuelles Chrome, Edge oder Firefox.',
  notByteLevel: 'Der Tokenizer dieses Modells arbeitet nicht auf Bytes.',
  fileMissing: (file) => `Dem Modell fehlt seine Datei ${file}.`,
  libraryMismatch: (name, found, wanted) =>
    `Die Gewichte des Modells passen nicht zu seiner Bibliothek: ${name} ist ${found} und muss ${wanted} sein. Gewichte und Bibliothek müssen von demselben Modell und derselben Quantisierung sein.`,
  sampling:
    'Die Werte des Samplings liegen außerhalb ihrer Grenzen: Temperatur ab 0, Top-p über 0 bis 1, Top-k eine ganze Zahl ab 0, Min-p von 0 bis 1, Startwert eine ganze Zahl.',
  noToken: 'Das Modell hat kein Token geliefert. Fragen Sie noch einmal.',

  noGpu:
    'Dieser Browser bietet keinen Grafikprozessor, der das Modell ausführen kann. Wählen Sie in den Einstellungen die andere Engine.',
  gpuLacks:
    'Dem Grafikprozessor fehlt etwas, das dieses Modell braucht. Wählen Sie in den Einstellungen die andere Engine oder ein anderes Modell.',
  filesMismatch: (why) =>
    `Die Dateien des Modells passen nicht zusammen (${why}). Laden Sie die Seite neu; geschieht es wieder, hat der Server eine beschädigte Kopie.`,
  notStartedOnGpu: (why) =>
    `Das Modell konnte auf dem Grafikprozessor nicht starten (${why}). Wählen Sie in den Einstellungen die andere Engine.`,
  gpuLost:
    'Der Grafikprozessor wurde entzogen. Fragen Sie noch einmal: Das Modell startet von selbst neu.',
  gpuLostOf: (why) =>
    `Der Grafikprozessor wurde entzogen (${why}). Fragen Sie noch einmal: Das Modell startet von selbst neu.`,
  gpuMemory:
    'Der Speicher des Grafikprozessors reicht für dieses Modell nicht. Schließen Sie andere Tabs oder wählen Sie ein kleineres Modell.',

  noServer: 'Es ist kein Modellserver angegeben. Sehen Sie in den Einstellungen nach.',
  serverUnreachable: (address) =>
    `Der Modellserver auf ${address} ist nicht erreichbar. Prüfen Sie, ob er läuft und die Adresse stimmt.`,
  serverUnreachableOr: (address, page) =>
    `Der Modellserver auf ${address} ist nicht erreichbar. Prüfen Sie, ob er läuft und die Adresse stimmt. Läuft er, lassen Sie ihn Seiten von ${page} zulassen (vLLM: --allowed-origins '["${page}"]') oder gehen Sie über das Relay (LLM_BASE_URL).`,
  serverInsecure: (address) =>
    `Der Modellserver auf ${address} kann nicht aufgerufen werden: Browser lassen eine https-Seite nur https aufrufen. Stellen Sie ihn hinter https oder hinter das Relay (LLM_BASE_URL).`,
  serverForbids: (address, page) =>
    `Der Modellserver auf ${address} antwortet, lässt diese Seite aber nicht lesen, was er sagt: Lassen Sie ihn Seiten von ${page} zulassen (vLLM: --allowed-origins '["${page}"]') oder gehen Sie über das Relay (LLM_BASE_URL).`,
  serverTooLong:
    'Der Prompt ist länger, als der Modellserver liest. Starten Sie ihn mit längerem Kontext (vLLM: --max-model-len, llama.cpp: -c) oder beginnen Sie eine neue Frage.',
  serverKey: (address) =>
    `Der Modellserver auf ${address} verlangt einen Schlüssel oder einen anderen. Prüfen Sie ihn in den Einstellungen.`,
  serverHasNot: (model) =>
    `Der Modellserver hat kein Modell „${model}“. Prüfen Sie den Namen in den Einstellungen.`,
  serverHasNotBut: (model, names) =>
    `Der Modellserver hat kein Modell „${model}“. Vorhanden: ${names}.`,
  noCompletions: (address) =>
    `${address} kennt keine Completions: Die Adresse eines Modellservers endet meist mit /v1, und ein Relay hat eine, wenn LLM_BASE_URL gesetzt ist.`,
  serverBusy:
    'Der Modellserver hat zu viele Anfragen. Warten Sie einen Augenblick und fragen Sie noch einmal.',
  serverFailed: (status) =>
    `Der Modellserver ist mit Status ${status} ausgefallen. Fragen Sie später noch einmal.`,
  serverRefused: (status) => `Der Modellserver hat die Anfrage mit Status ${status} abgelehnt.`,
  noModelServer: (address) =>
    `${address} ist kein Modellserver: Dessen Adresse endet meist mit /v1. Sehen Sie in den Einstellungen nach.`,
  severalModels: (names) =>
    `Der Modellserver hat mehrere Modelle: ${names}. Nennen Sie eines in den Einstellungen.`,
  namesNone: 'Der Modellserver nennt kein Modell. Schreiben Sie dessen Namen in die Einstellungen.',
  serverSilent: (seconds) =>
    `Der Modellserver hat ${seconds} s lang nichts gesendet. Sehen Sie nach, ob er überlastet ist, und fragen Sie noch einmal.`,
  serverBrokeOff:
    'Der Modellserver brach mitten in der Antwort ab. Sehen Sie nach, ob er noch läuft, und fragen Sie noch einmal.',
  noCompletion: (address) =>
    `${address} hat etwas gesendet, das keine Completion ist. Prüfen Sie die Adresse.`,
  serverSlow: (address, seconds) =>
    `Der Modellserver auf ${address} hat in ${seconds} s nicht geantwortet. Sehen Sie nach, ob er gestartet ist.`,
  noTokenizer:
    'Zurzeit hat weder das Relay noch der Hub die tokenizer.json von Jan-Nano. Lassen Sie in den Einstellungen den Server zählen.',
  countsNone: (address) =>
    `Der Modellserver auf ${address} zählt keine Token. Wählen Sie in den Einstellungen eine andere Art zu zählen.`,
};
