import { connect } from './node_modules/@ode/viewer/dist/frame.js';

const viewer = await connect(document.querySelector('iframe'));
const show = async () => {
  const state = await viewer.getState();
  if (state) document.querySelector('#state').value = `page ${state.page + 1} of ${state.pageCount} at ${Math.round(state.scale * 75)} %`;
};
viewer.on('page', show);
viewer.on('zoom', show);
document.querySelector('#in').addEventListener('click', () => viewer.run('zoom.in'));
await show();
