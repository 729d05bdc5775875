/** Plain copying: a text is to be said again, of the corpus, of invented worlds, or of words that nothing foretells. */
import type { Attribute } from './attributes';
import { repeatDrill, type Example } from './examples';
import { accented, foreignWord, inventedName, inventedValue, type Random } from './names';
import { makeWorld } from './world';

/** Some are left out for their length, so that fewer than `tries` come. `text` is the sentences of the corpus. */
export function* repetitions(
  tries: number,
  text: readonly string[],
  attributes: readonly Attribute[],
  r: Random,
): Generator<Example> {
  const words = [...new Set(text.flatMap((one) => one.split(/\s+/)))];
  /** Words that nothing foretells: to say them again, they must be read. */
  const senseless = (): string =>
    Array.from({ length: r.int(4, 40) }, () =>
      r.chance(0.15)
        ? foreignWord(r)
        : r.chance(0.2)
          ? accented(inventedName(r), r)
          : r.chance(0.1)
            ? inventedValue('number', r)
            : r.pick(words),
    ).join(' ');
  let invented: string[] = [];
  for (let i = 0; i < tries; i += 1) {
    if (i % 50 === 0) invented = makeWorld(attributes, r).facts.map((fact) => fact.sentence);
    const from = r.chance(0.75) ? text : invented;
    const said = Array.from({ length: r.int(1, 4) }, () => r.pick(from)).join(r.pick([' ', '\n']));
    const u = r.next();
    if (u < 0.45) yield repeatDrill(senseless());
    else if (u < 0.55)
      yield repeatDrill(Array.from({ length: r.int(4, 12) }, () => inventedName(r)).join(', '));
    else if (said.length < 900) yield repeatDrill(said);
  }
}
