// SPDX-License-Identifier: GPL-3.0-or-later

// Reads lines `QUESTIONNAIRE<tab>RESPONSE` of file names from standard input. Loads both into
// LHC-Forms, a renderer that others wrote, and lets it export again; prints for each line
// `RESPONSE<tab>equal`, `different<tab>WHERE` or `fails<tab>WHY`. That the two agree says that our
// export has each answer under the right item, in the right type and order, and that both find the
// same items enabled.

const fs = require('fs');
const path = require('path');
const readline = require('readline');

const modules = path.join(process.argv[2], 'node_modules');
const { JSDOM, VirtualConsole } = require(path.join(modules, 'jsdom'));
const base = path.join(modules, 'lforms', 'dist', 'lforms');

function openForms () {
  const { window } = new JSDOM('<!doctype html><html><body></body></html>', {
    runScripts: 'outside-only',
    url: 'http://localhost/',
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });

  Object.assign(window, { TextEncoder, TextDecoder, structuredClone });
  window.fetch = () => Promise.reject(new Error('There is no network here'));
  for (const file of ['webcomponent/lhc-forms.js', 'fhir/R4/lformsFHIR.min.js'])
    window.eval(fs.readFileSync(path.join(base, file), 'utf8'));
  return window.LForms;
}

// What is equal although it is written differently: texts may be left out, 1.10 is a number, and a
// quantity's parts have no order.
function simplify (value) {
  if (Array.isArray(value))
    return value.map(simplify);
  if (value === null || typeof value !== 'object')
    return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'text');
  return Object.fromEntries(entries.sort().map(([key, inner]) => [key, simplify(inner)]));
}

function findDifference (ours, theirs, place = 'item') {
  if (typeof ours !== 'object' || ours === null || typeof theirs !== 'object' || theirs === null)
    return ours === theirs ? null : `${place}: ${JSON.stringify(ours)} / ${JSON.stringify(theirs)}`;
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const found = findDifference(ours[key], theirs[key], `${place}/${key}`);
    if (found !== null)
      return found;
  }
  return null;
}

function roundTrip (forms, questionnaire, response) {
  const definition = forms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
  const merged = forms.Util.mergeFHIRDataIntoLForms(response, definition, 'R4');
  const data = new forms.LFormsData(merged);
  const again = forms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', data);

  return findDifference(simplify(response.item || []), simplify(again.item || []));
}

const forms = openForms();

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const [questionnaire, response] = line.split('\t');
  const read = (name) => JSON.parse(fs.readFileSync(name, 'utf8'));

  try {
    const difference = roundTrip(forms, read(questionnaire), read(response));
    console.log([response, ...(difference === null ? ['equal'] : ['different', difference])].join('\t'));
  } catch (error) {
    console.log([response, 'fails', String(error).replace(/\s+/g, ' ')].join('\t'));
  }
}).on('close', () => process.exit(0));
