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
/** A day as sources write it, `2026-01-31`; what is written otherwise, a year alone say, stays as it is. */
export function day(written: string): string {
  const [, year, month, of] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(written) ?? [];
  // As a day of this place: read as one of Greenwich it could be the day before.
  return year ? date(new Date(Number(year), Number(month) - 1, Number(of)).getTime()) : written;
}
export const dateTime = (ms: number): string => formats().dateTime(ms);
export const shortDateTime = (ms: number): string => formats().shortDateTime(ms);
export const fullDateTime = (ms: number): string => formats().fullDateTime(ms);
/** With its year. */
export const month = (ms: number): string => formats().month(ms);
