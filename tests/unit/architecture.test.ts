/** The direction of the data flow, proved from what the source files import. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The parts that each part may import from; itself, contracts.ts, errors.ts and i18n always. */
const allowed: Record<string, string[]> = {
  'src/contracts.ts': [],
  'src/errors.ts': [],
  'src/i18n': [],
  'src/agent': [],
  'src/models': ['src/workers'],
  'src/mcp': ['src/library'],
  'src/engine': ['src/models', 'src/workers'],
  'src/workers': ['src/engine', 'src/models', 'src/library', 'src/mcp'],
  'src/evaluate': ['src/agent'],
  'src/research': ['src/agent', 'src/evaluate', 'src/models', 'src/library'],
  'src/ui': ['src/research', 'src/evaluate', 'src/models', 'src/library'],
  'src/library': ['src/workers'],
  // Pure: the tools and their form in the prompt; how pages are cut and searched.
  server: [
    'src/mcp/search-tools',
    'src/library/parts',
    'src/library/passage-index',
    'src/library/pdf',
    'src/library/terms',
  ],
};

const compositionRoot = ['src/main.ts', 'src/App.svelte', 'src/compose.ts'];

/** Packages that belong to one part alone. */
const owners: [package_: RegExp, parts: string[]][] = [
  [/^@(wllama|mlc-ai)\//, ['src/engine', 'src/workers']],
  [/^@modelcontextprotocol\/client/, ['src/mcp', 'server/wrap.ts']],
  [/^@modelcontextprotocol\/server/, ['server', 'src/mcp']],
  [/^(hono|pino|prom-client|send|@hono\/.*|@redis\/.*)(\/|$)/, ['server']],
  [/^(~icons|dompurify|marked)(\/|$)/, ['src/ui', 'src/App.svelte']],
  [/^@huggingface\/jinja/, ['src/agent']],
];

const pageGlobals =
  /^(window|document|navigator|location|localStorage|sessionStorage|indexedDB|caches|fetch|XMLHttpRequest|WebSocket|EventSource|Worker)$/;

interface Import {
  file: string;
  /** A package, or a path from the root without extension. */
  target: string;
  typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => path.replaceAll('\\', '/'));
}

/** The scripts of a file, as one source. */
function codeOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)]
    .map(([, code]) => code)
    .join('\n');
}

/** What a specifier can hold: a string literal in import, export from, import(), new URL(). */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, codeOf(file), ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const text = specifier.text.replace(/\?.*$/, '');
    const path = text.startsWith('.') ? posix.join(posix.dirname(file), text) : text;
    imports.push({ file, target: path, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
      const base = node.arguments?.[1]?.getText();
      if (base === 'import.meta.url') add(node.arguments?.[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

/** Names of the page or the network that a file uses and does not declare itself. */
function forbiddenGlobals(file: string): string[] {
  const source = ts.createSourceFile(file, codeOf(file), ts.ScriptTarget.Latest, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && pageGlobals.test(node.text)) {
      const { parent } = node;
      const isProperty = ts.isPropertyAccessExpression(parent) && parent.name === node;
      if ('name' in parent && parent.name === node && !isProperty) declared.add(node.text);
      else if (!isProperty) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...used].filter((name) => !declared.has(name));
}

const files = [...sourceFiles('src'), ...sourceFiles('server')];
const imports = files.flatMap(importsOf);

function within(path: string, part: string): boolean {
  const bare = part.replace(/\.(ts|svelte)$/, '');
  return path === part || path === bare || path.startsWith(`${part}/`);
}

function partOf(path: string): string | undefined {
  return Object.keys(allowed).find((part) => within(path, part));
}

function show({ file, target }: Import): string {
  return `${file} → ${target}`;
}

function isLocal({ target }: Import): boolean {
  return /^(src|server)\//.test(target);
}

describe('architecture', () => {
  it('reads the imports of every kind of file', () => {
    expect(imports.map(show)).toContain('src/errors.ts → src/contracts');
    expect(imports.some(({ file }) => file.endsWith('.svelte'))).toBe(true);
  });

  it('has a place for every file', () => {
    const lost = files.filter((file) => !partOf(file) && !compositionRoot.includes(file));
    expect(lost).toEqual([]);
  });

  it('imports along the data flow only', () => {
    const wrong = imports.filter((entry) => {
      const from = partOf(entry.file);
      if (!from || !isLocal(entry)) return false;
      // Components may name the shapes of the agent; they may not run it.
      const types = from === 'src/ui' && entry.typeOnly ? ['src/agent'] : [];
      const open = [
        from,
        'src/contracts',
        'src/errors',
        'src/i18n',
        ...(allowed[from] ?? []),
        ...types,
      ];
      return !open.some((part) => within(entry.target, part));
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('lets contracts import nothing at all', () => {
    expect(imports.filter(({ file }) => file === 'src/contracts.ts')).toEqual([]);
  });

  it('lets only the composition root see both the engine and the toolbox', () => {
    const seesBoth = files.filter((file) => {
      const targets = imports.filter((entry) => entry.file === file).map(({ target }) => target);
      const engine = targets.some((target) => within(target, 'src/engine'));
      return engine && targets.some((target) => within(target, 'src/mcp'));
    });
    expect(seesBoth.filter((file) => !compositionRoot.includes(file))).toEqual([]);
  });

  it('keeps packages in the part that owns them', () => {
    const wrong = imports.filter((entry) =>
      owners.some(
        ([package_, parts]) =>
          package_.test(entry.target) && !parts.some((part) => within(entry.file, part)),
      ),
    );
    expect(wrong.filter(({ typeOnly }) => !typeOnly).map(show)).toEqual([]);
  });

  it('keeps page, network and storage out of the agent', () => {
    const agent = files.filter((file) => within(file, 'src/agent'));
    expect(agent.length).toBeGreaterThan(0);
    expect(
      agent.flatMap((file) => forbiddenGlobals(file).map((name) => `${file}: ${name}`)),
    ).toEqual([]);
  });
});
