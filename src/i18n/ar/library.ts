import type { en } from '../en/library';
import { formatsOf } from '../formats';

const { plural } = formatsOf('ar');

export const library: typeof en = {
  all: 'كل الصفحات',
  saved: (size, date) => `${size} · حُفظت في ${date}`,
  partsRead: (read, all) => `قُرئ ${read} من ${all} من أجزائها`,
  addFiles: 'إضافة ملفات',
  about: (largest) =>
    `الصفحات المقروءة وملفاتك: نصوص و Markdown و HTML و PDF، حتى ${largest} لكلٍّ منها. وتبقى في هذا المتصفح.`,
  orDrop: 'أو أفلِتها هنا',
  filesToAdd: 'الملفات المراد إضافتها',
  adding: (name, at, all) => `جارٍ إضافة «${name}» (${at} من ${all})…`,
  filesAdded: 'الملفات المضافة',
  deleted: 'حُذف',
  search: 'البحث في المكتبة',
  pagesAndFiles: 'الصفحات والملفات',
  reading: 'جارٍ قراءة المحفوظ…',
  empty: 'لم يُحفظ شيء بعد. تُحفظ هنا الصفحات التي يقود إليها سؤال.',
  nothingFound: 'لم يُعثر على شيء. جرّب كلمات أخرى.',
  more: 'عرض المزيد',
  storage: 'التخزين',
  spaceUsed: 'المساحة المستخدمة',
  usage: (pages, used, quota) =>
    `${plural(pages, {
      zero: 'لا صفحات ولا ملفات',
      one: 'صفحة أو ملف واحد',
      two: 'صفحتان أو ملفان',
      few: '# صفحات وملفات',
      many: '# صفحة وملفًا',
      other: '# صفحة وملف',
    })}، ${used} من ${quota}.`,
  setAside: (pages) =>
    plural(pages, {
      zero: '',
      one: 'لم تعد صفحة واحدة قابلة للقراءة فنُحّيت جانبًا.',
      two: 'لم تعد صفحتان قابلتين للقراءة فنُحّيتا جانبًا.',
      few: 'لم تعد # صفحات قابلة للقراءة فنُحّيت جانبًا.',
      many: 'لم تعد # صفحة قابلة للقراءة فنُحّيت جانبًا.',
      other: 'لم تعد # صفحة قابلة للقراءة فنُحّيت جانبًا.',
    }),
  keepUpTo: 'الاحتفاظ بما لا يتجاوز',
  nothing: 'لا شيء',
  whenFull: 'عند امتلائها تُفسح المجالَ الصفحاتُ التي لم تُستخدم منذ أطول مدة.',
  deleteAll: 'حذف الكل',
  deleteAllSure: 'اضغط مرة أخرى لحذف كل الصفحات والملفات',
  lastUsed: (date) => `آخر استخدام ${date}`,
  deleteOne: (title) => `حذف «${title}»`,
};
