import type { en } from '../en/servers';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('ar');
const tools = (many: number) =>
  plural(many, {
    zero: 'لا أدوات',
    one: 'أداة واحدة',
    two: 'أداتان',
    few: '# أدوات',
    many: '# أداة',
    other: '# أداة',
  });

export const servers: typeof en = {
  title: 'خوادم MCP',
  about:
    'من أين تأتي الأدوات. تُستدعى كل أداة دائمًا أو بعد سؤالك أو لا تُستدعى أبدًا. وأي عنوان لم تذكره أنت ولا بحث تُسأل عنه في كل الأحوال.',
  relay: 'مُرحِّل البحث',
  builtIn: 'مدمج',
  add: 'إضافة خادم',
  importJson: 'استيراد JSON',
  pocketHint: 'دُرِّب Jan-Pocket على google_search و scrape وحدهما. اختر نموذجًا أكبر للأدوات الأخرى.',

  off: 'متوقف',
  notAsked: 'لم يُسأل بعد',
  connecting: 'جارٍ الاتصال…',
  failed: 'متعطل',
  signInNeeded: 'يلزم الدخول',
  tools,
  switchedOff: 'متوقف: لا يعلم النموذج به.',
  it: 'الخادم',
  answered: (who, time) => `أجاب ${who} في ${time}.`,
  onOffer: (many, tokens) => `المعروض: ${tools(many)}، نحو ${count(tokens)} رمزًا من كل موجّه.`,
  noTools: 'لا يعرض أي أدوات.',
  signIn: 'تسجيل الدخول',
  signInHint: 'تغادر هذه الصفحة لتسجيل الدخول ثم تعود إليها.',
  test: 'اختبار',
  switchOn: 'تشغيل',
  switchOff: 'إيقاف',
  allTools: 'كل الأدوات',
  setAll: 'ضبط الكل على…',
  always: 'دائمًا',
  ask: 'بعد السؤال',
  never: 'أبدًا',

  editOne: (name) => `تعديل ${name}`,
  addOne: 'إضافة خادم جديد',
  address: 'عنوان الخادم',
  addressHint: 'خادم عبر HTTP القابل للبث. ما تُستدعى به الأداة يذهب إليه.',
  nameHint: 'يُكتب قبل اسم الأداة إن كانت لدى خادم آخر أيضًا.',
  token: 'رمز Bearer',
  none: 'لا شيء',
  tokenHint: 'إن طلبه الخادم. ومن دونه يُطلب منك تسجيل الدخول عند الحاجة.',
  headers: 'ترويسات أخرى',
  headersHint: 'واحدة في كل سطر. يبقى الرمز والترويسات في هذا المتصفح ولا تذهب إلا إلى هذا الخادم.',
  secretsGone: 'كان الرمز والترويسات لخادم آخر فأُزيلت. أدخل ما يخص هذا الخادم.',
  save: 'حفظ واتصال',

  import: 'استيراد خوادم',
  importText: 'JSON من برنامج آخر',
  importHint: 'كما يحفظه Jan و Claude Desktop و VS Code وغيرها.',
  importButton: 'استيراد',
  chooseFile: 'اختيار ملف',
  done: 'تم',
  file: 'ملف الخوادم',
  added: (many) =>
    plural(many, {
      zero: 'لم يُضَف أي خادم.',
      one: 'أُضيف خادم واحد.',
      two: 'أُضيف خادمان.',
      few: 'أُضيفت # خوادم.',
      many: 'أُضيف # خادمًا.',
      other: 'أُضيف # خادم.',
    }),
  runByCommand:
    'يُشغَّل بأمر، وهذا ما لا يستطيعه المتصفح. أما المُرحِّل فيستطيع: اكتب هذا في نافذة الأوامر واضعًا قيمك مكان … ثم أضف عنوانه.',
  addAddress: (address) => `إضافة ${address}`,
  copyRefused: 'لم يسمح المتصفح للصفحة بالنسخ. حدّد السطر وانسخه.',
};
