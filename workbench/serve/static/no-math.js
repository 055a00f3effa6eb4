// JupyterLab loads MathJax, 15 files and 1 MB, into every page in case a formula comes. Dashboards have none: this
// stands in its place and typesets nothing.
const nothing = () => {};
window.MathJax = { Hub: { Config: nothing, Configured: nothing, Queue: nothing, Register: { StartupHook: nothing } } };
