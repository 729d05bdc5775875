/** The tools, resources and prompts that the official conformance suite asks a server for. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  completable,
  createRequestStateCodec,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import type {
  CallToolResult,
  ContentBlock,
  InputRequests,
  McpServer,
  McpServerFactory,
  ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';

/** One red pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** No sound at all. */
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const states = createRequestStateCodec<{ step: number }>({
  key: crypto.getRandomValues(new Uint8Array(32)),
});

const content = (...blocks: ContentBlock[]): CallToolResult => ({ content: blocks });
const say = (text: string) => content({ type: 'text', text });
const description = 'For the conformance suite.';

/** A form with one field. */
const ask = (message: string, field: string, type: 'string' | 'boolean' = 'string') => {
  const properties = { [field]: type === 'string' ? { type } : { type } };
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties, required: [field] },
  });
};
const sample = (text: string, maxTokens: number) =>
  inputRequired.createMessage({
    messages: [{ role: 'user', content: { type: 'text', text } }],
    maxTokens,
  });

function addContentTools(server: McpServer): void {
  server.registerTool('test_simple_text', { description }, () =>
    say('This is a simple text response for testing.'),
  );
  server.registerTool('test_image_content', { description }, () =>
    content({ type: 'image', data: PNG, mimeType: 'image/png' }),
  );
  server.registerTool('test_audio_content', { description }, () =>
    content({ type: 'audio', data: WAV, mimeType: 'audio/wav' }),
  );
  server.registerTool('test_embedded_resource', { description }, () =>
    content({
      type: 'resource',
      resource: {
        uri: 'test://embedded-resource',
        mimeType: 'text/plain',
        text: 'This is an embedded resource content.',
      },
    }),
  );
  server.registerTool('test_multiple_content_types', { description }, () =>
    content(
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PNG, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ),
  );
  server.registerTool('test_error_handling', { description }, () => {
    throw new Error('This tool intentionally returns an error for testing');
  });
}

function addTalkingTools(server: McpServer): void {
  server.registerTool('test_tool_with_logging', { description }, async ({ mcpReq }) => {
    for (const text of [
      'Tool execution started',
      'Tool processing data',
      'Tool execution completed',
    ]) {
      // Deprecated in the protocol of 2026, and asked for by that of 2025.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      await mcpReq.log('info', text);
      await sleep(50);
    }
    return say('Logged.');
  });
  server.registerTool('test_tool_with_progress', { description }, async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined) {
        const params = { progressToken, progress, total: 100 };
        await mcpReq.notify({ method: 'notifications/progress', params });
      }
      await sleep(50);
    }
    return say('Done.');
  });
  server.registerTool('test_logging_tool', { description }, async ({ mcpReq }) => {
    // Goes out only where the request names a level.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    await mcpReq.log('info', 'Logged once.');
    return say('Done.');
  });
  // The SDK refuses what the client did not say it can do.
  server.registerTool('test_missing_capability', { description }, () =>
    inputRequired({ inputRequests: { question: sample('Can you sample?', 10) } }),
  );
  server.registerTool('test_streaming_elicitation', { description }, () =>
    inputRequired({ inputRequests: { user_name: ask('What is your name?', 'name') } }),
  );
  const header = { type: 'string', 'x-mcp-header': 'Region' } as const;
  server.registerTool(
    'test_custom_headers',
    {
      description,
      inputSchema: fromJsonSchema({ type: 'object', properties: { region: header } }),
    },
    (args) => say(JSON.stringify(args)),
  );
  server.registerTool(
    'json_schema_2020_12_tool',
    { description, inputSchema: fromJsonSchema(schema2020) },
    (args) => say(JSON.stringify(args)),
  );
}

