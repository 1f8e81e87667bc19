// Jest hands each TypeScript file to Node's own type stripping: no compiler, and line numbers stay true.
const { stripTypeScriptTypes } = require('node:module')

module.exports = { process: (source) => ({ code: stripTypeScriptTypes(source) }) }
