/* global document, URLSearchParams */
// Shows /api/v1/openapi.json, and sends what is filled in.
const key = document.querySelector('#sign-in input');
document.querySelector('#sign-in').addEventListener('submit', (event) => event.preventDefault());

/** An element with attributes and children. */
function element(name, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

/** A value that a schema would take, to begin with. */
function example(schema = {}) {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name]) => (schema.required ?? []).includes(name))
        .map(([name, property]) => [name, example(property)]),
    );
  if (schema.type === 'array') return [example(schema.items)];
  return { string: '', integer: 0, number: 0, boolean: false }[schema.type] ?? null;
}

function operation(server, path, method, described) {
  const form = element('form', { className: 'try' });
  const parameters = (described.parameters ?? []).map((parameter) => {
    const input = element('input', {
      name: parameter.name,
      required: Boolean(parameter.required),
      placeholder: parameter.schema?.format ?? '',
    });
    const text = `${parameter.name} (${parameter.in}${parameter.required ? '' : ', may be left out'})`;
    form.append(element('label', {}, parameter.description ? `${text}: ${parameter.description}` : text, input));
    return { ...parameter, input };
  });
  const content = described.requestBody?.content ?? {};
  const jsonSchema = content['application/json']?.schema;
  let body = null;
  if (jsonSchema) {
    body = element('textarea', {
      name: 'body',
      value: JSON.stringify(example({ type: 'object', ...jsonSchema }), null, 2),
      spellcheck: false,
    });
    form.append(element('label', {}, 'Body (JSON)', body));
    form.append(element('details', {}, element('summary', {}, 'Its schema'), element('pre', {}, JSON.stringify(jsonSchema, null, 2))));
  } else if (content['application/pdf']) {
    body = element('input', { name: 'body', type: 'file', accept: 'application/pdf', required: true });
    form.append(element('label', {}, 'Body (a PDF)', body));
  }
  const answer = element('pre', { hidden: true, ariaLive: 'polite' });
  form.append(element('button', {}, 'Try it'), answer);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const query = new URLSearchParams();
    const headers = key.value ? { authorization: `Bearer ${key.value}` } : {};
    let at = path;
    for (const { name, in: place, input } of parameters) {
      if (place === 'path') at = at.replace(`{${name}}`, encodeURIComponent(input.value));
      else if (input.value && place === 'query') query.set(name, input.value);
      else if (input.value) headers[name] = input.value;
    }
    if (body) headers['content-type'] = jsonSchema ? 'application/json' : 'application/pdf';
    answer.hidden = false;
    answer.textContent = '…';
    try {
      const response = await fetch(`${server}${at}${query.size ? `?${query}` : ''}`, {
        method: method.toUpperCase(),
        headers,
        body: body ? (jsonSchema ? body.value : body.files[0]) : undefined,
      });
      const text = await response.text();
      const shown =
        (response.headers.get('content-type') ?? '').includes('json') && text ? JSON.stringify(JSON.parse(text), null, 2) : text;
      answer.textContent = `${response.status} ${response.statusText}\n\n${shown.slice(0, 20_000)}`;
    } catch (error) {
      answer.textContent = String(error);
    }
  });
  return element(
    'details',
    { id: described.operationId },
    element(
      'summary',
      {},
      element('span', { className: 'scope' }, described['x-scope'] === 'public' ? 'anybody' : `scope ${described['x-scope']}`),
      element('span', { className: 'method' }, method.toUpperCase()),
      element('code', {}, path),
      ` ${described.summary ?? ''}`,
    ),
    form,
  );
}

const description = await (await fetch('/api/v1/openapi.json')).json();
document.querySelector('#about').textContent = description.info.description;
const groups = Map.groupBy
  ? Map.groupBy(Object.entries(description.paths), ([path]) => path.split('/')[1])
  : Object.entries(description.paths).reduce(
      (all, entry) => all.set(entry[0].split('/')[1], [...(all.get(entry[0].split('/')[1]) ?? []), entry]),
      new Map(),
    );
for (const [name, paths] of groups) {
  const section = element('section', {}, element('h2', {}, name));
  for (const [path, methods] of paths)
    for (const [method, described] of Object.entries(methods))
      section.append(operation(description.servers[0].url, path, method, described));
  document.querySelector('#operations').append(section);
}
