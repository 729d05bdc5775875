import type { en } from '../en/offers';

export const offers: typeof en = {
  pocket: (millions) =>
    `نموذج صغير جدًا للعرض (${millions} مليون وزن)، درّبه هذا المشروع على مجموعة نصوصه المحلية. يقرأ نتائج البحث ويستشهد بها، ولا يعرف شيئًا بنفسه ولا يحلّ محل Jan-Nano.`,
  nano: 'Jan-Nano، أربعة مليارات وزن، مصمَّم للبحث بأدوات البحث',
  nano128k: 'Jan-Nano للسياقات الطويلة، أربعة مليارات وزن',
  forGpu: (about) => `${about}، لمعالج الرسوميات.`,
  asGguf: (about) => `${about}، بملف GGUF الرسمي، لمعالج الرسوميات.`,
  best: 'موصى به لأفضل جودة.',
  littleMemory: 'موصى به للذاكرة القليلة جدًا.',
  fourBits: 'أربعة بتّات تُفقد الجودة: لاحظ صانعو Jan-Nano فقدًا كبيرًا مع Q4_0 و Q4_K_M.',
  brought: (quantisation) => `Qwen3 لمعالج الرسوميات (WebLLM)، ${quantisation}.`,
  broughtGguf: (quantisation) => `Qwen3 في ملف GGUF (llama.cpp)، ${quantisation}.`,
  fromDisk: 'من قرصك.',
  added: 'أضفته أنت.',
  served: (host) => `يعمل على ${host}: تذهب إليه أسئلتك وما قُرئ من أجلها.`,
  oddInputs: (tensor, inputs, group, quantisation) =>
    `لـ ${tensor} عدد ${inputs} من المدخلات وليس من مضاعفات ${group}: لا يمكن تكميمه إلى ${quantisation}.`,
};
