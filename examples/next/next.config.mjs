/** Plain files, so that any server will do; nothing here is for ODE. */
export default { output: 'export' };
