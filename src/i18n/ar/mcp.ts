import type { en } from '../en/mcp';

export const mcp: typeof en = {
  unknownToken: (address) => `لا يعرف الخادم على ${address} رمز الدخول هذا. صحّحه في الإعدادات.`,
  wantsToken: (address) =>
    `يطلب الخادم على ${address} رمز دخول. اسأل من يديره وأدخله في الإعدادات.`,
  refused: (address, status) => `رفض الخادم على ${address} الطلب بالحالة ${status}.`,
  workerFailed: 'توقّف الجزء الذي يتحدث مع المُرحِّل. أعد المحاولة أو أعد تحميل الصفحة.',
  tryingAgain: 'لا إجابة. تُعاد المحاولة',
  intoLibrary: 'انقطع المُرحِّل. يُبحث في المكتبة',

  signIn: (host) => `يطلب ${host} تسجيل الدخول.`,
  badToken: (host) => `لا يقبل ${host} هذا الرمز (401). صحّحه.`,
  tokenOrSignIn: (host) => `يطلب ${host} رمزًا أو تسجيل دخول (401). أضف رمزه أو سجّل الدخول من جديد.`,
  forbidden: (host) => `يرفض ${host} هذه الصفحة أو هذا الرمز (403). اسأل من يديره.`,
  notHere: (host, status) =>
    `لا يوجد خادم MCP على هذا العنوان من ${host} (${status}). كثير منها على ‎/mcp، ولا يمكن استخدام الخوادم التي لا تعرف إلا نقل SSE القديم.`,
  broken: (host, status) => `أجاب ${host} بالحالة ${status}. هو معطَّل أو متوقف: حاول لاحقًا.`,
  otherStatus: (host, status) => `أجاب ${host} بالحالة ${status}. تحقق من العنوان.`,
  slow: (host, seconds) => `لم يُجب ${host} خلال ${seconds} ث.`,
  unreachable: (host, page) =>
    `يتعذّر الوصول إلى ${host} من هذه الصفحة: إما أن لا شيء يجيب هناك، أو أنه لا يسمح لصفحات ${page} (CORS). افتح العنوان في علامة تبويب لتعرف السبب.`,
  unreachableSecure: (host, page) =>
    `يتعذّر الوصول إلى ${host} من هذه الصفحة: إما أن لا شيء يجيب هناك، أو أن شهادته غير صالحة، أو أنه لا يسمح لصفحات ${page} (CORS). افتح العنوان في علامة تبويب لتعرف السبب.`,
  noMcp: (host) => `لا يتحدث ${host} بروتوكول MCP عبر HTTP القابل للبث. تحقق من العنوان.`,
  needsHttps: (host) =>
    `جاءت هذه الصفحة عبر https فلا يسمح لها المتصفح إلا بعناوين https، و ${host} على http. استخدم عنوانه على https.`,
  notAllowed: (host, page) =>
    `يجيب ${host} لكنه لا يسمح لصفحات ${page} باستدعائه (CORS). اطلب ممن يديره السماح بهذا المصدر.`,

  signInEnded: 'لم يبدأ تسجيل الدخول هذا من هنا أو أنه انتهى. سجّل الدخول من جديد.',
  notLetIn: (host, why) => `لم يسمح لك ${host} بالدخول: ${why}.`,
  noCode: 'لم يعُد أي رمز',
  signInFailed: (host, why) => `فشل تسجيل الدخول إلى ${host}: ${why}`,
  oddSignInPage: (protocol) => `يذكر ${protocol} صفحةً لتسجيل الدخول.`,
};
