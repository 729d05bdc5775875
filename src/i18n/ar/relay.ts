import type { en } from '../en/relay';

export const relay: typeof en = {
  noAddress: (address) =>
    `«${address}» ليس عنوان مُرحِّل. يكون العنوان على شكل http://localhost:8787.`,
  silent: (address) =>
    `لا يجيب أي مُرحِّل بحث على ${address}. شغّله بالأمر «npm start» أو حدّد عنوانه في الإعدادات.`,
  silentOrForbids: (address, page) =>
    `لا يجيب أي مُرحِّل بحث على ${address}. شغّله بالأمر «npm start» أو حدّد عنوانه في الإعدادات. وإن كان يعمل فاجعله يسمح لـ ${page} (ALLOWED_ORIGINS).`,
};
