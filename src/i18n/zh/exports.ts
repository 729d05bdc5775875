import type { en } from '../en/exports';

export const exports: typeof en = {
  notJson: '此文件不是 JSON。请选择在这里导出的文件。',
  noThreads: '此文件不含本应用的对话。请选择在这里导出的文件。',
  newer: '此文件来自本应用的更新版本。请重新加载页面后再试。',
  damaged: (damaged, all) => `文件中的 ${all} 个对话有 ${damaged} 个已损坏。没有导入任何内容。`,

  thread: '对话',
  about: (date) => `${date}。核对只表明词语出现在来源中，不代表来源正确。`,
  aboutModel: (date, model) => `${date}，${model}。核对只表明词语出现在来源中，不代表来源正确。`,
  checks: { n: '编号', source: '来源', sections: '引用章节', found: '找到词语的核对' },
  someFound: (found, total) => `${total} 项中 ${found} 项`,
  noAnswer: '没有回答。',
  noAnswerFor: (reason) => `没有回答：${reason}`,
  failed: '失败',
};
