/** What the places that models come from answer, and why a model cannot be used. */
import { saying } from '../area';

export const en = {
  /** Two sentences, one after the other. */
  both: (first: string, second: string) => `${first} ${second}`,
  answer: (place: string, what: string) => `${place}: ${what}`,
  addressForm:
    'Write the name of a repository on the hub, like Menlo/Jan-nano-gguf, or the address of a folder with a manifest.json.',
  notFound: (address: string, answers: string) =>
    `${address} could not be looked up: ${answers} Check the name and, in Sources, the hub’s address.`,
  nothingThere: (name: string) =>
    `${name} has neither MLC weights nor a GGUF file. Official safetensors can be downloaded and imported here.`,
  nothingThereBut: (name: string, files: string) =>
    `${name} has neither MLC weights nor a GGUF file. It has ${files}. Official safetensors can be downloaded and imported here.`,
  noSuchFile: (name: string, file: string) =>
    `${name} has no ${file}. Official safetensors can be downloaded and imported here.`,
  noSuchFileBut: (name: string, file: string, files: string) =>
    `${name} has no ${file}. It has ${files}. Official safetensors can be downloaded and imported here.`,
  several: (name: string, files: string) =>
    `${name} has several GGUF files. Add the name of one behind a slash: ${files}.`,
  isNotThere: (path: string) => `${path} is not there.`,
  isNotThereStatus: (url: string, status: number) => `${url} is not there (status ${status}).`,
  noSource: (name: string, answers: string) => `No source has ${name} at present. ${answers}`,
  noSourceImport: (name: string, answers: string) =>
    `No source has ${name} at present. ${answers} Download the official files and import them here, convert them (npm run convert) into the relay’s models folder, or name a mirror that has them.`,
  severalEnding: (end: string, files: string) =>
    `There are several files …${end} (${files}). Name one.`,
  otherModel: (found: string, wanted: string) =>
    `The folder holds ${found} where qwen3 ${wanted} is wanted. Choose a folder made for this model.`,
  noJson: (url: string) => `${url} is not JSON.`,
  unreachable: 'it cannot be reached.',
  missing: (file: string) => `${file} is missing there.`,
  fileEnding: (end: string) => `a file …${end}`,
  aLibrary: 'a model library',
  aShard: 'any shard',
  aFile: 'a file without name',
  noLibrary: (name: string, layers: string, size: string, quantisation: string, scaling: string) =>
    `No WebGPU library here fits ${name}: it has ${layers} layers of ${size} in ${quantisation}, RoPE scaling ${scaling}, and there are libraries for Jan-Nano (36 layers of 2560; no scaling, or YaRN of factor 4 over 32768) and Jan-Pocket alone. A GGUF file of it can be used without one.`,
  ggufTooLarge: (name: string) =>
    `${name} is too large to run as a GGUF file here: WebAssembly holds 3 GB of weights at most. Convert it for the graphics processor, or choose a smaller file such as iQ4_XS.`,
  otherType: (name: string, type: string) =>
    `${name} holds a model of the type ${type}; only qwen3, as Jan-Nano is, can be used.`,
  otherQuantisation: (name: string, quantisation: string, known: string) =>
    `${name} is quantised as ${quantisation}, which cannot be used. Choose one of ${known}.`,
  catalogueWrong: (faults: string) => `The model catalogue is wrong: ${faults}.`,
};

export const origins = saying('origins', en);
