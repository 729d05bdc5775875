import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { parts } from './compose';

const target = document.querySelector('#app');
if (!target) throw new Error('index.html holds no #app');
mount(App, { target, props: { parts } });
