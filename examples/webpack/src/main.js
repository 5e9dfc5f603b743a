import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { OdeViewer } from '@ode/viewer';
import '@ode/viewer/style.css';
import './page.css';

createRoot(document.getElementById('root')).render(createElement(OdeViewer, { src: 'paper.pdf' }));
