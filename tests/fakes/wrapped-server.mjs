/** A small MCP server over stdio, for the tests of `--wrap`: real, and able to go wrong on demand. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

if (process.argv.includes('--broken')) {
  console.error('I cannot start.');
  process.exit(3);
}

const server = new McpServer(
  { name: 'small', version: '7.0.0' },
  { instructions: 'Echo what is said.' },
);
const say = (/** @type {string} */ text) => ({
  content: [{ type: /** @type {const} */ ('text'), text }],
});

server.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text }) => say(text));
server.registerTool('pid', {}, () => say(String(process.pid)));
server.registerTool('env', { inputSchema: { name: z.string() } }, ({ name }) =>
  say(String(process.env[name])),
);
server.registerTool('crash', {}, () => process.exit(1));
server.registerTool('fail', {}, () => {
  throw new Error('It failed.');
});
server.registerTool('wait', {}, async ({ signal, sendNotification, _meta }) => {
  if (_meta?.progressToken !== undefined) {
    const { progressToken } = _meta;
    const params = { progressToken, progress: 1, total: 2, message: 'waiting' };
    await sendNotification({ method: 'notifications/progress', params });
  }
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  console.error('call was cancelled');
  return say('cancelled');
});
server.registerPrompt('greet', { argsSchema: { name: z.string() } }, ({ name }) => ({
  messages: [{ role: 'user', content: { type: 'text', text: `Greet ${name}.` } }],
}));
server.registerResource('note', 'note://1', { mimeType: 'text/plain' }, () => ({
  contents: [{ uri: 'note://1', text: 'A note.' }],
}));

await server.connect(new StdioServerTransport());
