import type { en } from '../en/faults';
import { formatsOf } from '../formats';

const { count } = formatsOf('zh');

export const faults: typeof en = {
  stopped: '已停止。',
  unknown: '出了点问题。',
  tooLong: (needed, taken) =>
    `对话需要 ${count(needed)} 个词元，而模型在作答前只能接收 ${count(taken)} 个。请缩短问题或新建对话。`,
  brokenOff: '模型中途停止了，请重新提问。',
  noSuchModel: (id) => `这里没有模型“${id}”。`,
  noModel: '这里没有模型。',
  notForEngine: (model, engine) => `${model} 没有适用于引擎“${engine}”的版本。`,
  asChosen: '按所选',
  notStored: '浏览器不允许此页面存储数据。回答只保留到页面关闭为止。',
  noPromptText: '服务器没有为此提示模板提供文本。',
};
