/** Small talk, which needs no tool, and plans of sub-questions. */
import { PLAN_REQUEST } from '../../src/agent/shapes';
import type { Conversation } from './examples';
import { saidByHand } from './heldout';
import type { Random } from './names';

/** `a|b` in braces is a choice, as deep as one likes not: no braces within braces. */
const TALK: [forms: string[], answer: string][] = [
  [
    [
      '{Hi|Hello|Hey|Good morning|Good evening|Good day|Greetings|Howdy|Hiya|Yo|Hello again}{| there| Jan| Jan-Pocket| friend| everyone| you}',
      '{Good afternoon|Morning|Evening|Hi hi|Hello hello|Hallo|Welcome|Salut|Hola|Ciao|Hey hey|Hello world}{| to you|, machine|, my friend| and welcome}',
      '{Hi|Hello|Hey}{| there}, {nice to meet you|good to see you|I am new here|can we talk|are you there|it is me again}',
    ],
    'Hello! Ask me a question and I will look it up.',
  ],
  [
    [
      '{Thanks|Thank you|Many thanks|Thx|Cheers|Ta|Much appreciated}{| a lot| so much| very much| for that| for your help| for the answer|, Jan}',
      '{Great|Good|Perfect|Nice|Wonderful|OK|Super}, {thanks|thank you|that helps|that is what I wanted|well done}',
      'I {appreciate|like} {that|your help|the answer|how you did that}',
      '{You are|You were} {great|helpful|the best|very kind|a good helper|very fast}{|, thanks}',
      '{Well done|Good job|Good work|Nice work|Bravo|Excellent|Brilliant|Amazing|Awesome|Good answer}{|, Jan|, thank you}',
      'That {was|is} {helpful|very helpful|useful|just what I needed|kind of you}',
    ],
    'You are welcome.',
  ],
  [
    [
      '{Who|What} are you{| really| exactly|, anyway}',
      '{What is your name|What should I call you|Do you have a name|Introduce yourself|Tell me about yourself|Say who you are}',
      'Are you {a robot|a human|a person|an AI|a machine|real|a language model|Jan-Nano|Jan-Pocket|alive|conscious}',
      'Who {made|built|trained|wrote} you',
      '{Where|When} were you {made|born|built|trained}',
      'Where {do you live|are you|do you come from|are you running}',
      'What {kind of|sort of} {model|machine|program|assistant|thing} are you',
      'What {language|model|version|size} {are you|do you have|do you use}',
      '{May|Can|Could} I {know|ask} {your name|who you are|what you are}',
      '{Do you have|Have you got} {a body|feelings|parents|a family|a favourite colour|friends|an age|a birthday}',
      'How {old|big|large|clever|smart} are you',
    ],
    'I am Jan-Pocket, a tiny research model. I search, read and answer with sources.',
  ],
  [
    [
      'What can {you do|you help me with|I ask you|I use you for|I do here}',
      'How {can you help me|do you work|does this work|do I use this|do I use you|can I use this}',
      '{Help|Help me|Please help|I need help|I need some help|What now|Where do I start|Show me what you can do}',
      'Can you {help me|help|search the web|answer questions|do research|read pages|look things up}',
      'What {questions|things|topics} {can I ask|do you know|can you answer|do you cover}',
      '{Give me|Show me|Do you have} {an example|examples|some hints|a hint|instructions|a tip|ideas}',
      'I {do not know|am not sure|have no idea} {what to ask|where to start|how this works|what you do|how to use this}',
      'What {should|shall} I {ask|do|type|write}{| first| here| now}',
      'What are you {good at|for|able to do}',
    ],
    'I can search, read pages and answer with sources. Ask me for a fact.',
  ],
  [
    [
      '{Bye|Goodbye|See you|Farewell|Good night|So long|Take care|Bye bye}{| for now| then| later| tomorrow|, Jan}',
      '{Good night|See you soon|See you around|Until next time|Talk to you later|Catch you later|Ciao|Adieu|Later|Have a nice day|Have a good one|Sleep well}{|, Jan|, bye|, and thanks}',
      '{I have to go|I am leaving|That is all|That was all|I am done|We are done|No more questions|I am off}{| now| for today|, thanks}',
    ],
    'Goodbye!',
  ],
  [
    [
      'How {are you|is it going|are things|do you feel|is your day|have you been|are you doing}{| today| this morning| now}',
      "{What is up|What's up|Are you well|Are you OK|Are you ready|All good|Everything fine}",
    ],
    'I am ready to search. What would you like to know?',
  ],
  [
    [
      '{Tell me|Say|Write|Make|Give me} {a joke|a story|a poem|something funny|a riddle|a rhyme|something nice|a song}',
      '{Sing|Dance|Write} {for me|a song|something}',
      'I am {bored|tired|sad|happy|hungry|lonely|cold|in a good mood}{| today}',
      'I {love|like|hate|miss} {you|this|cats|Mondays|my job}',
      '{I think|I feel|I believe|I guess|I hope} {so|not|you are right|you are wrong|this is fun|that is odd}',
      '{Let us|Let me|Shall we} {talk|chat|play a game|begin|start|go on|try again|think}',
      '{My name is|I am|Call me} {Anna|Tom|Maria|Ali|Chen|Ben|a student|a teacher|your friend|new here}',
      '{That is|This is|It is} {funny|silly|odd|nice|wrong|right|sad|boring|a test|fun|late|all right}',
      '{What a|Such a} {nice day|long day|lovely morning|mess|pity|surprise|good idea}',
      '{Can|Could|Will|Would} you {be my friend|marry me|sing|dance|tell me a joke|write a poem|play with me|cheer me up|make me laugh}',
      '{Please|Just} {wait|stop|be quiet|say something|talk to me|repeat that|go on|be nice}',
      '{I|We} {just|only} {want to|wanted to} {talk|chat|say hello|test you|play|try this}',
      'Do you {like|love|dream|sleep|eat|think|feel}{| me| music| at night| things}',
      '{LOL|Haha|Wow|Hmm|Cool|Interesting|OK|Okay|Yes|No|Sure|Test|Testing|Never mind|Just testing|Good|Fine|I see|Aha|Right}',
    ],
    'I only look up facts. Ask me for one.',
  ],
];

