import type { en } from '../en/downloads';
import { formatsOf } from '../formats';

const { megabytes } = formatsOf('zh');

export const downloads: typeof en = {
  importedGone: (file) => `${file} 来自磁盘，在这里已损坏或丢失。请删除此模型后重新导入。`,
  arrivedDamaged: (file) => `${file} 收到时已损坏，正在重新获取。`,
  changed: (url, now, size) =>
    `服务器上的文件 ${url} 已更改（${now} 字节，原为 ${size}）。请重新开始下载：未更改的文件会保留。`,
  fetchedAnew: (file) => `服务器上的 ${file} 已更改，正在重新获取。`,
  broken: '连接中断。',
  failed: '连接失败。',
  short: '服务器没有发送完整的文件。',
  silent: '服务器已停止发送。',
  partRefused: '服务器拒绝发送文件的这一部分（状态码 416）。',
  busy: (status) => `服务器繁忙（状态码 ${status}）。`,
  otherPart: '服务器发送了文件的另一部分。',
  changedMeanwhile: '服务器上的文件已更改。',
  notThere: (url, status) =>
    `服务器上没有文件 ${url}（状态码 ${status}）。如果是本应用自带的文件，请检查部署时是否包含模型文件夹；否则请检查地址。`,
  offline: (file, why) => `无法下载 ${file}：${why}已收到的部分会保留。请检查网络连接后继续。`,
  noRoom: (missing, free) =>
    `模型还需要 ${megabytes(missing)}，而浏览器只允许此页面再存储 ${megabytes(free)}。请释放磁盘空间、删除其他模型或选择更小的模型。已存储的内容不会丢失。`,
  full: '浏览器允许此页面使用的存储空间已满。已收到的部分会保留：请释放磁盘空间或删除其他模型，然后继续。',
  notStored:
    '浏览器未能存储模型的一部分。之前收到的部分会保留：请继续下载；若再次发生，请重新加载页面。',
  mismatch: (url) =>
    `文件 ${url} 已损坏：内容与预期不符，重新获取结果相同。请重新加载页面；若再次发生，则服务器上的副本已损坏或是其他版本。`,
  noModel: (id) => `没有模型“${id}”。`,
  noModelOf: (id, known) => `没有模型“${id}”。已知模型：${known}。`,
  nothingStored:
    '浏览器不允许此页面存储数据，而此模型太大，不宜每次重新下载。请退出隐私窗口，或允许此页面存储数据。',
  notDeleted: (name) => `浏览器未能删除 ${name}。请关闭本应用的其他标签页后重试。`,
  storedDamaged: (file) => `已存储的文件 ${file} 已损坏。请重新加载模型：只会下载这个文件。`,
};
