/** The file of rows: one line of JSON a question, written as it ends. */
import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import type { Row } from '../src/evaluate/rows';

/** Reads what is there. A line that a killed process left half written is cut off, so that the next one is whole. */
export function readRows(path: string): Row[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n'.charCodeAt(0)) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Row;
    } catch (error) {
      throw new Error(`${path}: line ${index + 1} is no JSON. Is this a file of rows?`, {
        cause: error,
      });
    }
  });
}

export function appendRow(path: string, row: Row): void {
  appendFileSync(path, `${JSON.stringify(row)}\n`);
}