const schema2020 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object' as const,
  $defs: {
    address: {
      $anchor: 'addressDef',
      type: 'object',
      properties: { street: { type: 'string' }, city: { type: 'string' } },
    },
  },
  properties: {
    name: { type: 'string' },
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: { type: 'string' },
    email: { type: 'string' },
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

function capabilities({ envelope }: ServerContext['mcpReq']): Record<string, unknown> {
  const declared = { ...envelope } as Record<string, Record<string, unknown> | undefined>;
  return declared[CLIENT_CAPABILITIES_META_KEY] ?? {};
}

function addAskingTools(server: McpServer): void {
  server.registerTool('test_input_required_result_elicitation', { description }, ({ mcpReq }) => {
    const given = acceptedContent(
      mcpReq.inputResponses,
      'user_name',
      z.object({ name: z.string() }),
    );
    if (given) return say(`Hello, ${given.name}!`);
    return inputRequired({ inputRequests: { user_name: ask('What is your name?', 'name') } });
  });
  server.registerTool('test_input_required_result_sampling', { description }, ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'capital_question');
    if (answer.kind === 'sampling') return say(JSON.stringify(answer.result.content));
    const inputRequests = { capital_question: sample('What is the capital of France?', 100) };
    return inputRequired({ inputRequests });
  });
  server.registerTool('test_input_required_result_list_roots', { description }, ({ mcpReq }) => {
    const answer = inputResponse(mcpReq.inputResponses, 'client_roots');
    if (answer.kind === 'roots') return say(answer.roots.map(({ uri }) => uri).join(' '));
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } });
  });
  for (const name of ['request_state', 'tampered_state']) {
    server.registerTool(`test_input_required_result_${name}`, { description }, async (context) => {
      const { mcpReq } = context;
      if (mcpReq.requestState<{ step: number }>()?.step === 1) return say('state-ok');
      return inputRequired({
        inputRequests: { confirm: ask('Please confirm', 'ok', 'boolean') },
        requestState: await states.mint({ step: 1 }, context),
      });
    });
  }
  server.registerTool(
    'test_input_required_result_multiple_inputs',
    { description },
    async (context) => {
      if (context.mcpReq.requestState<{ step: number }>()) return say('All there.');
      return inputRequired({
        inputRequests: {
          user_name: ask('What is your name?', 'name'),
          greeting: sample('Generate a greeting', 50),
          client_roots: inputRequired.listRoots(),
        },
        requestState: await states.mint({ step: 1 }, context),
      });
    },
  );
  server.registerTool(
    'test_input_required_result_multi_round',
    { description },
    async (context) => {
      const step = context.mcpReq.requestState<{ step: number }>()?.step ?? 0;
      if (step === 2) return say('Finished.');
      const inputRequests: InputRequests =
        step === 0
          ? { step1: ask('Step 1: What is your name?', 'name') }
          : { step2: ask('Step 2: What is your favorite color?', 'color') };
      return inputRequired({
        inputRequests,
        requestState: await states.mint({ step: step + 1 }, context),
      });
    },
  );
  server.registerTool('test_input_required_result_capabilities', { description }, ({ mcpReq }) => {
    const { sampling, elicitation } = capabilities(mcpReq);
    if (!sampling && !elicitation) return say('Nothing to ask.');
    return inputRequired({
      inputRequests: {
        ...(elicitation ? { user_name: ask('What is your name?', 'name') } : {}),
        ...(sampling ? { greeting: sample('Generate a greeting', 50) } : {}),
      },
    });
  });
}

function addResources(server: McpServer): void {
  const text = 'This is the content of the static text resource.';
  const plain = { description, mimeType: 'text/plain' };
  server.registerResource('static-text', 'test://static-text', plain, ({ href: uri }) => ({
    contents: [{ uri, mimeType: 'text/plain', text }],
  }));
  const image = { description, mimeType: 'image/png' };
  server.registerResource('static-binary', 'test://static-binary', image, ({ href: uri }) => ({
    contents: [{ uri, mimeType: 'image/png', blob: PNG }],
  }));
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description, mimeType: 'application/json' },
    ({ href: uri }, { id }) => ({
      contents: [
        {
          uri,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }),
        },
      ],
    }),
  );
}

function addPrompts(server: McpServer): void {
  const user = (block: ContentBlock) => ({ role: 'user' as const, content: block });
  server.registerPrompt('test_simple_prompt', { description }, () => ({
    messages: [user({ type: 'text', text: 'This is a simple prompt for testing.' })],
  }));
  const word = () =>
    completable(z.string(), (start) => ['paris', 'park'].filter((w) => w.startsWith(start)));
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description, argsSchema: z.object({ arg1: word(), arg2: z.string() }) },
    ({ arg1, arg2 }) => ({
      messages: [
        user({ type: 'text', text: `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'` }),
      ],
    }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description, argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        user({
          type: 'resource',
          resource: {
            uri: resourceUri,
            mimeType: 'text/plain',
            text: 'Embedded resource content for testing.',
          },
        }),
        user({ type: 'text', text: 'Please process the embedded resource above.' }),
      ],
    }),
  );
  server.registerPrompt('test_prompt_with_image', { description }, () => ({
    messages: [
      user({ type: 'image', data: PNG, mimeType: 'image/png' }),
      user({ type: 'text', text: 'Please analyze the image above.' }),
    ],
  }));
  server.registerPrompt('test_input_required_result_prompt', { description }, ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_context');
    if (given) return { messages: [user({ type: 'text', text: JSON.stringify(given) })] };
    const question = ask('What context should the prompt use?', 'context');
    return inputRequired({ inputRequests: { user_context: question } });
  });
}

/** The relay's own server with the fixtures beside its tools. */
export function withFixtures(make: McpServerFactory): McpServerFactory {
  return async (context) => {
    const server = (await make(context)) as McpServer;
    server.server.registerCapabilities({ logging: {}, completions: {} });
    // An option of the constructor; the relay's server has no use for it.
    Reflect.set(server.server, '_requestStateVerify', (state: string, context: ServerContext) =>
      states.verify(state, context),
    );
    addContentTools(server);
    addTalkingTools(server);
    addAskingTools(server);
    addResources(server);
    addPrompts(server);
    return server;
  };
}
