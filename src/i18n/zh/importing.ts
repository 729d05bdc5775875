import type { en } from '../en/importing';

export const importing: typeof en = {
  keepGguf: '保留 GGUF 文件（llama.cpp，在处理器上运行）',
  convertTo: (quantisation) => `转换为 ${quantisation}（WebLLM，在显卡上运行）`,
  asItIs: '按原样使用',
  severalModels: (files) => `这里有多个模型：${files}。请选择其中一个。`,
  noModel: (config) =>
    `所选内容中没有模型。请选择 .gguf 文件、MLC 权重文件夹（${config} 及其分片），或含有 config.json 和 tokenizer.json 的 .safetensors 文件夹。`,
  onePart: (file) =>
    `${file} 只是多文件模型的一部分。请选择单文件的模型，或用 llama-gguf-split --merge 合并。`,

  nothingStored:
    '浏览器不允许此页面存储数据。请退出隐私窗口，或允许此页面存储数据，然后重新导入模型。',
  alreadyThere: (name) => `${name} 已存在。请先删除。`,
  noLibrary: '无法下载模型的库，因此本次导入未保留任何内容。请检查网络连接后重新导入。',
  incomplete: (name, tensor, found, wanted) =>
    `${name} 不是完整的 Qwen3 模型：${tensor} 为 ${found}，应为 ${wanted}。请选择整个文件夹或其他模型。`,
  missing: '缺失',
  notChosen: (file) => `所选文件中没有 ${file}。请选择模型的整个文件夹。`,
  notStored: (file) => `${file} 未能存储。请重新导入模型。`,
  wrongLength: (file, found, wanted) =>
    `${file} 有 ${found} 字节，应为 ${wanted} 字节。请重新选择文件。`,
  full: '浏览器允许此页面使用的存储空间已满，因此未保留此模型的任何内容。请释放磁盘空间或删除其他模型，然后重新开始。',
  notKept: '浏览器未能存储模型的一部分，因此未保留任何内容。请重新加载页面后再试。',

  corrupt: (file, why) => `${file} 已损坏：${why}。请重新下载，或选择其他文件。`,
  noTokenizer: '不是 Hugging Face 的分词器',
  hasBytes: (found, wanted) => `有 ${found} 字节，应为 ${wanted} 字节`,
  otherContents: '内容与预期不符',
  noShards: '没有分片列表',
  endsBefore: (at, what) => `在第 ${at} 字节处结束，早于${what}的结尾`,
  itsHeader: '文件头',
  tooLong: '作为 JSON 文件过长',
  noJson: '不是有效的 JSON',
  noObject: '其中没有 JSON 对象',
  overlap: (one, other) => `${one} 与 ${other} 重叠`,
  noNumber: (key) => `元数据中没有数值 ${key}`,
  oddMerge: (merge) => `分词器含有合并规则 ${merge}`,
  noSafetensors: '开头不是 safetensors 文件',
  entryNoObject: (name) => `${name} 的条目不是对象`,
  noShape: (name) => `${name} 没有有效的形状`,
  noPlace: (name) => `${name} 在文件中没有有效的位置`,
  placeNotShape: (name) => `${name} 在文件中的位置与其形状不符`,
  noWeightMap: '没有 weight_map',
  namesOther: (name) => `其中指定的 ${name} 不是 safetensors 文件`,
  noGguf: '开头不是 GGUF 文件',
  keyTwice: (key) => `元数据中 ${key} 出现两次`,
  tensorTwice: '有一个张量出现两次',
  alignment: (value) => `对齐值为 ${value}`,
  endsInHeader: '在文件头中就结束了',
  impossibleSize: '其中有不可能的大小',
  nested: '元数据嵌套过深',
  oddType: (type) => `元数据中有类型为 ${type} 的值，此类型不存在`,
  notFinite: (name) => `${name} 含有非有限数或超出 16 位范围的数`,

  noTensor: (model, tensor) =>
    `${model} 没有张量 ${tensor}：它不是完整的 Qwen3 模型。请选择含有整个模型的文件夹或文件。`,
  otherShape: (tensor, file, found, wanted) =>
    `${file} 中的 ${tensor} 形状为 [${found}]，而模型配置要求 [${wanted}]。`,
  otherWeights: '文件夹中是其他模型、量化方式或版本的权重。请选择其他文件夹，或允许覆盖。',
  unreadable: (file) => `无法再读取 ${file}：它已被移动、更改或删除。请重新选择。`,
  otherKind: (file, kind) => `${file} 中的模型种类是 ${kind}；只能转换与 Jan-Nano 相同的 Qwen3。`,
  noTokenizerInside: (file) =>
    `${file} 中没有 Qwen 类型的分词器。请将模型的 tokenizer.json 放在它旁边。`,
  ggufVersion: (file, version) =>
    `${file} 是 GGUF 第 ${version} 版；可读取第 2 版和第 3 版。请选择较新的文件。`,
  tensorType: (tensor, file, type) =>
    `${file} 中的 ${tensor} 以 ${type} 存储；只能转换 Q8_0、F16、BF16 和 F32。请选择模型的 Q8_0 文件：其他文件损失过多。`,
  tensorTypeSafe: (tensor, file, type) =>
    `${file} 中的 ${tensor} 以 ${type} 存储；只能读取 F32、F16 和 BF16。请选择未量化的原始权重。`,
  noCheckpoint: (folder) =>
    `${folder} 中既没有 model.safetensors，也没有其索引。请选择 Hugging Face 模型的文件夹，或 .gguf 文件。`,
  noFile: (folder, file) => `${folder} 中没有文件 ${file}。它必须与权重放在一起。`,
  noIndexed: (folder, file) => `${folder} 中没有索引所列的文件 ${file}。请添加该文件后重试。`,
  wrongType: (name, type) =>
    `${name} 的类型是 ${type}；只能转换与 Jan-Nano 相同的 qwen3。请选择 Jan-Nano 或其他 Qwen3 模型。`,
  attentionBias: (name) => `${name} 带有注意力偏置。请选择 Jan-Nano 或其他 Qwen3 模型。`,
  slidingWindow: (name) => `${name} 使用滑动窗口。请选择 Jan-Nano 或其他 Qwen3 模型。`,
  oddConfig: (name, key, value) =>
    `${name} 的配置中 ${key} 为 ${value}。请选择 Jan-Nano 或其他 Qwen3 模型。`,
  unread: (file, host, why) =>
    `无法从 ${host} 读取 ${file}：${why}请检查地址和网络连接后重新开始：会从中断处继续。`,
  changed: (file) => `读取 ${file} 时，它在服务器上发生了更改。请重新开始。`,
  noRanges: (file) => `服务器无法分段发送 ${file}（不支持 Range 请求）。请下载该文件后从磁盘选择。`,
};
