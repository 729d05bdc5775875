import type { en } from '../en/settings';

export const settings: typeof en = {
  appearance: '外观',
  theme: '主题',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  languageOfSystem: '跟随系统',
  languageMissing: (name) => `无法加载${name}，请检查网络连接。`,

  tools: '工具',
  librarySearched: '何时搜索资料库',
  libraryWhen: {
    offline: '无法连接中继时',
    beside: '与网络搜索同时',
    only: '仅搜索资料库：数据不离开本设备',
  },
  libraryHint:
    '资料库保存读过的网页和添加的文件。与网络搜索同时使用时会多出两个工具，Jan-Pocket 未经过使用它们的训练。',
  toolNames: '工具名称',
  toolNamesHint:
    'Jan-Nano 也用 web_search 和 visit_tool 训练过。Jan-Pocket 只认识 google_search 和 scrape。',

  sampling: '采样',
  samplingHint: (model) => `留空则使用模型自身的值${model ? `（${model}）` : ''}。`,
  random: '随机',
  recommended: '推荐值',
  recommendedIs: (value) => `推荐值：${value}`,
  recommendedBack: '恢复推荐值',

  model: '模型',
  engine: '引擎',
  automatic: '自动',
  engineHint: 'WebLLM 在显卡上计算，wllama 在 CPU 上计算。',
  engineNow: (engine, reason) => `当前：${engine}（${reason}）。`,

  evaluate: '评测',
  evaluateHint: '提出答案已知的问题，并统计答对多少。',
  evaluateOpen: '评测…',

  data: '数据',
  dataHint: '问题、回答、资料库和设置只保存在此浏览器中。',
  clear: '清除数据',
  clearSure: '再按一次将删除全部数据',

  app: '关于本应用',
  appPhases: {
    'not-kept': '只能联网打开：此页面无法保存在浏览器中。',
    kept: '已保存在此浏览器中，无网络也能打开。',
    looking: '正在查找新版本…',
    fetching: '正在获取新版本…',
    waiting: '新版本已就绪。',
    newest: '已是最新版本。',
    failed: '应用服务器没有响应。',
  },
  install: '安装应用',
  reload: '重新加载以更新',
  look: '查找新版本',
};
