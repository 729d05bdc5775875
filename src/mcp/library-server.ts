/** The library as an MCP server inside the page. Import it lazily: it carries the SDK's server. */
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Toolbox } from '../contracts';
import { toAppError } from '../errors';
import type { LibraryApi } from '../library/types';
import { toolboxOver } from './client';

type Readable = Pick<LibraryApi, 'search' | 'read'>;

const optional = { string: z.string().optional(), number: z.number().optional() };

/** The tools `search_library` and `read_page`. */
export function libraryToolbox(library: Readable): Toolbox {
  return toolboxOver({
    async transport() {
      const [ours, theirs] = InMemoryTransport.createLinkedPair();
      await libraryServer(library).connect(theirs);
      return ours;
    },
    explain: (error) => toAppError(error, 'tool-failed'),
  });
}

function libraryServer(library: Readable): McpServer {
  const server = new McpServer({ name: 'jan-nano-library', version: '0.1.0' });
  server.registerTool(
    'search_library',
    {
      description:
        'Search pages that were read before and the user’s own files. Returns titles, links and snippets.',
      inputSchema: z.object({
        q: z.string().describe('Search query'),
        num: optional.number.describe('Number of results'),
        page: optional.number.describe('Page of results'),
        site: optional.string.describe('Only this domain'),
      }),
    },
    (args) => answer(() => library.search(args)),
  );
  server.registerTool(
    'read_page',
    {
      description: 'Read a page or file of the library. Long ones come in parts.',
      inputSchema: z.object({
        url: z.string().describe('Address of the page'),
        page: optional.number.describe('Part of a long page'),
        find: optional.string.describe('Go to the part with these words'),
      }),
    },
    (args) => answer(() => library.read(args)),
  );
  return server;
}

/** A failing tool is a result that the model reads. */
async function answer(work: () => Promise<object>): Promise<CallToolResult> {
  try {
    const response = { ...(await work()) };
    return {
      content: [{ type: 'text', text: JSON.stringify(response) }],
      structuredContent: response,
    };
  } catch (error) {
    return { isError: true, content: [{ type: 'text', text: toAppError(error).message }] };
  }
}
