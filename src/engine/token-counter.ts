import { Tokenizer } from '@huggingface/tokenizers';

/** Counts tokens as llama.cpp does, from a Hugging Face tokenizer.json. */
export class TokenCounter {
  readonly #tokenizer: Tokenizer;

  constructor(tokenizerJson: object) {
    // llama.cpp applies no Unicode normalisation, whatever the file asks for.
    this.#tokenizer = new Tokenizer({ ...tokenizerJson, normalizer: null }, {});
  }

  count(text: string): number {
    return this.#tokenizer.encode(text, { add_special_tokens: false }).ids.length;
  }
}
