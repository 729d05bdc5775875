import type { en } from '../en/fit';
import { formatsOf } from '../formats';

const { gigabytes } = formatsOf('ar');

export const fit: typeof en = {
  small: (name) => `${name} صغير ويعمل على المعالج المركزي.`,
  noWebGpu:
    'لا يدعم هذا المتصفح WebGPU. استخدم إصدارًا حديثًا من Chrome أو Edge عبر HTTPS أو localhost.',
  emulated: 'WebGPU هنا محاكاة فقط، وهي أبطأ بكثير مما تحتاجه أربعة مليارات من الأوزان.',
  limit: (limit) => `حد معالج الرسوميات ${limit} منخفض جدًا.`,
  noF16: 'لا يدعم معالج الرسوميات أعداد الفاصلة العائمة بطول 16 بت. استخدم q4f32_1 بدلًا من ذلك.',
  tensor: (bytes) =>
    `يحتاج أحد موتّراته إلى ${gigabytes(bytes)}، أي أكثر من أكبر مخزن مؤقت لمعالج الرسوميات هذا.`,
  storage: (missing, free) =>
    `يحتاج إلى ${gigabytes(missing)} من التخزين، ولا يتيح المتصفح لهذه الصفحة إلا ${gigabytes(free)} أخرى.`,
  takes: (name, thousands, bytes) =>
    `يحتاج ${name} مع سياق ${thousands} ألف رمز إلى نحو ${gigabytes(bytes)}`,
  memory: (bytes) => `${gigabytes(bytes)} من ذاكرة الرسوميات`,
  memoryGuessed: (bytes) => `نحو ${gigabytes(bytes)} من ذاكرة الرسوميات`,
  tooMuch: (takes, memory) =>
    `${takes}، أي أكثر مما لديك: ${memory}. اختر سياقًا أقصر أو نموذجًا أصغر.`,
  tight: (takes, memory) => `${takes}، ولديك ${memory}: يكاد لا يكفي. أغلق البرامج الأخرى أولًا.`,
  fits: (takes, memory) => `${takes}، ولديك ${memory}: يناسبه.`,
  noneFits: (why) => `لا يناسب أيُّ Jan-Nano كامل هذا الجهاز، أما Jan-Pocket فيناسبه. ${why}`,

  onlyEngine: 'المحرّك الوحيد لهذا النموذج',
  lacksWebGpu: 'لا يوجد WebGPU',
  inSoftware: 'WebGPU بالبرمجيات فقط',
  gpuTooSmall: 'معالج الرسوميات أضعف من اللازم',
  lacksF16: 'لا أعداد عائمة بطول 16 بت على معالج الرسوميات هذا',
  cannotRun: (name, why) =>
    `لا يمكن أن يعمل ${name} على معالج الرسوميات: ${why}. اختر محرّكًا آخر أو نموذجًا آخر في الإعدادات.`,
  noWeights: 'لا توجد له أوزان لـ WebLLM',
  offersNone:
    'لا يوفر هذا المتصفح WebGPU (يوفره Chrome و Edge بدءًا من الإصدار 113 عبر HTTPS أو على localhost)',
  limitTooLow: (limit) => `حدّه ${limit} منخفض جدًا`,
  needsF16: (quantisation) =>
    `لا يدعم في المظلّلات الأعداد العائمة بطول 16 بت التي يحتاجها ${quantisation}`,
};
