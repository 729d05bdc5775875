/**
 * Writes tests/eval/citations.jsonl: `node --import tsx tools/make-citations.ts`.
 * Every base is written by hand; the generator only puts its parts together. Rows of one base stay in one half.
 */
import { writeFileSync } from 'node:fs';

/** subject | verb phrase with a direct object | object | number sentence | wrong number | date sentence | wrong date | wrong subject | denied | paraphrase | reworded */
const bases = `
Brazil|defeated|Sweden|The stadium held 49,737 people.|The stadium held 48,737 people.|The final was played on 29 June 1958.|The final was played on 28 June 1958.|Italy|Brazil has not defeated Sweden.|The South American side got the better of its Scandinavian hosts.|Sweden was defeated by Brazil.
Rome|conquered|Carthage|The war cost 150,000 lives.|The war cost 15,000 lives.|The city fell in 146 BC.|The city fell in 164 BC.|Athens|Rome never conquered Carthage.|The republic overcame its African rival.|Carthage was conquered by Rome.
Google|acquired|YouTube|The price was 1.65 billion dollars.|The price was 1.65 million dollars.|The deal closed on 13 November 2006.|The deal closed on 13 November 2007.|Yahoo|Google has not acquired YouTube.|The search firm bought the video site.|YouTube was acquired by Google.
Denmark|ceded|Norway|The treaty has 28 articles.|The treaty has 38 articles.|The treaty was signed on 14 January 1814.|The treaty was signed on 14 January 1841.|Finland|Denmark never ceded Norway.|The kingdom gave its northern neighbour away.|Norway was ceded by Denmark.
Edison|employed|Tesla|The plant had 50 workers.|The plant had 500 workers.|The plant opened in May 1884.|The plant opened in June 1884.|Marconi|Edison never employed Tesla.|The inventor paid wages to his rival.|Tesla was employed by Edison.
Mozart|taught|Hummel|The lessons went on for 2 years.|The lessons went on for 3 years.|The lessons began in 1786.|The lessons began in 1768.|Haydn|Mozart never taught Hummel.|The composer gave the boy lessons.|Hummel was taught by Mozart.
Kenya|borders|Uganda|The border is 814 km long.|The border is 814 miles long.|The border was drawn in 1926.|The border was drawn in 1936.|Ghana|Kenya no longer borders Uganda.|The two neighbours touch each other.|Kenya borders on Uganda.
Magellan|named|Patagonia|The fleet had 5 ships.|The fleet had 7 ships.|The fleet sailed on 20 September 1519.|The fleet sailed on 20 September 1520.|Drake|Magellan never named Patagonia.|The captain gave the south its name.|Patagonia was named by Magellan.
Curie|discovered|Polonium|The ore weighed 7 tonnes.|The ore weighed 9 tonnes.|The paper appeared in July 1898.|The paper appeared in July 1889.|Rutherford|Curie never discovered Polonium.|The physicist found the element first.|Polonium was discovered by Curie.
Napoleon|defeated|Austria|The army had 68,000 men.|The army had 86,000 men.|The battle was fought on 2 December 1805.|The battle was fought on 2 December 1815.|Wellington|Napoleon never defeated Austria.|The emperor beat the Habsburg army.|Austria was defeated by Napoleon.
Portugal|colonised|Angola|The coast is 1,600 kilometres long.|The coast is 1,700 kilometres long.|Luanda was founded in 1576.|Luanda was founded in 1567.|Spain|Portugal never colonised Angola.|The Iberian kingdom took the land in Africa.|Angola was colonised by Portugal.
Galileo|observed|Jupiter|The telescope magnified 20 times.|The telescope magnified 30 times.|The moons were seen on 7 January 1610.|The moons were seen on 17 January 1610.|Kepler|Galileo never observed Jupiter.|The astronomer looked at the giant planet.|Jupiter was observed by Galileo.
Microsoft|sued|Apple|The case has 189 claims.|The case has 198 claims.|The case was decided in August 1993.|The case was decided in August 1994.|Oracle|Microsoft never sued Apple.|The software house took its rival to court.|Apple was sued by Microsoft.
Ferrari|overtook|McLaren|The race took 71 laps.|The race took 17 laps.|The race was held on 21 October 2007.|The race was held on 21 October 2008.|Renault|Ferrari never overtook McLaren.|The red car went past the silver one.|McLaren was overtaken by Ferrari.
Verdi|admired|Wagner|The opera has 4 acts.|The opera has 5 acts.|The opera opened on 24 December 1871.|The opera opened on 24 November 1871.|Puccini|Verdi never admired Wagner.|The Italian thought highly of the German.|Wagner was admired by Verdi.
Chile|invaded|Peru|The force had 26,000 soldiers.|The force had 62,000 soldiers.|The capital fell on 17 January 1881.|The capital fell on 17 January 1818.|Bolivia|Chile never invaded Peru.|The southern neighbour marched in.|Peru was invaded by Chile.
Alice|emailed|Bob|The message had 3 pages.|The message had 8 pages.|The message came on 4 May 2020.|The message came on 5 May 2020.|Carol|Alice never emailed Bob.|The one wrote to the other over the net.|Bob was emailed by Alice.
Everton|signed|Rooney|The fee was 27 million pounds.|The fee was 27 million euros.|The contract ended in 2004.|The contract ended in 2014.|Chelsea|Everton never signed Rooney.|The club took the player on.|Rooney was signed by Everton.
Darwin|praised|Wallace|The book sold 1,250 copies.|The book sold 1,350 copies.|The book came out on 24 November 1859.|The book came out on 24 November 1895.|Huxley|Darwin never praised Wallace.|The naturalist spoke well of his colleague.|Wallace was praised by Darwin.
Toyota|supplied|Subaru|The engine gives 147 kilowatts.|The engine gives 174 kilowatts.|The car was shown on 30 November 2011.|The car was shown on 30 October 2011.|Nissan|Toyota never supplied Subaru.|The big maker delivered parts to the small one.|Subaru was supplied by Toyota.`
  .trim()
  .split('\n')
  .map((line) => line.split('|'));

const rows = bases.flatMap((base, index) => {
  const [a = '', verb = '', b = '', num = '', badNum = '', date = '', badDate = '', other = ''] =
    base;
  const [denied = '', paraphrase = '', reworded = ''] = base.slice(8);
  const fact = `${a} ${verb} ${b}.`;
  const source = `${fact} ${num} ${date}`;
  const claims: [kind: string, claim: string][] = [
    ['verbatim', [fact, num, date][index % 3]!],
    ['reworded', reworded],
    ['wrong number', badNum],
    ['wrong name', `${other} ${verb} ${b}.`],
    ['wrong date', badDate],
    ['negated', denied],
    ['roles swapped', `${b} ${verb} ${a}.`],
    ['not in source', `${a} opened a museum of ancient glass in the harbour.`],
    ['garbled', `${a} is ${a} ${verb} ${b}.`],
    ['paraphrase', paraphrase],
  ];
  const half = index < bases.length / 2 ? 'dev' : 'heldout';
  return claims.map(([kind, claim], at) => ({
    id: index * 10 + at + 1,
    half,
    kind,
    claim,
    source,
  }));
});
const text = rows.map((row) => JSON.stringify(row)).join('\n') + '\n';
writeFileSync(new URL('../tests/eval/citations.jsonl', import.meta.url), text);
