/** How fields of the factbook become attributes, and which sections of a page they go into. */
import { questionsFor } from '../subject';
import type { Attribute } from '../subject';

/** An attribute and the field of the factbook it comes from: 'Category/Field' or 'Category/Field/subfield'. */
export type FactbookAttribute = Attribute & { field: string };

export function field(
  path: string,
  noun: string,
  valueKind: Attribute['valueKind'],
  sentence: string,
  own: string[],
  heldOut: [string, string, string],
): FactbookAttribute {
  return {
    id: noun.replaceAll(' ', '-').replaceAll("'", ''),
    noun,
    valueKind,
    field: path,
    heading: headingOf(path.split('/')[1]!),
    sentence: [sentence],
    questions: questionsFor(noun, own, heldOut),
  };
}

/** Sections that gather several short fields; any other field has a section of its own. */
const SECTION_OF: Record<string, string> = {
  Location: 'Location',
  'Geographic coordinates': 'Location',
  'Map references': 'Location',
  Area: 'Area',
  'Area - comparative': 'Area',
  Coastline: 'Borders and coast',
  'Land boundaries': 'Borders and coast',
  'Maritime claims': 'Borders and coast',
  Climate: 'Climate and terrain',
  Terrain: 'Climate and terrain',
  'Elevation extremes': 'Elevation',
  'Natural resources': 'Resources and land use',
  'Land use': 'Resources and land use',
  'Irrigated land': 'Resources and land use',
  'Total renewable water resources': 'Resources and land use',
  'Freshwater withdrawal (domestic/industrial/agricultural)': 'Resources and land use',
  'Natural hazards': 'Hazards and environment',
  'Environment - current issues': 'Hazards and environment',
  'Environment - international agreements': 'Hazards and environment',
  'Geography - note': 'Hazards and environment',
  Population: 'Population',
  'Population growth rate': 'Population',
  'Median age': 'Population',
  'Birth rate': 'Population',
  'Death rate': 'Population',
  'Net migration rate': 'Population',
  'Age structure': 'Population',
  'Dependency ratios': 'Population',
  'Sex ratio': 'Population',
  Nationality: 'Peoples, languages and religions',
  'Ethnic groups': 'Peoples, languages and religions',
  Languages: 'Peoples, languages and religions',
  Religions: 'Peoples, languages and religions',
  Urbanization: 'Cities',
  'Major urban areas - population': 'Cities',
  'Life expectancy at birth': 'Health',
  'Total fertility rate': 'Health',
  'Infant mortality rate': 'Health',
  'Health expenditures': 'Health',
  'Physicians density': 'Health',
  'Hospital bed density': 'Health',
  Literacy: 'Education',
  'Education expenditures': 'Education',
  'School life expectancy (primary to tertiary education)': 'Education',
  'Country name': 'Names',
  'Government type': 'Form of government',
  'Administrative divisions': 'Form of government',
  Independence: 'Independence and constitution',
  'National holiday': 'Independence and constitution',
  Constitution: 'Independence and constitution',
  'Legal system': 'Independence and constitution',
  Suffrage: 'Independence and constitution',
  'Flag description': 'National symbols',
  'National symbol(s)': 'National symbols',
  'National anthem': 'National symbols',
  'Executive branch': 'Executive branch in 2015',
  'GDP (purchasing power parity)': 'Gross domestic product',
  'GDP - real growth rate': 'Gross domestic product',
  'GDP - per capita (PPP)': 'Gross domestic product',
  'Agriculture - products': 'Agriculture and industry',
  Industries: 'Agriculture and industry',
  'Labor force': 'Work and poverty',
  'Unemployment rate': 'Work and poverty',
  'Population below poverty line': 'Work and poverty',
  Exports: 'Foreign trade',
  'Exports - commodities': 'Foreign trade',
  'Exports - partners': 'Foreign trade',
  Imports: 'Foreign trade',
  'Imports - commodities': 'Foreign trade',
  'Imports - partners': 'Foreign trade',
  'Inflation rate (consumer prices)': 'Prices and public money',
  'Public debt': 'Prices and public money',
  Budget: 'Prices and public money',
  'Fiscal year': 'Prices and public money',
  'Internet country code': 'Communications',
  'Internet users': 'Communications',
  Airports: 'Transport',
  Railways: 'Transport',
  Roadways: 'Transport',
  'Ports and terminals': 'Transport',
};

const LABELS: Record<string, string> = {
  'Geography - note': 'Note on the geography',
  'Disputes - international': 'International disputes',
  'Environment - international agreements': 'International environmental agreements',
  'Area - comparative': 'Comparison of the area',
  'Government - note': 'Note on the government',
  'Economy - overview': 'Overview of the economy',
  'Communications - note': 'Note on the communications',
  'Transportation - note': 'Note on the transportation',
  'Military - note': 'Note on the military',
  'Labor force - by occupation': 'Occupations of the workers',
};
export const label = (name: string) =>
  LABELS[name] ?? name.replaceAll(' - ', ' ').replaceAll('(s)', 's');

/** Sections for the many fields that only say one thing, by how the field begins. */
const GATHERED: [RegExp, string][] = [
  [/^(Electricity|Crude oil|Refined|Natural gas|Carbon)/, 'Energy'],
  [/^(Telephone|Radio|Television|Broadcast|Internet)/, 'Communications'],
  [/^(Airports|Heliports|Pipelines|Waterways|Merchant)/, 'Transport'],
  [/^(Manpower|Military)/, 'Armed forces'],
  [
    /^(HIV|Obesity|Contraceptive|Drinking|Sanitation|Children under|Major infectious|Maternal)/,
    'Health',
  ],
  [
    /^(Unemployment, youth|Child labor|Labor force|Household|Distribution of family)/,
    'Work and poverty',
  ],
  [/^(GDP|Gross national)/, 'Gross domestic product'],
  [
    /^(Stock|Reserves|Debt|Central bank|Commercial bank|Market value|Current account|Exchange)/,
    'Money and finance',
  ],
  [/^(Taxes|Budget)/, 'Prices and public money'],
  [/^(Political|International organization|International law)/, 'Parties and organizations'],
  [/^(Disputes|Refugees|Trafficking|Illicit)/, 'Transnational issues'],
];

export function headingOf(name: string): string {
  return SECTION_OF[name] ?? GATHERED.find(([begins]) => begins.test(name))?.[1] ?? label(name);
}
