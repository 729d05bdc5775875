import type { en } from '../en/origins';

export const origins: typeof en = {
  both: (first, second) => `${first}${second}`,
  answer: (place, what) => `${place}：${what}`,
  addressForm:
    '请填写模型站上的仓库名称，例如 Menlo/Jan-nano-gguf，或含有 manifest.json 的文件夹地址。',
  notFound: (address, answers) =>
    `找不到 ${address}：${answers}请检查名称，以及“来源”中的模型站地址。`,
  nothingThere: (name) =>
    `${name} 既没有 MLC 权重，也没有 GGUF 文件。可下载官方 safetensors 并在此导入。`,
  nothingThereBut: (name, files) =>
    `${name} 既没有 MLC 权重，也没有 GGUF 文件。现有 ${files}。可下载官方 safetensors 并在此导入。`,
  noSuchFile: (name, file) => `${name} 没有 ${file}。可下载官方 safetensors 并在此导入。`,
  noSuchFileBut: (name, file, files) =>
    `${name} 没有 ${file}。现有 ${files}。可下载官方 safetensors 并在此导入。`,
  several: (name, files) => `${name} 有多个 GGUF 文件。请在斜杠后加上其中一个的名称：${files}。`,
  isNotThere: (path) => `${path} 不存在。`,
  isNotThereStatus: (url, status) => `${url} 不存在（状态码 ${status}）。`,
  noSource: (name, answers) => `目前没有来源提供 ${name}。${answers}`,
  noSourceImport: (name, answers) =>
    `目前没有来源提供 ${name}。${answers}请下载官方文件并在此导入，或用 npm run convert 转换到中继的模型文件夹，或指定一个有此模型的镜像。`,
  severalEnding: (end, files) => `有多个以 ${end} 结尾的文件（${files}）。请指定一个。`,
  otherModel: (found, wanted) =>
    `文件夹中是 ${found}，需要的是 qwen3 ${wanted}。请选择为此模型制作的文件夹。`,
  noJson: (url) => `${url} 不是 JSON。`,
  unreachable: '无法连接。',
  missing: (file) => `那里缺少${file}。`,
  fileEnding: (end) => `以 ${end} 结尾的文件`,
  aLibrary: '模型库',
  aShard: '全部分片',
  aFile: '未命名的文件',
  noLibrary: (name, layers, size, quantisation, scaling) =>
    `这里没有适合 ${name} 的 WebGPU 库：它有 ${layers} 层，每层 ${size}，量化为 ${quantisation}，RoPE 缩放为 ${scaling}，而现有的库只适用于 Jan-Nano（36 层，每层 2560；无缩放，或 32768 上因子为 4 的 YaRN）和 Jan-Pocket。其 GGUF 文件无需库即可使用。`,
  ggufTooLarge: (name) =>
    `${name} 太大，无法在此以 GGUF 文件运行：WebAssembly 最多容纳 3 GB 权重。请为显卡转换，或选择更小的文件，例如 iQ4_XS。`,
  otherType: (name, type) => `${name} 中的模型类型是 ${type}；只能使用与 Jan-Nano 相同的 qwen3。`,
  otherQuantisation: (name, quantisation, known) =>
    `${name} 的量化方式是 ${quantisation}，无法使用。请选择以下之一：${known}。`,
  catalogueWrong: (faults) => `模型目录有误：${faults}。`,
};
