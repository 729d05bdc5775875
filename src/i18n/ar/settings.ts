import type { en } from '../en/settings';

export const settings: typeof en = {
  appearance: 'المظهر',
  theme: 'السمة',
  themes: { system: 'النظام', light: 'فاتح', dark: 'داكن' },
  language: 'اللغة',
  languageOfSystem: 'لغة النظام',
  languageMissing: (name) => `تعذّر تحميل ${name}. يُرجى التحقق من الاتصال.`,

  tools: 'الأدوات',
  librarySearched: 'متى يُبحث في المكتبة',
  libraryWhen: {
    offline: 'عند تعذّر الوصول إلى المُرحِّل',
    beside: 'إلى جانب الويب',
    only: 'وحدها: لا شيء يغادر هذا الجهاز',
  },
  libraryHint:
    'تحتفظ المكتبة بالصفحات المقروءة وبملفاتك. واستخدامها إلى جانب الويب يضيف أداتين لم يُدرَّب Jan-Pocket عليهما.',
  toolNames: 'أسماء الأدوات',
  toolNamesHint:
    'دُرِّب Jan-Nano على web_search و visit_tool أيضًا، أما Jan-Pocket فلا يعرف إلا google_search و scrape.',

  sampling: 'أخذ العينات',
  samplingHint: (model) => `الحقول الفارغة تأخذ قيم النموذج نفسه${model ? ` (${model})` : ''}.`,
  random: 'عشوائي',
  recommended: 'القيمة الموصى بها',
  recommendedIs: (value) => `الموصى به: ${value}`,
  recommendedBack: 'العودة إلى القيم الموصى بها',

  model: 'النموذج',
  engine: 'المحرّك',
  automatic: 'تلقائي',
  engineHint: 'يعمل WebLLM على معالج الرسوميات، ويعمل wllama على المعالج المركزي.',
  engineNow: (engine, reason) => `حاليًا: ${engine} (${reason}).`,

  evaluate: 'التقييم',
  evaluateHint: 'يطرح أسئلة معروفة الإجابات ويحسب عدد الإجابات الصحيحة.',
  evaluateOpen: 'تقييم…',

  data: 'البيانات',
  dataHint: 'تُحفظ الأسئلة والإجابات والمكتبة والإعدادات في هذا المتصفح فقط.',
  clear: 'مسح البيانات',
  clearSure: 'اضغط مرة أخرى لحذف كل شيء',

  app: 'هذا التطبيق',
  appPhases: {
    'not-kept': 'لا يفتح إلا عبر الشبكة: لا يمكن حفظ هذه الصفحة في المتصفح.',
    kept: 'محفوظ في هذا المتصفح ويفتح دون شبكة.',
    looking: 'جارٍ البحث عن إصدار جديد…',
    fetching: 'جارٍ جلب إصدار جديد…',
    waiting: 'إصدار جديد جاهز.',
    newest: 'هذا أحدث إصدار.',
    failed: 'خادم التطبيق لا يستجيب.',
  },
  install: 'تثبيت التطبيق',
  reload: 'إعادة التحميل به',
  look: 'البحث عن إصدار جديد',
};
