import type { en } from '../en/servers';
import { formatsOf } from '../formats';

const { count, plural } = formatsOf('zh');
const tools = (many: number) => plural(many, { other: '# 个工具' });

export const servers: typeof en = {
  title: 'MCP 服务器',
  about:
    '工具的来源。每个工具可设为始终调用、询问后调用或从不调用。若地址既非本人提供也非搜索所得，则一律先询问。',
  relay: '搜索中继',
  builtIn: '内置',
  add: '添加服务器',
  importJson: '导入 JSON',
  pocketHint: 'Jan-Pocket 只训练过 google_search 和 scrape。使用其他工具请选择更大的模型。',

  off: '已关闭',
  notAsked: '尚未询问',
  connecting: '正在连接…',
  failed: '出错',
  signInNeeded: '需登录',
  tools,
  switchedOff: '已关闭：模型不知道它的存在。',
  it: '服务器',
  answered: (who, time) => `${who} 在 ${time}内响应。`,
  onOffer: (many, tokens) => `提供 ${tools(many)}，约占每次提示词的 ${count(tokens)} 个词元。`,
  noTools: '它不提供任何工具。',
  signIn: '登录',
  signInHint: '将离开此页面去登录，然后返回。',
  test: '测试',
  switchOn: '启用',
  switchOff: '关闭',
  allTools: '全部工具',
  setAll: '全部设为…',
  always: '始终',
  ask: '询问',
  never: '从不',

  editOne: (name) => `编辑 ${name}`,
  addOne: '添加一个服务器',
  address: '服务器地址',
  addressHint: '使用可流式 HTTP 的服务器。调用工具时的参数会发送到那里。',
  nameHint: '若其他服务器有同名工具，此名称会加在工具名之前。',
  token: 'Bearer 令牌',
  none: '无',
  tokenHint: '服务器要求时填写。不填则在需要时要求登录。',
  headers: '其他请求头',
  headersHint: '每行一个。令牌和请求头留在此浏览器中，只发送给此服务器。',
  secretsGone: '令牌和请求头属于另一个服务器，因此已清除。请输入此服务器的。',
  save: '保存并连接',

  import: '导入服务器',
  importText: '其他程序的 JSON',
  importHint: '与 Jan、Claude Desktop、VS Code 等保存的格式相同。',
  importButton: '导入',
  chooseFile: '选择文件',
  done: '完成',
  file: '服务器文件',
  added: (many) => `已添加 ${plural(many, { other: '# 个服务器' })}。`,
  runByCommand:
    '由命令启动，浏览器做不到，但中继可以：在终端中输入以下内容，将 … 换成自己的值，然后添加其地址。',
  addAddress: (address) => `添加 ${address}`,
  copyRefused: '浏览器不允许页面复制。请选中该行后自行复制。',
};
