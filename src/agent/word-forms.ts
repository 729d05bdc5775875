/** What the light stemmer of claims cannot join: irregular forms, and words that say the same. */

/** A line each: the base form, then the forms that are read as it. */
const FORMS = `
begin began begun start started starts starting commence commenced
build built builds building
buy bought purchase purchased acquire acquired acquires
catch caught
choose chose chosen
come came
die died dies dying death
draw drew drawn
drive drove driven
eat ate eaten
fall fell fallen
fight fought
fly flew flown
freeze froze frozen
get got gotten
give gave given
go went gone
grow grew grown
hold held
keep kept
know knew known
lay laid
lead led
leave left
lie lies lay lain
lose lost
make made makes making
meet met
pay paid
ride rode ridden
rise rose risen
run ran
say said
see saw seen
sell sold
send sent
sing sang sung
speak spoke spoken
stand stood
swim swam swum
take took taken
overtake overtook overtaken
teach taught
think thought
throw threw thrown
wear wore worn
win won
write wrote written writes writing
large big
film movie
approximately roughly
`;
const BASE = new Map(
  FORMS.trim()
    .split('\n')
    .flatMap((line) => {
      const [base = '', ...forms] = line.split(' ');
      return forms.map((form): [string, string] => [form, base]);
    }),
);

/** The form under which a word is compared; lower case in, lower case out. */
export function baseForm(word: string): string {
  return BASE.get(word) ?? word.replace(/is(e|ed|es|ing|ation)$/, 'iz$1').replace(/our$/, 'or');
}

/** Words of a claim that its source may lack: they say no more than the sentence says without them. */
export const LIGHT = new Set(
  'locate situat lie call know name total current approximat around exact say according'.split(' '),
);
