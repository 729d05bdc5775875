import type { en } from '../en/source';

export const source: typeof en = {
  dataOf: (date) => `数据日期：${date}`,
  openPage: '打开网页',
  savedText: '已存文本',
  opening: '正在打开…',
  notKept: '资料库没有此网页：它从未被完整读取，或已被删除。',
  quoted: '引用的词语',
  read: '读到的内容',
  nothingRead: '此次回答没有读取此来源的内容。',
  showMore: '显示更多',
};
