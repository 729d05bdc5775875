import type { en } from '../en/checks';

export const checks: typeof en = {
  sampling: {
    temperature: 'درجة الحرارة',
    topP: 'Top-p',
    topK: 'Top-k',
    minP: 'Min-p',
    seed: 'البذرة العشوائية',
  },
  wholeNumber: (label, min, max) => `${label}: عدد صحيح من ${min} إلى ${max}`,
  number: (label, min, max) => `${label}: عدد من ${min} إلى ${max}`,

  token: 'لا يحتوي الرمز إلا محارف بسيطة دون مسافات.',
  relay: 'اكتب عنوانًا كاملًا مثل https://relay.example.org',
  http: 'يجب أن يبدأ العنوان بـ http:// أو https://',
  noCredentials: 'يجب ألا يحتوي العنوان اسم مستخدم أو كلمة مرور',
  context: (least) => `عدد صحيح من الرموز، ${least} على الأقل`,
  server: 'اكتب العنوان كاملًا مثل https://example.org/mcp',
  serverName: 'حتى 32 حرفًا أو رقمًا أو - أو _، دون مسافات',
  serverTaken: (name) => `يوجد بالفعل خادم باسم ${name}`,
  header: 'اكتب كل ترويسة في سطر بالصيغة الاسم: القيمة',
  headerKept: (name) => `لا يمكن لصفحة إرسال الترويسة ${name} بهذه القيمة`,
  noName: 'أدخل اسمًا',
  longestName: (characters) => `${characters} محرفًا على الأكثر`,
  nameTaken: 'هذا الاسم مستخدم',
  longestSystem: (characters) => `${characters} محرفًا على الأكثر، لأنه يرد في كل مُوجِّه`,
  leastTokens: (least) => `عدد صحيح لا يقل عن ${least}`,
};
