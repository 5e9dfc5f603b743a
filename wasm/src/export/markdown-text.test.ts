import { expect, test } from 'vitest';
import { escaped, escapedStart } from './markdown-text.js';

/** Text, and how it stands in Markdown: by CommonMark 0.31, and GitHub's notes and strikethrough. */
test.each([
  [
    'a < b && c > d, 2 * 3 * 4, snake_case_name, 5 ~ 6 ~ 7, [5] and (6)',
    'a < b && c > d, 2 * 3 * 4, snake_case_name, 5 ~ 6 ~ 7, [5] and (6)',
  ],
  ['<img src=x onerror=alert(1)> <!-- </p> <?x', '\\<img src=x onerror=alert(1)> \\<!-- \\</p> \\<?x'],
  ['[click](javascript:alert(1)) ![x](http://e/x.png) [a][b]', '[click\\](javascript:alert(1)) ![x\\](http://e/x.png) [a\\][b]'],
  ['[ref]: http://e/ and [^1]: note', '[ref\\]: http://e/ and \\[^1\\]: note'],
  ['*emphasis* and **strong**', '\\*emphasis\\* and \\*\\*strong\\*\\*'],
  ['_emphasis_ __init__', '\\_emphasis\\_ \\_\\_init\\_\\_'],
  ['~~gone~~', '\\~\\~gone\\~\\~'],
  ['J. Smith* and A. Doe*', 'J. Smith* and A. Doe*'],
  ['`code` and `', '\\`code\\` and \\`'],
  ["it is `quoted'", "it is `quoted'"],
  ['&copy; AT&T &#65; R&D;', '\\&copy; AT&T \\&#65; R\\&D;'],
  ['C:\\temp \\* a', 'C:\\temp \\\\* a'],
])('%s', (text, markdown) => {
  expect(escaped(text)).toBe(markdown);
});

test.each([
  ['# no heading', '\\# no heading'],
  ['#tag', '#tag'],
  ['> no quotation', '\\> no quotation'],
  ['- no item', '\\- no item'],
  ['-5 degrees', '-5 degrees'],
  ['* * *', '\\* * *'],
  ['---', '\\---'],
  ['===', '\\==='],
  ['= 5', '= 5'],
  ['```js', '\\```js'],
])('at the start: %s', (text, markdown) => {
  expect(escapedStart(text)).toBe(markdown);
});
