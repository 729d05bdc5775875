/**
 * Validation transcripts as token ids, for measuring quantised weights:
 * `npx tsx tools/pocket/tokens.ts work/val.jsonl work/val-tokens.jsonl [COUNT]`. Each line has the ids
 * and `answer`, the index from which they are the model's own turn.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { PREFIX, type Example } from './examples';

const [from, to, count = '40'] = process.argv.slice(2);
if (!from || !to) throw new Error('Name the file to read and the file to write.');
const file = join(import.meta.dirname, 'checkpoint/tokenizer.json');
const tokenizer = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')) as object, {});
const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;

const prefix = encode(PREFIX);
const examples = readFileSync(from, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Example)
  .filter(({ prefixed }) => prefixed);
const step = Math.max(1, Math.floor(examples.length / Number(count)));
const lines = examples
  .filter((_, i) => i % step === 0)
  .slice(0, Number(count))
  .map(({ pieces: [[context] = [''], [turn] = ['']] }) => {
    const before = [...prefix, ...encode(context)];
    return JSON.stringify({ ids: [...before, ...encode(turn)], answer: before.length });
  });
writeFileSync(to, `${lines.join('\n')}\n`);
console.log(`${lines.length} transcripts of ${examples.length}: ${to}`);
