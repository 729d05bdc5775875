import type { en } from '../en/library';
import { formatsOf } from '../formats';

const { plural } = formatsOf('zh');

export const library: typeof en = {
  all: '全部页面',
  saved: (size, date) => `${size} · 保存于 ${date}`,
  partsRead: (read, all) => `已读 ${read} / ${all} 部分`,
  addFiles: '添加文件',
  about: (largest) =>
    `读过的网页和自己的文件：文本、Markdown、HTML 和 PDF，每个最大 ${largest}。它们留在此浏览器中。`,
  orDrop: '或拖放到此处',
  filesToAdd: '要添加的文件',
  adding: (name, at, all) => `正在添加“${name}”（${at} / ${all}）…`,
  filesAdded: '已添加的文件',
  deleted: '已删除',
  search: '搜索资料库',
  pagesAndFiles: '页面和文件',
  reading: '正在读取已保存的内容…',
  empty: '尚未保存任何内容。提问时读到的网页会保存在这里。',
  nothingFound: '没有找到。请换些词试试。',
  more: '显示更多',
  storage: '存储空间',
  spaceUsed: '已用空间',
  usage: (pages, used, quota) =>
    `${plural(pages, { other: '# 个页面和文件' })}，${used} / ${quota}。`,
  setAside: (pages) => plural(pages, { other: '# 个页面已无法读取，已移到一边。' }),
  keepUpTo: '最多保留',
  nothing: '不保留',
  whenFull: '存满后，最久未使用的页面会让出空间。',
  deleteAll: '全部删除',
  deleteAllSure: '再按一次将删除全部页面和文件',
  lastUsed: (date) => `上次使用：${date}`,
  deleteOne: (title) => `删除“${title}”`,
};
