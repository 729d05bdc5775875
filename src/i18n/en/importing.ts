/** Models from the disk: what can be made of them, and what can be wrong with their files. */
import { saying } from '../area';

export const en = {
  keepGguf: 'Keep the GGUF file (llama.cpp, on the processor)',
  convertTo: (quantisation: string) =>
    `Convert to ${quantisation} (WebLLM, on the graphics processor)`,
  asItIs: 'Use as it is',
  severalModels: (files: string) => `These are several models: ${files}. Choose one of them.`,
  noModel: (config: string) =>
    `There is no model in what you chose. Choose a .gguf file, a folder of MLC weights (${config} and its shards), or a folder of .safetensors files with config.json and tokenizer.json.`,
  onePart: (file: string) =>
    `${file} is one part of a model in several files. Choose the model in one file, or join them with llama-gguf-split --merge.`,

  nothingStored:
    'The browser does not let this page store anything. Leave the private window, or allow the page to store data, and import the model again.',
  alreadyThere: (name: string) => `${name} is already there. Delete it first.`,
  noLibrary:
    'The model’s library could not be downloaded, so nothing of this import is kept. Check the connection and import it again.',
  incomplete: (name: string, tensor: string, found: string, wanted: string) =>
    `${name} is no complete Qwen3 model: ${tensor} is ${found} and should be ${wanted}. Choose the whole folder, or another model.`,
  missing: 'missing',
  notChosen: (file: string) =>
    `The file ${file} is not among those that you chose. Choose the model’s whole folder.`,
  notStored: (file: string) => `${file} was not stored. Import the model again.`,
  wrongLength: (file: string, found: number, wanted: number) =>
    `${file} has ${found} bytes where ${wanted} are wanted. Choose the files again.`,
  full: 'The storage that the browser allows this page is full, so nothing of this model is kept. Free space on the disk, or delete another model, and begin again.',
  notKept:
    'The browser did not store a part of the model, so nothing of it is kept. Reload the page and begin again.',

  corrupt: (file: string, why: string) =>
    `${file} is damaged: ${why}. Download it again, or choose another file.`,
  noTokenizer: 'it is no tokenizer of Hugging Face',
  hasBytes: (found: number, wanted: number) => `it has ${found} bytes and should have ${wanted}`,
  otherContents: 'its contents are not what they should be',
  noShards: 'it has no list of shards',
  endsBefore: (at: number, what: string) => `it ends at byte ${at}, before the end of ${what}`,
  itsHeader: 'its header',
  tooLong: 'it is too long for a JSON file',
  noJson: 'it is not valid JSON',
  noObject: 'it does not hold a JSON object',
  overlap: (one: string, other: string) => `${one} and ${other} overlap`,
  noNumber: (key: string) => `its metadata has no number ${key}`,
  oddMerge: (merge: string) => `its tokenizer has the merge ${merge}`,
  noSafetensors: 'it does not begin like a safetensors file',
  entryNoObject: (name: string) => `its entry for ${name} is not an object`,
  noShape: (name: string) => `${name} has no valid shape`,
  noPlace: (name: string) => `${name} has no valid place in the file`,
  placeNotShape: (name: string) => `the place of ${name} in the file does not fit its shape`,
  noWeightMap: 'it has no weight_map',
  namesOther: (name: string) => `it names ${name}, which is no safetensors file`,
  noGguf: 'it does not begin like a GGUF file',
  keyTwice: (key: string) => `its metadata has ${key} twice`,
  tensorTwice: 'it has a tensor twice',
  alignment: (value: string) => `its alignment is ${value}`,
  endsInHeader: 'it ends within its header',
  impossibleSize: 'a size in it is impossible',
  nested: 'its metadata is nested too deep',
  oddType: (type: number) => `its metadata has a value of type ${type}, which does not exist`,
  notFinite: (name: string) => `${name} holds numbers that are not finite or too large for 16 bits`,

  noTensor: (model: string, tensor: string) =>
    `${model} has no tensor ${tensor}: it is not a complete Qwen3 model. Choose a folder or file that holds the whole model.`,
  otherShape: (tensor: string, file: string, found: string, wanted: string) =>
    `${tensor} in ${file} has the shape [${found}] where the model's configuration asks for [${wanted}].`,
  otherWeights:
    'The folder holds weights of another model, quantisation or version. Choose another folder, or allow it to be overwritten.',
  unreadable: (file: string) =>
    `${file} can no longer be read: it was moved, changed or deleted. Choose it again.`,
  otherKind: (file: string, kind: string) =>
    `${file} holds a model of the kind ${kind}; only Qwen3, as Jan-Nano is, can be converted.`,
  noTokenizerInside: (file: string) =>
    `${file} has no tokenizer of Qwen's kind inside. Put the model's tokenizer.json beside it.`,
  ggufVersion: (file: string, version: number) =>
    `${file} is GGUF version ${version}; versions 2 and 3 can be read. Choose a newer file.`,
  tensorType: (tensor: string, file: string, type: string) =>
    `${tensor} in ${file} is stored as ${type}; only Q8_0, F16, BF16 and F32 can be converted. Choose the Q8_0 file of the model: the others have lost too much.`,
  tensorTypeSafe: (tensor: string, file: string, type: string) =>
    `${tensor} in ${file} is stored as ${type}; only F32, F16 and BF16 can be read. Choose the original, unquantised weights.`,
  noCheckpoint: (folder: string) =>
    `${folder} holds neither model.safetensors nor its index. Choose the folder of a Hugging Face model, or a .gguf file.`,
  noFile: (folder: string, file: string) =>
    `${folder} has no file ${file}. It has to be there beside the weights.`,
  noIndexed: (folder: string, file: string) =>
    `${folder} has no file ${file}, which its index names. Add the file and try again.`,
  wrongType: (name: string, type: string) =>
    `${name} is of the type ${type}; only qwen3, as Jan-Nano is, can be converted. Choose Jan-Nano or another Qwen3 model.`,
  attentionBias: (name: string) =>
    `${name} has attention biases. Choose Jan-Nano or another Qwen3 model.`,
  slidingWindow: (name: string) =>
    `${name} has sliding windows. Choose Jan-Nano or another Qwen3 model.`,
  oddConfig: (name: string, key: string, value: string) =>
    `${name} has the ${key} ${value} in its configuration. Choose Jan-Nano or another Qwen3 model.`,
  unread: (file: string, host: string, why: string) =>
    `${file} could not be read from ${host}: ${why} Check the address and the connection, and start again: it goes on where it stopped.`,
  changed: (file: string) =>
    `${file} has changed on the server while it was being read. Start again.`,
  noRanges: (file: string) =>
    `The server cannot send parts of ${file} (no Range requests). Download the file and choose it from the disk.`,
};

export const importing = saying('importing', en);
