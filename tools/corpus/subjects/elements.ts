import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { questionsFor } from '../subject';
import type { Attribute, EntityRecord, Subject } from '../subject';

function measured(
  id: string,
  noun: string,
  heading: string,
  sentence: string[],
  own: string[],
  heldOut: [string, string, string],
  valueKind: Attribute['valueKind'] = 'number',
): Attribute {
  return { id, noun, valueKind, heading, sentence, questions: questionsFor(noun, own, heldOut) };
}

export const elements: Subject = {
  id: 'elements',
  attributes: [
    measured(
      'category',
      'category',
      'Overview',
      ['The chemical element {e} belongs to the category of {v}.'],
      [
        'Which category of elements does {e} belong to?',
        'What kind of element is {e}?',
        'To which category does the chemical element {e} belong?',
      ],
      [
        'In what category of chemical elements is {e} placed?',
        'What category of element is {e}?',
        'How is the element {e} classified?',
      ],
      'phrase',
    ),
    measured(
      'symbol',
      'chemical symbol',
      'Overview',
      ['The chemical symbol of {e} is {v}.', 'The symbol of the element {e} is {v}.'],
      [
        'Which symbol stands for {e} in the periodic table?',
        'What is the symbol for {e}?',
        'How is {e} written as a chemical symbol?',
        "What is {e}'s symbol?",
      ],
      [
        'What letters are the chemical symbol for {e}?',
        'Which chemical symbol does {e} have?',
        'By which symbol do chemists write {e}?',
      ],
      'word',
    ),
    measured(
      'atomic-number',
      'atomic number',
      'Overview',
      ['The atomic number of {e} is {v}.'],
      [
        'Which atomic number does {e} have?',
        "What is {e}'s atomic number?",
        'How many protons are in an atom of {e}, that is, what is its atomic number?',
        'What number does {e} have in the periodic table?',
      ],
      [
        'Under which atomic number is {e} listed in the periodic table?',
        '{e}: what is its atomic number?',
        'Do you know the atomic number of {e}?',
      ],
    ),
    measured(
      'atomic-mass',
      'atomic mass',
      'Overview',
      [
        'The atomic mass of {e} is {v}.',
        'The atomic mass of {e} is {v} unified atomic mass units.',
      ],
      [
        'How heavy is an atom of {e}?',
        "What is {e}'s atomic mass?",
        'What atomic mass does {e} have?',
        'What is the atomic weight of {e}?',
      ],
      [
        'Which value is given for the atomic mass of {e}?',
        'How large is the atomic mass of {e}?',
        'Tell me what the atomic mass of {e} is.',
      ],
    ),
    measured(
      'year',
      'year of discovery',
      'Discovery',
      ['The element {e} was discovered in {v}.', 'The year in which {e} was discovered is {v}.'],
      [
        'When was {e} discovered?',
        'In which year was {e} discovered?',
        'What year was {e} discovered?',
        'When did people discover {e}?',
      ],
      [
        'In what year did chemists discover {e}?',
        'The element {e} was discovered when?',
        'Can you find out when {e} was discovered?',
      ],
      'year',
    ),
    measured(
      'state',
      'standard state',
      'Physical properties',
      [
        'The standard state of {e} is {v}.',
        'The standard state of {e} at room temperature is {v}.',
      ],
      [
        'Is {e} a solid, a liquid or a gas?',
        'In which state is {e} under standard conditions?',
        'What state of matter is {e} at room temperature?',
      ],
      [
        'In its standard state, is {e} solid, liquid or gas?',
        'What is the state of {e} at room temperature?',
        'Which standard state does {e} have?',
      ],
      'word',
    ),
    measured(
      'melting-point',
      'melting point',
      'Physical properties',
      ['The melting point of {e} is {v}.', '{e} has a melting point of {v}.'],
      [
        'At what temperature does {e} melt?',
        'When does {e} melt?',
        "What is {e}'s melting point?",
        'How hot must {e} be to melt?',
      ],
      [
        'To what melting point must {e} be heated?',
        'At which temperature is {e} melting?',
        'How high is the melting point of {e}?',
      ],
    ),
    measured(
      'boiling-point',
      'boiling point',
      'Physical properties',
      ['The boiling point of {e} is {v}.', '{e} has a boiling point of {v}.'],
      [
        'At what temperature does {e} boil?',
        'When does {e} boil?',
        "What is {e}'s boiling point?",
        'How hot must {e} be to boil?',
      ],
      [
        'To what boiling point must {e} be heated?',
        'At which temperature is {e} boiling?',
        'How high is the boiling point of {e}?',
      ],
    ),
    measured(
      'density',
      'density',
      'Physical properties',
      ['The density of {e} is {v} grams per cubic centimetre.'],
      [
        'How dense is {e}?',
        "What is {e}'s density?",
        'How many grams does a cubic centimetre of {e} weigh?',
      ],
      [
        'What density does {e} have?',
        'How great is the density of {e}?',
        'Which density is given for {e}?',
      ],
    ),
    measured(
      'configuration',
      'electron configuration',
      'Atomic properties',
      ['The electron configuration of {e} is {v}.'],
      [
        'How are the electrons of {e} configured?',
        'How are the electrons arranged in {e}?',
        "What is {e}'s electron configuration?",
      ],
      [
        'What electron configuration does an atom of {e} have?',
        'Which electron configuration is given for {e}?',
        'Write down the electron configuration of {e}.',
      ],
      'phrase',
    ),
    measured(
      'electronegativity',
      'electronegativity',
      'Atomic properties',
      [
        'The electronegativity of {e} is {v} on the Pauling scale.',
        'The electronegativity of {e} is {v}.',
      ],
      [
        'How electronegative is {e}?',
        "What is {e}'s electronegativity on the Pauling scale?",
        'What electronegativity does {e} have?',
      ],
      [
        'Which electronegativity is given for {e}?',
        'How high is the electronegativity of {e}?',
        'On the Pauling scale, what is the electronegativity of {e}?',
      ],
    ),
    measured(
      'ionization-energy',
      'ionization energy',
      'Atomic properties',
      ['The ionization energy of {e} is {v} kilojoules per mole.'],
      [
        'How much energy does it take to ionize {e}?',
        "What is {e}'s first ionization energy?",
        'What ionization energy does {e} have?',
      ],
      [
        'Which ionization energy is given for {e}?',
        'How high is the ionization energy of {e}?',
        'How many kilojoules per mole is the ionization energy of {e}?',
      ],
    ),
    measured(
      'radius',
      'atomic radius',
      'Atomic properties',
      ['The atomic radius of {e} is {v} picometres.'],
      [
        'How large is the radius of an atom of {e}?',
        "What is {e}'s atomic radius?",
        'What atomic radius does {e} have?',
      ],
      [
        'Which atomic radius is given for {e}?',
        'How big is the atomic radius of {e}?',
        'How many picometres is the atomic radius of {e}?',
      ],
    ),
    {
      id: 'oxidation',
      noun: 'oxidation states',
      valueKind: 'list',
      heading: 'Atomic properties',
      sentence: [
        'The oxidation states of {e} are {v}.',
        'The known oxidation states of {e} are {v}.',
      ],
      questions: [
        'What are the oxidation states of {e}?',
        'Which oxidation states does {e} have?',
        'Name the oxidation states of {e}.',
        'oxidation states of {e}',
        'Which oxidation states are known for {e}?',
        'Please look up the oxidation states of {e}.',
        'In which oxidation states is {e} found?',
        "What are {e}'s oxidation states?",
        'List the oxidation states of {e}.',
        'What oxidation states can {e} take?',
      ],
    },
    measured(
      'bonding',
      'bonding type',
      'Atomic properties',
      ['The bonding type of {e} is {v}.'],
      [
        'Which type of bonding does {e} show?',
        'How are atoms of {e} bonded?',
        'What kind of bonding does {e} have?',
      ],
      [
        'Which bonding type is given for {e}?',
        'What type of bonding holds {e} together?',
        "What is {e}'s bonding type?",
      ],
      'phrase',
    ),
  ],
};

