// Records what the official SDK hands to its HTTP client for each case and what it reads from the canned answer. Run: npm ci && npm run record
import { writeFileSync } from 'node:fs';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { caller } from './caller.mjs';
import { cases, group, subscription } from './cases.mjs';

let seen;
let answer;

// The SDK sends tokens over TLS only: it is listened to just before that.
const httpClient = {
  sendRequest: async (request) => {
    const url = new URL(request.url);
    seen.push({
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries([...url.searchParams].sort()),
      accept: request.headers.get('accept'),
      authorization: request.headers.get('authorization') ?? null,
      contentType: request.body ? request.headers.get('content-type') : null,
      body: request.body ? JSON.parse(request.body) : null,
    });
    return {
      request,
      status: answer.status,
      headers: createHttpHeaders({ 'content-type': 'application/json; charset=utf-8' }),
      bodyAsText: answer.body === undefined ? '' : JSON.stringify(answer.body),
    };
  },
};
const call = caller('https://management.azure.com', 'recorded-token', subscription, group, { httpClient });

const recordings = [];
for (const { name, operation, input, response } of cases) {
  answer = response;
  seen = [];
  const outcome = await call(operation, input);
  recordings.push({ name, operation, input, request: seen[0], response, outcome });
}

writeFileSync(new URL('./recordings/azure.json', import.meta.url), `${JSON.stringify(recordings, null, 1)}\n`);
console.log(`${recordings.length} cases, ${recordings.filter((one) => one.outcome.error).length} failed`);
