import type { en } from '../en/loading';

export const loading: typeof en = {
  theModel: '模型',
  download: '下载中',
  verify: '检查中',
  read: '读取中',
  compile: '启动中',
  'warm-up': '预热中',
  amount: (phase, done, total) => `${phase}，${done}，共 ${total}`,
  tokens: (phase, done, total) => `${phase}，${done} / ${total} 词元`,
  loading: (name) => `正在加载 ${name}`,
  failed: (name) => `${name} 未能加载`,
  notLoaded: (name) => `${name} 未加载`,
  takes: (size) => `大小为 ${size}。`,
  load: '加载模型',
};
