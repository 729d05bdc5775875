import type { en } from '../en/mcp';

export const mcp: typeof en = {
  unknownToken: (address) => `${address} 上的服务器不认识此访问令牌。请在设置中更正。`,
  wantsToken: (address) => `${address} 上的服务器需要访问令牌。请向其管理者索取，并在设置中填写。`,
  refused: (address, status) => `${address} 上的服务器拒绝了请求，状态码 ${status}。`,
  workerFailed: '与中继通信的部分已停止。请重试，或重新加载页面。',
  tryingAgain: '没有响应，正在重试',
  intoLibrary: '中继已断开，正在查找资料库',

  signIn: (host) => `${host} 要求登录。`,
  badToken: (host) => `${host} 不接受此令牌（401）。请更正。`,
  tokenOrSignIn: (host) => `${host} 需要令牌或登录（401）。请添加令牌，或重新登录。`,
  forbidden: (host) => `${host} 拒绝此页面或此令牌（403）。请联系其管理者。`,
  notHere: (host, status) =>
    `${host} 的此地址没有 MCP 服务器（${status}）。通常位于 /mcp；只支持旧 SSE 传输的服务器无法使用。`,
  broken: (host, status) => `${host} 返回状态码 ${status}。它出现故障或已停机：请稍后再试。`,
  otherStatus: (host, status) => `${host} 返回状态码 ${status}。请检查地址。`,
  slow: (host, seconds) => `${host} 在 ${seconds} 秒内没有响应。`,
  unreachable: (host, page) =>
    `此页面无法连接 ${host}：那里没有响应，或它不允许 ${page} 的页面（CORS）。在标签页中打开该地址即可分辨。`,
  unreachableSecure: (host, page) =>
    `此页面无法连接 ${host}：那里没有响应，或其证书无效，或它不允许 ${page} 的页面（CORS）。在标签页中打开该地址即可分辨。`,
  noMcp: (host) => `${host} 不支持通过可流式 HTTP 使用 MCP。请检查地址。`,
  needsHttps: (host) =>
    `此页面通过 https 打开，浏览器只允许它访问 https 地址，而 ${host} 是 http。请使用其 https 地址。`,
  notAllowed: (host, page) =>
    `${host} 有响应，但不允许 ${page} 的页面访问（CORS）。请其管理者允许此来源。`,

  signInEnded: '此次登录并非由此处发起，或已结束。请重新登录。',
  notLetIn: (host, why) => `${host} 未允许登录：${why}。`,
  noCode: '没有返回授权码',
  signInFailed: (host, why) => `登录 ${host} 失败：${why}`,
  oddSignInPage: (protocol) => `它将 ${protocol} 指定为登录页面。`,
};
