/** Whether what was stored can be read: as far as figures, reports and the page look into it. */
import type { AskedQuestion } from './questions';
import type { Row } from './rows';

type Fields = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return (
    isAsked(value) &&
    isFields(value) &&
    areTexts(value, 'engine', 'quantisation', 'gradedBy') &&
    ['A', 'B', 'C'].some((grade) => grade === value['grade']) &&
    Number.isFinite(value['at']) &&
    isListOf(value['transcript'], (one) => areTexts(one, 'by', 'text')) &&
    isOutcome(value['outcome'])
  );
}

export function isAsked(value: unknown): value is AskedQuestion {
  return (
    isFields(value) &&
    areTexts(value, 'id', 'question') &&
    Array.isArray(value['expected']) &&
    value['expected'].every((one) => typeof one === 'string')
  );
}

function isOutcome(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { citations, toolCalls, usage, error } = value;
  return (
    areTexts(value, 'answer', 'model', 'finish') &&
    isListOf(citations, ({ verified }) => typeof verified === 'boolean') &&
    isListOf(toolCalls, (one) => areTexts(one, 'name')) &&
    isFields(usage) &&
    ['prefilledTokens', 'reusedTokens', 'completionTokens', 'totalMs'].every((key) =>
      Number.isFinite(usage[key]),
    ) &&
    (error === undefined || typeof error === 'string')
  );
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

export function areTexts(value: Fields, ...keys: string[]): boolean {
  return keys.every((key) => typeof value[key] === 'string');
}

function isListOf(value: unknown, test: (one: Fields) => boolean): boolean {
  return Array.isArray(value) && value.every((one) => isFields(one) && test(one));
}
