const viewer = document.querySelector('ode-viewer');
viewer.addEventListener('page', ({ detail }) => (document.querySelector('#page').value = `page ${detail + 1}`));
viewer.addEventListener('error', ({ detail }) => console.error(detail.code, detail.message));
document.querySelector('#next').addEventListener('click', () => viewer.run('navigate.next'));
