import type { en } from '../en/common';

export const common: typeof en = {
  close: '关闭',
  retry: '重试',
  settings: '设置',
  models: '模型',
  library: '资料库',
  history: '历史记录',
  add: '添加',
  edit: '编辑',
  copy: '复制',
  copied: '已复制',
  remove: '移除',
  removed: '已移除',
  delete: '删除',
  undo: '撤销',
  save: '保存',
  cancel: '取消',
  stop: '停止',
  failed: '操作未成功',
  name: '名称',

  assistant: '助手',
  researcher: '研究员',
  depth: '深度',
  depths: { quick: '快速', standard: '标准', deep: '深入' },
};
