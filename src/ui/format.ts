/** Numbers as a person reads them, in the language of the page. */
import { languageNow } from '../i18n/area';
import { formatsOf } from '../i18n/formats';

const formats = () => formatsOf(languageNow());

export const count = (value: number): string => formats().count(value);
/** With just one decimal. */
export const oneDecimal = (value: number): string => formats().oneDecimal(value);
export const percent = (share: number): string => formats().percent(share);
export const seconds = (ms: number): string => formats().seconds(ms);
export const bytes = (value: number): string => formats().bytes(value);
export const gigabytes = (value: number): string => formats().gigabytes(value);
export const date = (ms: number): string => formats().date(ms);
export const dateTime = (ms: number): string => formats().dateTime(ms);
