import type { en } from '../en/saving';

export const saving: typeof en = {
  stopped: '资料库已停止工作。请重试，或重新加载页面。',
  tooLarge: (file, megabytes) => `“${file}”超过 ${megabytes} MB。请拆分成较小的文件。`,
  unreadable: (file) => `无法读取“${file}”。若已移动或更改，请重新选择。`,
  noText: (file) => `“${file}”中没有文本。请添加其他文件。`,
  notText: (file) => `“${file}”不是文本。请添加文本、Markdown、HTML 或 PDF 文件。`,
  notAdded: (file, why) => `未添加“${file}”。${why}请添加其他文件。`,
  noPdf: '无法作为 PDF 读取。',
  pdfLocked: '此 PDF 需要密码。',
  pdfBroken: '此 PDF 已损坏。',
  pdfLong: (pages) => `此 PDF 超过 ${pages} 页。`,
  pdfPictures: '此 PDF 只有图片，没有文本。',
  tooMuchText: (file) =>
    `“${file}”的文本超出资料库可保留的量。请为资料库增加空间，或添加较小的文件。`,
  full: '浏览器没有足够的空间。请删除页面或模型后重试。',
  refused: '浏览器不允许此页面使用资料库。读过的网页不会保存。',
};
