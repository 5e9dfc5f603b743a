import { expect, test } from 'vitest';
import { writtenMathml } from './written-mathml.js';

const math = (inner: string, attributes = '') => `<math xmlns="http://www.w3.org/1998/Math/MathML"${attributes}>${inner}</math>`;

test('a formula is written with what places it, in the way that it stands in the text', () => {
  const file = `\ufeff<?xml version="1.0"?>\n<!-- made by luamml -->
    <m:math xmlns:m="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x &lt; &quot;2&quot;">
      <m:msup><m:mi mathvariant="normal">x</m:mi><m:mn>2</m:mn></m:msup><m:mo lspace='0.278em' stretchy="false">&#x2264;</m:mo>
      <m:mspace width="1em"/><m:mtext><![CDATA[a<b]]></m:mtext>
    </m:math>`;
  expect(writtenMathml(file, true)).toBe(
    math(
      '<msup><mi mathvariant="normal">x</mi><mn>2</mn></msup><mo lspace="0.278em" stretchy="false">\u2264</mo>' +
        '<mspace width="1em"></mspace><mtext>a&lt;b</mtext>',
      ' display="block" alttext="x &lt; &quot;2&quot;"',
    ),
  );
});

test('what is no formula goes: other attributes, other notations, lengths beyond all measure', () => {
  const file = `<math style="position:fixed" onclick="alert(1)" href="javascript:alert(1)" class="a" id="b"><semantics>
    <mrow><mi xlink:href="https://example.com" mathcolor="black" href="https://example.com">x</mi><mspace width="99999em"/></mrow>
    <annotation encoding="application/x-tex">x</annotation>
    <annotation-xml encoding="text/html"><script>alert(1)</script><img src="x"/></annotation-xml></semantics></math>`;
  expect(writtenMathml(file, false)).toBe(math('<mrow><mi>x</mi><mspace></mspace></mrow>'));
});

test.each([
  ['a script', '<math><mi>x</mi><script>alert(1)</script></math>'],
  ['HTML in a text', '<math><mtext><img src="x"/></mtext></math>'],
  ['a picture', '<math><mi><mglyph src="https://example.com/x.png"/></mi></math>'],
  ['an entity of its own', '<!DOCTYPE math [<!ENTITY e SYSTEM "file:///etc/passwd">]><math><mi>&e;</mi></math>'],
  ['an entity that nobody declares', '<math><mi>&e;</mi></math>'],
  ['an ampersand', '<math><mi>a & b</mi></math>'],
  ['text between elements', '<math>x<mi>y</mi></math>'],
  ['a fraction of three', '<math><mfrac><mi>a</mi><mi>b</mi><mi>c</mi></mfrac></math>'],
  ['elements that cross', '<math><mrow><msqrt></mrow></msqrt></math>'],
  ['an end that is missing', '<math><mi>x</mi>'],
  ['a tag that is not closed', '<math><mi>x</mi></math'],
  ['no formula', '<svg><mi>x</mi></svg>'],
  ['nothing', ''],
  ['a formula in a formula', '<math><math><mi>x</mi></math></math>'],
  ['a nest without an end', '<math>' + '<mrow>'.repeat(200) + '<mi>x</mi>' + '</mrow>'.repeat(200) + '</math>'],
])('is none: %s', (_, file) => {
  expect(writtenMathml(file, false)).toBeNull();
});
