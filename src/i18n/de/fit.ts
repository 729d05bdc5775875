import type { en } from '../en/fit';
import { formatsOf } from '../formats';

const { gigabytes } = formatsOf('de');

export const fit: typeof en = {
  small: (name) => `${name} ist klein und läuft auf dem Prozessor.`,
  noWebGpu:
    'Dieser Browser hat kein WebGPU. Nehmen Sie ein aktuelles Chrome oder Edge, über HTTPS oder localhost.',
  emulated: 'WebGPU wird hier nur nachgebildet, viel zu langsam für vier Milliarden Gewichte.',
  limit: (limit) => `Die Grenze ${limit} des Grafikprozessors ist zu niedrig.`,
  noF16: 'Der Grafikprozessor hat keine 16-Bit-Gleitkommazahlen. Nehmen Sie q4f32_1.',
  tensor: (bytes) =>
    `Ein Tensor davon braucht ${gigabytes(bytes)}, mehr als der größte Puffer dieses Grafikprozessors.`,
  storage: (missing, free) =>
    `Es braucht ${gigabytes(missing)} Speicherplatz, und der Browser lässt dieser Seite noch ${gigabytes(free)}.`,
  takes: (name, thousands, bytes) =>
    `${name} braucht mit ${thousands}k Kontext etwa ${gigabytes(bytes)}`,
  memory: (bytes) => `${gigabytes(bytes)} Grafikspeicher`,
  memoryGuessed: (bytes) => `etwa ${gigabytes(bytes)} Grafikspeicher`,
  tooMuch: (takes, memory) =>
    `${takes}, mehr als vorhanden (${memory}). Wählen Sie weniger Kontext oder ein kleineres Modell.`,
  tight: (takes, memory) => `${takes}: knapp (${memory}). Schließen Sie zuerst andere Programme.`,
  fits: (takes, memory) => `${takes} und passt (${memory}).`,
  noneFits: (why) => `Kein volles Jan-Nano passt auf dieses Gerät, Jan-Pocket schon. ${why}`,

  onlyEngine: 'die einzige Engine für dieses Modell',
  lacksWebGpu: 'kein WebGPU',
  inSoftware: 'WebGPU nur in Software',
  gpuTooSmall: 'Grafikprozessor zu klein',
  lacksF16: 'keine 16-Bit-Gleitkommazahlen auf dieser GPU',
  cannotRun: (name, why) =>
    `${name} kann nicht auf dem Grafikprozessor laufen: ${why}. Wählen Sie in den Einstellungen eine andere Engine oder ein anderes Modell.`,
  noWeights: 'es gibt davon keine Gewichte für WebLLM',
  offersNone:
    'dieser Browser bietet kein WebGPU (Chrome und Edge ab Version 113 schon, über HTTPS oder auf localhost)',
  limitTooLow: (limit) => `seine Grenze ${limit} ist zu niedrig`,
  needsF16: (quantisation) =>
    `er hat keine 16-Bit-Gleitkommazahlen in Shadern, die ${quantisation} braucht`,
};
