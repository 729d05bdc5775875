import type { en } from '../en/common';

export const common: typeof en = {
  close: '关闭',
  retry: '重试',
  settings: '设置',
  models: '模型',
  library: '资料库',
  history: '历史记录',
};
