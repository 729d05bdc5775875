import type { en } from '../en/assistants';

export const assistants: typeof en = {
  title: 'المساعدون',
  about:
    'طرق مختلفة للإجابة: لكلٍّ منها موجّه نظام ونموذج وأدوات وعمق وأخذ عينات خاص بها. وما يُترك دون تحديد يؤخذ من هذه الإعدادات.',
  builtIn: 'مدمج',
  editOne: (name) => `تعديل ${name}`,
  copyOne: (name) => `نسخ ${name}`,
  removeOne: (name) => `إزالة ${name}`,
  add: 'مساعد جديد',

  system: 'موجّه النظام',
  systemOfApp: 'كما في التطبيق: ابحث واقرأ وأجب بجملة أو جملتين ورقّم المصادر.',
  systemHint:
    'تُقارَن الإجابات بما قُرئ مهما كان المكتوب هنا. ولا يعرف Jan-Pocket إلا موجّه التطبيق نفسه.',
  model: 'النموذج',
  modelAsChosen: 'كما اختير في «النماذج»',
  modelMissing: (id) => `${id} (ليس على هذا الجهاز)`,
  depthAsChosen: 'كما اختير عند السؤال',
  think: 'التفكير قبل الإجابة',
  thinkHint: 'أبطأ. دُرِّب Jan-Nano على الإجابة من دونه.',
  longest: 'أطول إجابة، بالرموز',
  notSaved: 'لم يُحفظ. صحّح القيم المعلَّمة أو عُد إلى القيم الموصى بها.',
};
