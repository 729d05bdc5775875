import type { en } from '../en/offers';

export const offers: typeof en = {
  pocket: (millions) =>
    `一个很小的演示模型（${millions} 百万个权重），由本项目用其离线语料库训练。它阅读搜索结果并加以引用；自身没有知识，不能代替 Jan-Nano。`,
  nano: 'Jan-Nano，四十亿个权重，为使用搜索工具的研究而设计',
  nano128k: '适用于长上下文的 Jan-Nano，四十亿个权重',
  forGpu: (about) => `${about}，在显卡上运行。`,
  asGguf: (about) => `${about}，官方 GGUF 文件，在显卡上运行。`,
  best: '推荐：质量最佳。',
  littleMemory: '推荐：适合内存很少的设备。',
  fourBits: '四位量化会损失质量：Jan-Nano 的作者发现 Q4_0 和 Q4_K_M 损失明显。',
  brought: (quantisation) => `在显卡上运行的 Qwen3（WebLLM），${quantisation}。`,
  broughtGguf: (quantisation) => `GGUF 文件形式的 Qwen3（llama.cpp），${quantisation}。`,
  fromDisk: '来自磁盘。',
  added: '手动添加。',
  served: (host) => `在 ${host} 上运行：问题以及为其读取的内容会发送到那里。`,
  oddInputs: (tensor, inputs, group, quantisation) =>
    `${tensor} 有 ${inputs} 个输入，不是 ${group} 的倍数：无法量化为 ${quantisation}。`,
};
