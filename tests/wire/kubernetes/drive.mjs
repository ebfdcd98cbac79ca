// Makes calls with the official client against a server and prints what came of them.
// Usage: node drive.mjs <server> <token> < steps.json; steps: [[operation, input], …]; a text "$2.id" in an input stands for a part of what step 2 read.
import { Readable } from 'node:stream';
import { caller } from './caller.mjs';

const [server, token] = process.argv.slice(2);
const steps = JSON.parse(await new Response(Readable.toWeb(process.stdin)).text());
const call = caller(server, token);
const outcomes = [];

const part = (path) => path.slice(1).split('.').reduce((value, key, at) => (at === 0 ? outcomes[key].read : value[key]), null);
const resolve = (value) =>
  typeof value === 'string' && /^\$\d+\./.test(value) ? part(value)
  : Array.isArray(value) ? value.map(resolve)
  : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]))
  : value;

for (const [operation, input] of steps) {
  outcomes.push(await call(operation, resolve(input)));
}

console.log(JSON.stringify(outcomes));
