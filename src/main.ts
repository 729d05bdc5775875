import { mount } from 'svelte';
import './app.css';
import './contrast.css';
import App from './App.svelte';
import { parts } from './compose';
import './mcp/zod-config';
import { rememberedLanguage, speak } from './i18n/language.svelte';
import { parsePageRequest } from './research/page-request';
import { after } from './research/quiet';

const target = document.querySelector('#app');
if (!target) throw new Error('index.html holds no #app');

// Nothing is drawn before its words are there; in English where they cannot be had.
void speak(parsePageRequest(location.search).language ?? rememberedLanguage())
  // The code has just been run and the parser has its end to do: what is drawn is a task of its own.
  .then(() => after(0))
  .then(() => mount(App, { target, props: { parts } }));
