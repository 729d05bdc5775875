import type { en } from '../en/engines';

export const engines: typeof en = {
  notLoaded: '尚未加载模型。',
  unloaded: '模型已卸载。',
  died: '引擎意外停止。请重新加载。',
  diedOf: (why) => `引擎意外停止（${why}）。请重新加载。`,
  crashed: (why) => `引擎意外停止（${why}）。请重新提问。`,
  internal: '内部错误',
  memoryFault: '内存错误',
  noLength: '回答长度至少为一个词元。',
  tooLong: (prompt, answer, context) =>
    `提示词有 ${prompt} 个词元，回答最多 ${answer} 个，而模型总共只能容纳 ${context} 个。请开始新的提问，或减少放入提示词的结果。`,
  noMemory: '内存不足，无法运行此模型。请关闭其他标签页，或选择更小的模型。',
  conversationTooLong: '对话超出模型可读取的长度。请开始新的提问。',
  noGguf: '模型文件已损坏，或不是 GGUF 文件。请删除后重新下载。',
  notStarted: (why) =>
    `模型无法启动（${why}）。请重新加载页面；若再次发生，则此模型无法在此浏览器中运行。`,
  noWeights: (name) => `${name} 没有适用于此引擎的权重。`,
  noMemory64:
    '此浏览器无法运行模型：缺少 64 位内存的 WebAssembly。请使用新版 Chrome、Edge 或 Firefox。',
  notByteLevel: '此模型的分词器不是字节级的。',
  fileMissing: (file) => `模型缺少文件 ${file}。`,
  libraryMismatch: (name, found, wanted) =>
    `模型的权重与其库不符：${name} 为 ${found}，应为 ${wanted}。权重和库必须属于同一模型和量化方式。`,
  sampling:
    '采样参数超出范围：温度不小于 0，Top-p 大于 0 且不超过 1，Top-k 为不小于 0 的整数，Min-p 在 0 到 1 之间，随机种子为整数。',
  noToken: '模型没有给出词元。请重新提问。',

  noGpu: '此浏览器没有可运行该模型的显卡。请在设置中选择另一个引擎。',
  gpuLacks: '显卡缺少此模型所需的功能。请在设置中选择另一个引擎，或选择其他模型。',
  filesMismatch: (why) =>
    `模型的文件互不匹配（${why}）。请重新加载页面；若再次发生，则服务器上的副本已损坏。`,
  notStartedOnGpu: (why) => `模型无法在显卡上启动（${why}）。请在设置中选择另一个引擎。`,
  gpuLost: '显卡已不可用。请重新提问：模型会自动重新启动。',
  gpuLostOf: (why) => `显卡已不可用（${why}）。请重新提问：模型会自动重新启动。`,
  gpuMemory: '显存不足，无法运行此模型。请关闭其他标签页，或选择更小的模型。',

  noServer: '未指定模型服务器。请查看设置。',
  serverUnreachable: (address) =>
    `无法连接 ${address} 上的模型服务器。请检查它是否在运行，以及地址是否正确。`,
  serverUnreachableOr: (address, page) =>
    `无法连接 ${address} 上的模型服务器。请检查它是否在运行，以及地址是否正确。若已在运行，请让它允许 ${page} 的页面（vLLM：--allowed-origins '["${page}"]'），或经由中继（LLM_BASE_URL）。`,
  serverInsecure: (address) =>
    `无法访问 ${address} 上的模型服务器：浏览器只允许 https 页面访问 https。请将其置于 https 或中继（LLM_BASE_URL）之后。`,
  serverForbids: (address, page) =>
    `${address} 上的模型服务器有响应，但不允许此页面读取：请让它允许 ${page} 的页面（vLLM：--allowed-origins '["${page}"]'），或经由中继（LLM_BASE_URL）。`,
  serverTooLong:
    '提示词超出模型服务器可读取的长度。请以更长的上下文启动它（vLLM：--max-model-len，llama.cpp：-c），或开始新的提问。',
  serverKey: (address) => `${address} 上的模型服务器需要密钥，或需要另一个密钥。请在设置中检查。`,
  serverHasNot: (model) => `模型服务器没有模型“${model}”。请在设置中检查名称。`,
  serverHasNotBut: (model, names) => `模型服务器没有模型“${model}”。现有：${names}。`,
  noCompletions: (address) =>
    `${address} 不提供补全：模型服务器的地址通常以 /v1 结尾，中继在设置了 LLM_BASE_URL 时也有一个。`,
  serverBusy: '模型服务器的请求过多。请稍等片刻再提问。',
  serverFailed: (status) => `模型服务器出错，状态码 ${status}。请稍后再提问。`,
  serverRefused: (status) => `模型服务器拒绝了请求，状态码 ${status}。`,
  noModelServer: (address) => `${address} 不是模型服务器：其地址通常以 /v1 结尾。请查看设置。`,
  severalModels: (names) => `模型服务器有多个模型：${names}。请在设置中指定一个。`,
  namesNone: '模型服务器没有列出模型。请在设置中填写名称。',
  serverSilent: (seconds) =>
    `模型服务器在 ${seconds} 秒内没有发送任何内容。请检查是否过载，然后重新提问。`,
  serverBrokeOff: '模型服务器在回答中途断开。请检查它是否仍在运行，然后重新提问。',
  noCompletion: (address) => `${address} 发送的内容不是补全结果。请检查地址。`,
  serverSlow: (address, seconds) =>
    `${address} 上的模型服务器在 ${seconds} 秒内没有响应。请检查是否已启动。`,
  noTokenizer: '目前中继和模型站都没有 Jan-Nano 的 tokenizer.json。请在设置中改由服务器计数。',
  countsNone: (address) => `${address} 上的模型服务器不提供词元计数。请在设置中选择其他计数方式。`,
};