function unfold(form: string, r: Random): string {
  return form.replace(/\{([^}]*)\}/g, (_, choices: string) => r.pick(choices.split('|')));
}

/** Every sixth phrasing, by its letters, is kept out of training. */
export function heldOutTalk(text: string): boolean {
  let h = 0;
  for (const letter of text.toLowerCase()) h = (h * 31 + letter.charCodeAt(0)) % 100_003;
  return h % 6 === 0;
}

const byHand = saidByHand();

/** A thing to say that calls for no tool, and what is answered. */
export function smallTalkTurn(r: Random, heldOut = false): [said: string, answer: string] {
  for (;;) {
    const [forms, answer] = r.pick(TALK);
    const plain = unfold(r.pick(forms), r);
    if (heldOutTalk(plain) !== heldOut || byHand(plain)) continue;
    const asks =
      /^(?:How|What|Who|Are|Do|Can|Where|Everything|All good)/.test(plain) ||
      /(?:can we talk|are you there)$/.test(plain);
    const end = asks ? r.pick(['?', '?', '?', '']) : r.pick(['', '.', '!']);
    const said = plain + end;
    return [r.chance(0.2) ? said.charAt(0).toLowerCase() + said.slice(1) : said, answer];
  }
}

export function smallTalk(talk: Conversation, r: Random): void {
  const [said, answer] = smallTalkTurn(r);
  talk.ask(said);
  talk.say('talk', answer);
}

/** What a plan is about: an entity as it stands in a sentence, and things to know of it. */
export interface PlanSubject {
  entity: string;
  nouns: string[];
  /** Whole questions, with the entity in them. */
  questions: string[];
}

const lower = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
const bare = (text: string): string => text.replace(/[?.]$/, '');
const listed = (items: string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
const whole = (noun: string, entity: string): string => `What is the ${noun} of ${entity}?`;

/** A question and the questions it is made of. */
export function compound(
  one: PlanSubject,
  two: PlanSubject,
  r: Random,
): { question: string; parts: string[] } {
  const noun = r.pick(one.nouns);
  const nouns = r.shuffle(one.nouns).slice(0, r.int(2, 3));
  const first = r.pick(one.questions);
  const second = r.pick(two.questions);
  const pair = [whole(noun, one.entity), whole(noun, two.entity)];
  const each = nouns.map((item) => whole(item, one.entity));
  const forms: [string, string[]][] = [
    [first, [first]],
    [first, [first]],
    [`${bare(first)}${r.pick([' and ', ', and '])}${lower(second)}`, [first, second]],
    [`${first} ${second}`, [first, second]],
    [`${first} ${r.pick(['And', 'Also,'])} ${lower(second)}`, [first, second]],
    [
      `${r.pick(['Compare', 'Please compare'])} the ${noun} of ${one.entity} and ${two.entity}${r.pick(['', '.'])}`,
      pair,
    ],
    [`How do ${one.entity} and ${two.entity} differ in ${noun}?`, pair],
    [`What is the ${noun} of ${one.entity} and of ${two.entity}?`, pair],
    [
      `${r.pick(['Tell me', 'Find', 'Give me', 'I need', 'Look up'])} the ${listed(nouns)} of ${one.entity}${r.pick(['', '.'])}`,
      each,
    ],
    [`What are the ${listed(nouns)} of ${one.entity}?`, each],
  ];
  const [question, parts] = r.pick(
    forms.filter(([, found]) => found.length < 2 || one.entity !== two.entity || found === each),
  );
  return { question, parts };
}

export function plan(talk: Conversation, one: PlanSubject, two: PlanSubject, r: Random): void {
  const { question, parts } = compound(one, two, r);
  talk.ask(`${question}\n\n${PLAN_REQUEST}`);
  talk.say('plan', parts.map((part, at) => `${String(at + 1)}. ${part}`).join('\n'));
}
