import { createRoot } from 'react-dom/client';
import { OdeViewer } from '@ode/viewer';
import '@ode/viewer/style.css';
import './page.css';

createRoot(document.getElementById('root')!).render(<OdeViewer src="/paper.pdf" onPage={(page) => console.log(`page ${page + 1}`)} />);
