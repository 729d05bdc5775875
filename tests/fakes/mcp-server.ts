/** Real MCP servers on loopback, of the kind that most of the world runs: open, with a token, with OAuth, or broken. */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { GetPromptResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { addressOf, close, listen } from './loopback';

export interface FakeServer {
  /** Its MCP endpoint. */
  url: string;
  /** The headers of every request to the endpoint that was no preflight. */
  requests: IncomingMessage['headers'][];
  /** The arguments of each call, by tool. */
  calls: [tool: string, args: Record<string, unknown>][];
  /** Makes every token so far invalid. */
  expire(): void;
  /** Offers other prompts from now on, and tells those who listen. */
  change(prompts: Record<string, FakePrompt>): void;
  listeners(): number;
  /** How often somebody registered, signed in or renewed. */
  counts: Record<'registered' | 'exchanged' | 'renewed', number>;
  close(): Promise<void>;
}

export interface FakeServerOptions {
  /** Who may read the answers; any page where absent, none where empty. */
  origins?: string;
  /** The bearer token it wants, or a sign-in. */
  auth?: { token: string } | 'oauth';
  /** Answers as something else does, or never. */
  broken?: 'html' | 'hangs' | 'status-500' | 'status-404' | 'json';
  /** The name of its one search tool. */
  tool?: string;
  /** Offered beside the search tool. */
  more?: string[];
  /** What it says of each tool. */
  about?: string;
  /** Its prompts, by name; `say` gets the arguments. */
  prompts?: Record<string, FakePrompt>;
}

export interface FakePrompt {
  title?: string;
  description?: string;
  args?: Record<string, { required: boolean; about?: string }>;
  say: (args: Record<string, string | undefined>) => GetPromptResult['messages'] | string;
}

export async function startMcpServer(options: FakeServerOptions = {}): Promise<FakeServer> {
  const { origins = '*', auth, broken } = options;
  const requests: FakeServer['requests'] = [];
  const calls: FakeServer['calls'] = [];
  const doors = new SignIn();
  const listening = new Set<McpServer>();
  const server = createServer((request, response) => {
    if (origins) allow(response, origins);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (auth === 'oauth' && pathname !== '/mcp')
      return void doors.answer(request, response, addressOf(server));
    if (pathname !== '/mcp') return void response.writeHead(404).end();
    requests.push(request.headers);
    if (broken) return breakDown(broken, response);
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const welcome = auth === 'oauth' ? doors.tokens.has(token) : !auth || token === auth.token;
    if (!welcome) return refuse(response, addressOf(server), auth === 'oauth');
    void serveMcp(options, calls, listening, request, response);
  });
  const base = await listen(server);
  return {
    url: `${base}/mcp`,
    requests,
    calls,
    counts: doors.counts,
    expire: () => doors.tokens.clear(),
    change(prompts) {
      options.prompts = prompts;
      for (const one of listening) one.sendPromptListChanged();
    },
    listeners: () => listening.size,
    close: () => close(server),
  };
}

function allow(response: ServerResponse, origins: string): void {
  response.setHeader('Access-Control-Allow-Origin', origins);
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, DELETE');
  // As servers of 2025 have it: nothing of the protocol of 2026.
  response.setHeader(
    'Access-Control-Allow-Headers',
    'Content-Type, Authorization, Accept, Mcp-Session-Id, Mcp-Protocol-Version, X-Team',
  );
  response.setHeader('Access-Control-Expose-Headers', 'Mcp-Session-Id, WWW-Authenticate');
}

function breakDown(broken: NonNullable<FakeServerOptions['broken']>, response: ServerResponse) {
  if (broken === 'hangs') return;
  if (broken === 'html')
    return void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hello</h1>');
  if (broken === 'json')
    return void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"a":1}');
  response.writeHead(Number(broken.slice(7))).end('no');
}

function refuse(response: ServerResponse, base: string, oauth: boolean): void {
  const hint = `, resource_metadata="${base}/.well-known/oauth-protected-resource/mcp", scope="search"`;
  response.writeHead(401, {
    'WWW-Authenticate': `Bearer error="invalid_token"${oauth ? hint : ''}`,
  });
  response.end();
}

