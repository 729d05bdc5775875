import type { en } from '../en/assistants';

export const assistants: typeof en = {
  title: '助手',
  about:
    '不同的回答方式：各有自己的系统提示词、模型、工具、深度和采样参数。未设置的项目以这里的设置为准。',
  builtIn: '内置',
  editOne: (name) => `编辑 ${name}`,
  copyOne: (name) => `复制 ${name}`,
  removeOne: (name) => `移除 ${name}`,
  add: '新建助手',

  system: '系统提示词',
  systemOfApp: '应用默认：搜索、阅读，用一两句话回答，并为来源编号。',
  systemHint: '无论这里写什么，回答都会与读到的内容核对。Jan-Pocket 只认识应用自带的提示词。',
  model: '模型',
  modelAsChosen: '使用“模型”中选定的',
  modelMissing: (id) => `${id}（不在本设备上）`,
  depthAsChosen: '使用提问时选定的',
  think: '回答前先思考',
  thinkHint: '速度较慢。Jan-Nano 的训练方式是不思考直接回答。',
  longest: '最长回答（词元数）',
  notSaved: '未保存。请更正标出的值，或恢复推荐值。',
};
