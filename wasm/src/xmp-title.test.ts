import { expect, test } from 'vitest';
import { titleOfXmp } from './xmp-title.js';

const packet = (items: string) =>
  `<x:xmpmeta><rdf:RDF><rdf:Description><dc:title>\n<rdf:Alt>${items}</rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Someone</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`;

test.each([
  [
    packet('<rdf:li xml:lang="de">Töne</rdf:li><rdf:li xml:lang="x-default">Sounds &amp; &#x201C;noise&#8221;</rdf:li>'),
    'Sounds & “noise”',
  ],
  [packet(' <rdf:li xml:lang="en-US"> Outlines </rdf:li> '), 'Outlines'],
  [packet('<rdf:li xml:lang="x-default">&unknown; &#x110000;</rdf:li>'), '&unknown; &#x110000;'],
  [packet('<rdf:li xml:lang="x-default"> </rdf:li>'), undefined],
  [packet(''), undefined],
  ['<dc:title><rdf:li>never closed', undefined],
  ['<rdf:li>of something else</rdf:li>', undefined],
])('the title of a packet: %#', (xmp, title) => expect(titleOfXmp(xmp)).toBe(title));
