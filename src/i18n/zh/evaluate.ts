import type { en } from '../en/evaluate';
import { formatsOf } from '../formats';

const { plural } = formatsOf('zh');

export const evaluate: typeof en = {
  title: '评测',
  stoppedByError: '评测已停止',
  elsewhere: '另一个标签页正在评测',
  elsewhereGoesOn: '评测在那里继续。',
  fileUnusable: '无法使用此文件',
  about:
    '逐一提出文件中的问题，并统计答对多少：CSV 或 JSONL 格式，每条包含问题和答案，例如 SimpleQA。',
  byWords: '按词语比较答案。',
  file: '问题文件',
  choose: '选择文件',
  chooseOther: '另选文件',
  undo: '撤销：恢复上一次评测',
  questionsIn: (count) => plural(count, { other: '# 个问题' }),
  inFile: (name) => `（文件 ${name}）`,
  howMany: '提问数量',
  wholeTo: (most) => `1 到 ${most} 之间的整数。`,
  seed: '随机种子',
  seedHint: '决定抽取哪些问题，也是模型的种子：相同的种子提出相同的问题。',
  wholeFrom0: '不小于 0 的整数。',
  begin: '开始',
  busy: '模型正在回答另一个问题。',
  doneOf: (done, all) => `${done} / ${plural(all, { other: '# 个问题' })}`,
  ofFile: (name) => `（文件 ${name}）`,
  asked: '已提问数',
  allAnswered: '全部已回答。',
  stopped: '已停止。已有的回答会保留。',
  states: { asking: '正在提问', done: '全部已回答', stopped: '已停止' },
  goOn: '继续',
  another: '新的评测',
  staysOpen: '保持此处打开时运行。',
  grades: { A: '正确', B: '错误', C: '未作答' },
  verified: '所有引用均已核实',
  medianTime: '用时（中位数）',
  searches: '搜索次数',
  share: (share, low, high, some, of) => `${share}（${low} 至 ${high}），${some} / ${of}`,
  interval: '括号内为 95 % 置信区间：样本与总体之间可能的偏差。',
  report: '报告',
  rows: '逐条数据（JSONL）',
  answers: '回答',
  expected: '预期：',
  answer: '回答：',
  newest: (count) => `仅显示最新 ${count} 条；报告包含全部。`,

  relayLost: '与中继的连接已丢失。恢复后可继续。',
  otherBefore: (rows, model, engines, tools) =>
    `前 ${rows} 个由 ${model} 在 ${engines} 上使用 ${tools} 回答，或来自另一版本。请重新选择这些设置，或开始新的评测。`,
};
