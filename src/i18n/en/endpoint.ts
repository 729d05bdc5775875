/** A model server in the settings. */
import { area } from '../area';
import { formatsOf } from '../formats';

const { count } = formatsOf('en');

export const en = {
  title: 'Model server',
  about: 'A larger model on vLLM, llama.cpp or Jan',
  address: 'Address',
  addressOfRelay: 'The relay’s /v1',
  addressHint:
    'Such as http://localhost:1234/v1. Your questions, and what was read for them, go there.',
  model: 'Model',
  onlyOne: 'The only one it has',
  modelHint: 'As the server calls it: a test of the connection lists what it has.',
  key: 'API key',
  none: 'None',
  keyHint:
    'It stays in this browser and goes to this address alone. The relay has a key of its own.',
  keyNeedsAddress: 'Write the address first: a key goes to one address alone',
  context: 'Context, in tokens',
  asServerSays: 'As the server says',
  countedBy: 'Tokens are counted by',
  counters: {
    automatic: 'Automatic',
    qwen3: 'Jan-Nano’s tokenizer, in this page',
    'jan-pocket': 'Jan-Pocket’s tokenizer, in this page',
    server: 'The server counts',
    estimate: 'An estimate',
  },
  countersHint:
    'Automatic looks for the model’s tokenizer on the relay and the hub, then lets the server count, and estimates where neither can be had.',
  test: 'Test connection',
  use: 'Use this server',
  stopUsing: 'Stop using it',
  asking: 'Asking …',
  answersWith: 'It answers, and has:',
  answers: 'It answers.',
  silent: (seconds: number) =>
    `Nothing answered in ${seconds} s. Look whether the server has started.`,
  tokens: (many: number) => `${count(many)} tokens`,
};

export const endpoint = area('endpoint', en);
