// A balancer as AWS's is: it asks each server whether it is ready, sends requests in turn, and keeps idle connections for the next
// ones. It repeats nothing: a request that meets a closed connection has failed.
import { once } from 'node:events';
import http from 'node:http';
import { clearInterval, setInterval } from 'node:timers';

const LOOK_MS = 500;
/** So often in a row a server has to say no, or yes. */
const LOOKS = 2;

export async function startBalancer(servers) {
  const agent = new http.Agent({ keepAlive: true, keepAliveMsecs: 1000, maxFreeSockets: 256, timeout: 60_000 });
  const targets = servers.map((url) => ({ url: new URL(url), ready: true, looks: 0 }));
  const timer = setInterval(() => {
    for (const target of targets)
      fetch(new URL('/readyz', target.url), { signal: AbortSignal.timeout(LOOK_MS * 4) })
        .then(
          (answer) => answer.ok,
          () => false,
        )
        .then((ready) => {
          target.looks = ready === target.ready ? 0 : target.looks + 1;
          if (target.looks >= LOOKS) Object.assign(target, { ready, looks: 0 });
        });
  }, LOOK_MS);
  let turn = 0;
  const balancer = http.createServer((request, response) => {
    const ready = targets.filter((target) => target.ready);
    // Where none is, it asks all of them, as AWS's does.
    const asked = ready.length ? ready : targets;
    const target = asked[turn++ % asked.length];
    const { hostname, port } = target.url;
    const { method, url: path, headers } = request;
    const onward = http.request({ hostname, port, method, path, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('error', () => response.destroy()).pipe(response);
    });
    onward.on('error', (error) => (response.headersSent ? response.destroy() : response.writeHead(502).end(error.message)));
    request.pipe(onward);
  });
  balancer.listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  return {
    url: `http://127.0.0.1:${balancer.address().port}`,
    /** How many servers get requests. */
    ready: () => targets.filter((target) => target.ready).length,
    stop() {
      clearInterval(timer);
      balancer.closeAllConnections();
      balancer.close();
      agent.destroy();
    },
  };
}
