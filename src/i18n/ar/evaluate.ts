import type { en } from '../en/evaluate';
import { formatsOf } from '../formats';

const { plural } = formatsOf('ar');
const questions = (count: number) =>
  plural(count, {
    zero: 'لا أسئلة',
    one: 'سؤال واحد',
    two: 'سؤالان',
    few: '# أسئلة',
    many: '# سؤالًا',
    other: '# سؤال',
  });

export const evaluate: typeof en = {
  title: 'التقييم',
  stoppedByError: 'توقف التقييم',
  elsewhere: 'علامة تبويب أخرى تعمل عليه',
  elsewhereGoesOn: 'وهو مستمر هناك.',
  fileUnusable: 'لا يمكن استخدام هذا الملف',
  about:
    'يطرح أسئلة ملف واحدًا تلو الآخر ويحسب عدد الإجابات الصحيحة: ملف CSV أو JSONL فيه السؤال وإجابته، مثل SimpleQA.',
  byWords: 'تُقارَن الإجابات بالكلمات.',
  file: 'ملف الأسئلة',
  choose: 'اختيار ملف',
  chooseOther: 'ملف آخر',
  undo: 'تراجع: استعادة التقييم الأخير',
  questionsIn: questions,
  inFile: (name) => `في ${name}`,
  howMany: 'عدد الأسئلة المطروحة',
  wholeTo: (most) => `عدد صحيح من 1 إلى ${most}.`,
  seed: 'البذرة العشوائية',
  seedHint: 'تحدد الأسئلة المختارة، وهي بذرة النموذج أيضًا: البذرة نفسها تطرح الأسئلة نفسها.',
  wholeFrom0: 'عدد صحيح من 0 فأكثر.',
  begin: 'ابدأ',
  busy: 'يجيب النموذج الآن عن سؤال آخر.',
  doneOf: (done, all) => `${done} من ${questions(all)}`,
  ofFile: (name) => `من ${name}`,
  asked: 'الأسئلة المطروحة',
  allAnswered: 'أُجيب عن الكل.',
  stopped: 'متوقف. ما أُجيب عنه محفوظ.',
  states: { asking: 'جارٍ السؤال', done: 'أُجيب عن الكل', stopped: 'متوقف' },
  goOn: 'متابعة',
  another: 'تقييم جديد',
  staysOpen: 'يعمل ما دام هذا مفتوحًا.',
  grades: { A: 'صحيحة', B: 'خاطئة', C: 'لم تُحاوَل' },
  verified: 'كل الاستشهادات متحقَّق منها',
  medianTime: 'الوقت (الوسيط)',
  searches: 'عمليات البحث',
  share: (share, low, high, some, of) => `${share} (${low} إلى ${high})، ${some} من ${of}`,
  interval: 'بين القوسين مجال الثقة 95 %: كم قد تبعد العيّنة عن الكل.',
  report: 'التقرير',
  rows: 'الصفوف (JSONL)',
  answers: 'الإجابات',
  expected: 'المتوقع:',
  answer: 'الإجابة:',
  newest: (count) => `أحدث ${count}؛ والتقرير يضمها كلها.`,

  relayLost: 'فُقد الاتصال بالمُرحِّل. تابع عند عودته.',
  otherBefore: (rows, model, engines, tools) =>
    `أول ${rows} أجاب عنها ${model} على ${engines} باستخدام ${tools}، أو إصدار آخر. اختر هذه مجددًا أو ابدأ تقييمًا جديدًا.`,
};
