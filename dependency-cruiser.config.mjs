// Who may import whom; see the table of folders in ARCHITECTURE.md.
const only = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(wasm|viewer|web|server|worker|client|ops|infra|bench)/', pathNot: [from, ...to] },
});

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^@ode/', '^k6(/|$)', '\\?', '^virtual:', '\\.css$'] },
    },
    only('engine-imports-nothing-of-ours', '^wasm/', []),
    only('viewer-imports-engine', '^viewer/', ['^wasm/']),
    // Features are made of the core, and not the other way round.
    {
      name: 'viewer-core-knows-no-feature',
      severity: 'error',
      from: { path: '^viewer/src/core/' },
      to: { path: '^viewer/src/(features|shell)/' },
    },
    only('app-imports-viewer-engine-and-router-type', '^web/', [
      '^viewer/',
      '^wasm/',
      '^server/(src|dist)/(router|contract)/',
      '^server/src/routes/viewer-policy', // its build writes it into the page
    ]),
    only('server-imports-no-engine', '^server/', []),
    // Its checks start servers and workers as processes; of the sources they share what the tests have for backends.
    only('ops-imports-shared-parts', '^ops/', ['^server/(src|dist|test)/', '^infra/(names|settings)']),
    // CloudFront sends the viewer's policy, too. Its tests read the manifests.
    only('infra-imports-the-policy', '^infra/(?!.*\\.test\\.ts$)', ['^infra/', '^server/src/routes/viewer-policy']),
    only('infra-tests-compare', '^infra/.*\\.test\\.ts$', ['^infra/', '^ops/(manifests|scaling)/', '^server/src/routes/viewer']),
    only('client-imports-nothing-of-ours', '^client/(?!.*\\.test\\.ts$)', ['^client/']),
    // They compare its types with the contract, and talk to a real service.
    only('client-tests-talk-to-the-service', '^client/.*\\.test\\.ts$', ['^client/', '^server/(src|test)/']),
    only('bench-imports-engine', '^bench/', ['^wasm/']),
    only('worker-imports-engine-and-shared-parts', '^worker/', ['^wasm/', '^server/']),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '(^|/)(build|generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