async function serveMcp(
  { tool = 'find_docs', more = [], about = 'Find in the docs.', prompts }: FakeServerOptions,
  calls: FakeServer['calls'],
  listening: Set<McpServer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const mcp = new McpServer({ name: 'docs', title: 'Docs of the team', version: '3.1.0' });
  const register = (name: string) =>
    mcp.registerTool(
      name,
      { description: about, inputSchema: { query: z.string().describe('Words') } },
      (args) => {
        calls.push([name, args]);
        return { content: [{ type: 'text', text: `The docs say ${args.query} is in chapter 7.` }] };
      },
    );
  for (const name of [tool, ...more]) register(name);
  for (const [name, { title, description, args = {}, say }] of Object.entries(prompts ?? {})) {
    const argsSchema = Object.fromEntries(
      Object.entries(args).map(([key, { required, about = '' }]) => {
        const text = z.string().describe(about);
        return [key, required ? text : text.optional()];
      }),
    );
    mcp.registerPrompt(name, { title, description, argsSchema }, (given) => {
      const said = say(given);
      return typeof said === 'string'
        ? { messages: [{ role: 'user', content: { type: 'text', text: said } }] }
        : { messages: said };
    });
  }
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  // What a client of 2025 listens on.
  if (request.method === 'GET') listening.add(mcp);
  response.on('close', () => {
    listening.delete(mcp);
    void transport.close();
  });
  await mcp.connect(transport);
  await transport.handleRequest(request, response);
}

/** An OAuth 2.1 server for public clients: metadata, registration, PKCE, renewal, resource and issuer checked. */
class SignIn {
  readonly tokens = new Set<string>();
  readonly counts = { registered: 0, exchanged: 0, renewed: 0 };
  readonly #clients = new Map<string, string[]>();
  readonly #codes = new Map<string, { client: string; redirect: string; challenge: string }>();
  readonly #renewals = new Set<string>();

  async answer(request: IncomingMessage, response: ServerResponse, base: string): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', base);
    const json = (status: number, value: object): void =>
      void response
        .writeHead(status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(value));
    if (request.headers.authorization) return json(400, { error: 'no_secret_belongs_here' });
    if (pathname === '/.well-known/oauth-protected-resource/mcp')
      return json(200, {
        resource: `${base}/mcp`,
        authorization_servers: [base],
        scopes_supported: ['search'],
      });
    if (pathname === '/.well-known/oauth-authorization-server')
      return json(200, {
        issuer: base,
        authorization_endpoint: `${base}/authorize`,
        token_endpoint: `${base}/token`,
        registration_endpoint: `${base}/register`,
        response_types_supported: ['code'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['none'],
        authorization_response_iss_parameter_supported: true,
      });
    if (pathname === '/register') {
      const asked = JSON.parse(await bodyOf(request)) as { redirect_uris: string[] };
      const client_id = randomUUID();
      this.#clients.set(client_id, asked.redirect_uris);
      this.counts.registered += 1;
      return json(201, { ...asked, client_id });
    }
    if (pathname === '/authorize') return this.#consent(searchParams, response, base);
    if (pathname === '/token') {
      const form = new URLSearchParams(await bodyOf(request));
      return this.#token(form, base, json);
    }
    response.writeHead(404).end();
  }

  /** A page on which a person says yes or no. */
  #consent(asked: URLSearchParams, response: ServerResponse, base: string): void {
    const [client, redirect, state] = ['client_id', 'redirect_uri', 'state'].map(
      (one) => asked.get(one) ?? '',
    );
    const challenge = asked.get('code_challenge') ?? '';
    const valid =
      this.#clients.get(client!)?.includes(redirect!) &&
      asked.get('code_challenge_method') === 'S256' &&
      asked.get('resource') === `${base}/mcp` &&
      challenge;
    if (!valid) return void response.writeHead(400).end('wrong request');
    const code = randomUUID();
    this.#codes.set(code, { client: client!, redirect: redirect!, challenge });
    const back = (params: Record<string, string>) =>
      `${redirect}?${new URLSearchParams({ ...params, state: state!, iss: base }).toString()}`.replaceAll(
        '&',
        '&amp;',
      );
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(
      `<!doctype html><title>Sign in</title><a href="${back({ code })}">Allow</a>
       <a href="${back({ error: 'access_denied', error_description: 'You said no' })}">Refuse</a>`,
    );
  }

  #token(form: URLSearchParams, base: string, json: (status: number, value: object) => void): void {
    if (form.get('resource') !== `${base}/mcp`) return json(400, { error: 'invalid_target' });
    if (form.get('grant_type') === 'refresh_token') {
      if (!this.#renewals.delete(form.get('refresh_token') ?? ''))
        return json(400, { error: 'invalid_grant' });
      this.counts.renewed += 1;
    } else {
      const code = this.#codes.get(form.get('code') ?? '');
      this.#codes.delete(form.get('code') ?? '');
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (
        !code ||
        proof !== code.challenge ||
        form.get('client_id') !== code.client ||
        form.get('redirect_uri') !== code.redirect
      )
        return json(400, { error: 'invalid_grant', error_description: 'The code does not fit.' });
      this.counts.exchanged += 1;
    }
    const [access_token, refresh_token] = [randomUUID(), randomUUID()];
    this.tokens.add(access_token);
    this.#renewals.add(refresh_token);
    json(200, { access_token, refresh_token, token_type: 'Bearer', expires_in: 3600 });
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}
