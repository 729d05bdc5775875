import type { en } from '../en/threads';

export const threads: typeof en = {
  newChat: '新对话',
  search: '搜索',
  searchHint: '搜索问题、回答和来源',
  found: '搜索结果',
  pinned: '已置顶',
  recent: '最近',
  none: '没有包含这些词语的内容。',
  more: (number) => `再显示 ${number} 个`,
  empty: '你的提问保存在这里，仅限此浏览器。',
  file: '对话文件',
  exportAll: '全部导出',
  import: '导入',
  taken: (threads, added) => `已导入 ${threads} 个，其中 ${added} 个是新的。`,

  unnamed: '空',
  name: '对话名称',
  moreFor: (name) => `“${name}”的更多操作`,
  for: (name) => `“${name}”的操作`,
  rename: '重命名',
  pin: '置顶',
  unpin: '取消置顶',
  print: '打印或存为 PDF',
  share: '以文件分享',
  markdown: '导出为 Markdown',
  json: '导出为 JSON',
};
