/** Prompts of a server as they may be shown and filled in. Whatever a server says is untrusted. */
import type { PromptSpec, PromptText } from '../contracts';
import { AppError } from '../errors';
import { faults } from '../i18n/en/faults';
import { cleaned, LONGEST_QUESTION } from './page-request';

export interface StarterField {
  name: string;
  label: string;
  about: string;
  required: boolean;
}

/** A prompt of a server, to begin a question with. */
export interface Starter {
  /** Unique among all. */
  key: string;
  /** The server's id; empty for the relay. */
  origin: string;
  /** What the server is called here. */
  server: string;
  name: string;
  title: string;
  about: string;
  fields: StarterField[];
}

/** A prompt as the text that goes into the box. */
export interface Filled {
  text: string;
  /** What of it is not in the text; nothing where all is. */
  missing: ('parts' | 'end')[];
}

/** So many of one server, and of one prompt's fields: a list of thousands would help nobody. */
const MOST_PROMPTS = 50;
const MOST_FIELDS = 12;
const LONGEST_TITLE = 80;
const LONGEST_ABOUT = 300;

export function offered(
  { id, name: server }: { id: string; name: string },
  specs: readonly PromptSpec[],
): Starter[] {
  return specs
    .filter(({ arguments: args }) => args.length <= MOST_FIELDS)
    .slice(0, MOST_PROMPTS)
    .map((spec) => ({
      key: `${id}/${spec.name}`,
      origin: id,
      server,
      ...shown(spec),
      fields: spec.arguments.map(({ required, ...arg }) => {
        const { title: label, ...rest } = shown(arg);
        return { ...rest, label, required };
      }),
    }));
}

/** @throws AppError where nothing of it is text. */
export function filled(prompt: PromptText | undefined): Filled {
  const text = cleaned(prompt?.text ?? '');
  if (!prompt || !text) throw new AppError('tool-failed', faults.noPromptText);
  const missing: Filled['missing'] = [];
  if (prompt.left > 0) missing.push('parts');
  if (text.length > LONGEST_QUESTION) missing.push('end');
  return { text: text.slice(0, LONGEST_QUESTION), missing };
}

function shown({ name, title, description }: Omit<PromptSpec, 'arguments'>) {
  return {
    name,
    title: inOneLine(title ?? readable(name), LONGEST_TITLE) || 'Unnamed',
    about: inOneLine(description ?? '', LONGEST_ABOUT),
  };
}

/** `compare_two-things` as a person writes it. */
function readable(name: string): string {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function inOneLine(text: string, longest: number): string {
  const line = cleaned(text).replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}
