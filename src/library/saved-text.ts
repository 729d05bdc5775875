import type { SavedPage } from './types';

/** The text that is saved of a page. */
export function textOf({ parts }: Pick<SavedPage, 'parts'>): string {
  return parts.filter((part) => part !== null).join('\n\n');
}