interface Element {
  atomicNumber: number;
  symbol: string;
  name: string;
  atomicMass: string | number[];
  electronicConfiguration: string;
  electronegativity: number | '';
  atomicRadius: number | '';
  ionizationEnergy: number | '';
  oxidationStates: string | number;
  standardState: string;
  bondingType: string;
  meltingPoint: number | '';
  boilingPoint: number | '';
  density: number | '';
  groupBlock: string;
  yearDiscovered: number | string;
}

const CATEGORIES: Record<string, string> = {
  nonmetal: 'nonmetals',
  'noble gas': 'noble gases',
  'alkali metal': 'alkali metals',
  'alkaline earth metal': 'alkaline earth metals',
  metalloid: 'metalloids',
  halogen: 'halogens',
  metal: 'post-transition metals',
  'post-transition metal': 'post-transition metals',
  'transition metal': 'transition metals',
  lanthanoid: 'lanthanoids',
  actinoid: 'actinoids',
};

const kelvin = (value: number | '') => (value === '' ? '' : `${value} kelvin`);

function decimal(value: number | ''): string {
  if (value === '') return '';
  return value < 0.001 ? value.toFixed(8).replace(/0+$/, '') : String(value);
}

export function elementRecords(): EntityRecord[] {
  const path = createRequire(import.meta.url).resolve('periodic-table/data.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as Element[]).map((element) => ({
    title: element.name,
    entity: element.name.toLowerCase(),
    asOf: '2015',
    source: 'periodic-table',
    values: {
      category: CATEGORIES[element.groupBlock] ?? element.groupBlock,
      symbol: element.symbol,
      'atomic-number': String(element.atomicNumber),
      'atomic-mass': Array.isArray(element.atomicMass)
        ? String(element.atomicMass[0])
        : String(element.atomicMass).replace(/\(\d+\)$/, ''),
      year: element.yearDiscovered === 'Ancient' ? 'ancient times' : String(element.yearDiscovered),
      state: element.standardState,
      'melting-point': kelvin(element.meltingPoint),
      'boiling-point': kelvin(element.boilingPoint),
      density: decimal(element.density),
      configuration: element.electronicConfiguration.replaceAll('[', '(').replaceAll(']', ')'),
      electronegativity: String(element.electronegativity),
      'ionization-energy': String(element.ionizationEnergy),
      radius: String(element.atomicRadius),
      oxidation: String(element.oxidationStates).replace(/,(?=\S)/g, ', '),
      bonding: element.bondingType,
    },
  }));
}
