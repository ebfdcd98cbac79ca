// Records what the official SDK sends for each case and what it reads from the canned answer. Run: npm ci && npm run record
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { caller } from './caller.mjs';
import { cases } from './cases.mjs';

let seen;
let answer;
const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const [path, query] = request.url.split('?');
    seen.push({
      method: request.method,
      path,
      query: Object.fromEntries([...new URLSearchParams(query ?? '')].sort()),
      authorization: request.headers.authorization,
      contentType: parts.length ? request.headers['content-type'] : null,
      body: parts.length ? JSON.parse(Buffer.concat(parts).toString('utf8')) : null,
    });
    // The SDK asks for pages until one is empty.
    const more = Array.isArray(answer.body.result) && seen.length > 1 ? { ...answer.body, result: [] } : answer.body;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(more));
  });
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const call = caller(`http://127.0.0.1:${server.address().port}/client/v4`, 'recorded-token');

const recordings = [];
for (const { operation, input, response } of cases) {
  answer = response;
  seen = [];
  const outcome = await call(operation, input);
  recordings.push({ operation, request: seen[0], response: response.body, outcome });
}

await new Promise((done) => server.close(done));
writeFileSync(new URL('./recordings/cloudflare.json', import.meta.url), `${JSON.stringify(recordings, null, 1)}\n`);
console.log(`${recordings.length} cases, ${recordings.filter((one) => one.outcome.error).length} failed`);
