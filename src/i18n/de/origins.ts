import type { en } from '../en/origins';

export const origins: typeof en = {
  both: (first, second) => `${first} ${second}`,
  answer: (place, what) => `${place}: ${what}`,
  addressForm:
    'Schreiben Sie den Namen eines Repositorys auf dem Hub, wie Menlo/Jan-nano-gguf, oder die Adresse eines Ordners mit einer manifest.json.',
  notFound: (address, answers) =>
    `${address} konnte nicht gefunden werden: ${answers} Prüfen Sie den Namen und unter Quellen die Adresse des Hubs.`,
  nothingThere: (name) =>
    `${name} hat weder MLC-Gewichte noch eine GGUF-Datei. Offizielle Safetensors können heruntergeladen und hier importiert werden.`,
  nothingThereBut: (name, files) =>
    `${name} hat weder MLC-Gewichte noch eine GGUF-Datei. Vorhanden: ${files}. Offizielle Safetensors können heruntergeladen und hier importiert werden.`,
  noSuchFile: (name, file) =>
    `${name} hat keine Datei ${file}. Offizielle Safetensors können heruntergeladen und hier importiert werden.`,
  noSuchFileBut: (name, file, files) =>
    `${name} hat keine Datei ${file}. Vorhanden: ${files}. Offizielle Safetensors können heruntergeladen und hier importiert werden.`,
  several: (name, files) =>
    `${name} hat mehrere GGUF-Dateien. Hängen Sie den Namen einer davon mit einem Schrägstrich an: ${files}.`,
  isNotThere: (path) => `${path} ist nicht da.`,
  isNotThereStatus: (url, status) => `${url} ist nicht da (Status ${status}).`,
  noSource: (name, answers) => `Zurzeit hat keine Quelle ${name}. ${answers}`,
  noSourceImport: (name, answers) =>
    `Zurzeit hat keine Quelle ${name}. ${answers} Laden Sie die offiziellen Dateien herunter und importieren Sie sie hier, wandeln Sie sie in den Modellordner des Relays um (npm run convert) oder nennen Sie einen Spiegel, der sie hat.`,
  severalEnding: (end, files) =>
    `Es gibt mehrere Dateien …${end} (${files}). Nennen Sie eine davon.`,
  otherModel: (found, wanted) =>
    `Der Ordner enthält ${found}, gesucht ist qwen3 ${wanted}. Wählen Sie einen Ordner, der für dieses Modell gemacht ist.`,
  noJson: (url) => `${url} ist kein JSON.`,
  unreachable: 'nicht erreichbar.',
  missing: (file) => `Dort fehlt: ${file}.`,
  fileEnding: (end) => `eine Datei …${end}`,
  aLibrary: 'eine Modellbibliothek',
  aShard: 'jedes Gewichtsstück',
  aFile: 'eine Datei ohne Namen',
  noLibrary: (name, layers, size, quantisation, scaling) =>
    `Keine WebGPU-Bibliothek hier passt zu ${name}: Es hat ${layers} Schichten zu ${size} in ${quantisation}, RoPE-Skalierung ${scaling}, und Bibliotheken gibt es nur für Jan-Nano (36 Schichten zu 2560; ohne Skalierung oder YaRN mit Faktor 4 über 32768) und Jan-Pocket. Eine GGUF-Datei davon lässt sich ohne benutzen.`,
  ggufTooLarge: (name) =>
    `${name} ist zu groß, um hier als GGUF-Datei zu laufen: WebAssembly fasst höchstens 3 GB Gewichte. Wandeln Sie es für den Grafikprozessor um oder wählen Sie eine kleinere Datei wie iQ4_XS.`,
  otherType: (name, type) =>
    `${name} enthält ein Modell vom Typ ${type}; nur qwen3 wie bei Jan-Nano lässt sich benutzen.`,
  otherQuantisation: (name, quantisation, known) =>
    `${name} ist als ${quantisation} quantisiert, was sich nicht benutzen lässt. Wählen Sie eines von ${known}.`,
  catalogueWrong: (faults) => `Der Modellkatalog ist fehlerhaft: ${faults}.`,
};
