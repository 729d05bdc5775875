import type { en } from '../en/shell';

export const shell: typeof en = {
  skip: '跳到提问框',
  hero: '想了解什么？',
  about: '本页中的语言模型会搜索、阅读并作答。每条引用都会与读到的内容核对。',
  model: '模型',
  is: '状态：',
  phases: {
    idle: '未加载',
    loading: '加载中',
    warming: '预热中',
    ready: '就绪',
    failed: '出错',
    cancelled: '未加载',
  },
  search: '搜索',
  connecting: '正在连接…',
  noRelay: '无中继',
  noTools: '无工具',
  offlineCorpus: '离线语料库',
  googleBySerper: 'Google（通过 Serper）',
  downloading: (percent, size, name) => `已下载 ${percent}，共 ${size} · ${name}`,
  relay: '中继',

  answering: (model, engine, searched) =>
    `由 ${model}${engine ? `（${engine}）` : ''}作答，搜索范围：${searched}。`,
  noModel: '无模型',
  theLibrary: '资料库',
  nothing: '无',
};
