import type { en } from '../en/ask';

export const ask: typeof en = {
  question: '问题',
  first: '提出问题',
  followUp: '继续追问',
  ask: '提问',
  answerNow: '立即作答',
  depthHint: '快速：搜索一两次。深入：先列出子问题，再写报告。',
  examples: '示例',
  waiting: '模型加载完成后即会提问。',

  attach: '添加文件',
  attachHint: '添加文件：文件会存入资料库，并在回答此问题时搜索',
  filesToAttach: '要添加的文件',
  attached: '已添加的文件',
  reading: (file) => `正在读取 ${file}`,
  inLibrary: (file) => `${file} 已存入资料库`,
  remove: (file) => `移除 ${file}`,
  pastedText: '粘贴的文本.txt',
  filesOfQuestion: '此问题的文件',

  prompts: '提示模板',
  allPrompts: (number) => `全部 ${number} 个提示模板`,
  promptsMissing: (server, reason) => `缺少 ${server} 的提示模板。${reason}`,
  tryAgain: '重试',
};
