/** Words under which a page may say what a question asks in others. A line each, in base form. */
const GROUPS = `
neighbour neighbor border adjacent surround adjoin
mineral ore mine metal resource deposit
inhabitant population people resident live
tall high height elevation peak summit highest
big large size area
heavy weight mass
money currency coin
author write writer wrote novelist
born birth
die death dead kill slain
begin start found establish
end finish cease
job occupation profession work employ
income revenue earning export
buy import purchase
sell export
weather climate rain temperature
tongue language speak spoken
faith religion church
leader head president chief ruler king
law legal court judicial
army military soldier force
flag banner
war battle fight
win defeat victory
old age year
far distance length long
doctor physician medicine
illness disease disorder
drug medicine
car vehicle automobile
film movie
cost price expense
house building dwelling
sea ocean marine
boat ship vessel
child children infant
teach school education
eat food diet feed
travel transport road rail
clock time
melt melting
discover find found discovery
invent invention inventor
`;

const RELATED = new Map<string, Set<string>>();
for (const line of GROUPS.trim().split('\n')) {
  const group = line.split(' ');
  for (const word of group)
    RELATED.set(
      word,
      new Set([...(RELATED.get(word) ?? []), ...group.filter((one) => one !== word)]),
    );
}

/** In base form; none for most words. */
export function relatedTo(word: string): Iterable<string> {
  return RELATED.get(word) ?? [];
}
