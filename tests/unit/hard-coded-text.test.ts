/** Text that a person reads stands in src/i18n. What is found elsewhere is named here, with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

/** English for good, because it is … */
const notForReaders: Record<string, string> = {
  'agent/arguments.ts': 'what the model is told of its own mistakes',
  'agent/claims.ts': 'forms of what the model writes',
  'agent/result-forms.ts': 'what the model reads of a result',
  'agent/shapes.ts': 'the prompt',
  'agent/tool-calls.ts': 'what the model is told of its own mistakes',
  'agent/tool-runner.ts': 'what the model is told of a call',
  'evaluate/figures.ts': 'names of models',
  'evaluate/grade.ts': 'the prompt of the judge',
  'evaluate/report.ts': 'a document to be handed on, in English',
  'research/relay.svelte.ts': 'what the model is told of a call',
  'research/examples.ts': 'what the model and the corpus understand',
  'library/library.ts': 'what the model is told of a page',
  'mcp/arrange.ts': 'tools as the model sees them',
  'mcp/client.ts': 'what the model is told of a call',
  'mcp/library-server.ts': 'tools as the model sees them',
  'mcp/search-tools.ts': 'tools as the model sees them',
};

/** Errors whose own text nobody sees, because … */
const unseen: Record<string, string> = {
  'A stored file ended too soon.': 'the engine says what it means',
  'No count.': 'the counter says what it means',
  'No relay: status …': 'the relay is then said to be unreachable',
  'Nothing is kept here.': 'nothing is written there',
  'Status …': 'the counter says what it means',
  'Status …: …': 'it is the cause of one that is seen',
  'The answer has no body.': 'the engine says what it means',
};

/** Texts that are the same in every language. */
const names = [
  /^(?:WebLLM|wllama|Markdown)$/,
  /^Bearer /,
  /^(?:Ctrl|Shift) \S/,
  /^https?:\/\/\S+$/,
  /^\{"mcpServers"/,
  /^X-Api-Key: …$/,
  /^(?:google_search, scrape|web_search, visit_tool)$/,
  /^Jan-(?:Nano|Pocket)( Web)?$/,
];

/** Attributes and props that are read or heard. */
const spoken =
  /^(?:aria-(?:label|description|valuetext|roledescription)|title|placeholder|label|alt|legend|hint|text|problem|summary)$/;

interface Node {
  type: string;
  [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** The strings of an expression that end up on the page: no keys, no arguments, nothing that is compared. */
function strings(node: Node): string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateElement':
      return [(node['value'] as { raw: string }).raw];
    case 'BinaryExpression':
      return node['operator'] === '+' ? childrenOf(node).flatMap(strings) : [];
    case 'ConditionalExpression':
      return [node['consequent'], node['alternate']].filter(isNode).flatMap(strings);
    case 'TemplateLiteral':
    case 'LogicalExpression':
      return childrenOf(node).flatMap(strings);
    default:
      return [];
  }
}

function inMarkup(node: Node): string[] {
  if (node.type === 'Text') return [node['data'] as string];
  if (node.type === 'ExpressionTag') return strings(node['expression'] as Node);
  if (node.type === 'Attribute') {
    if (!spoken.test(node['name'] as string)) return [];
    return childrenOf(node).flatMap(inMarkup);
  }
  if (
    /^(?:Comment|StyleDirective|ClassDirective|OnDirective|BindDirective|StyleSheet)$/.test(
      node.type,
    )
  )
    return [];
  return childrenOf(node).flatMap(inMarkup);
}

/** A sentence begins with a capital letter; one that begins with a name, or stands after one, has its full stop. */
const sentence = /^\s*\p{Lu}\S* \S|\p{Ll} \p{Ll}.*[\p{L}\p{N})…][.!?]$/su;

/** Those of `unseen` that there are. */
const met = new Set<string>();

function isPlus(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}

