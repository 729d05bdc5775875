import { AppError } from '../errors';

/** Throws an AppError `context-exceeded` where prompt and answer are more than the model holds. */
export function assertFits(promptTokens: number, maxTokens: number, contextTokens: number): void {
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw new AppError('bad-input', 'The length of the answer must be at least one token.');
  }
  if (promptTokens + maxTokens <= contextTokens) return;
  throw new AppError(
    'context-exceeded',
    `The prompt has ${promptTokens} tokens and the answer may take ${maxTokens}, but the model ` +
      `holds ${contextTokens} in all. Start a new question, or let fewer results into the prompt.`,
  );
}
