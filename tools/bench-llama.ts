/** `npm run bench llama`: whether llama.cpp over HTTP and wllama write the same tokens after 50 prompts. */
import { runTool } from './steps.mjs';

process.env['SAME_TOKENS'] = '50';
if (!(await runTool(['playwright', 'test', 'tests/e2e/same-tokens.spec.ts']))) process.exitCode = 1;
