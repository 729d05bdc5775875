import type { en } from '../en/notices';

export const notices: typeof en = {
  openAddress: 'هل تريد فتح هذا العنوان؟',
  allowOf: (tool, server) => `هل تسمح بـ ${tool} من ${server}؟`,
  allow: (tool) => `هل تسمح بـ ${tool}؟`,
  nobodyNamed: (address) => `لم تذكره أنت ولا أي بحث، وقد ينقل ما قيل هنا إلى خادمه: ${address}`,
  allowOnce: 'السماح مرة واحدة',
  allowAlways: 'السماح دائمًا',
  refuse: 'رفض',
  calledWith: 'ما يُستدعى به',

  plainHttp: 'عبر http العادي لا يتوفر WebGPU ولا الاستخدام دون اتصال ولا التثبيت',
  plainHttpText:
    'لا تسمح المتصفحات بذلك إلا عبر HTTPS أو على localhost. وحتى ذلك الحين تعمل النماذج على المعالج في خيط واحد. قدّم التطبيق عبر HTTPS أو افتحه بالعنوان http://localhost على الجهاز الذي يقدّمه.',
  elsewhere: 'هذه المحادثة مشغولة في علامة تبويب أخرى',
  elsewhereText: 'انتظر حتى تنتهي هناك، أو أغلق علامة التبويب تلك.',
  newVersion: 'إصدار جديد جاهز',
  reload: 'إعادة التحميل',

  arrived: (model) => `${model} جاهز الآن`,
  arrivedText: 'النموذج محفوظ في هذا المتصفح وجاهز للاستخدام.',
  useIt: 'استخدامه',
  notNow: 'ليس الآن',
  notDownloaded: (model) => `لم يُنزَّل ${model}`,
  larger: 'نموذج أكبر',
  largerText: (reason) =>
    `‏Jan-Pocket عرض صغير، أما Jan-Nano فهو النموذج الكامل المُعدّ للبحث. ${reason}`,
  downloading: (model) => `جارٍ تنزيل ${model}. يمكنك أن تسأل في هذه الأثناء والتنزيل مستمر.`,
  pause: 'إيقاف مؤقت',
  download: (model, size) => `تنزيل ${model} (${size}) في هذه الأثناء`,
  goOn: (model, size) => `متابعة تنزيل ${model} (${size}) في هذه الأثناء`,

  damaged: (records) =>
    records === 1 ? 'تعذّرت قراءة سجل محفوظ' : `تعذّرت قراءة سجلات محفوظة، عددها ${records}`,
  damagedText: 'وُضعت جانبًا، وكل ما عداها سليم. يمكنك حفظها في ملف أو حذفها.',
  saveAsFile: 'حفظ في ملف',
  notSaved: 'لا يُحفظ شيء',
  notInLibrary: 'لم تُحفظ في المكتبة',

  relayRefuses: 'يرفض المُرحِّل هذا التطبيق',
  noRelay: 'تعذّر الوصول إلى المُرحِّل',
  untilLibrary: (reason) =>
    `${reason} وحتى ذلك الحين تأتي الإجابات من المكتبة: من صفحات قُرئت سابقًا وملفات أضفتها.`,
  untilNothing: (reason) => `${reason} وحتى ذلك الحين لا يمكن البحث عن شيء.`,
  noTools: 'لا توجد أدوات',
  noToolsText: 'لا يقدّم المُرحِّل أي أدوات، فلا يمكن البحث عن شيء ولا التحقق من أي إجابة.',
  libraryAlone: 'تأتي الإجابات من المكتبة وحدها',
  libraryAloneText: 'من صفحات قُرئت سابقًا وملفات أضفتها. ولا يُبحث في مكان آخر.',

  notLoaded: 'تعذّر تحميل هذا الجزء من التطبيق',
  notLoadedText: 'تحقق من الاتصال ثم افتحه مجددًا. وإن استمر ذلك فأعد تحميل الصفحة.',
};
