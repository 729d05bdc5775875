import type { en } from '../en/relay';

export const relay: typeof en = {
  noAddress: (address) => `“${address}”不是中继地址。正确的形式如 http://localhost:8787。`,
  silent: (address) => `${address} 处没有搜索中继响应。请用“npm start”启动，或在设置中填写其地址。`,
  silentOrForbids: (address, page) =>
    `${address} 处没有搜索中继响应。请用“npm start”启动，或在设置中填写其地址。若已在运行，请让它允许 ${page}（ALLOWED_ORIGINS）。`,
};
