// Records what the official client sends for each case. Run: npm ci && npm run record
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { caller } from './caller.mjs';
import { cases } from './cases.mjs';

let seen;
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
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(query?.includes('watch=') ? '' : '{}');
  });
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const call = caller(`http://127.0.0.1:${server.address().port}`, 'recorded-token');

const recordings = [];
for (const { operation, input } of cases) {
  seen = [];
  await call(operation, input);
  recordings.push({ operation, request: seen[0] });
}

server.closeAllConnections();
await new Promise((done) => server.close(done));
writeFileSync(new URL('./recordings/kubernetes.json', import.meta.url), `${JSON.stringify(recordings, null, 1)}\n`);
console.log(`${recordings.length} cases, ${recordings.filter((one) => !one.request).length} without a request`);
