import type { en } from '../en/fit';
import { formatsOf } from '../formats';

const { gigabytes } = formatsOf('zh');

export const fit: typeof en = {
  small: (name) => `${name} 很小，可在处理器上运行。`,
  noWebGpu: '此浏览器没有 WebGPU。请使用新版 Chrome 或 Edge，并通过 HTTPS 或 localhost 访问。',
  emulated: 'WebGPU 在这里只是模拟的，对四十亿个权重来说太慢。',
  limit: (limit) => `显卡的限制 ${limit} 过低。`,
  noF16: '显卡不支持 16 位浮点数。请改用 q4f32_1。',
  tensor: (bytes) => `其中一个张量需要 ${gigabytes(bytes)}，超过此显卡的最大缓冲区。`,
  storage: (missing, free) =>
    `需要 ${gigabytes(missing)} 存储空间，而浏览器只允许此页面再使用 ${gigabytes(free)}。`,
  takes: (name, thousands, bytes) => `${name} 使用 ${thousands}k 上下文约需 ${gigabytes(bytes)}`,
  memory: (bytes) => `${gigabytes(bytes)} 显存`,
  memoryGuessed: (bytes) => `约 ${gigabytes(bytes)} 显存`,
  tooMuch: (takes, memory) => `${takes}，超过现有的 ${memory}。请减少上下文或选择更小的模型。`,
  tight: (takes, memory) => `${takes}，现有 ${memory}，比较紧张。请先关闭其他程序。`,
  fits: (takes, memory) => `${takes}，现有 ${memory}，足够。`,
  noneFits: (why) => `完整的 Jan-Nano 不适合本设备，Jan-Pocket 可以。${why}`,

  onlyEngine: '此模型唯一的引擎',
  lacksWebGpu: '没有 WebGPU',
  inSoftware: 'WebGPU 仅由软件模拟',
  gpuTooSmall: '显卡能力不足',
  lacksF16: '此显卡不支持 16 位浮点数',
  cannotRun: (name, why) => `${name} 无法在显卡上运行：${why}。请在设置中选择其他引擎或其他模型。`,
  noWeights: '没有适用于 WebLLM 的权重',
  offersNone: '此浏览器不提供 WebGPU（Chrome 和 Edge 自 113 版起通过 HTTPS 或 localhost 提供）',
  limitTooLow: (limit) => `其限制 ${limit} 过低`,
  needsF16: (quantisation) => `着色器不支持 ${quantisation} 所需的 16 位浮点数`,
};
