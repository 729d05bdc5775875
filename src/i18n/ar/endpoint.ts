import type { en } from '../en/endpoint';
import { formatsOf } from '../formats';

const { count } = formatsOf('ar');

export const endpoint: typeof en = {
  title: 'خادم النماذج',
  about: 'نموذج أكبر على vLLM أو llama.cpp أو Jan',
  address: 'العنوان',
  addressOfRelay: 'عنوان ‎/v1 لدى المُرحِّل',
  addressHint: 'مثل http://localhost:1234/v1. تذهب إليه أسئلتك وما قُرئ من أجلها.',
  model: 'النموذج',
  onlyOne: 'النموذج الوحيد لديه',
  modelHint: 'كما يسمّيه الخادم: اختبار الاتصال يسرد ما لديه.',
  key: 'مفتاح API',
  none: 'لا شيء',
  keyHint: 'يبقى في هذا المتصفح ولا يذهب إلا إلى هذا العنوان. وللمُرحِّل مفتاحه الخاص.',
  keyNeedsAddress: 'اكتب العنوان أولًا: المفتاح يذهب إلى عنوان واحد فقط',
  context: 'السياق، بالرموز',
  asServerSays: 'كما يقول الخادم',
  countedBy: 'طريقة عدّ الرموز',
  counters: {
    automatic: 'تلقائي',
    qwen3: 'مُرمِّز Jan-Nano في هذه الصفحة',
    'jan-pocket': 'مُرمِّز Jan-Pocket في هذه الصفحة',
    server: 'يعدّها الخادم',
    estimate: 'تقدير',
  },
  countersHint:
    'الخيار التلقائي يبحث عن مُرمِّز النموذج لدى المُرحِّل ومستودع النماذج، ثم يدع الخادم يعدّ، ويقدّر إن تعذّر الأمران.',
  test: 'اختبار الاتصال',
  use: 'استخدام هذا الخادم',
  stopUsing: 'التوقف عن استخدامه',
  asking: 'جارٍ السؤال…',
  answersWith: 'يجيب، ولديه:',
  answers: 'يجيب.',
  silent: (seconds) => `لم يُجب شيء خلال ${seconds} ث. تحقق من أن الخادم قد بدأ.`,
  tokens: (many) => `${count(many)} رمز`,
};
