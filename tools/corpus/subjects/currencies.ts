/** Currencies: codes, symbols, and the countries that use them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { list } from '../subject';
import type { EntityRecord, Subject } from '../subject';
import { attribute } from './attribute';
import { countryInSentence } from './countries';

const require = createRequire(import.meta.url);

export const currencies: Subject = {
  id: 'currencies',
  attributes: [
    attribute(
      'code',
      'ISO code',
      'word',
      'Codes',
      'The ISO code of {e} is {v}.',
      [
        'Which ISO 4217 code stands for {e}?',
        'Which three letters are the ISO code of {e}?',
        'How is {e} abbreviated as an ISO code?',
      ],
      [
        'What ISO code does {e} have?',
        'Under which ISO code is {e} traded?',
        'By which three-letter ISO code is {e} known?',
      ],
    ),
    attribute(
      'number',
      'numeric code',
      'number',
      'Codes',
      'The numeric code of {e} is {v}.',
      [
        'Which numeric ISO 4217 code does {e} have?',
        'Which number is the code of {e}?',
        'What numeric code stands for {e}?',
      ],
      [
        'What is the three-digit numeric code of {e}?',
        'By which numeric code is {e} known?',
        'Which numeric code belongs to {e}?',
      ],
    ),
    attribute(
      'symbol',
      'currency symbol',
      'word',
      'Codes',
      'The currency symbol of {e} is {v}.',
      [
        'Which symbol is used for {e}?',
        'What is the symbol of {e}?',
        'What sign or symbol stands for {e}?',
      ],
      [
        'What currency symbol does {e} have?',
        'With which symbol are prices in {e} written?',
        'By which symbol is {e} shown?',
      ],
    ),
    attribute(
      'digits',
      'number of decimal digits',
      'number',
      'Codes',
      'The number of decimal digits of {e} is {v}.',
      [
        'How many decimal digits does {e} have?',
        'How many decimals are used with {e}?',
        'What number of decimal digits does {e} use?',
      ],
      [
        'With how many decimal digits is {e} written?',
        'How many digits after the decimal point does {e} have?',
        'Which number of decimal digits is set for {e}?',
      ],
    ),
    attribute(
      'countries',
      'countries of use',
      'list',
      'Where it is used',
      'The countries that use {e} include {v}.',
      [
        'In which countries is {e} used?',
        'Which countries use {e}?',
        'Where is {e} used as money?',
      ],
      [
        'Where can I pay with {e}, that is, which countries use it?',
        'What countries use {e}?',
        'Name some countries that use {e}.',
      ],
    ),
  ],
};

interface Currency {
  code: string;
  number: string;
  digits: number;
  currency: string;
  countries: string[];
}

export function currencyRecords(): EntityRecord[] {
  const all = require('currency-codes/data.js') as Currency[];
  const root = dirname(dirname(require.resolve('countries-list/minimal/countries.en.min.json')));
  const symbols = JSON.parse(readFileSync(join(root, 'currencies.all.min.json'), 'utf8')) as Record<
    string,
    { symbol: string; symbolNative: string }
  >;
  const country = (name: string) => name.replace(/ \((The|the)\)/, '').replace(/ \(.*\)$/, '');
  return (
    all
      .filter(
        (c) =>
          c.countries.length > 0 && !/^X|^ZZ/.test(c.code) && !/fund|unidad|code/i.test(c.currency),
      )
      // A currency that was revalued keeps its name under a second code; the first is the one in use.
      .filter((c, i, used) => used.findIndex((other) => other.currency === c.currency) === i)
      .map((c) => ({
        title: c.currency,
        entity: `the ${c.currency}`,
        asOf: '2024',
        source: 'currency-codes',
        values: {
          code: c.code,
          number: c.number,
          symbol: (symbols[c.code]?.symbolNative ?? '').replace(/^[A-Z]{3}$/, ''),
          digits: String(c.digits),
          countries: list(c.countries.slice(0, 8).map((name) => countryInSentence(country(name)))),
        },
      }))
  );
}