/** In code a label is known by the name it is given. What is filled in is written as `…`. */
function inCode(code: string): string[] {
  const found: string[] = [];
  const textOf = (node: ts.Node) =>
    ts.isStringLiteralLike(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head, ...node.templateSpans.map(({ literal }) => literal)]
            .map(({ text }) => text)
            .join('…')
        : undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    // For those who read the console.
    if (ts.isCallExpression(node) && /^console\./.test(node.expression.getText())) return;
    const text = textOf(node);
    if (text !== undefined) {
      let whole: ts.Node = node;
      while (isPlus(whole.parent)) whole = whole.parent;
      const { parent } = whole;
      const named = ts.isPropertyAssignment(parent) && spoken.test(parent.name.getText());
      const made = ts.isNewExpression(parent) ? parent : undefined;
      const thrown = made?.expression.getText();
      const isWhat = thrown === 'AppError' && made?.arguments?.[1] === whole;
      if (thrown === 'Error' && Object.hasOwn(unseen, text)) met.add(text);
      else if (sentence.test(text) || ((named || isWhat) && /\p{L}/u.test(text))) found.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest, true));
  return found;
}

/** What a component says in words of its own. */
function ownText(component: string): string[] {
  const { fragment } = parse(component, { modern: true });
  const markup = inMarkup(fragment as unknown as Node);
  const code = [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].flatMap(([, one]) =>
    inCode(one ?? ''),
  );
  return [...markup, ...code].filter(isText);
}

function isText(text: string): boolean {
  const bare = text.trim();
  if (names.some((name) => name.test(bare))) return false;
  return /\p{L}/u.test(bare.replace(/&\w+;/g, ''));
}

const components = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.svelte'))
  .sort()
  .map((file) => ({ file, found: ownText(readFileSync(join(src, file), 'utf8')) }));

const modules = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('i18n/'))
  .sort()
  .map((file) => ({ file, found: inCode(readFileSync(join(src, file), 'utf8')).filter(isText) }));

describe('text of components', () => {
  it.each([
    '<p>Words</p>',
    '<button aria-label="Close">×</button>',
    '<Sheet title="Models" />',
    '<p>{sure ? "Sure" : t.not}</p>',
    '<p title={`${n} of them`}>{n}</p>',
    '<script>const one = { label: "one" };</script>',
    '<script lang="ts">let problem: string = "It did not work.";</script>',
    '{#if a}<b>a</b>{/if}',
  ])('is found: %s', (component) => expect(ownText(component)).toHaveLength(1));

  it.each([
    '<p class="words" data-state="on">{t.words} · {n}</p>',
    '<p>{kind === "error" ? t.one : t.two}</p>',
    '<p>{t.of[n ? "one" : "two"]}{say(error)}</p>',
    '<script>console.error("It did not work."); import x from "x y";</script>',
    '<style>p { content: "words"; }</style>',
  ])('is not: %s', (component) => expect(ownText(component)).toEqual([]));

  it.each(components)('stands in the catalogue: $file', ({ found }) => {
    expect(found).toEqual([]);
  });

  it.each([
    "throw new AppError('network', `${host} is gone`);",
    "throw new AppError('network', 'gone');",
    "throw new AppError('network', host + ' gone');",
    "throw new Error('This is not JSON.');",
    "const problem = 'Write a name';",
    "return 'it speaks the old transport. Ask for another.';",
    'remarks.push(`${name}: it has no address.`);',
  ])('is found in a module: %s', (code) => expect(inCode(code).filter(isText)).toHaveLength(1));

  it.each(['const line = `${command} in ${folder}/file.json`;', "const words = 'a an and are';"])(
    'is not in a module: %s',
    (code) => expect(inCode(code).filter(isText)).toEqual([]),
  );

  it.each(modules.filter(({ file }) => !Object.hasOwn(notForReaders, file)))(
    'stands in the catalogue: $file',
    ({ found }) => {
      expect(found).toEqual([]);
    },
  );

  it('is waited for of no file that has none', () => {
    const all = [...components, ...modules];
    const holding = all.filter(({ found }) => found.length > 0).map(({ file }) => file);
    const named = Object.keys(notForReaders);
    expect(named.filter((file) => !holding.includes(file))).toEqual([]);
    expect(Object.keys(unseen).filter((text) => !met.has(text))).toEqual([]);
  });
});
