/** Stands for Node's modules in code that asks for them only in Node. */
export default {};
