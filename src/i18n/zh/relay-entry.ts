import type { en } from '../en/relay-entry';

export const relayEntry: typeof en = {
  address: '地址',
  thisPage: '本页自身的地址',
  addressHint: '负责搜索和读取网页的服务器。问题的搜索词会发送到那里。',
  token: '访问令牌',
  none: '无',
  tokenHint: '中继要求时填写。它只保存在此浏览器中，也只发送到那里。',
  libraryAlone: '仅搜索资料库，因此不询问中继。',
};
