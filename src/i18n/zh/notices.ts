import type { en } from '../en/notices';

export const notices: typeof en = {
  openAddress: '打开此地址？',
  allowOf: (tool, server) => `允许 ${server} 的 ${tool}？`,
  allow: (tool) => `允许 ${tool}？`,
  nobodyNamed: (address) => `你和搜索都没有提到它，它可能会把这里的内容发送到其服务器：${address}`,
  allowOnce: '允许一次',
  allowAlways: '始终允许',
  refuse: '拒绝',
  calledWith: '调用时的参数',

  plainHttp: '在普通 http 下，无法使用 WebGPU、离线功能和安装',
  plainHttpText:
    '浏览器仅在 HTTPS 或 localhost 上允许这些功能。在此之前，模型在处理器上以单线程运行。请通过 HTTPS 提供应用，或在提供应用的机器上以 http://localhost 打开。',
  elsewhere: '此对话正在另一个标签页中运行',
  elsewhereText: '请等待其运行结束，或关闭那个标签页。',
  newVersion: '新版本已就绪',
  reload: '重新加载',

  arrived: (model) => `${model} 已下载`,
  arrivedText: '已存储在此浏览器中，可以使用。',
  useIt: '使用',
  notNow: '暂不',
  notDownloaded: (model) => `${model} 未能下载`,
  larger: '更大的模型',
  largerText: (reason) => `Jan-Pocket 只是小型演示；Jan-Nano 是为研究打造的完整模型。${reason}`,
  downloading: (model) => `正在下载 ${model}。可以继续提问，下载不会中断。`,
  pause: '暂停',
  download: (model, size) => `同时下载 ${model}（${size}）`,
  goOn: (model, size) => `同时继续下载 ${model}（${size}）`,

  damaged: (records) => `${records} 条保存的记录无法读取`,
  damagedText: '已移到一旁，其他内容完好。可存为文件或删除。',
  saveAsFile: '存为文件',
  notSaved: '没有保存任何内容',
  notInLibrary: '未存入资料库',

  relayRefuses: '中继拒绝了此应用',
  noRelay: '无法连接中继',
  untilLibrary: (reason) => `${reason}在此之前，回答来自资料库：以前读过的网页和添加的文件。`,
  untilNothing: (reason) => `${reason}在此之前无法搜索。`,
  noTools: '没有工具',
  noToolsText: '中继没有提供工具，因此无法搜索，也无法核对回答。',
  libraryAlone: '回答仅来自资料库',
  libraryAloneText: '以前读过的网页和添加的文件。不在其他地方搜索。',

  notLoaded: '无法加载应用的这一部分',
  notLoadedText: '请检查网络连接后重新打开。如果仍然如此，请重新加载页面。',
};
