import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Which part may not import which, and why. Data flows ui → research → agent → engine / mcp; only the
 * composition root (src/main.ts, src/App.svelte, src/compose.ts) knows the concrete ones.
 * tests/unit/architecture.test.ts proves the same direction from the resolved imports.
 * @param {string[]} parts Folders of src, or `server`.
 * @param {string} message What to do instead.
 * @param {{ allowTypeImports?: boolean }} [options]
 */
function notFrom(parts, message, options = {}) {
  return { regex: `^(?:\\.\\.?/)+(?:src/)?(?:${parts.join('|')})/`, message, ...options };
}

/**
 * @param {string[]} packages
 * @param {string} message
 */
function noPackage(packages, message) {
  return { regex: `^(?:${packages.join('|')})(?:/|$)`, message };
}

const engines = ['@wllama', '@mlc-ai'];
const interfaceOnly = ['svelte', '@lucide', 'dompurify', 'marked'];
const protocol = ['@modelcontextprotocol', 'hono', '@hono'];
const noServer = notFrom(['server'], 'The app works without this relay: they meet at /mcp.');

/** @param {string} name @param {string[]} files @param {object[]} patterns */
function boundary(name, files, patterns) {
  return {
    name: `boundary/${name}`,
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

const page = '{ts,svelte,svelte.ts}';

export default ts.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '**/.cache/',
      'test-results/',
      'playwright-report/',
      'public/',
      'tools/pocket/work/',
    ],
  },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-console': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // `throw signal.reason` is how an abort travels, and its type is any.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingAny: true, allowThrowingUnknown: true },
      ],
      // An async method without await keeps a contract: its errors are rejections.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,svelte}'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // Svelte's `$props()` needs `let` where one of the props is bindable.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived'] }],
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    // To this parser every imported component is `any`; svelte-check knows their types.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['server/**', 'tests/**', 'tools/**', '*.config.{ts,js}', '.size-limit.js'],
    languageOptions: { globals: globals.node },
  },
  {
    // Plain JavaScript is not in a typed project where it must run before the install.
    files: ['**/*.{js,mjs}'],
    extends: [ts.configs.disableTypeChecked],
  },
  {
    name: 'boundary/contracts',
    files: ['src/contracts.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration, ImportExpression, ExportNamedDeclaration[source]',
          message: 'contracts.ts imports nothing: every part may depend on it because of that.',
        },
      ],
    },
  },
  boundary(
    'agent',
    [`src/agent/**/*.${page}`],
    [
      noServer,
      notFrom(
        ['ui', 'research', 'engine', 'models', 'mcp', 'workers'],
        'The agent knows contracts alone: take an Engine and a Toolbox from contracts.ts.',
      ),
      noPackage(
        [...engines, ...interfaceOnly, ...protocol, 'idb-keyval'],
        'The agent is pure TypeScript: no interface, no engine, no protocol, no storage.',
      ),
    ],
  ),
  {
    name: 'boundary/agent-globals',
    files: ['src/agent/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...[
          'window',
          'document',
          'navigator',
          'location',
          'localStorage',
          'sessionStorage',
          'indexedDB',
          'caches',
          'fetch',
          'XMLHttpRequest',
          'WebSocket',
          'EventSource',
          'Worker',
        ].map((name) => ({
          name,
          message: 'The agent knows neither page nor network: its Engine and Toolbox do.',
        })),
      ],
    },
  },
  boundary(
    'engine',
    [`src/{engine,models}/**/*.${page}`, `src/workers/!(mcp-worker).${page}`],
    [
      noServer,
      notFrom(
        ['ui', 'research', 'agent', 'mcp'],
        'An engine continues a prompt and knows nothing of what it is for.',
      ),
      noPackage([...interfaceOnly, ...protocol], 'An engine has no interface and no tools.'),
    ],
  ),
  boundary(
    'library',
    [`src/library/**/*.${page}`],
    [
      noServer,
      notFrom(
        ['ui', 'research', 'agent', 'mcp', 'engine', 'models'],
        'The library keeps pages and finds them, and knows nothing of who reads.',
      ),
      noPackage(
        [...engines, ...interfaceOnly, ...protocol],
        'The library has no interface; src/mcp serves it as tools.',
      ),
    ],
  ),
  boundary(
    'mcp',
    [`src/mcp/**/*.${page}`, `src/workers/mcp-worker.${page}`],
    [
      noServer,
      notFrom(
        ['ui', 'research', 'agent', 'engine', 'models', 'workers'],
        'A toolbox calls tools and knows nothing of who asks.',
      ),
      noPackage([...engines, ...interfaceOnly], 'A toolbox has no interface and no engine.'),
    ],
  ),
  boundary(
    'research',
    [`src/research/**/*.${page}`],
    [
      noServer,
      notFrom(
        ['ui', 'engine', 'mcp', 'workers'],
        'Research gets its Engine and Toolbox from the composition root (src/compose.ts).',
      ),
      noPackage([...engines, ...protocol], 'Only src/engine and src/mcp use these packages.'),
    ],
  ),
  boundary(
    'ui',
    [`src/ui/**/*.${page}`],
    [
      noServer,
      notFrom(
        ['engine', 'mcp', 'workers', 'agent'],
        'Components show what the research session holds; they start nothing themselves.',
        { allowTypeImports: true },
      ),
      noPackage([...engines, ...protocol], 'Only src/engine and src/mcp use these packages.'),
    ],
  ),
  boundary(
    'server',
    ['server/**/*.ts'],
    [
      {
        // Pure pieces are shared: the contracts, the tools, how pages are cut and searched.
        regex:
          '^(?:\\.\\./)+src/(?!contracts$|errors$|mcp/search-tools$|library/(?:parts|passage-index|pdf|terms)$)',
        message: 'The relay runs without the app; they meet at the MCP endpoint.',
      },
      noPackage([...engines, ...interfaceOnly], 'The relay has no interface and runs no model.'),
    ],
  ),
);
