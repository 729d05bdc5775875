import type { en } from '../en/offers';

export const offers: typeof en = {
  pocket: (millions) =>
    `Ein winziges Vorführmodell (${millions} Millionen Gewichte), von diesem Projekt auf seinem Offline-Korpus trainiert. Es liest Suchergebnisse und belegt damit; von sich aus weiß es nichts und ersetzt Jan-Nano nicht.`,
  nano: 'Jan-Nano, vier Milliarden Gewichte, für Recherche mit Suchwerkzeugen gemacht',
  nano128k: 'Jan-Nano für lange Kontexte, vier Milliarden Gewichte',
  forGpu: (about) => `${about}, für den Grafikprozessor.`,
  asGguf: (about) => `${about}, als offizielle GGUF-Datei, für den Grafikprozessor.`,
  best: 'Empfohlen für beste Qualität.',
  littleMemory: 'Empfohlen für sehr wenig Speicher.',
  fourBits:
    'Vier Bit kosten Qualität: Die Macher von Jan-Nano sahen mit Q4_0 und Q4_K_M einen deutlichen Verlust.',
  brought: (quantisation) => `Qwen3 für den Grafikprozessor (WebLLM), ${quantisation}.`,
  broughtGguf: (quantisation) => `Qwen3 als GGUF-Datei (llama.cpp), ${quantisation}.`,
  fromDisk: 'Von Ihrer Festplatte.',
  added: 'Von Ihnen hinzugefügt.',
  served: (host) => `Läuft auf ${host}: Ihre Fragen und was dafür gelesen wurde, gehen dorthin.`,
  oddInputs: (tensor, inputs, group, quantisation) =>
    `${tensor} hat ${inputs} Eingänge, was kein Vielfaches von ${group} ist: Es lässt sich nicht auf ${quantisation} quantisieren.`,
};
