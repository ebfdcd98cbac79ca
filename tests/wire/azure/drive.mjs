// Makes calls with the official SDK against an endpoint and prints what came of them.
// Usage: node drive.mjs <endpoint> <token> <subscription> <group> < steps.json; steps: [[operation, input], …]
import { Readable } from 'node:stream';
import { caller } from './caller.mjs';

const steps = JSON.parse(await new Response(Readable.toWeb(process.stdin)).text());
const call = caller(...process.argv.slice(2));
const outcomes = [];
for (const [operation, input] of steps) {
  outcomes.push(await call(operation, input));
}

console.log(JSON.stringify(outcomes));
