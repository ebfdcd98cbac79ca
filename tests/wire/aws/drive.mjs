// Makes calls with an official client against an endpoint and prints what came of them.
// Usage: node drive.mjs <service> <endpoint> < steps.json; steps: [[command, input], …]; a text "$2.A.B" in an input stands for a part of what step 2 read.
import { Readable } from 'node:stream';
import { caller } from './clients.mjs';

const [service, endpoint] = process.argv.slice(2);
const steps = JSON.parse(await new Response(Readable.toWeb(process.stdin)).text());
const call = caller(service, endpoint);
const outcomes = [];

const part = (path) => path.slice(1).split('.').reduce((value, key, at) => (at === 0 ? outcomes[key].read : value[key]), null);
const resolve = (value) =>
  typeof value === 'string' && /^\$\d+\./.test(value) ? part(value)
  : Array.isArray(value) ? value.map(resolve)
  : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)]))
  : value;

for (const [command, input] of steps) {
  outcomes.push(await call(command, resolve(input)));
}

console.log(JSON.stringify(outcomes));
