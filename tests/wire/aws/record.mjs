// Records what the official clients send for each case and what they read from its canned answer. Run: npm ci && npm run record
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { caller } from './clients.mjs';

async function record(service) {
  const { cases } = await import(`./cases-${service}.mjs`);
  let seen;
  let answer;
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const [path, query] = request.url.split('?');
      seen = {
        method: request.method,
        path,
        query: Object.fromEntries([...new URLSearchParams(query ?? '')].sort()),
        target: request.headers['x-amz-target'] ?? null,
        contentType: parts.length ? request.headers['content-type'] : null,
        scope: /Credential=[^/]+\/\d+\/([^,]+)/.exec(request.headers.authorization)[1],
        body: Buffer.concat(parts).toString('utf8'),
      };
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  // The endpoints of a cluster of routing controls end in a path.
  const call = caller(service, `http://127.0.0.1:${server.address().port}${service === 'routingcontrol' ? '/v1' : ''}`);

  const recordings = [];
  for (const one of cases) {
    const exchanges = [];
    for (const exchange of one.exchanges) {
      answer = exchange.response;
      seen = null;
      const outcome = await call(one.command, exchange.input);
      exchanges.push({ request: seen, response: exchange.response, outcome });
    }
    recordings.push({ name: one.name, command: one.command, exchanges });
  }

  await new Promise((done) => server.close(done));
  writeFileSync(new URL(`./recordings/${service}.json`, import.meta.url), `${JSON.stringify(recordings, null, 1)}\n`);
  console.log(`${service}: ${recordings.length} cases, ${recordings.reduce((sum, one) => sum + one.exchanges.length, 0)} exchanges`);
}

for (const service of ['route53', 'globalaccelerator', 'routingcontrol']) {
  await record(service);
}
