import type { en } from '../en/endpoint';
import { formatsOf } from '../formats';

const { count } = formatsOf('zh');

export const endpoint: typeof en = {
  title: '模型服务器',
  about: '在 vLLM、llama.cpp 或 Jan 上运行的更大模型',
  address: '地址',
  addressOfRelay: '中继的 /v1',
  addressHint: '例如 http://localhost:1234/v1。问题以及为其读取的内容会发送到那里。',
  model: '模型',
  onlyOne: '服务器上唯一的模型',
  modelHint: '服务器所用的名称：测试连接会列出它有哪些模型。',
  key: 'API 密钥',
  none: '无',
  keyHint: '留在此浏览器中，只发送到此地址。中继有自己的密钥。',
  keyNeedsAddress: '请先填写地址：密钥只发送到一个地址',
  context: '上下文（词元数）',
  asServerSays: '以服务器为准',
  countedBy: '词元计数方式',
  counters: {
    automatic: '自动',
    qwen3: 'Jan-Nano 的分词器（在本页中）',
    'jan-pocket': 'Jan-Pocket 的分词器（在本页中）',
    server: '由服务器计数',
    estimate: '估算',
  },
  countersHint:
    '“自动”会在中继和模型站查找模型的分词器，找不到则由服务器计数，都不可行时进行估算。',
  test: '测试连接',
  use: '使用此服务器',
  stopUsing: '停止使用',
  asking: '正在询问…',
  answersWith: '有响应，包含：',
  answers: '有响应。',
  silent: (seconds) => `${seconds} 秒内没有响应。请检查服务器是否已启动。`,
  tokens: (many) => `${count(many)} 词元`,
};
