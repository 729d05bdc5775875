import type { en } from '../en/importing';

export const importing: typeof en = {
  keepGguf: 'Die GGUF-Datei behalten (llama.cpp, auf dem Prozessor)',
  convertTo: (quantisation) => `In ${quantisation} umwandeln (WebLLM, auf dem Grafikprozessor)`,
  asItIs: 'So benutzen, wie es ist',
  severalModels: (files) => `Das sind mehrere Modelle: ${files}. Wählen Sie eines davon.`,
  noModel: (config) =>
    `In Ihrer Auswahl ist kein Modell. Wählen Sie eine .gguf-Datei, einen Ordner mit MLC-Gewichten (${config} und seine Stücke) oder einen Ordner mit .safetensors-Dateien, config.json und tokenizer.json.`,
  onePart: (file) =>
    `${file} ist ein Teil eines Modells in mehreren Dateien. Wählen Sie das Modell in einer Datei oder fügen Sie die Teile mit llama-gguf-split --merge zusammen.`,

  nothingStored:
    'Der Browser lässt diese Seite nichts speichern. Verlassen Sie das private Fenster oder erlauben Sie der Seite, Daten zu speichern, und importieren Sie das Modell noch einmal.',
  alreadyThere: (name) => `${name} ist schon da. Löschen Sie es zuerst.`,
  noLibrary:
    'Die Bibliothek des Modells konnte nicht heruntergeladen werden, deshalb bleibt nichts von diesem Import. Prüfen Sie die Verbindung und importieren Sie noch einmal.',
  incomplete: (name, tensor, found, wanted) =>
    `${name} ist kein vollständiges Qwen3-Modell: ${tensor} ist ${found}, nötig ist ${wanted}. Wählen Sie den ganzen Ordner oder ein anderes Modell.`,
  missing: 'nicht da',
  notChosen: (file) =>
    `Die Datei ${file} ist nicht unter den gewählten. Wählen Sie den ganzen Ordner des Modells.`,
  notStored: (file) => `${file} wurde nicht gespeichert. Importieren Sie das Modell noch einmal.`,
  wrongLength: (file, found, wanted) =>
    `${file} hat ${found} Bytes statt ${wanted}. Wählen Sie die Dateien noch einmal.`,
  full: 'Der Speicher, den der Browser dieser Seite erlaubt, ist voll, deshalb bleibt nichts von diesem Modell. Schaffen Sie Platz auf der Festplatte oder löschen Sie ein anderes Modell, und beginnen Sie neu.',
  notKept:
    'Der Browser hat einen Teil des Modells nicht gespeichert, deshalb bleibt nichts davon. Laden Sie die Seite neu und beginnen Sie noch einmal.',

  corrupt: (file, why) =>
    `${file} ist beschädigt: ${why}. Laden Sie die Datei neu herunter oder wählen Sie eine andere.`,
  noTokenizer: 'sie ist kein Tokenizer von Hugging Face',
  hasBytes: (found, wanted) => `sie hat ${found} Bytes statt ${wanted}`,
  otherContents: 'ihr Inhalt ist nicht, was er sein sollte',
  noShards: 'sie hat keine Liste der Stücke',
  endsBefore: (at, what) => `sie endet bei Byte ${at}, vor dem Ende von ${what}`,
  itsHeader: 'ihrem Kopf',
  tooLong: 'sie ist zu lang für eine JSON-Datei',
  noJson: 'sie ist kein gültiges JSON',
  noObject: 'sie enthält kein JSON-Objekt',
  overlap: (one, other) => `${one} und ${other} überschneiden sich`,
  noNumber: (key) => `in ihren Metadaten fehlt die Zahl ${key}`,
  oddMerge: (merge) => `ihr Tokenizer hat die Verschmelzung ${merge}`,
  noSafetensors: 'sie beginnt nicht wie eine Safetensors-Datei',
  entryNoObject: (name) => `ihr Eintrag für ${name} ist kein Objekt`,
  noShape: (name) => `${name} hat keine gültige Form`,
  noPlace: (name) => `${name} hat keinen gültigen Platz in der Datei`,
  placeNotShape: (name) => `der Platz von ${name} in der Datei passt nicht zu seiner Form`,
  noWeightMap: 'sie hat keine weight_map',
  namesOther: (name) => `sie nennt ${name}, was keine Safetensors-Datei ist`,
  noGguf: 'sie beginnt nicht wie eine GGUF-Datei',
  keyTwice: (key) => `${key} steht zweimal in ihren Metadaten`,
  tensorTwice: 'sie hat einen Tensor zweimal',
  alignment: (value) => `ihre Ausrichtung ist ${value}`,
  endsInHeader: 'sie endet in ihrem Kopf',
  impossibleSize: 'eine Größe darin ist unmöglich',
  nested: 'ihre Metadaten sind zu tief verschachtelt',
  oddType: (type) => `ihre Metadaten haben einen Wert vom Typ ${type}, den es nicht gibt`,
  notFinite: (name) => `${name} enthält Zahlen, die nicht endlich oder für 16 Bit zu groß sind`,

  noTensor: (model, tensor) =>
    `${model} hat keinen Tensor ${tensor}: Es ist kein vollständiges Qwen3-Modell. Wählen Sie einen Ordner oder eine Datei mit dem ganzen Modell.`,
  otherShape: (tensor, file, found, wanted) =>
    `${tensor} in ${file} hat die Form [${found}], die Konfiguration des Modells verlangt aber [${wanted}].`,
  otherWeights:
    'Der Ordner enthält Gewichte eines anderen Modells, einer anderen Quantisierung oder Version. Wählen Sie einen anderen Ordner oder erlauben Sie, ihn zu überschreiben.',
  unreadable: (file) =>
    `${file} lässt sich nicht mehr lesen: verschoben, geändert oder gelöscht. Wählen Sie die Datei noch einmal.`,
  otherKind: (file, kind) =>
    `${file} enthält ein Modell der Art ${kind}; nur Qwen3 wie bei Jan-Nano lässt sich umwandeln.`,
  noTokenizerInside: (file) =>
    `${file} enthält keinen Tokenizer nach Art von Qwen. Legen Sie die tokenizer.json des Modells daneben.`,
  ggufVersion: (file, version) =>
    `${file} ist GGUF Version ${version}; lesbar sind Version 2 und 3. Wählen Sie eine neuere Datei.`,
  tensorType: (tensor, file, type) =>
    `${tensor} in ${file} ist als ${type} gespeichert; nur Q8_0, F16, BF16 und F32 lassen sich umwandeln. Wählen Sie die Q8_0-Datei des Modells: Die anderen haben zu viel verloren.`,
  tensorTypeSafe: (tensor, file, type) =>
    `${tensor} in ${file} ist als ${type} gespeichert; lesbar sind nur F32, F16 und BF16. Wählen Sie die ursprünglichen, nicht quantisierten Gewichte.`,
  noCheckpoint: (folder) =>
    `${folder} enthält weder model.safetensors noch deren Index. Wählen Sie den Ordner eines Hugging-Face-Modells oder eine .gguf-Datei.`,
  noFile: (folder, file) =>
    `${folder} hat keine Datei ${file}. Sie muss neben den Gewichten liegen.`,
  noIndexed: (folder, file) =>
    `${folder} hat keine Datei ${file}, die im Index steht. Fügen Sie sie hinzu und versuchen Sie es noch einmal.`,
  wrongType: (name, type) =>
    `${name} ist vom Typ ${type}; nur qwen3 wie bei Jan-Nano lässt sich umwandeln. Wählen Sie Jan-Nano oder ein anderes Qwen3-Modell.`,
  attentionBias: (name) =>
    `${name} hat Attention-Biases. Wählen Sie Jan-Nano oder ein anderes Qwen3-Modell.`,
  slidingWindow: (name) =>
    `${name} hat gleitende Fenster. Wählen Sie Jan-Nano oder ein anderes Qwen3-Modell.`,
  oddConfig: (name, key, value) =>
    `${name} hat in seiner Konfiguration ${key} ${value}. Wählen Sie Jan-Nano oder ein anderes Qwen3-Modell.`,
  unread: (file, host, why) =>
    `${file} konnte von ${host} nicht gelesen werden: ${why} Prüfen Sie Adresse und Verbindung und starten Sie neu: Es geht weiter, wo es stehen blieb.`,
  changed: (file) =>
    `${file} hat sich auf dem Server geändert, während es gelesen wurde. Beginnen Sie neu.`,
  noRanges: (file) =>
    `Der Server kann ${file} nicht in Teilen senden (keine Range-Anfragen). Laden Sie die Datei herunter und wählen Sie sie von der Festplatte.`,
};
