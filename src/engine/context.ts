import { AppError } from '../errors';
import { engines as words } from '../i18n/en/engines';

/** Throws an AppError `context-exceeded` where prompt and answer are more than the model holds. */
export function assertFits(promptTokens: number, maxTokens: number, contextTokens: number): void {
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw new AppError('bad-input', words.noLength);
  }
  if (promptTokens + maxTokens <= contextTokens) return;
  throw new AppError('context-exceeded', words.tooLong(promptTokens, maxTokens, contextTokens));
}
