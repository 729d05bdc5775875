import type { en } from '../en/prompts';

export const prompts: typeof en = {
  from: (server) => `来自 ${server}。填写的内容会发送到那里。`,
  required: (label) => `${label}（必填）`,
  fillIn: '请填写此项。',
  failed: '无法生成提示',
  notAll: '内容不完整',
  missing: {
    end: '文本超过了问题的长度上限，结尾已被截去。',
    parts: '其中非文本的部分未包含在内。',
  },
  useIt: '直接使用',
  asking: '正在请求服务器…',
  tryAgain: '重试',
  put: '放入提问框',
};
