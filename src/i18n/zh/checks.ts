import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: '温度',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: '随机种子',
  },
  wholeNumber: (label, min, max) => `${label}须为 ${min} 到 ${max} 之间的整数`,
  number: (label, min, max) => `${label}须为 ${min} 到 ${max} 之间的数`,

  token: '令牌只能包含普通字符，不能有空格。',
  relay: '请填写完整地址，如 https://relay.example.org',
  http: '地址须以 http:// 或 https:// 开头',
  noCredentials: '地址中不能包含用户名或密码',
  context: (least) => `词元数须为整数，至少 ${least}`,
  server: '请填写完整地址，如 https://example.org/mcp',
  serverName: '最多 32 个字母、数字、- 和 _，不含空格',
  serverTaken: (name) => `已有名为 ${name} 的服务器`,
  header: '每行一个标头，格式为 名称: 值',
  headerKept: (name) => `网页不能以此值发送标头 ${name}`,
  noName: '请填写名称',
  longestName: (characters) => `最多 ${characters} 个字符`,
  nameTaken: '此名称已被使用',
  longestSystem: (characters) => `最多 ${characters} 个字符：它会出现在每个提示词中`,
  leastTokens: (least) => `须为不小于 ${least} 的整数`,
};
