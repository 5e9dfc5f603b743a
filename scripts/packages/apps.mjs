// The apps that the packages are installed into: the examples, each in a folder of its own outside the repository.

/**
 * @typedef {object} App
 * @property {string} name
 * @property {string} example the folder below examples/
 * @property {string[]} [with] packages that are installed besides, in other versions than the example asks for
 * @property {string} [build] the script of its package.json that builds it
 * @property {string} out what is served, below the app's folder
 * @property {string} paper where the document goes
 * @property {number} mostCode bytes of all code up to the first page, in brotli, with the app's framework unless that is named
 * @property {string[]} [framework] modules that the app brings, whose weight is its own: what is left is ours
 * @property {number} [loaderOfWorker] bytes that the app's bundler puts before a worker
 * @property {boolean} [hasApp] whether the viewer's app stands in its `viewer/`
 * @property {string} [frame] the frame that the viewer is in
 */

/** Of 250 kB, with what a viewer runs on where nobody brings React: of ours this is left (react-dom 19 is 58 kB, 18 is 38). */
const MOST_WITHOUT_REACT = 212_000;
const REACT = ['react', 'react/jsx-runtime', 'react-dom/client'];

/** @type {App[]} */
export const APPS = [
  {
    name: 'Vite, React 19',
    example: 'react-vite',
    mostCode: MOST_WITHOUT_REACT,
    framework: REACT,
    build: 'build',
    out: 'dist',
    paper: 'public/paper.pdf',
  },
  {
    name: 'Vite, React 18',
    example: 'react-vite',
    mostCode: MOST_WITHOUT_REACT,
    framework: REACT,
    with: ['react@18', 'react-dom@18', '@types/react@18', '@types/react-dom@18'],
    build: 'build',
    out: 'dist',
    paper: 'public/paper.pdf',
  },
  {
    name: 'Next.js, App Router',
    example: 'next',
    mostCode: 330_000,
    loaderOfWorker: 11_000,
    build: 'build',
    out: 'out',
    paper: 'public/paper.pdf',
  },
  { name: 'webpack 5', example: 'webpack', mostCode: MOST_WITHOUT_REACT, framework: REACT, build: 'build', out: '.', paper: 'paper.pdf' },
  { name: 'Web component', example: 'web-component', mostCode: 250_000, out: '.', paper: 'paper.pdf' },
  { name: 'iframe', example: 'iframe', mostCode: 250_000, out: '.', paper: 'paper.pdf', hasApp: true, frame: 'iframe' },
];
