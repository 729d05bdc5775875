/** Cuts the text of a page into the passages that the library searches. */
import type { Passage } from './passage-index';
import { cutIntoParts } from './parts';

/** Longest passage, in characters. */
const PASSAGE_LENGTH = 1000;

/** A heading is a line that starts with `#`; it belongs to every passage up to the next one. */
export function passagesOf(title: string, text: string): Passage[] {
  return text.split(/^(?=#{1,6} )/m).flatMap((section) => {
    const [, heading = '', body = ''] = /^#{1,6} +(.*)\n?([^]*)$/.exec(section) ?? [
      '',
      '',
      section,
    ];
    return cutIntoParts(body, PASSAGE_LENGTH)
      .filter((piece) => piece || heading)
      .map((piece) => ({ title, heading, text: piece }));
  });
}
