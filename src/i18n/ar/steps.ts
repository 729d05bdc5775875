import type { en } from '../en/steps';
import { formatsOf } from '../formats';
import { tokens } from './forms';

const { count, plural } = formatsOf('ar');

export const steps: typeof en = {
  working: 'قيد العمل',
  awaited: 'في انتظارك',
  noSearch: 'بلا بحث',
  searches: (number) =>
    plural(number, {
      zero: 'بلا بحث',
      one: 'بحث واحد',
      two: 'بحثان',
      few: '# عمليات بحث',
      many: '# عملية بحث',
      other: '# عملية بحث',
    }),
  pages: (number) =>
    plural(number, {
      zero: 'لا صفحات',
      one: 'صفحة واحدة',
      two: 'صفحتان',
      few: '# صفحات',
      many: '# صفحة',
      other: '# صفحة',
    }),
  sources: (number) =>
    plural(number, {
      zero: 'لا مصادر',
      one: 'مصدر واحد',
      two: 'مصدران',
      few: '# مصادر',
      many: '# مصدرًا',
      other: '# مصدر',
    }),
  results: (number) =>
    plural(number, {
      zero: 'لا نتائج',
      one: 'نتيجة واحدة',
      two: 'نتيجتان',
      few: '# نتائج',
      many: '# نتيجة',
      other: '# نتيجة',
    }),
  nothingFound: 'لا نتائج',
  failed: 'فشل',
  steps: 'الخطوات',
  thought: 'تفكير',
  gpuLost: 'فُقد معالج الرسوميات. أُعيد تشغيل النموذج وتابع عمله.',
  madeRoom: 'قُلِّص لاحقًا لإفساح مكان. المصادر أعلاه تحتفظ بما قُرئ.',
  notFit: (tokens) => `عدد الرموز التي لم تتسع لها نافذة السياق: ${count(tokens)}.`,

  verbs: {
    search: { active: 'يبحث عن', done: 'بحث عن' },
    page: { active: 'يقرأ', done: 'قرأ' },
    tool: { active: 'يستدعي', done: 'استدعى' },
  },
  whichFailed: (step) => `${step}، وفشل ذلك`,
  starting: 'بدء العمل',
  thinking: 'يفكر',
  writing: 'يكتب',
  writingAnswer: 'يكتب الإجابة',
  readingTokens: (done, total) => `يقرأ ${count(done)} من ${plural(total, tokens)}`,
  lookingUp: (question) => `جارٍ البحث عن: ${question}`,

  context: {
    instructions: 'التعليمات والأدوات',
    thread: 'ما سبق في المحادثة',
    question: 'السؤال',
    results: 'النتائج',
    written: 'الاستدعاءات والملاحظات',
    answer: 'محجوز للإجابة',
    free: 'شاغر',
  },
  window: (filled, window) => `نافذة السياق: ${count(filled)} من ${plural(window, tokens)}`,
  roomMade: (tokens) =>
    `عدد الرموز التي أفسحتها نتائج ومحادثات أقدم: ${count(tokens)}. مصادرها تحتفظ بالنص الكامل.`,
  leftOut: 'حُذف منها جزء، وضغطة واحدة تفتح النص الكامل:',

  figures: (time, number, speed, reused) =>
    `${time} · ${plural(number, tokens)} · ${count(speed)} رمز/ث · أُعيد استخدام ${count(reused)}`,
  live: 'أرقام مباشرة',
  notYet: 'ليس بعد',
  stats: {
    time: 'الوقت',
    firstToken: 'أول رمز بعد',
    written: 'المكتوب',
    speed: 'السرعة',
    prefill: 'القراءة المسبقة',
    reused: 'من ذاكرة KV المؤقتة',
    lastPrompt: 'آخر مُوجِّه',
    searches: 'عمليات البحث',
    cost: 'كلفة البحث',
    model: 'النموذج',
    memory: 'ذاكرة الصفحة',
    modelMemory: 'ذاكرة النموذج',
    stored: 'المحفوظ في المتصفح',
  },
  tokens: (number) => plural(number, tokens),
  tokensIn: (number, time) => `${plural(number, tokens)} خلال ${time}`,
  perSecond: (number) => `${number} رمز في الثانية`,
  credits: (number) =>
    plural(number, {
      zero: 'لا نقاط',
      one: 'نقطة واحدة',
      two: 'نقطتان',
      few: '# نقاط',
      many: '# نقطة',
      other: '# نقطة',
    }),
  withoutModel: (size) => `${size}، دون النموذج`,
  modelTakes: (all, weights, cache) =>
    `نحو ${all} ما دام محمَّلًا، تقديرًا: الأوزان ${weights}، وذاكرة KV المؤقتة ${cache}`,
  weightsTake: (weights) => `نحو ${weights} للأوزان ما دام محمَّلًا، تقديرًا ودون ذاكرة KV المؤقتة`,
  onServer: 'على خادمه، لا في هذا المتصفح',
  ofQuota: (used, quota) => `${used} من ${quota}`,
  modelOn: (model, engine) => `${model} على ${engine}`,
  modelAt: (model, engine, depth) => `${model} على ${engine}، ${depth}`,

  plot: {
    title: 'خلال التشغيل',
    context: 'السياق',
    most: 'أكبر سياق',
    tokensOf: (number, window) => `${count(number)} من ${plural(window, tokens)}`,
    dashed: 'المتقطع: النافذة',
    speed: 'سرعة الكتابة',
    range: (low, high) => `من ${low} إلى ${high} رمز في الثانية`,
    endedAfter: 'انتهت بعد',
  },

  whereTime: 'أين ذهب الوقت',
  stepByStep: 'خطوة بخطوة',
  kinds: { prefill: 'القراءة', decode: 'الكتابة', tool: 'الأدوات' },
  readPrompt: 'قرأ المُوجِّه',
  wrote: 'كتب',
  stretch: (time, share) => `${time} (\u200e${share}%)`,
  stretchOf: (number, time, share) => `${number}، ${time} (\u200e${share}%)`,

  replay: 'إعادة العرض',
  back: 'خطوة إلى الوراء',
  step: 'الخطوة',
  forward: 'خطوة إلى الأمام',
  end: 'إنهاء إعادة العرض',
  at: (step, all, what) => `${step} من ${all}: ${what}`,
  moments: {
    asked: 'طُرح السؤال',
    wentOn: 'تابع',
    result: 'وصلت نتيجة',
    error: 'وصل خطأ',
    planned: 'وُضعت الخطة',
    madeRoom: 'أُفسح مكان',
    toldToAnswer: 'طُلب منه أن يجيب',
    answered: 'أُجيب',
    stopped: 'تم الإيقاف',
    failed: 'فشل',
  },
  readTokens: (number) => `قرأ ${plural(number, tokens)}`,
  wroteTokens: (number) => `كتب ${plural(number, tokens)}`,
  called: (tool) => `استدعى ${tool}`,
  checked: (n) => `تحقق من [${n}]`,
};
