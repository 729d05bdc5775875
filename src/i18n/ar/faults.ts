import type { en } from '../en/faults';
import { formatsOf } from '../formats';
import { tokens } from './forms';

const { plural } = formatsOf('ar');

export const faults: typeof en = {
  stopped: 'تم الإيقاف.',
  unknown: 'حدث خطأ ما.',
  tooLong: (needed, taken) =>
    `تحتاج المحادثة إلى ${plural(needed, tokens)}، بينما يتسع النموذج قبل إجابته لـ ${plural(taken, tokens)}. اطرح سؤالًا أقصر أو ابدأ محادثة جديدة.`,
  brokenOff: 'توقف النموذج في منتصف الإجابة. أعد طرح السؤال.',
  noSuchModel: (id) => `لا يوجد هنا نموذج باسم «${id}».`,
  noModel: 'لا يوجد نموذج هنا.',
  notForEngine: (model, engine) => `لا يتوفر ${model} للمحرّك «${engine}».`,
  asChosen: 'حسب اختيارك',
  notStored: 'لم يسمح المتصفح للصفحة بحفظ البيانات. تبقى الإجابات إلى أن تُغلق الصفحة فقط.',
  noPromptText: 'لم يقدّم الخادم نصًا لهذا القالب.',
};
